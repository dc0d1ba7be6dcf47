//! The list of releases, and how a file says which one it has.

use cwasm_spec::model::{Form, Spec};
use cwasm_spec::version::Edition;

use super::{File, doc, naming, when};

pub(super) fn render(spec: &Spec) -> File {
    File {
        module: "release".to_owned(),
        source: source(spec),
        doc: "The known releases, what they record, and what was before them.".to_owned(),
        items: [constants(spec), names(spec), forms(spec), told_apart(spec), legacy(spec)].concat(),
    }
}

fn source(spec: &Spec) -> String {
    spec.files.first().map_or_else(String::new, |file| file.to_string())
}

fn constants(spec: &Spec) -> String {
    let mut items = String::new();
    let mut all = Vec::new();
    for (position, name) in spec.editions.iter().enumerate() {
        let constant = naming::edition(name);
        items.push_str(&doc(&format!("Release {name}.")));
        items.push_str(&format!("pub const {constant}: Self = Self::nth({position});\n"));
        all.push(format!("Self::{constant}"));
    }
    let about = doc("All known releases, oldest first.");
    format!("impl Release {{ {items} {about} pub const ALL: &'static [Self] = &[{}]; }}\n", all.join(", "))
}

fn names(spec: &Spec) -> String {
    let about = doc("Their names, oldest first.");
    format!("{about}pub(crate) const NAMES: &[&str] = &{:?};\n", spec.editions)
}

fn forms(spec: &Spec) -> String {
    let line = |form| match form {
        Form::Dotted => "Form::Dotted",
        Form::Major => "Form::Major",
    };
    let forms = spec.version_forms.iter();
    let lines: Vec<String> =
        forms.map(|form| format!("({}, {})", when::range(spec, form.range), line(form.form))).collect();
    let about = doc("Which form a recorded version has.");
    format!("{about}pub(crate) const VERSION_FORMS: &[(Range, Form)] = &[{}];\n", lines.join(", "))
}

fn told_apart(spec: &Spec) -> String {
    let line = |told: &cwasm_spec::model::ToldApart| {
        let section = spec.sections.get(usize::from(told.section)).map_or("", |section| &*section.name);
        format!(
            "({}, {}, SectionId::{})",
            when::edition(spec, Edition(told.edition)),
            when::edition(spec, Edition(told.records)),
            naming::section(section)
        )
    };
    let lines: Vec<String> = spec.told_apart.iter().map(line).collect();
    let about = doc("Releases that record the version of another one, and the section that only they have.");
    format!("{about}pub(crate) const TOLD_APART: &[(Release, Release, SectionId)] = &[{}];\n", lines.join(", "))
}

fn legacy(spec: &Spec) -> String {
    let sections = doc("Sections, one of which an artifact from before the first release has.");
    let trailer = doc("Or these bytes behind the section header table.");
    format!(
        "{sections}pub(crate) const LEGACY_SECTIONS: &[&str] = &{:?};\n\
         {trailer}pub(crate) const LEGACY_TRAILER: &[u8] = b{:?};\n",
        spec.legacy.sections, spec.legacy.trailer
    )
}
