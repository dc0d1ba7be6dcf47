//! `cwasm info`: who made an artifact, for which target and with which settings, and what is in it; or its functions.

mod functions;
mod gather;
mod show;
mod values;

use cwasm_verify::{SPEC, Verifier};

use crate::args::{Format, InfoArgs};
use crate::console;
use crate::exit::Exit;
use crate::input::Input;
use crate::verify::{Choice, report_on};
use gather::Info;

/// Shows one file.
pub(crate) fn run(args: &InfoArgs) -> Exit {
    let choice = match Choice::parse(&SPEC, args.release.as_deref()) {
        Ok(choice) => choice,
        Err(exit) => return exit,
    };
    let input = Input::named(&args.path);
    let bytes = match input.read() {
        Ok(bytes) => bytes,
        Err(error) => return console::fault(format_args!("{}: {error}", input.name())),
    };
    let report = report_on(&Verifier::new(&SPEC), &bytes, choice);
    let name = input.name();
    if args.functions {
        return functions::run(&name, &bytes, &report, args.format);
    }
    let info = Info::gather(&SPEC, &name, &bytes, &report);
    for error in &info.errors {
        console::error(format_args!("{name}: {error}"));
    }
    let text = match args.format {
        Format::Human => show::text(&SPEC, &info, &report),
        Format::Json => serde_json::to_string_pretty(&info).unwrap_or_default() + "\n",
    };
    console::print(&text).max(info.exit())
}
