//! Artifacts of editions that no release has, made out of real ones: see `tests/editions/README.md`.

#![allow(missing_docs, reason = "a test")]

use std::fs;
use std::path::Path;

use cwasm_properties::cases::{Case, root};
use cwasm_spec::diagnostic::Source;
use cwasm_spec::load::load_edition;
use cwasm_spec::model::Spec;
use cwasm_verify::report::{Class, Release, Report, Verdict};
use cwasm_verify::{Options, SPEC, try_all, verify};

/// An artifact of an invented edition.
struct Invented {
    /// The description with the edition.
    spec: Spec,
    /// The artifact that it was made out of.
    real: Vec<u8>,
    bytes: Vec<u8>,
}

impl Invented {
    fn named(name: &str) -> Self {
        Self::read(&root().join("tests/editions").join(name))
    }

    fn read(folder: &Path) -> Self {
        let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
        let source = Source { name: "edition.kdl".into(), text: text("edition.kdl") };
        let spec = load_edition(source, &SPEC).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let case = Case::parse(&text("case.txt")).unwrap();
        let real = fs::read(root().join(&case.artifact)).unwrap();
        let bytes = case.apply(&real).unwrap_or_else(|mistake| panic!("{}: {mistake}", folder.display()));
        Self { spec, real, bytes }
    }

    fn edition(&self) -> &str {
        let custom = self.spec.custom.first().unwrap();
        &self.spec.editions[usize::from(custom.edition)]
    }

    fn like(&self) -> &str {
        let custom = self.spec.custom.first().unwrap();
        &self.spec.editions[usize::from(custom.like)]
    }

    fn under(&self, edition: &str, bytes: &[u8]) -> Report {
        verify(bytes, &self.spec, &Options { edition: self.spec.edition(edition) })
    }
}

fn all() -> Vec<Invented> {
    let folders = fs::read_dir(root().join("tests/editions")).unwrap().map(|entry| entry.unwrap().path());
    folders.filter(|path| path.is_dir()).map(|path| Invented::read(&path)).collect()
}

#[test]
fn under_its_edition_the_file_conforms_and_under_the_release_it_does_not() {
    for invented in all() {
        let report = verify(&invented.bytes, &invented.spec, &Options::default());
        assert!(matches!(report.release, Release::Recorded(_)), "{:?}", report.release);
        assert_eq!(report.release_name(&invented.spec), Some(invented.edition()));
        assert_eq!(report.violations, [], "{}", invented.edition());
        assert_eq!((report.verdict(), report.bytes(Class::Nothing)), (Verdict::Conforming, 0));
        let as_release = invented.under(invented.like(), &invented.bytes);
        assert_eq!(
            (as_release.verdict(), as_release.is_malformed()),
            (Verdict::Broken, true),
            "{}",
            invented.edition()
        );
    }
}

#[test]
fn the_edition_does_not_fit_the_real_file_and_changes_no_other() {
    for invented in all() {
        assert_eq!(invented.under(invented.like(), &invented.real).verdict(), Verdict::Conforming);
        assert_eq!(invented.under(invented.edition(), &invented.real).verdict(), Verdict::Broken);
    }
}

#[test]
fn without_the_edition_the_nearest_release_and_what_is_in_the_way_are_told() {
    for invented in all() {
        let report = try_all(&invented.bytes, &SPEC);
        assert!(matches!(report.release, Release::Nearest(_)), "{}: {:?}", invented.edition(), report.release);
        assert_eq!(report.tried.len(), SPEC.editions.len());
        assert_eq!(report.edition(), report.tried.first().map(|trial| trial.edition));
        assert!(report.tried.is_sorted_by(|nearer, other| nearer.decoded >= other.decoded));
        for trial in &report.tried {
            let first = trial.first.as_ref().unwrap();
            assert!(!first.path.is_empty() && !first.expected.is_empty() && first.cause.is_none(), "{first:?}");
        }
    }
    let told = |name: &str, release: &str| {
        let report = try_all(&Invented::named(name).bytes, &SPEC);
        let trial = report.tried.iter().find(|trial| SPEC.edition(release) == Some(trial.edition)).unwrap();
        let first = trial.first.as_ref().unwrap();
        (report.release_name(&SPEC) == Some(release), first.path.clone(), first.found.clone())
    };
    // 22 has the same tunables, and no features that 23 brought.
    let (nearest, path, _) = told("build-before-23", "22");
    assert_eq!((nearest, &*path), (true, "module_info.info.module.memory_plans[0].style"));
    // What stands there is the beginning of the limit of the new field.
    let (_, path, found) = told("fork-of-36", "36");
    assert_eq!((&*path, &*found), ("engine.metadata.tunables.memory_may_move", "c0"));
}

#[test]
fn with_the_edition_it_is_found_among_all() {
    for invented in all() {
        let report = try_all(&invented.bytes, &invented.spec);
        let edition = invented.spec.edition(invented.edition()).unwrap();
        assert_eq!(report.release, Release::Fitting(vec![edition]), "{}", invented.edition());
        let mut trials = report.tried.iter();
        assert_eq!(trials.next().map(|trial| (trial.edition, trial.first.is_none())), Some((edition, true)));
        assert!(trials.all(|trial| trial.first.is_some()));
    }
}

#[test]
fn rules_that_the_edition_does_not_keep_to_are_said_to_be_unchecked() {
    let invented = Invented::named("fork-of-36");
    let report = verify(&invented.bytes, &invented.spec, &Options::default());
    let [unreached] = &*report.unreached else { panic!("{:?}", report.unreached) };
    assert!(unreached.what.starts_with("rule 1502 ") && unreached.why.contains("our-fork"), "{unreached:?}");
}
