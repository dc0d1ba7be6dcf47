//! The report, in Markdown.

use crate::areas::Area;
use crate::engine::Outcome;
use crate::mutants::{Kind, Mutant};
use crate::reasons;
use crate::trial::Trial;

/// How many bytes of a change are shown.
const SHOWN: usize = 12;

pub fn introduction(count: usize, seed: u64) {
    println!("# Mutants in the real engine\n");
    println!("Made by `cargo run --release -p cwasm-mutants -- --count {count} --seed {seed} > MUTANTS.md`;");
    println!("CONTRIBUTING.md tells how to build the engines, which check their debug assertions. The columns:");
    println!("mutants; how many of them `verify` reports; what a real engine");
    println!("did with them: refused, ran as before, ran differently, did not come to an end, died; and the ones that");
    println!("`verify` let pass although the engine died, or ran differently.\n");
}

pub fn release(release: &str, artifact: &[u8], areas: &[Area], mutants: &[Mutant], trials: &[Trial]) {
    println!("## Release {release}\n");
    println!(
        "| area | mutants | reported | refused | same | different | hung | died | died, passed | different, passed |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (index, area) in areas.iter().enumerate() {
        row(&area.name, mutants.iter().zip(trials).filter(|(mutant, _)| mutant.area == index).map(|(_, trial)| trial));
    }
    row("all", trials.iter());
    let died = trials.iter().filter(|trial| is_death(&trial.outcome));
    let (all, reported) = (died.clone().count(), died.filter(|trial| trial.noticed).count());
    println!(
        "\nOf {all} that made the engine die, {reported} are reported: {:.2} %.\n",
        100.0 * reported as f64 / all.max(1) as f64
    );
    list("Died, and `verify` let it pass", is_death, artifact, areas, mutants, trials);
    list("Hung, and `verify` let it pass", |outcome| *outcome == Outcome::Hung, artifact, areas, mutants, trials);
}

fn is_death(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Died(_))
}

fn row<'a>(name: &str, trials: impl Iterator<Item = &'a Trial> + Clone) {
    let count = |wanted: &dyn Fn(&Trial) -> bool| trials.clone().filter(|trial| wanted(trial)).count();
    let outcome = |wanted: Outcome| count(&|trial| trial.outcome == wanted);
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        count(&|_| true),
        count(&|trial| trial.noticed),
        outcome(Outcome::Refused),
        outcome(Outcome::Same),
        outcome(Outcome::Different),
        outcome(Outcome::Hung),
        count(&|trial| is_death(&trial.outcome)),
        count(&|trial| is_death(&trial.outcome) && !trial.noticed),
        count(&|trial| trial.outcome == Outcome::Different && !trial.noticed),
    );
}

fn list(
    title: &str,
    wanted: impl Fn(&Outcome) -> bool,
    artifact: &[u8],
    areas: &[Area],
    mutants: &[Mutant],
    trials: &[Trial],
) {
    let passed = |(_, trial): &(&Mutant, &Trial)| !trial.noticed && wanted(&trial.outcome);
    let found: Vec<_> = mutants.iter().zip(trials).filter(passed).collect();
    if found.is_empty() {
        return;
    }
    println!("{title}:\n");
    for (mutant, trial) in found {
        println!("- {}", line(mutant, trial, artifact, areas));
    }
    println!();
}

fn line(mutant: &Mutant, trial: &Trial, artifact: &[u8], areas: &[Area]) -> String {
    let area = &areas[mutant.area];
    let field = mutant.field.and_then(|field| area.fields.get(field));
    let path = field.map_or(String::new(), |field| format!(" `{}`", field.path));
    let old = &artifact[mutant.at..mutant.at + mutant.new.len()];
    let how = match &trial.outcome {
        Outcome::Died(how) => how.as_str(),
        _ => "hung",
    };
    let kind = mutant.kind.name();
    let known = field.filter(|_| matches!(mutant.kind, Kind::Flip | Kind::Field));
    let why = known.and_then(|field| reasons::reason(&field.path, how)).unwrap_or("**a rule is missing**");
    format!("{}{path} at {:#x}: {kind}, {} -> {}: {how}; {why}", area.name, mutant.at, hex(old), hex(&mutant.new))
}

fn hex(bytes: &[u8]) -> String {
    let shown: Vec<String> = bytes.iter().take(SHOWN).map(|byte| format!("{byte:02x}")).collect();
    let more = if bytes.len() > SHOWN { " ..." } else { "" };
    shown.join(" ") + more
}
