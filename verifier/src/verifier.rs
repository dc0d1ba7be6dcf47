//! A verifier for many files: what it has found out about a release it keeps.

use cwasm_spec::model::Spec;

use crate::Options;
use crate::choose::Recorded;
use crate::payload::Plans;
use crate::report::{Release, Report};
use crate::verify::on_artifact;

/// Verifies files by one description. Verifying a second file of a release costs less than the first; threads can share it.
///
/// ```
/// use cwasm_verify::{Options, SPEC, Verifier, report::Subject};
/// let verifier = Verifier::new(&SPEC);
/// for file in [&b""[..], b"no artifact"] {
///     assert_ne!(verifier.verify(file, &Options::default()).subject, Subject::Artifact);
/// }
/// ```
pub struct Verifier<'s> {
    plans: Plans<'s>,
}

impl<'s> Verifier<'s> {
    /// A verifier that knows nothing but the description yet.
    pub fn new(spec: &'s Spec) -> Self {
        Self { plans: Plans::new(spec) }
    }

    /// Verifies a file, as [`verify`](crate::verify()) does.
    pub fn verify(&self, bytes: &[u8], options: &Options) -> Report {
        on_artifact(bytes, &self.plans, |job, recorded| match (options.edition, recorded) {
            (Some(edition), _) => job.check(edition, false).report(Release::Given(edition)),
            (None, Some(Recorded::Edition(edition))) => job.check(edition, false).report(Release::Recorded(edition)),
            (None, Some(Recorded::Undescribed(release))) => {
                job.check(job.spec.newest(), true).report(Release::Undescribed(release))
            }
            (None, Some(Recorded::Custom)) => job.try_all(None),
            (None, None) => job.check(job.spec.newest(), true).report(Release::Unknown),
        })
    }

    /// Reads a file as every edition, as [`try_all`](crate::try_all) does.
    pub fn try_all(&self, bytes: &[u8]) -> Report {
        on_artifact(bytes, &self.plans, |job, recorded| match recorded {
            Some(Recorded::Edition(edition)) => job.try_all(Some(edition)),
            _ => job.try_all(None),
        })
    }
}
