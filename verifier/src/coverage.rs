//! Who owns which byte of the file, in order.

use std::ops::Range;

use cwasm_spec::model::Content;

use crate::raw::elf::{Image, Records};
use crate::report::{Class, Coverage, Piece};
use crate::run::Run;

/// What a range of the file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Header,
    Table,
    Section(usize),
}

/// All ranges that belong to something, by their start. Empty ones are left out.
pub(crate) fn owners(image: &Image<'_>, records: &Records<'_>) -> Vec<(Range<u64>, Owner)> {
    let size = u64::try_from(image.bytes.len()).unwrap_or(u64::MAX);
    let mut owners = vec![(0..records.header.size.min(size), Owner::Header)];
    owners.extend(image.table.clone().filter(|table| table.end <= size).map(|table| (table, Owner::Table)));
    let sections = image.real_sections().filter(|(_, section)| section.data.is_some());
    owners.extend(sections.map(|(index, section)| (section.range(), Owner::Section(index))));
    owners.retain(|(range, _)| range.start < range.end);
    owners.sort_by_key(|(range, _)| (range.start, range.end));
    owners
}

/// The ranges of the file that belong to nothing, in order.
pub(crate) fn gaps(image: &Image<'_>, records: &Records<'_>) -> impl Iterator<Item = Range<u64>> {
    let size = u64::try_from(image.bytes.len()).unwrap_or(u64::MAX);
    let mut end = 0;
    let ends = owners(image, records).into_iter().map(|(range, _)| range).chain(std::iter::once(size..size));
    ends.filter_map(move |range| {
        let gap = end..range.start;
        end = end.max(range.end);
        (gap.start < gap.end).then_some(gap)
    })
}

/// What every byte of the file belongs to; where ranges overlap the first one counts.
pub(crate) fn coverage(run: &Run<'_>) -> Coverage {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end = 0;
    let size = u64::try_from(run.bytes().len()).unwrap_or(u64::MAX);
    let table_end = run.image.table.clone().filter(|table| table.end <= size).map_or(0, |table| table.end);
    for (range, owner) in owners(run.image, run.records) {
        fill(&mut pieces, end..range.start, run, table_end);
        let start = range.start.max(end);
        if start < range.end {
            let (name, class) = owned(run, owner);
            pieces.push(Piece { range: start..range.end, name, class });
        }
        end = end.max(range.end);
    }
    fill(&mut pieces, end..size, run, table_end);
    Coverage { pieces }
}

/// A gap: padding if it is all zero and before the end of the table.
fn fill(pieces: &mut Vec<Piece>, gap: Range<u64>, run: &Run<'_>, table_end: u64) {
    if gap.start >= gap.end {
        return;
    }
    let padding = gap.end <= table_end && is_zero(run, &gap);
    let (name, class) = if padding { ("padding", Class::Padding) } else { ("nothing", Class::Nothing) };
    pieces.push(Piece { range: gap, name: name.to_owned(), class });
}

/// Whether what belongs to nothing is zeros between pieces of the file.
pub(crate) fn is_padding(run: &Run<'_>, gap: &Range<u64>) -> bool {
    let size = u64::try_from(run.bytes().len()).unwrap_or(u64::MAX);
    let table = run.image.table.as_ref().filter(|table| table.end <= size);
    table.is_some_and(|table| gap.end <= table.end) && is_zero(run, gap)
}

fn is_zero(run: &Run<'_>, gap: &Range<u64>) -> bool {
    let bytes = crate::raw::slice(run.bytes(), gap.start, gap.end.saturating_sub(gap.start)).unwrap_or_default();
    crate::raw::first_nonzero(bytes).is_none()
}

fn owned(run: &Run<'_>, owner: Owner) -> (String, Class) {
    match owner {
        Owner::Header => ("ELF header".to_owned(), Class::Described),
        Owner::Table => ("section header table".to_owned(), Class::Described),
        Owner::Section(index) => {
            let Some(section) = run.image.sections.get(index) else { return (String::new(), Class::Nothing) };
            let known = section.known.filter(|known| run.container_only || run.in_release(*known));
            let declared = known.and_then(|known| run.spec.sections.get(usize::from(known)));
            let class = match declared.map(|declared| &declared.content) {
                None => Class::Nothing,
                Some(Content::Opaque(_)) => Class::Opaque,
                Some(Content::Undescribed(_)) => Class::Undescribed,
                Some(_) => Class::Described,
            };
            (section.display_name(), class)
        }
    }
}
