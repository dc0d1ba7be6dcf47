//! The pieces of the file with their picture, the kinds of symbols, the types of relocations.

use cwasm_spec::model::{Piece, RelocationType, Spec, SymbolHome, SymbolKind};
use cwasm_spec::version::Range;

use super::page::Page;
use super::table::Table;
use super::text::{capital, code, codes, prose};
use super::{arguments, evidence, places, when};

const LAYOUT: &str = include_str!("layout.md");

/// The pieces of the file, in order, and how their places are computed.
pub(super) fn layout(page: &mut Page, spec: &Spec) {
    page.block(&prose(&spec.layout.doc));
    page.verbatim(&picture(spec));
    let mut table = Table::new(&["Piece", "Alignment", "Meaning"]);
    for piece in spec.layout.pieces.iter() {
        table.row([capital(&arguments::piece(spec, piece.kind)), alignment(piece), meaning(spec, piece)]);
    }
    page.table(&table);
    page.block(&evidence::line(&spec.layout.evidence));
    page.heading(3, "layout", "Computing the layout");
    page.block(LAYOUT);
    let during = |range| when::during(spec, range).map_or_else(String::new, |during| capital(&during));
    page.bullets(&[
        format!(
            "{}: an added section without data is not aligned. Its offset is the position as it is, and the position does \
             not move. In all other releases it is aligned like any section, and the skipped bytes are padding.",
            during(spec.layout.empty_unaligned)
        ),
        format!(
            "{}: the table of symbol names is either empty or one zero byte if no symbol has a name; both are written. If it is empty its \
             offset is 0, and the position does not move. In all other releases it is one zero byte.",
            during(spec.layout.strtab_may_be_empty)
        ),
    ]);
}

/// What a piece is, if its name does not say it.
fn meaning(spec: &Spec, piece: &Piece) -> String {
    let repeats = piece.doc.trim_end_matches('.') == capital(&arguments::piece(spec, piece.kind));
    if repeats { String::new() } else { prose(&piece.doc) }
}

fn alignment(piece: &Piece) -> String {
    match piece.align {
        0 => "each section its own".to_owned(),
        1 => "none".to_owned(),
        align => align.to_string(),
    }
}

fn picture(spec: &Spec) -> String {
    let texts: Vec<String> = spec
        .layout
        .pieces
        .iter()
        .map(|piece| {
            let name = capital(&arguments::piece(spec, piece.kind)).replace('`', "");
            match piece.align {
                0 => format!("{name}, each aligned"),
                1 => name,
                align => format!("{name}, aligned to {align}"),
            }
        })
        .collect();
    let width = texts.iter().map(String::len).max().unwrap_or_default();
    let border = format!("+-{}-+", "-".repeat(width));
    let mut lines = vec![format!("{border}  offset 0")];
    for text in texts {
        lines.push(format!("| {text:<width$} |"));
        lines.push(border.clone());
    }
    let end = lines.pop().map(|line| format!("{line}  end of the file"));
    lines.extend(end);
    lines.join("\n")
}

/// The kinds of symbols with the values that each fixes.
pub(super) fn symbol_kinds(page: &mut Page, spec: &Spec) {
    page.heading(3, "symbol-kinds", "Kinds of symbols");
    page.block(
        "Every symbol but the null one is of one of these kinds. In the symbol table the kinds follow each other in this \
         order. What fields that are not fixed may hold, say the rules of this chapter.",
    );
    let mut table = Table::new(&["Kind", "Releases", "Lies in", "Fixed fields", "Meaning"]);
    for kind in spec.symbol_kinds.iter() {
        table.row([
            code(&kind.name),
            spec.range_text(kind.range),
            home(spec, kind),
            fixed(spec, kind),
            prose(&kind.doc),
        ]);
    }
    page.table(&table);
}

fn home(spec: &Spec, kind: &SymbolKind) -> String {
    match &kind.home {
        SymbolHome::None => "no section".to_owned(),
        SymbolHome::Section(section) => places::section_name(spec, *section),
        SymbolHome::Group(group) => {
            let members = spec.sections.iter().filter(|section| section.group == *group);
            let first = members.map(super::sections::anchor).next().unwrap_or_default();
            format!("a section of the group {}", super::text::link(&code(group), &first))
        }
    }
}

fn fixed(spec: &Spec, kind: &SymbolKind) -> String {
    let fields = spec.type_named("symbol").map_or(&[] as &[_], |ty| ty.fields());
    let texts: Vec<String> = kind
        .fixed
        .iter()
        .filter_map(|fixed| {
            fields.get(usize::from(fixed.field)).map(|field| format!("{}={}", field.name, number(fixed.value)))
        })
        .collect();
    codes(texts.iter().map(String::as_str))
}

/// The relocation types of each architecture.
pub(super) fn relocation_types(page: &mut Page, spec: &Spec) {
    page.heading(3, "relocation-types", "Types of relocations");
    page.block(
        "A relocation type is what ELF calls it for the machine. A line with a section is for that section alone, and there it stands \
         in place of the lines without one.",
    );
    let mut table = Table::new(&["Target", "Number", "Bytes", "Only in", "Releases"]);
    for ty in spec.relocation_types.iter() {
        table.row([
            when::target(&ty.on).unwrap_or_else(|| "any".to_owned()),
            ty.number.to_string(),
            ty.bytes.to_string(),
            ty.section.map_or_else(String::new, |section| places::section_name(spec, section)),
            spec.range_text(relocation_range(spec, ty)),
        ]);
    }
    page.table(&table.without_constant("Releases", "all"));
}

/// A type for one section alone does not reach beyond the section.
pub(super) fn relocation_range(spec: &Spec, ty: &RelocationType) -> Range {
    let section = ty.section.and_then(|section| spec.sections.get(usize::from(section)));
    section.and_then(|section| section.range.intersection(ty.on.range)).unwrap_or(ty.on.range)
}

/// Numbers above nine are bit patterns here.
fn number(value: u64) -> String {
    if value > 9 { format!("0x{value:x}") } else { value.to_string() }
}
