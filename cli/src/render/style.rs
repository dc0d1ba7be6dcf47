//! The colours of everything that is printed.

use anstyle::{AnsiColor, Style};

/// A broken MUST, and other bad news.
pub(crate) const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// A broken SHOULD, and no verdict.
pub(crate) const WARNING: Style = AnsiColor::BrightYellow.on_default().bold();
/// Good news.
pub(crate) const GOOD: Style = AnsiColor::BrightGreen.on_default().bold();
/// Advice.
pub(crate) const HELP: Style = AnsiColor::BrightCyan.on_default().bold();
/// The frame of a diagnostic, and labels.
pub(crate) const FRAME: Style = AnsiColor::BrightBlue.on_default().bold();
/// Headings and names.
pub(crate) const TITLE: Style = Style::new().bold();
/// What is not so important.
pub(crate) const FAINT: Style = AnsiColor::BrightBlack.on_default();
