//! Newtypes: a tuple struct around the type that it is on the wire.

use cwasm_spec::model::{Only, Slice, Spec, TypeDef, TypeKind, Word};

use super::words;
use super::{about, derives};
use crate::library::{doc, naming, when};

/// A newtype. The readers and writers of all newtypes of a module are made at once, by [`codecs`].
pub(super) fn definition(spec: &Spec, ty: &TypeDef, inner: &[Word], none: Option<u64>, slices: &[Slice]) -> String {
    let name = naming::pascal(&ty.name);
    let mut derives = derives(spec, &ty.kind);
    if is_number(inner) {
        derives = derives.replace(" Eq,", " Eq, PartialOrd, Ord, Hash,");
    }
    let methods =
        none.map_or_else(String::new, nothing) + &from_parts(spec, ty, inner, slices) + &parts(spec, ty, inner, slices);
    let body = if methods.is_empty() { methods } else { format!("impl {name} {{ {methods} }}\n") };
    format!("{}{derives}pub struct {name}(pub {});\n{body}", about(spec, ty), words::ty(spec, inner))
}

/// How all newtypes among some types are read and written.
pub(super) fn codecs(types: &[&TypeDef]) -> String {
    let (mut names, mut limited) = (Vec::new(), String::new());
    for ty in types {
        let TypeKind::Newtype { only, .. } = &ty.kind else { continue };
        let name = naming::pascal(&ty.name);
        match only {
            Only::All => names.push(name),
            Only::Numbers(numbers) => limited.push_str(&format!("limited!({name}, one_of({numbers:?}));\n")),
            Only::Versions => limited.push_str(&format!("limited!({name}, is_version);\n")),
        }
    }
    let all = if names.is_empty() { String::new() } else { format!("newtypes!({});\n", names.join(", ")) };
    all + &limited
}

fn is_number(words: &[Word]) -> bool {
    matches!(words, [Word::U8 | Word::U16 | Word::U32 | Word::U64 | Word::NonZeroU32])
}

/// The value that stands for nothing.
fn nothing(value: u64) -> String {
    format!(
        "{}pub const NONE: Self = Self({value:#x});\n{}pub fn is_none(self) -> bool {{ self == Self::NONE }}\n",
        doc("Stands for none."),
        doc("Whether it stands for none.")
    )
}

/// The number of its parts, if these are mere numbers in the same places in all releases.
fn from_parts(spec: &Spec, ty: &TypeDef, inner: &[Word], slices: &[Slice]) -> String {
    let simple = |slice: &Slice| slice.names.is_empty() && slice.range.covers(ty.range);
    if slices.is_empty() || !slices.iter().all(simple) {
        return String::new();
    }
    let number = words::ty(spec, inner);
    let names: Vec<String> = slices.iter().map(|slice| naming::field(&slice.name)).collect();
    let parameters: Vec<String> = names.iter().map(|name| format!("{name}: {number}")).collect();
    let fits: Vec<String> =
        slices.iter().zip(&names).map(|(slice, name)| format!("{name} <= {:#x}", mask(slice.bits))).collect();
    let bits = slices.iter().zip(&names).map(|(slice, name)| match slice.at {
        0 => name.clone(),
        at => format!("({name} << {at})"),
    });
    format!(
        "{}pub fn from_parts({}) -> Option<Self> {{ ({}).then_some(Self({})) }}\n",
        doc("The number that has these parts; `None` if one does not fit."),
        parameters.join(", "),
        fits.join(" && "),
        bits.collect::<Vec<_>>().join(" | "),
    )
}

/// Parts of the number, each where its release has it; named ones as their name.
fn parts(spec: &Spec, ty: &TypeDef, inner: &[Word], slices: &[Slice]) -> String {
    let number = words::ty(spec, inner);
    let mut methods = String::new();
    for (position, slice) in slices.iter().enumerate() {
        if slices.iter().take(position).any(|before| before.name == slice.name) {
            continue;
        }
        let same: Vec<&Slice> = slices.iter().filter(|other| other.name == slice.name).collect();
        let value = same.iter().rev().fold(String::new(), |rest, slice| {
            let bits = match slice.at {
                0 => format!("self.0 & {:#x}", mask(slice.bits)),
                at => format!("(self.0 >> {at}) & {:#x}", mask(slice.bits)),
            };
            match when::inside(spec, when::within(slice.range, ty.range)).filter(|_| !rest.is_empty()) {
                Some(test) => format!("if {test} {{ {bits} }} else {{ {rest} }}"),
                None => bits,
            }
        });
        let (value, part) = match &*slice.names {
            "" => (value, number.clone()),
            names => {
                let names = naming::pascal(names);
                (
                    format!("let bits = {value}; {names}::from_number(u64::from(bits), release)"),
                    format!("Option<{names}>"),
                )
            }
        };
        let release = if value.contains("release") { "release: Release" } else { "_release: Release" };
        let name = naming::field(&slice.name);
        methods.push_str(&format!("{}pub fn {name}(self, {release}) -> {part} {{ {value} }}\n", doc(&slice.doc)));
    }
    methods
}

fn mask(bits: u8) -> u64 {
    u64::MAX.checked_shr(u32::from(64_u8.saturating_sub(bits))).unwrap_or(0)
}
