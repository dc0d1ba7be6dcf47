//! Every section of the description, and what its header holds.

use std::collections::BTreeMap;

use cwasm_spec::model::{Align, Content, Info, Link, Section, Spec};

use super::{File, doc, naming, when};

pub(super) fn render(spec: &Spec) -> File {
    let items = [
        identifiers(spec),
        format!("impl SectionId {{ {} {} {} {} }}\n", names(spec), fixed(spec), chosen(spec), relations(spec)),
        roles(spec),
    ];
    File {
        module: "sections".to_owned(),
        source: "spec/format/*.kdl".to_owned(),
        doc: "Every section that some release can contain, and what its header holds.".to_owned(),
        items: items.concat(),
    }
}

/// The variant, from inside of the enum.
fn path(section: &Section) -> String {
    format!("Self::{}", naming::section(&section.name))
}

fn identifiers(spec: &Spec) -> String {
    let mut variants = String::new();
    for section in spec.sections.iter() {
        let range = spec.range_text(section.range);
        variants.push_str(&doc(&format!("`{}`: {} Releases: {range}.", section.name, section.doc)));
        variants.push_str(&format!("{},\n", naming::section(&section.name)));
    }
    let about = doc("A section that some release can contain.");
    format!(
        "{about}#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[non_exhaustive]\npub enum SectionId {{ {variants} }}\n"
    )
}

fn names(spec: &Spec) -> String {
    let all: Vec<String> = spec.sections.iter().map(path).collect();
    let by_name: String =
        spec.sections.iter().map(|section| format!("{:?} => {},\n", section.name, path(section))).collect();
    let ranges = by_value(spec, |section| when::inside(spec, section.range).unwrap_or_else(|| "true".to_owned()));
    format!(
        "{}pub const ALL: &'static [Self] = &[{}];\n\
         {}pub const fn name(self) -> &'static str {{ {} }}\n\
         {}pub fn from_name(name: &str) -> Option<Self> {{ Some(match name {{ {by_name} _ => return None }}) }}\n\
         {}pub fn is_in(self, release: Release) -> bool {{ {ranges} }}\n",
        doc("All of them."),
        all.join(", "),
        doc("Its exact name in the file."),
        by_value(spec, |section| format!("{:?}", section.name)),
        doc("The section with this exact name."),
        doc("Whether this release can contain it."),
    )
}

/// Header fields that depend on nothing.
fn fixed(spec: &Spec) -> String {
    let other = |index: u16| spec.sections.get(usize::from(index)).map(path).unwrap_or_default();
    let link = |section: &Section| match section.link {
        Link::None => "None".to_owned(),
        Link::Section(index) => format!("Some({})", other(index)),
    };
    let info = |section: &Section| match section.info {
        Info::None => "Info::None".to_owned(),
        Info::LocalSymbols => "Info::LocalSymbols".to_owned(),
        Info::Relocated(index) => format!("Info::Relocated({})", other(index)),
    };
    format!(
        "{}pub(crate) fn section_type(self) -> u32 {{ {} }}\n\
         {}pub(crate) fn entry_size(self) -> u64 {{ {} }}\n\
         {}pub(crate) fn link(self) -> Option<Self> {{ {} }}\n\
         {}pub(crate) fn info(self) -> Info {{ {} }}\n",
        doc("sh_type."),
        by_value(spec, |section| section.ty.to_string()),
        doc("sh_entsize, in bytes."),
        by_value(spec, |section| section.entsize.to_string()),
        doc("The section whose index is sh_link."),
        by_value(spec, link),
        doc("What sh_info holds."),
        by_value(spec, info),
    )
}

/// Header fields that depend on release and target.
fn chosen(spec: &Spec) -> String {
    let flags = |section: &Section| {
        let lines = section.flags.iter().map(|choice| (&choice.on, choice.value.to_string()));
        when::first_meant(spec, lines, "0")
    };
    let aligns = |section: &Section| {
        let values = |values: &[Align]| values.iter().map(align).collect::<Vec<_>>().join(", ");
        let lines = section.aligns.iter().map(|choice| (&choice.on, format!("&[{}]", values(&choice.values))));
        when::first_meant(spec, lines, "&[Align::Bytes(1)]")
    };
    format!(
        "{}pub(crate) fn flags(self, release: Release, target: Target) -> u64 {{ {} }}\n\
         {}pub(crate) fn aligns(self, release: Release, target: Target) -> &'static [Align] {{ {} }}\n",
        doc("sh_flags."),
        by_value(spec, flags),
        doc("The values that sh_addralign can have; the first is what a new section gets."),
        by_value(spec, aligns),
    )
}

fn align(align: &Align) -> String {
    match align {
        Align::Bytes(bytes) => format!("Align::Bytes({bytes})"),
        Align::Page => "Align::Page".to_owned(),
    }
}

/// Which section relocates which.
fn relations(spec: &Spec) -> String {
    let relocating = |section: &Section| {
        let relocates = |other: &&Section| match other.info {
            Info::Relocated(index) => spec.sections.get(usize::from(index)) == Some(section),
            _ => false,
        };
        let other = spec.sections.iter().find(relocates).map(|other| format!("Some({})", path(other)));
        other.unwrap_or_else(|| "None".to_owned())
    };
    let relocated = |section: &Section| match section.info {
        Info::Relocated(index) => {
            spec.sections.get(usize::from(index)).map_or("None".to_owned(), |other| format!("Some({})", path(other)))
        }
        _ => "None".to_owned(),
    };
    format!(
        "{}pub fn relocations(self) -> Option<Self> {{ {} }}\n{}pub fn relocated(self) -> Option<Self> {{ {} }}\n",
        doc("The section that holds the relocations of this one, if it can have any."),
        by_value(spec, relocating),
        doc("The section that the relocations in this one apply to, if it holds relocations."),
        by_value(spec, relocated)
    )
}

/// The variant, from outside of the enum.
fn outer(section: &Section) -> String {
    format!("SectionId::{}", naming::section(&section.name))
}

/// Sections that are found by what they are for.
fn roles(spec: &Spec) -> String {
    let find = |test: &dyn Fn(&Section) -> bool| {
        spec.sections.iter().find(|section| test(section)).map(outer).unwrap_or_default()
    };
    let names_of_symbols = spec.sections.iter().find_map(|section| match (&section.content, section.link) {
        (Content::Symbols, Link::Section(index)) => spec.sections.get(usize::from(index)),
        _ => None,
    });
    let roles = [
        ("SYMBOLS", "Holds the symbols.", find(&|section| section.content == Content::Symbols)),
        ("SYMBOL_NAMES", "Holds the names of the symbols.", names_of_symbols.map(outer).unwrap_or_default()),
        (
            "SECTION_NAMES",
            "Holds the names of the sections.",
            find(&|section| section.content == Content::Strings && Some(section) != names_of_symbols),
        ),
    ];
    let constant = |(name, about, value): &(&str, &str, String)| {
        format!("{}pub(crate) const {name}: SectionId = {value};\n", doc(about))
    };
    roles.iter().map(constant).collect()
}

/// A `match` over all sections, with one arm a value; the most frequent value is left to the last arm.
fn by_value(spec: &Spec, value: impl Fn(&Section) -> String) -> String {
    let mut sections: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for section in spec.sections.iter() {
        sections.entry(value(section)).or_default().push(path(section));
    }
    let mut arms: Vec<(String, Vec<String>)> = sections.into_iter().collect();
    arms.sort_by_key(|(_, paths)| paths.len());
    let rest = arms.pop_if(|(_, paths)| paths.len() > 1);
    let arm = |(value, paths): &(String, Vec<String>)| format!("{} => {{ {value} }},\n", paths.join(" | "));
    let mut text: String = arms.iter().map(arm).collect();
    if let Some((value, _)) = rest {
        text.push_str(&format!("_ => {{ {value} }},"));
    }
    format!("match self {{ {text} }}")
}
