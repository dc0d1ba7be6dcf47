//! `cwasm spec`: shows the description: lists, differences between two releases, types.

mod diff;
mod items;
mod list;
mod members;
mod reach;
mod schema;

use cwasm_verify::SPEC;

use crate::args::{SpecArgs, SpecCommand};
use crate::exit::Exit;
use crate::{console, suggest};

/// Prints the part of the description that is asked for.
pub(crate) fn run(args: &SpecArgs) -> Exit {
    match text(args) {
        Ok(text) => console::print(&text),
        Err(exit) => exit,
    }
}

fn text(args: &SpecArgs) -> Result<String, Exit> {
    let edition = |name: &Option<String>| name.as_ref().map(|name| suggest::edition(&SPEC, name)).transpose();
    Ok(match &args.what {
        None => list::overview(&SPEC),
        Some(SpecCommand::Sections { release }) => list::sections(&SPEC, edition(release)?),
        Some(SpecCommand::Rules { release }) => list::rules(&SPEC, edition(release)?),
        Some(SpecCommand::Diff { old, new }) => {
            diff::text(&SPEC, suggest::edition(&SPEC, old)?, suggest::edition(&SPEC, new)?)
        }
        Some(SpecCommand::Type { name, release, alone }) => {
            let edition = edition(release)?.unwrap_or_else(|| SPEC.newest());
            schema::text(&SPEC, name, edition, *alone)?
        }
    })
}
