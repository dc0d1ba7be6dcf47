//! `cwasm spec type`: a type and all types inside it, as they are in one edition.

use std::fmt::Write as _;

use crate::render::style::{FAINT, TITLE};
use cwasm_spec::model::{Spec, TypeDef, TypeKind};
use cwasm_spec::version::Edition;

use super::members::{Member, members, shape, table_members, type_facts};
use super::reach::{by_name, in_section, reachable};
use crate::exit::Exit;
use crate::{console, suggest, words};

/// Longer facts than this push the meaning to the right instead of all other meanings.
const FACTS: usize = 48;

/// A type of one edition as text, alone or with all types inside it; says on standard error if there is no such thing.
pub(super) fn text(spec: &Spec, name: &str, edition: Edition, alone: bool) -> Result<String, Exit> {
    let named = by_name(spec, name);
    let here = named.iter().copied().filter(|ty| ty.range.contains(edition));
    let roots: Vec<&TypeDef> = here.chain(in_section(spec, name, edition)).collect();
    let types = if alone { roots.clone() } else { reachable(spec, roots.clone(), edition) };
    // Newtypes are many and small: those that nobody asked for by name share a block.
    let is_small = |ty: &&TypeDef| matches!(ty.kind, TypeKind::Newtype { .. }) && !roots.contains(ty);
    let (small, large): (Vec<&TypeDef>, Vec<&TypeDef>) = types.into_iter().partition(is_small);
    let mut text = String::new();
    for ty in large {
        block(&mut text, &heading(spec, ty, edition), &ty.doc, &members(spec, ty, edition));
    }
    if !small.is_empty() {
        let small: Vec<Member> = small.iter().flat_map(|ty| newtype(spec, ty, edition)).collect();
        block(&mut text, "newtypes", "", &small);
    }
    for table in spec.names.iter().filter(|table| table.name == name) {
        block(&mut text, &format!("names {}", table.name), &table.doc, &table_members(table, edition));
    }
    match (text.is_empty(), named.as_slice()) {
        (false, _) => Ok(text),
        (true, []) => Err(unknown(spec, name)),
        (true, named) => Err(elsewhere(spec, named, edition)),
    }
}

fn heading(spec: &Spec, ty: &TypeDef, edition: Edition) -> String {
    let facts = Member::new("", type_facts(spec, ty, edition), "").facts_text();
    let facts = if facts.is_empty() { facts } else { format!(" ({facts})") };
    format!("{} {}{facts}", shape(&ty.kind), ty.name)
}

/// A newtype as one line, and one for each of its parts.
fn newtype(spec: &Spec, ty: &TypeDef, edition: Edition) -> Vec<Member> {
    let mut lines = vec![Member::new(&ty.name, type_facts(spec, ty, edition), &ty.doc)];
    let parts = members(spec, ty, edition).into_iter();
    lines.extend(parts.map(|part| Member { name: format!("{}.{}", ty.name, part.name), ..part }));
    lines
}

fn block(text: &mut String, heading: &str, doc: &str, members: &[Member]) {
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = writeln!(text, "{TITLE}{heading}{TITLE:#}");
    if !doc.is_empty() {
        let _ = writeln!(text, "  {FAINT}{doc}{FAINT:#}");
    }
    let widest = |of: &dyn Fn(&Member) -> usize| members.iter().map(of).max().unwrap_or(0);
    let index = widest(&|member| member.index().len());
    let name = widest(&|member| member.name.len());
    let facts = widest(&|member| member.facts_text().len()).min(FACTS);
    let gap = if index == 0 { "" } else { "  " };
    for member in members {
        let (said, doc) = (member.facts_text(), &member.doc);
        let line = format!("  {:>index$}{gap}{:name$}  {said:facts$}", member.index(), member.name);
        let line = if doc.is_empty() { line } else { format!("{line}  {FAINT}{doc}{FAINT:#}") };
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

fn unknown(spec: &Spec, name: &str) -> Exit {
    let rust: Vec<String> = spec.types.iter().map(TypeDef::rust_name).collect();
    let known = spec.types.iter().map(|ty| &*ty.name).chain(spec.names.iter().map(|table| &*table.name));
    let known = known.chain(rust.iter().map(|name| &**name));
    let sentence = suggest::sentence(&suggest::nearest(name, known));
    match spec.section(name).map(|section| words::content(spec, section)) {
        Some(content) => console::fault(format_args!("no type is described for `{name}`: {content}")),
        None => console::fault(format_args!("there is no type `{}`{sentence}", words::clean(name))),
    }
}

/// The type is one of other releases.
fn elsewhere(spec: &Spec, named: &[&TypeDef], edition: Edition) -> Exit {
    let ranges = named.iter().map(|ty| format!("`{}` is in {}", ty.name, spec.range_text(ty.range)));
    let ranges: Vec<String> = ranges.collect();
    console::fault(format_args!("not in release {}: {}", spec.edition_name(edition), ranges.join(", ")))
}
