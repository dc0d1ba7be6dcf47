//! `cwasm spec type`: a type and all types inside it, as they are in one edition.

use std::fmt::Write as _;

use crate::render::style::{FAINT, TITLE};
use cwasm_spec::model::{Content, Spec, TypeDef, TypeKind};
use cwasm_spec::version::Edition;

use super::members::{Member, members, reachable, shape, table_members, type_facts};
use crate::exit::Exit;
use crate::{console, suggest, words};

/// All of it as text; says on standard error if there is no such thing.
pub(super) fn text(spec: &Spec, name: &str, edition: Edition) -> Result<String, Exit> {
    let roots = roots(spec, name, edition);
    let tables = spec.names.iter().filter(|table| table.name == name);
    let mut text = String::new();
    for ty in reachable(spec, roots, edition) {
        block(&mut text, &heading(spec, ty, edition), &ty.doc, &members(spec, ty, edition));
    }
    for table in tables {
        block(&mut text, &format!("names {}", table.name), &table.doc, &table_members(table, edition));
    }
    if text.is_empty() { Err(unknown(spec, name)) } else { Ok(text) }
}

/// Types of this name, or the layout of the section of this name.
fn roots<'a>(spec: &'a Spec, name: &str, edition: Edition) -> Vec<&'a TypeDef> {
    let inside = spec.sections.iter().filter(|section| section.name == name && section.range.contains(edition));
    let inside = inside.filter_map(|section| match section.content {
        Content::Layout(index) => spec.types.get(usize::from(index)),
        _ => None,
    });
    spec.types.iter().filter(|ty| ty.name == name).chain(inside).collect()
}

fn heading(spec: &Spec, ty: &TypeDef, edition: Edition) -> String {
    let facts = Member::new("", type_facts(spec, ty, edition), "").facts_text();
    let facts = if facts.is_empty() { facts } else { format!(" ({facts})") };
    format!("{} {}{facts}", shape(&ty.kind), ty.name)
}

fn block(text: &mut String, heading: &str, doc: &str, members: &[Member]) {
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{TITLE}{heading}{TITLE:#}");
    let _ = writeln!(text, "  {FAINT}{doc}{FAINT:#}");
    let width = members.iter().map(|member| member.name.len()).max().unwrap_or(0);
    for member in members {
        let facts = member.facts_text();
        let gap = if facts.is_empty() || member.doc.is_empty() { "" } else { "  " };
        let line = format!("  {:width$}  {facts}{gap}{FAINT}{}{FAINT:#}", member.name, member.doc);
        let _ = writeln!(text, "{}", line.trim_end());
    }
    if members.is_empty() {
        let _ = writeln!(text, "  nothing in this release");
    }
}

fn unknown(spec: &Spec, name: &str) -> Exit {
    let types = spec.types.iter().filter(|ty| !matches!(ty.kind, TypeKind::Record { .. }) || !ty.name.is_empty());
    let known = types.map(|ty| &*ty.name).chain(spec.names.iter().map(|table| &*table.name));
    let sentence = suggest::sentence(&suggest::nearest(name, known));
    match spec.section(name).map(|section| words::content(spec, section)) {
        Some(content) => console::fault(format_args!("no type is described for `{name}`: {content}")),
        None => console::fault(format_args!("there is no type `{}`{sentence}", words::clean(name))),
    }
}
