//! Bit sets: an integer in Rust, as unknown bits must survive; names by release.

use cwasm_spec::model::{Bit, Repr, Spec, TypeDef};

use super::words;
use super::{about, derives};
use crate::library::{doc, naming, when};

/// A bit set with its reader and writer.
pub(super) fn definition(spec: &Spec, ty: &TypeDef, reprs: &[Repr], bits: &[Bit]) -> String {
    let name = naming::pascal(&ty.name);
    let derives = derives(spec, &ty.kind);
    let codec = [read(spec, reprs), write(spec, reprs)].concat();
    format!(
        "{}{derives}pub struct {name}({}pub u64);\nimpl {name} {{ {} }}\nimpl Value for {name} {{ {codec} }}\n",
        about(spec, ty),
        doc("All bits, bit 0 the lowest."),
        names(spec, bits),
    )
}

fn names(spec: &Spec, bits: &[Bit]) -> String {
    let line = |bit: &Bit| format!("({}, {:?}, {}),", bit.at, bit.name, when::range(spec, bit.range));
    let lines: String = bits.iter().map(line).collect();
    format!(
        "const BITS: &[(u32, &str, Range)] = &[{lines}];\n\
         fn known(release: Release) -> impl Iterator<Item = (u64, &'static str)> {{
             let there = Self::BITS.iter().filter(move |(.., range)| range.contains(release));
             there.map(|(at, name, _)| (1_u64.checked_shl(*at).unwrap_or(0), *name))
         }}\n\
         {}pub fn names(self, release: Release) -> impl Iterator<Item = &'static str> {{
             Self::known(release).filter(move |(bit, _)| self.0 & bit != 0).map(|(_, name)| name)
         }}\n\
         {}pub fn contains(self, name: &str, release: Release) -> bool {{ self.names(release).any(|set| set == name) }}\n\
         {}pub fn unknown(self, release: Release) -> u64 {{ Self::known(release).fold(self.0, |rest, (bit, _)| rest & !bit) }}\n",
        doc("Names of the bits that are set, as this release calls them."),
        doc("Whether the bit with this name is set; the same name may be another bit in another release."),
        doc("The set bits that have no name in this release."),
    )
}

/// The integer of each release, as an expression made of what each integer needs.
fn by_repr(spec: &Spec, reprs: &[Repr], value: impl Fn(&Repr) -> String) -> String {
    let mut arms = String::new();
    for (index, repr) in reprs.iter().enumerate() {
        match when::inside(spec, repr.range).filter(|_| index.checked_add(1) != Some(reprs.len())) {
            Some(test) => arms.push_str(&format!("if {test} {{ {} }} else ", value(repr))),
            None if arms.is_empty() => return value(repr),
            None => return format!("{arms} {{ {} }}", value(repr)),
        }
    }
    arms
}

fn read(spec: &Spec, reprs: &[Repr]) -> String {
    let value = by_repr(spec, reprs, |repr| match words::ty(spec, &[repr.word]).as_str() {
        "u64" => "wire.u64()?".to_owned(),
        narrow => format!("u64::from(wire.{narrow}()?)"),
    });
    format!("fn read(wire: &mut Reader<'_>, release: Release) -> Result<Self, Error> {{ Ok(Self({value})) }}\n")
}

fn write(spec: &Spec, reprs: &[Repr]) -> String {
    let value = by_repr(spec, reprs, |repr| match words::ty(spec, &[repr.word]).as_str() {
        "u64" => "wire.u64(self.0)".to_owned(),
        narrow => format!("wire.{narrow}(wire.fit(self.0)?)"),
    });
    format!("fn write(&self, wire: &mut Writer, release: Release) -> Result<(), Error> {{ {value} }}\n")
}
