//! Values and artifacts made from the description, of every release: written, read and verified.

use cwasm_properties::choices::Choices;
use cwasm_properties::{Outcome, agree, roundtrip, smith};
use cwasm_spec::version::Edition;
use cwasm_verify::SPEC;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Bytes that the description makes something of.
struct Seed(Vec<u8>);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
        write!(f, "{bytes}")
    }
}

fn seed() -> impl Strategy<Value = Seed> {
    prop::collection::vec(any::<u8>(), 0..1500).prop_map(Seed)
}

fn holds(outcome: Outcome) -> Result<(), TestCaseError> {
    outcome.map_err(TestCaseError::fail)
}

fn cases(count: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(count);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn any_engine_metadata_come_back(seed in seed()) {
        holds(roundtrip::engine(&mut Choices::new(&seed.0), false))?;
    }

    #[test]
    fn engine_metadata_come_back(seed in seed()) {
        holds(roundtrip::engine(&mut Choices::new(&seed.0), true))?;
    }

    #[test]
    fn made_artifacts_conform_and_come_back(seed in seed()) {
        holds(roundtrip::artifact(&mut Choices::new(&seed.0)))?;
    }

    #[test]
    fn parser_and_verifier_agree_about_made_artifacts(seed in seed()) {
        let parts = smith::artifact(&mut Choices::new(&seed.0)).unwrap();
        holds(agree::agree(&parts.to_bytes().unwrap()))?;
    }
}

/// As many values for each release, of which a half keeps to the types alone.
#[test]
fn payloads_of_every_release_come_back() {
    for edition in (0..SPEC.editions.len()).filter_map(|index| u16::try_from(index).ok()).map(Edition) {
        let comes_back =
            |seed: Seed, well_formed| roundtrip::any_payload(&mut Choices::new(&seed.0), edition, well_formed);
        let mut runner = TestRunner::new(cases(8));
        runner.run(&(seed(), any::<bool>()), |(seed, well_formed)| holds(comes_back(seed, well_formed))).unwrap();
    }
}
