//! The properties of any bytes, on random ones and on damaged artifacts. `PROPTEST_CASES=10000` looks further.

use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cwasm_properties::cases::files;
use cwasm_properties::choices::Choices;
use cwasm_properties::mutate::{mutate, mutate_text};
use cwasm_properties::{Outcome, agree, load_spec, parse, roundtrip, tables, verify};
use proptest::prelude::*;
use proptest::sample::Index;

/// Small artifacts and the files of the description, by path.
static ARTIFACTS: LazyLock<Vec<PathBuf>> = LazyLock::new(|| small_files("tests/corpus", "cwasm"));
static TEXTS: LazyLock<Vec<PathBuf>> = LazyLock::new(|| small_files("spec/format", "kdl"));
static EDITIONS: LazyLock<Vec<PathBuf>> = LazyLock::new(|| small_files("tests/editions", "kdl"));

fn small_files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = files(&[folder]);
    found.retain(|path| {
        let wanted = path.extension().is_some_and(|found| found == extension);
        wanted && path.metadata().unwrap().len() < 40_000
    });
    assert!(found.len() > 2);
    found
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 0..400)
}

/// A real file, and choices of what to damage in it.
struct Damage {
    path: &'static Path,
    choices: Vec<u8>,
}

impl std::fmt::Debug for Damage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let choices: String = self.choices.iter().map(|byte| format!("{byte:02x}")).collect();
        write!(f, "{} by {choices}", self.path.display())
    }
}

fn damage(files: &'static LazyLock<Vec<PathBuf>>) -> impl Strategy<Value = Damage> {
    let path = any::<Index>().prop_map(|index| index.get(files).as_path());
    (path, any_bytes()).prop_map(|(path, choices)| Damage { path, choices })
}

impl Damage {
    fn artifact(&self) -> Vec<u8> {
        mutate(&fs::read(self.path).unwrap(), &mut Choices::new(&self.choices))
    }

    fn text(&self) -> String {
        mutate_text(&fs::read_to_string(self.path).unwrap(), &mut Choices::new(&self.choices))
    }
}

/// Whether a property holds; else the bytes are kept, to become a regression.
fn holds(property: impl Fn(&[u8]) -> Outcome, bytes: &[u8]) -> Result<(), TestCaseError> {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("broken-{}", std::thread::current().name().unwrap_or_default()));
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| property(bytes)));
    let message = match outcome {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(message)) => message,
        Err(_) => "it panics".to_owned(),
    };
    fs::write(&kept, bytes).unwrap();
    Err(TestCaseError::fail(format!("{message}\nthe bytes are in {}", kept.display())))
}

fn cases(count: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(count);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_bytes_are_survived(bytes in any_bytes()) {
        holds(parse::survives, &bytes)?;
        holds(verify::survives, &bytes)?;
        holds(agree::agree, &bytes)?;
        holds(load_spec::survives, &bytes)?;
        holds(tables::survives, &bytes)?;
        holds(|bytes| tables::built(&mut Choices::new(bytes)), &bytes)?;
    }

    #[test]
    fn any_text_is_survived(text in ".{0,200}") {
        holds(load_spec::survives, text.as_bytes())?;
    }
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn damaged_artifacts_are_parsed(damage in damage(&ARTIFACTS)) {
        holds(parse::survives, &damage.artifact())?;
    }

    #[test]
    fn damaged_artifacts_are_verified(damage in damage(&ARTIFACTS)) {
        holds(verify::survives, &damage.artifact())?;
    }

    #[test]
    fn parser_and_verifier_agree_about_damage(damage in damage(&ARTIFACTS)) {
        holds(agree::agree, &damage.artifact())?;
    }

    #[test]
    fn damaged_tables_are_searched(damage in damage(&ARTIFACTS)) {
        let file = fs::read(damage.path).unwrap();
        holds(|choices| tables::damaged(&file, &mut Choices::new(choices)), &damage.choices)?;
    }

    #[test]
    fn damaged_artifacts_are_written_again(damage in damage(&ARTIFACTS)) {
        holds(roundtrip::bytes, &damage.artifact())?;
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn damaged_descriptions_are_loaded(damage in damage(&TEXTS)) {
        holds(load_spec::survives, damage.text().as_bytes())?;
    }

    #[test]
    fn damaged_editions_are_loaded(damage in damage(&EDITIONS)) {
        holds(load_spec::survives, damage.text().as_bytes())?;
    }
}
