//! The generated part of the library crate: one file a subject, and one for the types of each chapter.

mod header;
mod layout;
mod naming;
mod raw_tables;
mod release;
mod sections;
mod target;
mod types;
mod when;

use std::collections::BTreeMap;

use cwasm_spec::model::Spec;

use crate::rust;

/// Files under `src/generated/`.
pub(crate) fn render(spec: &Spec) -> BTreeMap<String, String> {
    let mut files = types::render(spec);
    files.push(release::render(spec));
    files.push(target::render(spec));
    files.push(header::render(spec));
    files.push(layout::render(spec));
    files.push(sections::render(spec));
    files.push(raw_tables::render(spec));
    files.push(types::lookup(spec));
    files.into_iter().map(|file| (format!("src/generated/{}.rs", file.module), file.text())).collect()
}

/// A generated module.
struct File {
    /// Its name.
    module: String,
    /// The file of the description that it comes from.
    source: String,
    /// What it is for: one sentence.
    doc: String,
    /// Its items, unformatted.
    items: String,
}

impl File {
    fn text(&self) -> String {
        rust::file(&self.source, &self.doc, &self.with_imports())
    }

    /// Adds the imports of hand-written items that the generated ones name.
    fn with_imports(&self) -> String {
        const IMPORTS: &[(&str, &str)] = &[
            ("Error", "use crate::error::Error;"),
            ("ErrorKind", "use crate::error::ErrorKind;"),
            ("Kind", "use crate::kind::Kind;"),
            ("Range", "use crate::release::Range;"),
            ("Release", "use crate::release::Release;"),
            ("Form", "use crate::release::Form;"),
            ("Target", "use crate::target::Target;"),
            ("Align", "use crate::section::Align;"),
            ("Info", "use crate::section::Info;"),
            ("Piece", "use crate::parts::Piece;"),
            ("Sparse", "use crate::sparse::Sparse;"),
            ("of", "use crate::wire::Of;"),
            ("Value", "use crate::wire::Value;"),
            ("newtypes", "use crate::wire::newtypes;"),
            ("limited", "use crate::wire::limited;"),
            ("one_of", "use crate::wire::one_of;"),
            ("is_version", "use crate::wire::is_version;"),
            ("Reader", "use crate::wire::Reader;"),
            ("Writer", "use crate::wire::Writer;"),
            ("Wire", "use crate::wire::Wire;"),
            ("Machine", "use crate::wire::Machine;"),
            ("blocks", "use crate::wire::blocks;"),
            ("SectionId", "use super::sections::SectionId;"),
            ("NonZeroU32", "use std::num::NonZeroU32;"),
        ];
        let code =
            self.items.lines().map(|line| line.split("#[doc").next().unwrap_or(line)).collect::<Vec<_>>().join("\n");
        let named: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && !"_:".contains(c)).collect();
        // A path names what it begins with.
        let named: Vec<&str> = named.into_iter().filter_map(|path| path.split(':').next()).collect();
        // A variant may be called so too.
        let is_path = |name: &str| name != "Info" || code.contains("Info::");
        let wanted =
            |name: &str| named.contains(&name) && is_path(name) && !self.items.contains(&format!("enum {name} "));
        let imports = IMPORTS.iter().filter(|(name, _)| wanted(name)).map(|(_, line)| *line);
        imports.chain([self.items.as_str()]).collect::<Vec<_>>().join("\n")
    }
}

/// A doc comment, as an attribute; the formatter makes a comment of it.
fn doc(text: &str) -> String {
    format!("#[doc = {:?}]\n", format!(" {text}"))
}
