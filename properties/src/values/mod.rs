//! Whether parser and verifier read the same values: every field of every decoded section, in the order of its bytes.

mod compare;
mod member;

use cwasm::types::{Bti, ComponentInfo, Engine, ModuleInfo, ModuleTypesApart};
use cwasm::{Artifact, Error, Release, SectionId};
use cwasm_spec::version::Edition;
use cwasm_verify::fields::{FieldPlace, fields};
use cwasm_verify::report::Report;
use cwasm_verify::{Options, SPEC};
use serde::Serialize;

use self::compare::Comparison;
use crate::tree::Tree;
use crate::{Outcome, ensure};

/// Compares the decoded sections of a file that decodes.
pub fn same(artifact: &Artifact<'_>, report: &Report, engine: &Engine) -> Outcome {
    let Some(edition) = report.edition() else { return Ok(()) };
    let release = artifact.release().map_err(text)?;
    let fields = fields(artifact.bytes(), &SPEC, &Options { edition: Some(edition) });
    let file = File { artifact, edition, release, fields: &fields };
    file.section("engine", Engine::SECTION, Some(engine), Engine::to_bytes)?;
    file.section("bti", Bti::SECTION, artifact.bti().map_err(text)?.as_ref(), Bti::to_bytes)?;
    let module = artifact.module_info().map_err(text)?;
    file.section("module_info", ModuleInfo::SECTION, module.as_ref(), ModuleInfo::to_bytes)?;
    let component = artifact.component_info().map_err(text)?;
    file.section("component_info", ComponentInfo::SECTION, component.as_ref(), ComponentInfo::to_bytes)?;
    let types = artifact.module_types_apart().map_err(text)?;
    file.section("module_types_apart", ModuleTypesApart::SECTION, types.as_ref(), ModuleTypesApart::to_bytes)
}

fn text(error: Error) -> String {
    error.to_string()
}

struct File<'a> {
    artifact: &'a Artifact<'a>,
    edition: Edition,
    release: Release,
    /// What the verifier read, in order.
    fields: &'a [FieldPlace],
}

impl File<'_> {
    /// Compares the values of one section, and what is written of them.
    fn section<T: Serialize>(
        &self,
        layout: &str,
        id: SectionId,
        value: Option<&T>,
        write: impl Fn(&T, Release) -> Result<Vec<u8>, Error>,
    ) -> Outcome {
        // Sections may share bytes in a broken file; the layout's name tells the fields apart.
        let begin = format!("{layout}.");
        let fields: Vec<&FieldPlace> = self.fields.iter().filter(|field| field.path.starts_with(&begin)).collect();
        let Some(value) = value else {
            return ensure(fields.is_empty(), || format!("the parser has no {layout}"));
        };
        let section = self.artifact.section(id).ok_or_else(|| format!("no section for {layout}"))?;
        let inside = section.offset()..section.offset().saturating_add(section.size());
        let end = fields.iter().map(|place| place.range.end).max().unwrap_or(inside.start);
        ensure(end <= inside.end, || format!("a field of {layout} ends at {end}, the section at {}", inside.end))?;
        Comparison::new(self.artifact.bytes(), self.edition, &fields).layout(layout, &Tree::of(value)?)?;
        let read = usize::try_from(end.saturating_sub(inside.start)).unwrap_or(0);
        let read = section.data().get(..read).unwrap_or_default();
        let written = write(value, self.release).map_err(|error| format!("read, but not written: {error}"))?;
        // Longer varints than needed are read, but not written.
        let is_canonical = written.len() == read.len();
        ensure(written.len() <= read.len(), || format!("{} bytes read, {} written", read.len(), written.len()))?;
        ensure(!is_canonical || written == read, || format!("{layout}: other bytes written than read"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::root;

    /// Whether a module's information compares as equal after a change.
    fn compares(artifact: &str, change: impl Fn(&mut ModuleInfo)) -> Outcome {
        let bytes = std::fs::read(root().join("tests/corpus").join(artifact)).unwrap();
        let artifact = Artifact::parse(&bytes).unwrap();
        let release = artifact.release().unwrap();
        let edition = SPEC.edition(release.name()).unwrap();
        let fields = fields(&bytes, &SPEC, &Options { edition: Some(edition) });
        let file = File { artifact: &artifact, edition, release, fields: &fields };
        let mut info = artifact.module_info().unwrap().unwrap();
        change(&mut info);
        file.section("module_info", ModuleInfo::SECTION, Some(&info), ModuleInfo::to_bytes)
    }

    #[test]
    fn every_kind_of_difference_is_one() {
        let newest = "50/50.0.1-traps-default.cwasm";
        assert_eq!(compares(newest, |_| ()), Ok(()));
        let changes: [fn(&mut ModuleInfo); 6] = [
            |info| info.info.module.num_imported_funcs += 1,
            |info| info.info.module.functions.clear(),
            |info| info.info.func_names.truncate(1),
            |info| info.info.module.module_index = None,
            |info| info.types = None,
            |info| info.table.iter_mut().for_each(|table| table.func_locs.reverse()),
        ];
        for (index, change) in changes.into_iter().enumerate() {
            assert!(compares(newest, change).is_err(), "change {index}");
        }
        let oldest = "3/3.0.0-traps-default.cwasm";
        assert_eq!(compares(oldest, |_| ()), Ok(()));
        assert!(compares(oldest, |info| info.info.module.name = Some(Some("another".to_owned()))).is_err());
    }
}
