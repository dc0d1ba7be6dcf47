//! `cwasm dump`: every byte of a file with what it is, as it is read: a long file is shown from the first line on.

mod json;
mod scope;
mod table;

use std::io;
use std::ops::ControlFlow;

use cwasm_verify::dump::{Field, Kind, Scope, dump};
use cwasm_verify::report::{Report, Subject};
use cwasm_verify::{SPEC, Verifier};

use crate::args::{DumpArgs, DumpFormat};
use crate::console::{self, Output};
use crate::exit::Exit;
use crate::input::Input;
use crate::suggest;
use crate::verify::{Choice, report_on};
use crate::words;

/// Shows one file.
pub(crate) fn run(args: &DumpArgs) -> Exit {
    let choice = match Choice::parse(&SPEC, args.release.as_deref()) {
        Ok(choice) => choice,
        Err(exit) => return exit,
    };
    let Some(range) = args.range.as_deref().map_or(Some(0..u64::MAX), scope::range) else {
        let range = args.range.as_deref().unwrap_or_default();
        return console::fault(format_args!("`{}` is no range: say it like 0x40..0x80", words::clean(range)));
    };
    let input = Input::named(&args.path);
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(error) => return console::fault(format_args!("{}: {error}", input.name())),
    };
    let report = report_on(&Verifier::new(&SPEC), &bytes, choice);
    if let Some(name) = &args.section
        && let Err(exit) = known(&report, name)
    {
        return exit;
    }
    let scope = Scope { piece: args.section.as_deref(), range };
    shown(args, &bytes, &report, &scope)
}

/// A piece of the file with this name has to be there.
fn known(report: &Report, name: &str) -> Result<(), Exit> {
    let names = || report.coverage.pieces.iter().map(|piece| &*piece.name);
    if names().any(|known| known == name) {
        return Ok(());
    }
    let near = suggest::sentence(&suggest::nearest(name, names()));
    Err(console::fault(format_args!("there is no section `{}` in the file{near}", words::clean(name))))
}

/// Writes what is told, until all is told or nobody reads on.
fn shown(args: &DumpArgs, bytes: &[u8], report: &Report, scope: &Scope<'_>) -> Exit {
    let mut output = Output::new();
    let mut table = table::Table::new(bytes, args.bytes);
    let mut written = Ok(());
    let mut whole = report.subject == Subject::Artifact && report.edition().is_some();
    dump(bytes, &SPEC, report.edition(), scope, &mut |field| {
        whole &= field.kind != Kind::Undecoded;
        written = match args.format {
            DumpFormat::Table => table.field(&mut output, field),
            DumpFormat::Json => json::line(&mut output, field, bytes, args.bytes),
        };
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    let written: io::Result<()> = written.and_then(|()| output.flush());
    console::ended(written, if whole { Exit::Fine } else { Exit::NoVerdict })
}

/// The bytes of a field.
fn bytes_of<'b>(bytes: &'b [u8], field: &Field<'_>) -> &'b [u8] {
    let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
    bytes.get(place(field.range.start)..place(field.range.end)).unwrap_or_default()
}

/// What a field is, in a word.
const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Value => "value",
        Kind::Text => "text",
        Kind::Length => "length",
        Kind::Tag => "tag",
        Kind::Padding => "padding",
        Kind::Opaque => "opaque",
        Kind::Undescribed => "undescribed",
        Kind::Undecoded => "undecoded",
        Kind::Nothing => "nothing",
    }
}
