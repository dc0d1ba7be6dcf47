//! Looking up in raw tables without decoding them, and making them of entries: for each layout with entries a view of the
//! section, the entries, and how a table is built of these.

mod build;
mod column;
mod definitions;
mod entity;
mod found;
mod structs;
mod table;

use std::collections::BTreeSet;

use cwasm_spec::model::{Section, Spec, TypeDef};

use self::column::Column;
use self::entity::Shape;
use crate::library::{File, doc, naming};

/// One module with all of it.
pub(in crate::library) fn render(spec: &Spec) -> File {
    let layouts: Vec<(&TypeDef, &Section)> = spec.types.iter().filter_map(|ty| Some((ty, home(spec, ty)?))).collect();
    let mut items = "use crate::artifact::Artifact;\n\
         use crate::lookup::{Blocks, Fixed, List, fixed, parts};\n\
         use super::described::*;\n"
        .to_owned();
    for (ty, _) in &layouts {
        let entities = entity::all(spec, ty);
        items.push_str(&table::definition(spec, ty, &entities));
        items.extend(entities.iter().map(|entity| entity.definitions(spec)));
        items.push_str(&build::definition(spec, ty, &entities));
    }
    items.push_str(&parts(spec, &layouts));
    items.push_str(&artifact(&layouts));
    File {
        module: "lookup".to_owned(),
        source: "spec/format/".to_owned(),
        doc: "Looking up in raw tables without decoding them, and making them of entries.".to_owned(),
        items,
    }
}

/// The section of a layout that has entries.
fn home<'s>(spec: &'s Spec, ty: &TypeDef) -> Option<&'s Section> {
    let is = |index: u16| spec.types.get(usize::from(index)).is_some_and(|held| held.span == ty.span);
    let has = |section: &&Section| section.content.layouts().any(is);
    spec.sections.iter().find(has).filter(|_| !ty.entries.is_empty())
}

/// The types that entries are made of.
fn parts(spec: &Spec, layouts: &[(&TypeDef, &Section)]) -> String {
    let (mut fixed, mut views) = (BTreeSet::new(), Vec::<&TypeDef>::new());
    for (ty, _) in layouts {
        for field in ty.fields() {
            if let Some(Column::List(element)) = column::of(spec, field) {
                column::collect(spec, element, &mut fixed);
            }
        }
        let entities = entity::all(spec, ty);
        for item in entities.iter().flat_map(|entity| &entity.items) {
            if let Shape::One(part) = item.shape
                && views.iter().all(|view| view.span != part.span)
            {
                structs::collect(spec, part, &mut fixed);
                views.push(part);
            }
        }
    }
    let views: String = views.into_iter().map(|part| structs::view(spec, part)).collect();
    views + &structs::fixed(spec, &fixed)
}

/// How an artifact gives the views.
fn artifact(layouts: &[(&TypeDef, &Section)]) -> String {
    let method = |(ty, section): &(&TypeDef, &Section)| {
        let about =
            doc(&format!("{} Looked up as it stands there; `None` if there is no `{}`.", section.doc, section.name));
        let fails = doc(
            "Fails if the release is unknown, or if the section ends before its table does. Bytes behind the table are ignored.",
        );
        let view = format!("{}View", naming::pascal(&ty.name));
        format!(
            "{about}#[doc = \"\"]\n{fails}pub fn {}_view(&self) -> Result<Option<{view}<'a>>, Error> {{
                 let place = self.table_reader({}::SECTION)?;
                 place.map(|(mut wire, release)| {view}::read(&mut wire, release)).transpose()
             }}\n",
            ty.name,
            naming::pascal(&ty.name),
        )
    };
    let methods: String = layouts.iter().map(method).collect();
    format!("{}impl<'a> Artifact<'a> {{ {methods} }}\n", doc("Looking up in raw tables."))
}
