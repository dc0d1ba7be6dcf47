//! Trying editions: which fit a file, how far it decodes under the others, and what is first in the way.

use std::cmp::Reverse;

use cwasm_spec::model::{Level, Spec};
use cwasm_spec::version::Edition;

use crate::choose;
use crate::payload;
use crate::report::{Release, Report, Subject, Trial, Violation};
use crate::run::Run;
use crate::verifier::Verifier;
use crate::verify::{Job, empty};

/// Reads a file as every edition, whatever it records. The report is that of the edition that fits, or else of the
/// nearest, and [`Report::tried`] says what came of each.
///
/// ```
/// use cwasm_verify::{SPEC, try_all};
/// assert!(try_all(b"no artifact", &SPEC).tried.is_empty());
/// ```
pub fn try_all(bytes: &[u8], spec: &Spec) -> Report {
    Verifier::new(spec).try_all(bytes)
}

/// How far a file is from fitting an edition; the nearest is the least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    /// It breaks no MUST.
    None,
    /// It decodes, and breaks so many rules.
    Broken(usize),
    /// So many bytes of its payloads decode.
    Undecoded(Reverse<u64>),
}

impl<'a, 's: 'a> Job<'a, 's> {
    /// Tries every edition, the recorded one first and then from the newest on. Most do not even decode the metadata of the
    /// engine, and of what does not decode nothing else is checked: it costs about as much as a few editions.
    pub(crate) fn try_all(&self, recorded: Option<Edition>) -> Report {
        let newest_first =
            (0..self.spec.editions.len()).rev().filter_map(|index| u16::try_from(index).ok()).map(Edition);
        let others = newest_first.filter(|edition| Some(*edition) != recorded);
        let mut tried: Vec<_> = recorded.into_iter().chain(others).map(|edition| self.attempt(edition)).collect();
        tried.sort_by_key(|(distance, _)| *distance);
        let fitting = tried.iter().filter(|(distance, _)| *distance == Distance::None);
        let fitting: Vec<Edition> = fitting.map(|(_, trial)| trial.edition).collect();
        let tried: Vec<Trial> = tried.into_iter().map(|(_, trial)| trial).collect();
        let Some(nearest) = tried.first().map(|trial| trial.edition) else {
            return empty(Subject::Artifact, vec!["the description has no edition".to_owned()]);
        };
        let release = if fitting.is_empty() { Release::Nearest(nearest) } else { Release::Fitting(fitting) };
        Report { tried, ..self.check(nearest, false).report(release) }
    }

    fn attempt(&self, edition: Edition) -> (Distance, Trial) {
        let mut run = self.start(edition);
        let (decoded, whole) = self.decode(&mut run);
        if whole {
            self.check_rules(&mut run);
        }
        let distance = match (whole, run.sink.breaks(Level::Must)) {
            (false, _) => Distance::Undecoded(Reverse(decoded)),
            (true, true) => Distance::Broken(run.sink.len()),
            (true, false) => Distance::None,
        };
        let first = if distance == Distance::None { None } else { first_difference(run) };
        (distance, Trial { edition, decoded, first })
    }

    /// Reads the payloads, the one that names the release first, up to the first byte that does not decode. Gives how many
    /// bytes did, and whether that is all.
    fn decode(&self, run: &mut Run<'a>) -> (u64, bool) {
        let engine = choose::engine_section(self.image, self.spec);
        let mut decoded: u64 = 0;
        // Most editions come no further than to the engine.
        let is_engine_whole = engine.is_none_or(|engine| self.decode_section(run, engine, &mut decoded));
        let is_whole = is_engine_whole
            && payload::in_order(run, self.plans)
                .filter(|index| Some(*index) != engine)
                .all(|index| self.decode_section(run, index, &mut decoded));
        (decoded, is_whole)
    }

    /// Whether a section decodes; adds how many bytes do.
    fn decode_section(&self, run: &mut Run<'a>, index: usize, decoded: &mut u64) -> bool {
        payload::walk(run, self.plans, index, &mut Vec::new());
        let section = self.image.sections.get(index);
        let (start, size) = section.map_or((0, 0), |section| (section.offset, section.size));
        if let Some(stop) = run.sink.first_malformed() {
            *decoded = decoded.saturating_add(stop.saturating_sub(start));
            return false;
        }
        if payload::is_walked(run, index) {
            *decoded = decoded.saturating_add(size);
        }
        true
    }
}

/// The first breach of a MUST that follows from no other, with its path.
fn first_difference(mut run: Run<'_>) -> Option<Violation> {
    payload::locate(&mut run);
    let mut musts = run.sink.finish(run.spec).into_iter().filter(|violation| violation.level == Level::Must);
    let first = musts.next()?;
    let cause = if first.cause.is_none() { None } else { musts.find(|violation| violation.cause.is_none()) };
    Some(cause.unwrap_or(Violation { cause: None, ..first }))
}
