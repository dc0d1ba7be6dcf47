//! Lists of named values: known names, fitting values, order, completeness. Checked element by element, nothing is kept.

use cwasm_spec::model::{Flag, FlagKind, TypeKind};
use cwasm_spec::predicate::Predicate;

use crate::run::Run;

/// What was read of one element: a name, then a variant with a value.
#[derive(Default)]
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    has_name: bool,
    kind: &'a str,
    word: &'a str,
    value: Option<u64>,
}

impl<'a> Element<'a> {
    /// The first text is the name, the second the word of an enum.
    pub(super) fn text(&mut self, text: &'a str) {
        if self.has_name {
            self.word = text;
        } else {
            self.name = text;
            self.has_name = true;
        }
    }

    pub(super) fn variant(&mut self, name: &'a str) {
        self.kind = name;
    }

    pub(super) fn value(&mut self, value: u64) {
        self.value = Some(value);
    }

    /// The value of a number or bool.
    pub(super) fn number(&self) -> Option<u64> {
        self.value.filter(|_| self.word.is_empty())
    }

    /// The value as the description writes it.
    fn display(&self) -> String {
        match (self.word, self.value, self.kind) {
            ("", Some(value), kind) if kind == kind_name(FlagKind::Bool) => (value != 0).to_string(),
            ("", Some(value), _) => value.to_string(),
            (word, ..) => word.to_owned(),
        }
    }
}

/// A list on its way.
pub(super) struct FlagList<'a> {
    pub(super) name: &'a str,
    flags: &'a [Flag],
    by_name: bool,
    seen: Vec<bool>,
    /// Position of the last known flag among the declared ones.
    last: Option<usize>,
    last_name: &'a str,
}

type Finding = (Predicate, String, String);

impl<'a> FlagList<'a> {
    /// The list of this name for the target; `None` if the name is empty or no list of flags.
    pub(super) fn new(run: &Run<'a>, name: &str) -> Option<Self> {
        let fits = |arch: &str| arch.is_empty() || run.target.is_architecture(arch);
        run.spec.types.iter().filter(|ty| !name.is_empty() && ty.name == name).find_map(|ty| match &ty.kind {
            TypeKind::Flags { arch, orders, flags } if fits(arch) => Some(Self {
                name: &ty.name,
                flags,
                by_name: orders.iter().any(|order| order.by_name && order.range.contains(run.edition)),
                seen: vec![false; flags.len()],
                last: None,
                last_name: "",
            }),
            _ => None,
        })
    }

    /// Whether the release gives a flag one value only.
    pub(super) fn is_fixed(&self, run: &Run<'_>, name: &str) -> bool {
        let flag = self.flags.iter().find(|flag| flag.name == name && flag.range.contains(run.edition));
        flag.is_some_and(|flag| flag.must.iter().any(|must| must.range.contains(run.edition)))
    }

    /// What is wrong with an element.
    pub(super) fn element(&mut self, run: &Run<'_>, read: &Element<'a>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let known = |flag: &Flag| flag.name == read.name && flag.range.contains(run.edition);
        let Some(index) = self.flags.iter().position(known) else {
            let found = format!("`{}`", read.name.chars().take(64).collect::<String>());
            findings.push((Predicate::FlagsKnown, found, format!("a flag of {}", self.name)));
            return findings;
        };
        if let Some(seen) = self.seen.get_mut(index) {
            *seen = true;
        }
        let in_order =
            if self.by_name { self.last_name < read.name } else { self.last.is_none_or(|last| last < index) };
        if !in_order {
            let before = format!("`{}` behind `{}`", read.name, self.last_name);
            findings.push((Predicate::FlagsOrdered, before, "the order of the release".to_owned()));
        }
        self.last = Some(index);
        self.last_name = read.name;
        if let Some(flag) = self.flags.get(index) {
            findings.extend(value(run, flag, read));
        }
        findings
    }

    /// The flags that were not there.
    pub(super) fn missing(&self, run: &Run<'_>) -> Option<(String, String)> {
        let pairs = self.flags.iter().zip(&self.seen);
        let missing = pairs.filter(|(flag, seen)| !**seen && flag.range.contains(run.edition));
        let names: Vec<String> = missing.map(|(flag, _)| format!("`{}`", flag.name)).collect();
        (!names.is_empty()).then(|| (format!("no {}", names.join(", ")), "every flag of the release".to_owned()))
    }
}

fn value(run: &Run<'_>, flag: &Flag, read: &Element<'_>) -> Option<Finding> {
    let kind = kind_name(flag.kind);
    if read.kind != kind {
        let found = format!("`{}` with a value of kind {}", flag.name, read.kind);
        return Some((Predicate::FlagsValued, found, format!("a value of kind {kind}")));
    }
    let words: Vec<&str> =
        flag.words.iter().filter(|word| word.range.contains(run.edition)).map(|word| &*word.name).collect();
    let shown = read.display();
    if !words.is_empty() && !words.contains(&&*shown) {
        return Some((Predicate::FlagsValued, format!("`{}` = {shown}", flag.name), words.join(" or ")));
    }
    let must = flag.must.iter().find(|must| must.range.contains(run.edition))?;
    (must.value != shown).then(|| (Predicate::FlagsFixed, format!("`{}` = {shown}", flag.name), must.value.to_string()))
}

/// The name of a flag's kind, which is that of the value's variant.
fn kind_name(kind: FlagKind) -> &'static str {
    match kind {
        FlagKind::Enum => "Enum",
        FlagKind::Num => "Num",
        FlagKind::Bool => "Bool",
    }
}
