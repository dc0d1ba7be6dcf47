//! How long work takes: the time of the thread, not of the clock on the wall, as other work on the machine is not meant.

use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

/// How long several kinds of work are measured, and how often at least.
const PATIENCE: Duration = Duration::from_secs(4);
const LEAST: u32 = 3;

/// The shortest time of each in seconds, taking turns so that all meet the same machine.
pub fn best<const N: usize>(work: [&dyn Fn(); N]) -> [f64; N] {
    let mut best = [f64::MAX; N];
    let (start, mut rounds) = (Instant::now(), 0);
    while rounds < LEAST || start.elapsed() < PATIENCE {
        for (best, work) in best.iter_mut().zip(work) {
            let start = ThreadTime::now();
            work();
            *best = best.min(start.elapsed().as_secs_f64());
        }
        rounds += 1;
    }
    best
}
