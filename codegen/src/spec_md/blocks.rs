//! Tables in blocks: what stands where, and what an entry is made of.

use cwasm_spec::model::{BlockForm, Blocks, Spec};

use super::fields::names;
use super::page::Page;
use super::text::{capital, prose};

pub(super) fn write(page: &mut Page, spec: &Spec, table: &Blocks) {
    let Blocks { per_block, flag, offset, value } = table;
    page.block("All numbers outside of LEB128 are little-endian `u32`. In order:");
    page.block(&format!(
        "1. The number of entries, n.\n\
         2. The number of blocks, n / {per_block} rounded up. Every block has {per_block} entries, the last one what is left.\n\
         3. For each block a pair: the offset of its first entry, and where the block begins, counted from the end of \
         these pairs.\n\
         4. The blocks, one behind the other."
    ));
    let written = match value.form {
        BlockForm::Default => format!(
            "A block begins with one byte, its default: the {} that most of its entries have, of several the one that \
             was the first to be that often. Then its entries: a token, and if bit 0 of it is set one byte, the {}; \
             otherwise it is the default.",
            value.name, value.name
        ),
        BlockForm::Chain { none } => format!(
            "Entries stand one behind the other: a token, then, unless bit 0 of it is set, the {}: of the first entry \
             in a block that has one as unsigned LEB128, of the others the difference to the last one as signed LEB128. \
             Elsewhere 0x{none:x} stands for none.",
            value.name
        ),
    };
    page.block(&written);
    page.block(
        "A token is an unsigned LEB128. Bit 0 is a flag, the other bits are the distance to the offset of the entry \
         before; of the first entry of a block it is 0, as the pair says where it is.",
    );
    let line = |name: &str, text: &str| format!("- `{name}`: {}", capital(&prose(text)));
    page.block(&format!(
        "{}\n{}{}\n- Bit 0 set: {}",
        line("offset", offset),
        line(&value.name, &value.doc),
        names(spec, &value.names),
        prose(flag)
    ));
}
