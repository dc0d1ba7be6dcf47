//! The pieces of the file and how they follow each other.

use cwasm_spec::model::{PieceKind, Spec};

use super::{File, doc, naming, when};

pub(super) fn render(spec: &Spec) -> File {
    let source = spec.files.iter().find(|file| naming::module(file) == "layout");
    File {
        module: "layout".to_owned(),
        source: source.map_or_else(|| "spec/format/*.kdl".to_owned(), |file| file.to_string()),
        doc: "Which piece of the file follows which.".to_owned(),
        items: [pieces(spec), freedoms(spec)].concat(),
    }
}

fn pieces(spec: &Spec) -> String {
    let piece = |kind| match kind {
        PieceKind::Header => "Piece::Header".to_owned(),
        PieceKind::Added => "Piece::Added".to_owned(),
        PieceKind::Relocations => "Piece::Relocations".to_owned(),
        PieceKind::SectionTable => "Piece::SectionTable".to_owned(),
        PieceKind::Section(index) => {
            let name = spec.sections.get(usize::from(index)).map_or("", |section| &*section.name);
            format!("Piece::Section(SectionId::{})", naming::section(name))
        }
    };
    let list = spec.layout.pieces.iter();
    let lines: String = list.map(|entry| format!("({}, {}),", piece(entry.kind), entry.align.max(1))).collect();
    let about = doc(
        "The pieces in the order of the file, and their alignment in bytes. Added sections have their own besides.",
    );
    format!("{about}pub(crate) const PIECES: &[(Piece, u64)] = &[{lines}];\n")
}

fn freedoms(spec: &Spec) -> String {
    let test = |range| when::inside(spec, range).unwrap_or_else(|| "true".to_owned());
    format!(
        "{}pub(crate) fn empty_unaligned(release: Release) -> bool {{ {} }}\n\
         {}pub(crate) fn names_may_be_empty(release: Release) -> bool {{ {} }}\n",
        doc("Whether the position is not moved for a section without data."),
        test(spec.layout.empty_unaligned),
        doc("Whether symbol names without any name may have no byte at all, at offset 0."),
        test(spec.layout.strtab_may_be_empty),
    )
}
