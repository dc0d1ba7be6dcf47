//! Whether parser and verifier read the same values: every field of every decoded section, in the order of its bytes.

mod compare;
mod member;
mod tables;

use cwasm::types::{Bti, ComponentInfo, Engine, ModuleInfo, ModuleTypesApart};
use cwasm::{Artifact, Error, Release, SectionId, Table, Target};
use cwasm_spec::model::{TypeDef, Wire};
use cwasm_spec::query;
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
    let target = query::Target::parse(&SPEC, engine.target());
    let spotless = report.violations.is_empty();
    let file = File { artifact, edition, release, target, spotless, fields: &fields };
    file.section("engine", Engine::SECTION, Some(engine), Engine::to_bytes)?;
    file.section("bti", Bti::SECTION, artifact.bti().map_err(text)?.as_ref(), Bti::to_bytes)?;
    let module = artifact.module_info().map_err(text)?;
    file.section("module_info", ModuleInfo::SECTION, module.as_ref(), ModuleInfo::to_bytes)?;
    let component = artifact.component_info().map_err(text)?;
    file.section("component_info", ComponentInfo::SECTION, component.as_ref(), ComponentInfo::to_bytes)?;
    let types = artifact.module_types_apart().map_err(text)?;
    file.section("module_types_apart", ModuleTypesApart::SECTION, types.as_ref(), ModuleTypesApart::to_bytes)?;
    Table::SECTIONS.iter().try_for_each(|id| file.table(*id, engine))
}

/// The layout inside of a section.
fn layout_of(id: SectionId) -> Option<&'static TypeDef> {
    let section = SPEC.sections.iter().find(|section| section.name == id.name())?;
    SPEC.types.get(usize::from(section.content.layouts().next()?))
}

fn text(error: Error) -> String {
    error.to_string()
}

struct File<'a> {
    artifact: &'a Artifact<'a>,
    edition: Edition,
    release: Release,
    target: query::Target<'a>,
    /// Whether no rule is broken, so that everything is written as it was read.
    spotless: bool,
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
        let value = value.map(|value| Tree::of(value).map(|tree| (value, tree))).transpose()?;
        self.compare(layout, id, value, |value| write(value, self.release).map(Some), false)
    }

    /// Compares the table in a section.
    fn table(&self, id: SectionId, engine: &Engine) -> Outcome {
        let layout = layout_of(id).ok_or_else(|| format!("{} has no layout", id.name()))?;
        let native = layout.fields().iter().any(|field| field.wire == Wire::Native);
        let table = self.artifact.table(id).map_err(text)?;
        let value = table.map(|table| match Tree::of(&table)? {
            Tree::Variant(_, mut held) if held.len() == 1 => Ok((table, held.remove(0))),
            other => Err(format!("{other:?} is no table")),
        });
        let target = Target::parse(engine.target());
        let write = |table: Table| match target {
            Some(target) => table.to_bytes(self.release, target).map(Some),
            None => Ok(None),
        };
        self.compare(&layout.name, id, value.transpose()?, write, native)
    }

    fn compare<T>(
        &self,
        layout: &str,
        id: SectionId,
        value: Option<(T, Tree)>,
        write: impl Fn(T) -> Result<Option<Vec<u8>>, Error>,
        native: bool,
    ) -> Outcome {
        // Sections may share bytes in a broken file; the layout's name tells the fields apart.
        let begin = format!("{layout}.");
        let fields: Vec<&FieldPlace> = self.fields.iter().filter(|field| field.path.starts_with(&begin)).collect();
        let Some((value, tree)) = value else {
            return ensure(fields.is_empty(), || format!("the parser has no {layout}"));
        };
        let section = self.artifact.section(id).ok_or_else(|| format!("no section for {layout}"))?;
        let inside = section.offset()..section.offset().saturating_add(section.size());
        let end = fields.iter().map(|place| place.range.end).max().unwrap_or(inside.start);
        ensure(end <= inside.end, || format!("a field of {layout} ends at {end}, the section at {}", inside.end))?;
        let big = native && self.artifact.bytes().get(5) == Some(&2);
        let comparison = Comparison::new(self.artifact.bytes(), self.edition, self.target, &fields);
        comparison.ordered(big).layout(layout, &tree)?;
        let read = usize::try_from(end.saturating_sub(inside.start)).unwrap_or(0);
        let read = section.data().get(..read).unwrap_or_default();
        let written = write(value).map_err(|error| format!("read, but not written: {error}"))?;
        // For a target that is none, nothing is written.
        let Some(written) = written else { return Ok(()) };
        // Tables can be placed, ordered and filled up otherwise than their writer does it, but not where no rule is broken.
        if Table::SECTIONS.contains(&id) && !self.spotless {
            return Ok(());
        }
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
        let target = query::Target::default();
        let file = File { artifact: &artifact, edition, release, target, spotless: true, fields: &fields };
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
