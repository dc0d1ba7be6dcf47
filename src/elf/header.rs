//! The ELF header between `object`'s structure and the described one.

use object::elf::{
    DataEncoding, ELFCLASS64, ELFDATA2LSB, ELFDATA2MSB, ELFMAG, EV_CURRENT, FileClass, FileFlags, FileHeader64,
    FileType, FileVersion, Ident, Machine, OsAbi, SectionHeader64, SymbolSection,
};
use object::{Endianness, U16, U32, U64, pod};

use crate::error::{Error, ErrorKind};
use crate::generated::header::ElfHeader;

/// Size of the header in bytes.
pub(crate) const HEADER_SIZE: u64 = size_of::<FileHeader64<Endianness>>() as u64;

/// The header and its byte order, if nothing in the identification forbids reading it.
pub(crate) fn read_header(bytes: &[u8]) -> Result<(ElfHeader, Endianness), Error> {
    let (raw, _) = pod::from_bytes::<FileHeader64<Endianness>>(bytes)
        .map_err(|()| Error::new(ErrorKind::Truncated).of("header").at(0))?;
    let ident = &raw.e_ident;
    if ident.magic != ELFMAG {
        return Err(Error::new(ErrorKind::NotElf).of("header.magic").at(0));
    }
    if ident.class != ELFCLASS64 {
        return Err(invalid("class", 4, ident.class.0));
    }
    let endian = match ident.data {
        ELFDATA2LSB => Endianness::Little,
        ELFDATA2MSB => Endianness::Big,
        other => return Err(invalid("data", 5, other.0)),
    };
    if ident.version != EV_CURRENT {
        return Err(invalid("ident_version", 6, ident.version.0));
    }
    let header = described(raw, endian);
    if usize::from(header.e_shentsize) != size_of::<SectionHeader64<Endianness>>() {
        return Err(invalid("e_shentsize", 58, header.e_shentsize));
    }
    if header.e_shnum == 0 {
        return Err(invalid("e_shnum", 60, header.e_shnum));
    }
    if header.e_shstrndx == 0 || header.e_shstrndx >= header.e_shnum {
        return Err(invalid("e_shstrndx", 62, header.e_shstrndx));
    }
    Ok((header, endian))
}

fn invalid(field: &str, offset: u64, found: impl Into<u64>) -> Error {
    Error::new(ErrorKind::InvalidHeader).of(format!("header.{field}")).at(offset).found(found.into())
}

fn described(raw: &FileHeader64<Endianness>, endian: Endianness) -> ElfHeader {
    ElfHeader {
        magic: raw.e_ident.magic,
        class: raw.e_ident.class.0,
        data: raw.e_ident.data.0,
        ident_version: raw.e_ident.version.0,
        os_abi: raw.e_ident.os_abi.0,
        abi_version: raw.e_ident.abi_version,
        padding: raw.e_ident.padding,
        e_type: raw.e_type.get(endian).0,
        e_machine: raw.e_machine.get(endian).0,
        e_version: raw.e_version.get(endian),
        e_entry: raw.e_entry.get(endian),
        e_phoff: raw.e_phoff.get(endian),
        e_shoff: raw.e_shoff.get(endian),
        e_flags: raw.e_flags.get(endian).0,
        e_ehsize: raw.e_ehsize.get(endian),
        e_phentsize: raw.e_phentsize.get(endian),
        e_phnum: raw.e_phnum.get(endian),
        e_shentsize: raw.e_shentsize.get(endian),
        e_shnum: raw.e_shnum.get(endian),
        e_shstrndx: raw.e_shstrndx.get(endian).0,
    }
}

/// The header as bytes, in the byte order that it names.
pub(crate) fn header_bytes(header: &ElfHeader) -> Vec<u8> {
    let endian = endian(header);
    let raw = FileHeader64 {
        e_ident: Ident {
            magic: header.magic,
            class: FileClass(header.class),
            data: DataEncoding(header.data),
            version: FileVersion(header.ident_version),
            os_abi: OsAbi(header.os_abi),
            abi_version: header.abi_version,
            padding: header.padding,
        },
        e_type: U16::new(endian, FileType(header.e_type)),
        e_machine: U16::new(endian, Machine(header.e_machine)),
        e_version: U32::new(endian, header.e_version),
        e_entry: U64::new(endian, header.e_entry),
        e_phoff: U64::new(endian, header.e_phoff),
        e_shoff: U64::new(endian, header.e_shoff),
        e_flags: U32::new(endian, FileFlags(header.e_flags)),
        e_ehsize: U16::new(endian, header.e_ehsize),
        e_phentsize: U16::new(endian, header.e_phentsize),
        e_phnum: U16::new(endian, header.e_phnum),
        e_shentsize: U16::new(endian, header.e_shentsize),
        e_shnum: U16::new(endian, header.e_shnum),
        e_shstrndx: U16::new(endian, SymbolSection(header.e_shstrndx)),
    };
    pod::bytes_of(&raw).to_vec()
}

/// The byte order that a header names.
pub(crate) fn endian(header: &ElfHeader) -> Endianness {
    if header.data == ELFDATA2MSB.0 { Endianness::Big } else { Endianness::Little }
}
