//! Every byte of a file with what it is, in the order of the file: for those who look at one with their own eyes.
//!
//! Nothing is kept: each field is told as it is read. What does not decode is told as that, so that no byte is left out.

mod elf;
mod payload;
mod rules;
mod teller;
mod value;

use std::ops::{ControlFlow, Range};

use cwasm_spec::model::{Content, Spec};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::version::Edition;

use self::rules::Rules;
use self::teller::{Said, Teller};
use crate::coverage::{Owner, is_padding, owners};
use crate::payload::is_walked;
use crate::run::Run;
use crate::verify::with_run;

/// Something in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field<'f> {
    /// Its bytes in the file; none if all of them were told before, because something lies above something else.
    pub range: Range<u64>,
    /// The piece of the file that it is in: the name of a section, or a word such as `ELF header`.
    pub piece: &'f str,
    /// The path, as in a report; empty for what has none.
    pub path: &'f str,
    /// What it is.
    pub kind: Kind,
    /// What stands there, in words.
    pub value: &'f str,
    /// The number that stands there, if it is one; of an entry in a block its offset.
    pub number: Option<u64>,
    /// The rules that speak about it, by number; not those about the wire, which speak about all fields alike, but where one of
    /// them is broken so that nothing behind it can be read.
    pub rules: &'f [u16],
}

/// What a [`Field`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number, a bool or bytes.
    Value,
    /// The characters of a text.
    Text,
    /// A number of bytes or elements that follow.
    Length,
    /// Whether an option holds something, or which variant of an enum it is.
    Tag,
    /// Zeros that fill up.
    Padding,
    /// Bytes that the description does not look into.
    Opaque,
    /// Bytes that are not described yet.
    Undescribed,
    /// Bytes that should mean something and do not.
    Undecoded,
    /// Bytes that belong to nothing.
    Nothing,
}

/// What of a file is asked for.
#[derive(Clone, Debug)]
pub struct Scope<'s> {
    /// Only the piece of this name.
    pub piece: Option<&'s str>,
    /// Only what touches these bytes.
    pub range: Range<u64>,
}

impl Scope<'_> {
    /// The whole file.
    pub const ALL: Self = Self { piece: None, range: 0..u64::MAX };
}

/// Tells everything that is in a file, read as an edition; without one, only what all have in common.
///
/// ```
/// use std::ops::ControlFlow;
/// use cwasm_verify::{SPEC, dump::{Kind, Scope, dump}};
/// let mut told = Vec::new();
/// dump(b"no artifact", &SPEC, Some(SPEC.newest()), &Scope::ALL, &mut |field| {
///     told.push((field.range.clone(), field.kind));
///     ControlFlow::Continue(())
/// });
/// assert_eq!(told.last().map(|(range, _)| range.end), Some(11));
/// ```
pub fn dump(
    bytes: &[u8],
    spec: &Spec,
    edition: Option<Edition>,
    scope: &Scope<'_>,
    tell: &mut dyn FnMut(&Field<'_>) -> ControlFlow<()>,
) {
    with_run(bytes, spec, edition, |run| {
        let rules = Rules::of(run);
        let mut teller = Teller::new(scope, tell);
        for (range, owner) in owners(run.image, run.records) {
            gap(run, &rules, &mut teller, range.start);
            if teller.is_over() {
                return;
            }
            piece(run, &rules, &mut teller, range, owner);
        }
        gap(run, &rules, &mut teller, u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    });
}

/// What belongs to nothing up to here.
fn gap(run: &Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>, to: u64) {
    let range = teller.at()..to;
    if range.start >= range.end {
        return;
    }
    let padding = is_padding(run, &range);
    let (name, kind) = if padding { ("padding", Kind::Padding) } else { ("nothing", Kind::Nothing) };
    let value = if padding { "zeros" } else { "bytes that belong to nothing" };
    let behind = run.image.table.as_ref().is_none_or(|table| table.end <= range.start);
    let about = if behind { Predicate::FileEnd } else { Predicate::PaddingZero };
    teller.begin(name, range);
    teller.rest(|| Said::words(kind, "", value, rules.with(about)));
}

fn piece(run: &mut Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>, range: Range<u64>, owner: Owner) {
    match owner {
        Owner::Header => {
            teller.begin("ELF header", range);
            elf::header(run, rules, teller);
        }
        Owner::Table => {
            teller.begin("section header table", range);
            elf::table(run, rules, teller);
        }
        Owner::Section(index) => {
            let Some(section) = run.image.sections.get(index) else { return };
            teller.begin(&section.display_name(), range);
            if teller.is_asked() {
                content(run, rules, teller, index);
            }
        }
    }
    teller.rest(|| Said::words(Kind::Undecoded, "", "less than one entry", Vec::new()));
}

/// The inside of a section.
fn content(run: &mut Run<'_>, rules: &Rules<'_>, teller: &mut Teller<'_>, index: usize) {
    let spec = run.spec;
    let known = run.image.sections.get(index).and_then(|section| section.known);
    let known = known.filter(|known| run.container_only || run.in_release(*known));
    let Some((known, declared)) = known.and_then(|known| Some((known, spec.sections.get(usize::from(known))?))) else {
        return teller.rest(|| Said::words(Kind::Nothing, "", "a section that the release does not have", Vec::new()));
    };
    if run.image.is_repeated(index) {
        let why = "a section of this name came before: nobody reads this one";
        return teller.rest(|| Said::words(Kind::Undecoded, "", why, Vec::new()));
    }
    let about = || rules.of_section(known);
    match &declared.content {
        Content::Opaque(what) => teller.rest(|| Said::words(Kind::Opaque, "", what, about())),
        Content::Undescribed(what) => teller.rest(|| Said::words(Kind::Undescribed, "", what, about())),
        Content::Strings => elf::strings(run, rules, teller, index),
        Content::Symbols => elf::symbols(run, rules, teller, index),
        Content::Relocations => elf::relocations(run, rules, teller, index, known),
        Content::Layout(_) | Content::ByKind { .. } if run.container_only => {
            let why = "the release is not known or not described";
            teller.rest(|| Said::words(Kind::Undecoded, "", why, about()));
        }
        Content::Layout(_) | Content::ByKind { .. } if is_walked(run, index) => {
            payload::tell(run, rules, teller, index);
        }
        Content::Layout(_) | Content::ByKind { .. } => {
            let why = "the header says neither module nor component";
            teller.rest(|| Said::words(Kind::Undecoded, "", why, about()));
        }
    }
}
