//! How a run ends. The numbers are promised to users: see [`HELP`].

use std::process::ExitCode;

use cwasm_verify::report::Verdict;

/// What the numbers mean, for the end of the help of commands that judge.
pub(crate) const HELP: &str = "\
Exit codes:
  0  every artifact conforms
  1  some artifact breaks a MUST (with `--deny warnings` also a SHOULD)
  3  nothing is broken, but some file has no verdict: it is no artifact, empty, from
     before the described releases, or of a release that is not described
  2  wrong usage, unreadable input, or a fault of this program: wins over all others";

/// What they mean for commands that only show something.
pub(crate) const SHOW_HELP: &str = "\
Exit codes:
  0  shown
  3  the file is no artifact, or too broken to show all of it
  2  wrong usage, unreadable input, or a fault of this program";

/// What they mean for the comparison of files with what is computed from their parts.
pub(crate) const ROUNDTRIP_HELP: &str = "\
Exit codes:
  0  every artifact was computed anew, byte for byte
  1  some artifact came out different
  3  some file is no artifact, or cannot be taken apart
  2  wrong usage, unreadable input, or a fault of this program";

/// How a run ends, the worst last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// All is as it should be.
    #[default]
    Fine,
    /// Something has no verdict.
    NoVerdict,
    /// Something breaks a rule, or differs.
    Broken,
    /// Usage, unreadable input, own fault.
    Fault,
}

impl Exit {
    /// The number that the shell sees.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Broken => 1,
            Self::Fault => 2,
            Self::NoVerdict => 3,
        }
    }

    /// What a verdict comes to.
    pub(crate) const fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Conforming => Self::Fine,
            Verdict::None => Self::NoVerdict,
            Verdict::Broken => Self::Broken,
            Verdict::Fault => Self::Fault,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_wins_over_a_breach_and_a_breach_over_no_verdict() {
        let worst = [Exit::NoVerdict, Exit::Fault, Exit::Broken, Exit::Fine].into_iter().max();
        assert_eq!(worst, Some(Exit::Fault));
        assert!(Exit::Broken > Exit::NoVerdict && Exit::NoVerdict > Exit::Fine);
    }
}
