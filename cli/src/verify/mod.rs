//! `cwasm verify`: reads, judges and reports every input, several at a time, in the order of the command line.

mod judge;
mod report;
mod summary;

use std::io;

use cwasm_verify::Verifier;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::args::{Deny, VerifyArgs};
use crate::console::{self, Output};
use crate::edition;
use crate::exit::Exit;
use crate::input::{Input, Inputs};
use crate::render::Detail;
pub(crate) use judge::{Choice, report_on};
use judge::{Judge, Judged};
use report::Reporter;

/// Shorter lists are done before anybody could read a progress bar.
const LONG_LIST: usize = 100;
/// So many files for each thread are judged before their reports are printed.
const BATCH: usize = 8;

/// Verifies everything that the command line means.
pub(crate) fn run(args: &VerifyArgs) -> Exit {
    let described = edition::described(&args.edition);
    let known = described.and_then(|spec| Ok((Choice::parse(&spec, args.release.as_deref())?, spec)));
    let (choice, spec) = match known {
        Ok(known) => known,
        Err(exit) => return exit,
    };
    let judge = Judge {
        spec: &spec,
        verifier: Verifier::new(&spec),
        choice,
        format: args.format,
        detail: detail(args),
        strict: args.deny == Some(Deny::Warnings),
    };
    let inputs = Inputs::find(&args.paths);
    let mut reporter = Reporter::new(args.format, judge.detail, Output::new());
    let threads = threads(args, &inputs);
    let pool = match pool(threads) {
        Ok(pool) => pool,
        Err(exit) => return exit,
    };
    let written = all(&judge, &inputs, pool.as_ref(), &mut reporter);
    console::ended(written, reporter.exit())
}

const fn detail(args: &VerifyArgs) -> Detail {
    match (args.verbose, args.quiet) {
        (true, _) => Detail::Verbose,
        (_, true) => Detail::Quiet,
        _ => Detail::Normal,
    }
}

/// As many as asked for, or one for each processor; never more than files.
fn threads(args: &VerifyArgs, inputs: &Inputs) -> usize {
    let most = inputs.files.len().max(1);
    let wanted = || args.jobs.or_else(|| std::thread::available_parallelism().ok()).map_or(1, usize::from);
    if most == 1 { 1 } else { wanted().min(most) }
}

/// No threads of its own for a single one: they would cost more than a small file.
fn pool(threads: usize) -> Result<Option<ThreadPool>, Exit> {
    if threads == 1 {
        return Ok(None);
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map(Some).map_err(|error| console::fault(format_args!("cannot start {threads} threads: {error}")))
}

/// Judges the files in batches, and prints each batch before the next, so that no list is too long for the memory.
fn all(
    judge: &Judge<'_>,
    inputs: &Inputs,
    pool: Option<&ThreadPool>,
    reporter: &mut Reporter<Output>,
) -> io::Result<()> {
    let threads = pool.map_or(1, ThreadPool::current_num_threads);
    let bar = progress(inputs.files.len());
    reporter.begin(inputs)?;
    for batch in inputs.files.chunks(threads.saturating_mul(BATCH)) {
        let judged = judge_batch(judge, batch, pool, &bar);
        bar.suspend(|| reporter.add(batch, judged))?;
    }
    bar.finish_and_clear();
    reporter.end(inputs)
}

fn judge_batch(judge: &Judge<'_>, batch: &[Input], pool: Option<&ThreadPool>, bar: &ProgressBar) -> Vec<Judged> {
    let one = |input: &Input| {
        let judged = judge.input(input);
        bar.inc(1);
        judged
    };
    match pool {
        None => batch.iter().map(one).collect(),
        Some(pool) => pool.install(|| batch.par_iter().map(one).collect()),
    }
}

/// A bar on standard error for long lists; none where that is no terminal.
fn progress(files: usize) -> ProgressBar {
    if files < LONG_LIST {
        return ProgressBar::hidden();
    }
    let length = u64::try_from(files).unwrap_or(u64::MAX);
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    // Also if the reader of the reports goes away.
    let bar = bar.with_finish(ProgressFinish::AndClear);
    match ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
