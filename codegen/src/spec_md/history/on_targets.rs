//! Changes of what depends on the target: page sizes, and flags and alignments of sections. They are found by asking
//! for every target before and after, because the first line that fits counts.

use cwasm_spec::model::{Architecture, Spec, System};
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;

use crate::spec_md::sections;
use crate::spec_md::text::{code, enumerate};

/// A value for every target: what it is of, and how it reads.
type Values = Vec<(String, String)>;

/// A line for each value that changed, with the targets for which it did.
pub(super) fn points(spec: &Spec, edition: Edition) -> Vec<String> {
    let before = Edition(edition.0.saturating_sub(1));
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for arch in spec.architectures.iter().filter(|arch| arch.range.contains(before) && arch.range.contains(edition)) {
        for system in std::iter::once(None).chain(spec.systems.iter().map(Some)) {
            let name = name(arch, system);
            for line in changes(spec, before, edition, &Target { architecture: Some(arch), system }) {
                match lines.iter_mut().find(|(known, _)| *known == line) {
                    // An architecture changed for any system has changed for each.
                    Some((_, targets)) if targets.iter().any(|target| name.starts_with(target.as_str())) => {}
                    Some((_, targets)) => targets.push(name.clone()),
                    None => lines.push((line, vec![name.clone()])),
                }
            }
        }
    }
    lines.into_iter().map(|(line, targets)| format!("{line}, for targets {}.", enumerate(&targets, "and"))).collect()
}

fn name(arch: &Architecture, system: Option<&System>) -> String {
    match system {
        Some(system) => format!("{} on {}", code(&arch.name), code(&system.name)),
        None => code(&arch.name),
    }
}

fn changes(spec: &Spec, before: Edition, after: Edition, target: &Target<'_>) -> Vec<String> {
    let (old, new) = (values(spec, before, target), values(spec, after, target));
    let changed = |(name, value): &(String, String)| {
        let (_, was) = old.iter().find(|(known, _)| known == name)?;
        (was != value).then(|| format!("{name}: changed from {was} to {value}"))
    };
    new.iter().filter_map(changed).collect()
}

fn values(spec: &Spec, edition: Edition, target: &Target<'_>) -> Values {
    let mut values = vec![("Page size".to_owned(), target.page(spec, edition).to_string())];
    for section in spec.sections.iter().filter(|section| section.range.contains(edition)) {
        let flags =
            section.flags.iter().find(|choice| choice.on.fits(edition, target)).map_or(0, |choice| choice.value);
        values.push((format!("`sh_flags` of {}", code(&section.name)), sections::flag_names(spec, flags)));
        let aligns = section.aligns.iter().find(|choice| choice.on.fits(edition, target));
        let aligns: Vec<String> = aligns
            .map_or_else(Vec::new, |choice| choice.values.iter().map(|align| sections::align_text(*align)).collect());
        values.push((format!("`sh_addralign` of {}", code(&section.name)), enumerate(&aligns, "or")));
    }
    values
}
