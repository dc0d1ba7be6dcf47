//! A set of named bits: its integer by release, and what each bit means when.

use cwasm_spec::model::{Bit, Repr, Spec};
use cwasm_spec::version::Range;

use super::page::Page;
use super::table::Table;
use super::text::{code, codes, enumerate, prose};
use super::{when, words};

pub(super) fn write(page: &mut Page, spec: &Spec, reprs: &[Repr], bits: &[Bit], reach: Range) {
    let integers: Vec<String> = reprs
        .iter()
        .filter_map(|repr| {
            let during = when::releases_in(spec, repr.range, reach)?;
            Some(format!("{} in {during}", words::types(spec, &[repr.word])))
        })
        .collect();
    page.block(&format!("Integer: {}. Bit 0 is the lowest.", enumerate(&integers, "and")));
    let mut table = Table::new(&["Bit", "Name", "Releases", "Includes", "Meaning"]);
    for bit in bits {
        let Some(releases) = when::releases_in(spec, bit.range, reach) else { continue };
        table.row([
            bit.at.to_string(),
            code(&bit.name),
            releases,
            codes(bit.includes.iter().map(|name| &**name)),
            prose(&bit.doc),
        ]);
    }
    page.table(&table.without_constant("Releases", &spec.range_text(reach)));
}
