//! `placed`: each piece of the file at the first multiple of its alignment behind the piece before it.

use cwasm_spec::model::{Arg, Check, Content, PieceKind, Rule};

use crate::raw::align_up;
use crate::raw::elf::{Image, Records, Section};
use crate::run::{Run, finding, number};

/// What a check asks about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// One kind of pieces.
    Piece(PieceKind),
    /// Added sections without data.
    Empty,
}

/// A piece of the file as it is.
struct Found {
    asked: Asked,
    /// Index of the section, if it is one.
    section: Option<usize>,
    offset: u64,
    size: u64,
    align: u64,
    /// Whether an empty one may stand at offset 0 instead.
    may_be_nowhere: bool,
}

pub(super) fn placed(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let asked = check.args.iter().find_map(|arg| match arg {
        Arg::Piece(piece) => Some(Asked::Piece(*piece)),
        Arg::Word(_) => Some(Asked::Empty),
        _ => None,
    });
    // Which piece a section belongs to follows from its name.
    let Some(asked) = asked.filter(|_| run.image.names.is_some()) else { return };
    let empty_unaligned = run.spec.layout.empty_unaligned.contains(run.edition);
    // Two positions: where the last piece should end, and where it does. Who follows either is not to blame.
    let mut positions = [run.records.header.size; 2];
    for piece in pieces(run) {
        if piece.size == 0 && piece.may_be_nowhere && piece.offset == 0 {
            continue;
        }
        let align = if piece.size == 0 && piece.section.is_some() && empty_unaligned && piece.asked == Asked::Empty {
            1
        } else {
            piece.align
        };
        let wanted = positions.map(|position| align_up(position, align).unwrap_or(u64::MAX));
        if !wanted.contains(&piece.offset) && piece.asked == asked {
            report(run, rule, &piece, wanted[0]);
        }
        positions = if wanted.contains(&piece.offset) {
            [piece.offset.saturating_add(piece.size); 2]
        } else {
            [wanted[0].saturating_add(piece.size), piece.offset.saturating_add(piece.size)]
        };
    }
}

fn report(run: &mut Run<'_>, rule: &Rule, piece: &Found, wanted: u64) {
    let (name, path) =
        match piece.section.and_then(|index| run.image.sections.get(index).map(|section| (index, section))) {
            Some((index, section)) => (section.display_name(), format!("sections[{index}].sh_offset")),
            None => (String::new(), "header.e_shoff".to_owned()),
        };
    let field = piece.section.and_then(|index| run.image.sections.get(index)).and_then(|section| {
        let (offset, width) = run.records.section.place(run.records.section.index("sh_offset")?)?;
        let start = section.header.checked_add(offset)?;
        Some(start..start.saturating_add(width))
    });
    let table = run.records.header.index("e_shoff").and_then(|field| run.records.header.place(field));
    let range = field.or_else(|| table.map(|(offset, width)| offset..offset.saturating_add(width))).unwrap_or(0..0);
    let found = number(piece.offset);
    run.report(rule, || finding(range, name, path, found, number(wanted)));
}

/// All pieces behind the header, in the order of the layout.
fn pieces<'a>(run: &Run<'a>) -> impl Iterator<Item = Found> + use<'a> {
    let spec = run.spec;
    let nowhere = spec.layout.strtab_may_be_empty.contains(run.edition);
    let table = run.image.table.clone();
    let (image, records) = (run.image, run.records);
    spec.layout.pieces.iter().flat_map(move |piece| -> Box<dyn Iterator<Item = Found> + 'a> {
        let section_piece = move |index: usize| {
            let section = image.sections.get(index)?;
            let strings = section.known.and_then(|known| spec.sections.get(usize::from(known)));
            let is_strings = strings.is_some_and(|declared| matches!(declared.content, Content::Strings));
            let align = if piece.align == 0 { own_alignment(image, records, section) } else { piece.align };
            let empty_added = section.size == 0 && piece.kind == PieceKind::Added;
            let asked = if empty_added { Asked::Empty } else { Asked::Piece(piece.kind) };
            Some(Found {
                asked,
                section: Some(index),
                offset: section.offset,
                size: section.size,
                align,
                may_be_nowhere: is_strings && nowhere,
            })
        };
        match piece.kind {
            PieceKind::Header => Box::new(std::iter::empty()),
            PieceKind::SectionTable => {
                let table = table.clone().unwrap_or(0..0);
                let size = table.end.saturating_sub(table.start);
                let asked = Asked::Piece(PieceKind::SectionTable);
                Box::new(std::iter::once(Found {
                    asked,
                    section: None,
                    offset: table.start,
                    size,
                    align: piece.align,
                    may_be_nowhere: false,
                }))
            }
            kind => {
                let indices = 1..image.sections.len();
                Box::new(indices.filter(move |index| kind_of(image, spec, *index) == kind).filter_map(section_piece))
            }
        }
    })
}

/// sh_addralign of a section.
fn own_alignment(image: &Image<'_>, records: &Records<'_>, section: &Section<'_>) -> u64 {
    let record = &records.section;
    let align = || record.read(image.bytes, section.header, record.index("sh_addralign")?, image.order?);
    align().unwrap_or(1)
}

/// Which piece the data of a section belong to.
fn kind_of(image: &Image<'_>, spec: &cwasm_spec::model::Spec, index: usize) -> PieceKind {
    let Some(section) = image.sections.get(index) else { return PieceKind::Added };
    let own = section.known.map(PieceKind::Section);
    if let Some(own) = own
        && spec.layout.pieces.iter().any(|piece| piece.kind == own)
    {
        return own;
    }
    let is_relocations = |declared: &cwasm_spec::model::Section| matches!(declared.content, Content::Relocations);
    let declared = section.known.and_then(|known| spec.sections.get(usize::from(known)));
    // One that nobody knows goes by its type.
    let by_type = || spec.sections.iter().any(|declared| is_relocations(declared) && declared.ty == section.ty);
    if declared.map_or_else(by_type, is_relocations) { PieceKind::Relocations } else { PieceKind::Added }
}
