//! Every mutant is verified, and run.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cwasm_verify::{Options, SPEC, verify};

use crate::engine::{Engine, Outcome};
use crate::mutants::Mutant;

pub struct Trial {
    pub noticed: bool,
    pub outcome: Outcome,
}

/// Whether the verifier says anything at all.
pub fn noticed(artifact: &[u8]) -> bool {
    let report = verify(artifact, &SPEC, &Options::default());
    report.verdict() != cwasm_verify::report::Verdict::Conforming || !report.violations.is_empty()
}

pub fn try_all(artifact: &[u8], mutants: &[Mutant], engine: &Engine) -> Result<Vec<Trial>, String> {
    let next = AtomicUsize::new(0);
    let trials: Mutex<Vec<(usize, Trial)>> = Mutex::default();
    let work = || -> Result<(), String> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(index) else { return Ok(()) };
            let changed = mutant.apply(artifact);
            let trial = Trial { noticed: noticed(&changed), outcome: engine.run(&changed)? };
            trials.lock().map_err(|_| "a worker panicked")?.push((index, trial));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker panicked".to_owned())?)
    })?;
    let mut trials = trials.into_inner().map_err(|_| "a worker panicked")?;
    trials.sort_by_key(|(index, _)| *index);
    Ok(trials.into_iter().map(|(_, trial)| trial).collect())
}
