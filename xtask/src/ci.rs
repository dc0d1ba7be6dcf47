//! `ci`: what CI runs beside `cargo test`, in the order of what fails soonest.

use crate::{command, evolve, generate, project};

pub(crate) fn run() -> Result<(), String> {
    let root = project::root();
    generate::run(true)?;
    let quiet_docs = [("RUSTDOCFLAGS", "-D warnings")];
    command::run(&root, &[], &["cargo", "fmt", "--all", "--check"])?;
    command::run(&root, &[], &["cargo", "clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    command::run(&root, &quiet_docs, &["cargo", "doc", "--workspace", "--no-deps"])?;
    evolve::run()
}
