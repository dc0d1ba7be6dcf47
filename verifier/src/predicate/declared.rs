//! `declared` and `whole-entries`: what the description declares for a section, symbol or relocation.

use cwasm_spec::model::{Align, Check, Info, Link, Place, RelocationType, Rule, Section, SymbolHome, SymbolKind};

use super::rows::{Item, Row, item, names, relocation_sections, rows};
use super::subject;
use crate::run::{Run, finding, number};

pub(super) fn declared(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    let Some(place) = subject(check) else { return };
    if let Place::Symbols(field, None) = place
        && symbols_as_declared(run, field)
    {
        return;
    }
    let wrong: Vec<(Item, String)> = rows(run, check, place)
        .filter_map(|row| item(run, place, row))
        .filter_map(|item| wrong(run, place, &item).map(|expected| (item, expected)))
        .take(64)
        .collect();
    for (item, expected) in wrong {
        let (section, path) = names(run, place, item.row);
        run.report(rule, || finding(item.range.clone(), section, path, number(item.value), expected));
    }
}

/// What was expected instead, if the value is not the declared one.
fn wrong(run: &Run<'_>, place: Place, item: &Item) -> Option<String> {
    match (place, item.row) {
        (Place::Sections(field, _), Row::Section(index)) => {
            let known = run.image.sections.get(index)?.known?;
            let section = run.spec.sections.get(usize::from(known))?;
            if !run.container_only && !run.in_release(known) {
                return None;
            }
            if run.image.is_repeated(index) {
                return None;
            }
            section_field(run, section, run.records.section.name(field), item.value)
        }
        (Place::Symbols(field, _), Row::Symbol(_, at)) => symbol_field(run, field, at, item.value),
        (Place::Relocations(..), Row::Relocation(section, ..)) => relocation_type(run, section, item.value),
        _ => None,
    }
}

fn section_field(run: &Run<'_>, section: &Section, field: &str, value: u64) -> Option<String> {
    let wanted = match field {
        "sh_type" => section.ty,
        "sh_flags" => flags(run, section)?,
        "sh_addralign" => return alignment(run, section, value),
        "sh_link" => match section.link {
            Link::None => 0,
            Link::Section(link) => u64::try_from(run.image.find(link)?).ok()?,
        },
        "sh_info" => match section.info {
            Info::None => 0,
            Info::LocalSymbols => local_symbols(run)?,
            Info::Relocated(target) => u64::try_from(run.image.find(target)?).ok()?,
        },
        "sh_entsize" => section.entsize,
        _ => return None,
    };
    (wanted != value).then(|| number(wanted))
}

/// The declared flags; `None` if they depend on a target that is not known.
fn flags(run: &Run<'_>, section: &Section) -> Option<u64> {
    let one_for_all = matches!(&*section.flags, [] | [_]);
    if !one_for_all && run.target.architecture.is_none() {
        return None;
    }
    Some(section.flags.iter().find(|choice| choice.on.fits(run.edition, &run.target)).map_or(0, |choice| choice.value))
}

fn alignment(run: &Run<'_>, section: &Section, value: u64) -> Option<String> {
    let choice = section.aligns.iter().find(|choice| choice.on.fits(run.edition, &run.target))?;
    let by_target = section.aligns.len() > 1 || choice.values.contains(&Align::Page);
    if by_target && run.target.architecture.is_none() {
        return None;
    }
    let bytes = |align: &Align| match align {
        Align::Bytes(bytes) => *bytes,
        Align::Page => run.target.page(run.spec, run.edition),
    };
    let mut allowed = choice.values.iter().map(bytes);
    let shown = || choice.values.iter().map(|align| number(bytes(align))).collect::<Vec<_>>().join(" or ");
    (!allowed.any(|bytes| bytes == value)).then(shown)
}

/// Number of symbols before the first that is not local, the null symbol included; the upper half of st_info is 0.
fn local_symbols(run: &Run<'_>) -> Option<u64> {
    let count = run.entries(run.symbol_table()?);
    let info = run.records.symbol.index("st_info")?;
    let global = run.symbols().zip(run.symbol_numbers(None, info, None)).find(|(_, info)| *info > 0xf);
    Some(global.map_or(count, |((index, _), _)| index))
}

/// What the description declares of a field of symbols of a kind.
enum Wanted<'k> {
    Number(u64),
    /// The index of a section of this group.
    SectionOf(&'k str),
    Anything,
}

impl<'k> Wanted<'k> {
    fn of(run: &Run<'_>, kind: &'k SymbolKind, field: u16) -> Self {
        let is_home = run.records.symbol.name(field) == "st_shndx";
        let number = match &kind.home {
            SymbolHome::Group(group) if is_home => return Self::SectionOf(group),
            SymbolHome::Section(home) if is_home => run.image.find(*home).and_then(|index| u64::try_from(index).ok()),
            _ => kind.fixed.iter().find(|fixed| fixed.field == field).map(|fixed| fixed.value),
        };
        number.map_or(Self::Anything, Self::Number)
    }

    /// What was expected instead of a value.
    fn expected(&self, run: &Run<'_>, value: u64) -> Option<String> {
        match self {
            Self::Number(wanted) => (*wanted != value).then(|| number(*wanted)),
            Self::SectionOf(group) => {
                let section = usize::try_from(value).ok().and_then(|index| run.image.sections.get(index));
                let known = section.and_then(|section| run.spec.sections.get(usize::from(section.known?)));
                let fits = known.is_some_and(|known| known.group == *group);
                (!fits).then(|| format!("the index of a section of {group}"))
            }
            Self::Anything => None,
        }
    }
}

/// Whether a field of all symbols is as declared, before each is looked at.
fn symbols_as_declared(run: &Run<'_>, field: u16) -> bool {
    let kinds: Vec<Wanted<'_>> = run.spec.symbol_kinds.iter().map(|kind| Wanted::of(run, kind, field)).collect();
    let order = run.order();
    run.symbol_records().all(|symbol| {
        let wanted = run.symbol_kind_of(symbol).and_then(|kind| kinds.get(usize::from(kind)));
        let value = run.records.symbol.read(symbol, 0, field, order);
        wanted.zip(value).is_none_or(|(wanted, value)| wanted.expected(run, value).is_none())
    })
}

fn symbol_field(run: &Run<'_>, field: u16, at: u64, value: u64) -> Option<String> {
    let kind = run.spec.symbol_kinds.get(usize::from(run.symbol_kind(at)?))?;
    Wanted::of(run, kind, field).expected(run, value)
}

/// The types that fit the section; a type without a section of its own fits all that have none either.
fn relocation_type(run: &Run<'_>, section: usize, value: u64) -> Option<String> {
    run.target.architecture?;
    let known = run.image.sections.get(section)?.known;
    let fits = |ty: &&RelocationType| ty.on.fits(run.edition, &run.target);
    let own: Vec<u64> = run
        .spec
        .relocation_types
        .iter()
        .filter(fits)
        .filter(|ty| ty.section.is_some() && ty.section == known)
        .map(|ty| ty.number)
        .collect();
    let general = run.spec.relocation_types.iter().filter(fits).filter(|ty| ty.section.is_none()).map(|ty| ty.number);
    let allowed: Vec<u64> = if own.is_empty() { general.collect() } else { own };
    // Pulley pretends to be another architecture, and no type is declared for it.
    if allowed.is_empty() || allowed.contains(&value) {
        return None;
    }
    let shown: Vec<String> = allowed.iter().map(|number| number.to_string()).collect();
    Some(shown.join(" or "))
}

/// The number of bytes that a relocation fills, if its type is declared.
pub(super) fn relocation_bytes(run: &Run<'_>, section: usize, number: u64) -> Option<u64> {
    let known = run.image.sections.get(section)?.known;
    let mut types = run.spec.relocation_types.iter().filter(|ty| ty.on.fits(run.edition, &run.target));
    let found = types.find(|ty| ty.number == number && (ty.section.is_none() || ty.section == known))?;
    Some(found.bytes)
}

pub(super) fn whole_entries(run: &mut Run<'_>, rule: &Rule) {
    let symbols =
        run.spec.sections.iter().position(|section| matches!(section.content, cwasm_spec::model::Content::Symbols));
    let symbols = symbols.and_then(|index| u16::try_from(index).ok()).and_then(|index| run.image.find(index));
    let tables: Vec<usize> = symbols.into_iter().chain(relocation_sections(run)).collect();
    for index in tables {
        let Some(section) = run.image.sections.get(index) else { continue };
        let declared = section.known.and_then(|known| run.spec.sections.get(usize::from(known)));
        let Some(entsize) = declared.map(|declared| declared.entsize) else { continue };
        if section.data.is_some() && section.size.checked_rem(entsize).is_some_and(|rest| rest != 0) {
            let found = number(section.size);
            let (name, range) = (section.display_name(), section.range());
            run.report(rule, || {
                finding(range, name, format!("sections[{index}].sh_size"), found, format!("a multiple of {entsize}"))
            });
        }
    }
}
