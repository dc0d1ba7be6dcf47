//! The ELF header: its fields come from the record, their values from the rules that fix them.

use cwasm_spec::model::{Arg, Check, Field, On, Place, Slice, Spec, TypeDef, Word};
use cwasm_spec::predicate::Predicate;
use cwasm_spec::version::Range;

use super::{File, doc, naming, when};

pub(super) fn render(spec: &Spec) -> File {
    let record = spec.type_named("elf_header");
    let file = record.map_or(0, |record| record.span.file);
    File {
        module: "header".to_owned(),
        source: spec.files.get(usize::from(file)).map_or_else(String::new, |file| file.to_string()),
        doc: "The ELF header, and what every writer puts into it.".to_owned(),
        items: record.map(|record| [fields(record), methods(spec, record), kind(spec)].concat()).unwrap_or_default(),
    }
}

fn ty(field: &Field) -> String {
    match &*field.ty {
        [Word::U8] => "u8".to_owned(),
        [Word::U16] => "u16".to_owned(),
        [Word::U32] => "u32".to_owned(),
        [Word::U64] => "u64".to_owned(),
        [Word::Bytes(size)] => format!("[u8; {size}]"),
        _ => String::new(),
    }
}

fn fields(record: &TypeDef) -> String {
    let line =
        |field: &Field| format!("{}pub(crate) {}: {},\n", doc(&field.doc), naming::field(&field.name), ty(field));
    let lines: String = record.fields().iter().map(line).collect();
    format!("{}#[derive(Clone, Copy, Debug)]\npub(crate) struct ElfHeader {{ {lines} }}\n", doc(&record.doc))
}

fn methods(spec: &Spec, record: &TypeDef) -> String {
    let fields: Vec<(usize, &Field)> = record.fields().iter().enumerate().collect();
    let slices: String = fields.iter().map(|(index, field)| slices(spec, *index, field)).collect();
    let value =
        |(index, field): &(usize, &Field)| format!("{}: {},\n", naming::field(&field.name), value(spec, *index, field));
    let values: String = fields.iter().map(value).collect();
    format!(
        "impl ElfHeader {{
             {}pub(crate) fn canonical(release: Release, target: Target, kind: Option<Kind>) -> Self {{ {slices} Self {{ {values} }} }}
             {}pub(crate) fn is_marked(&self) -> bool {{ {} == {} }}
             {}pub(crate) fn kind_bits(&self) -> u32 {{ {} }}
         }}\n",
        doc("The header of an artifact, but for what depends on the other pieces: those fields are 0."),
        doc("Whether it has the mark of artifacts, which the oldest lack."),
        read(record, spec.identity.marker),
        spec.identity.marker_value,
        doc("The bits that tell module from component."),
        read(record, spec.identity.kind),
    )
}

/// A header field, or a slice of it, as an expression over `self`.
fn read(record: &TypeDef, place: Place) -> String {
    let Place::Header(index, slice) = place else { return String::new() };
    let Some(field) = record.fields().get(usize::from(index)) else { return String::new() };
    let whole = format!("self.{}", naming::field(&field.name));
    match slice.and_then(|slice| field.slices.get(usize::from(slice))) {
        Some(slice) if slice.at == 0 => format!("{whole} & {:#x}", mask(slice.bits)),
        Some(slice) => format!("({whole} >> {}) & {:#x}", slice.at, mask(slice.bits)),
        None => whole,
    }
}

fn mask(bits: u8) -> u64 {
    u64::MAX.checked_shr(u32::from(64_u8.saturating_sub(bits))).unwrap_or(0)
}

/// What the rules fix a field to: for one with slices, the slices put together.
fn value(spec: &Spec, index: usize, field: &Field) -> String {
    let none = if let [Word::Bytes(size)] = &*field.ty { format!("[0; {size}]") } else { "0".to_owned() };
    if field.slices.is_empty() {
        return fixed(spec, field, index, None, &none);
    }
    let part = |slice: &Slice| {
        if slice.at == 0 { slice.name.to_string() } else { format!("({} << {})", slice.name, slice.at) }
    };
    fixed_slices(spec, index, field).map(|(slice, _)| part(slice)).collect::<Vec<_>>().join(" | ")
}

/// Statements that compute the slices of a field.
fn slices(spec: &Spec, index: usize, field: &Field) -> String {
    let line = |(slice, value): (&Slice, String)| format!("let {}: {} = {value};\n", slice.name, ty(field));
    fixed_slices(spec, index, field).map(line).collect()
}

/// The slices of a field that are not always 0, with what the rules fix them to.
fn fixed_slices<'s>(spec: &'s Spec, index: usize, field: &'s Field) -> impl Iterator<Item = (&'s Slice, String)> {
    let slices = (0_u16..).zip(field.slices.iter());
    let values = slices.map(move |(position, slice)| (slice, fixed(spec, field, index, Some(position), "0")));
    values.filter(|(_, value)| value != "0")
}

/// The value of a field or slice as an expression: the first rule that fixes it for this release.
fn fixed(spec: &Spec, field: &Field, index: usize, slice: Option<u16>, otherwise: &str) -> String {
    let Ok(index) = u16::try_from(index) else { return otherwise.to_owned() };
    let place = Place::Header(index, slice);
    let mut lines: Vec<(On, String)> = Vec::new();
    for rule in spec.rules.iter() {
        for check in
            rule.checks.iter().filter(|check| matches!(check.args.first(), Some(Arg::Place(first)) if *first == place))
        {
            let range = rule.range.intersection(check.on.range);
            if let Some((range, value)) = range.zip(expression(spec, field, place, check)) {
                lines.push((On { range, ..check.on.clone() }, value));
            }
        }
    }
    when::first_meant(spec, lines.iter().map(|(on, value)| (on, value.clone())), otherwise)
}

/// What a check asks the place to be.
fn expression(spec: &Spec, field: &Field, place: Place, check: &Check) -> Option<String> {
    if check.predicate == Predicate::OneOf && place == spec.identity.kind {
        return Some("kind.map_or(0, Kind::bits)".to_owned());
    }
    if check.predicate != Predicate::Equals {
        return None;
    }
    Some(match check.args.get(1)? {
        Arg::Number(0) if matches!(&*field.ty, [Word::Bytes(_)]) => return None,
        Arg::Number(number) => number.to_string(),
        Arg::Bytes(bytes) => format!("{bytes:?}"),
        Arg::Place(Place::TargetMachine) => "target.architecture().machine()".to_owned(),
        Arg::Place(Place::TargetData) => "target.architecture().data()".to_owned(),
        Arg::Place(Place::TargetFlag) => "target.architecture().flag()".to_owned(),
        _ => return None,
    })
}

fn kind(spec: &Spec) -> String {
    let recorded =
        |check: &&Check| matches!(check.args.first(), Some(Arg::Place(place)) if *place == spec.identity.kind);
    let ranges: Vec<Range> = spec
        .rules
        .iter()
        .flat_map(|rule| {
            rule.checks.iter().filter(recorded).filter_map(|check| rule.range.intersection(check.on.range))
        })
        .collect();
    let test = when::inside_any(spec, &ranges).unwrap_or_else(|| "true".to_owned());
    let (module, component) = (spec.identity.module, spec.identity.component);
    format!(
        "impl Kind {{
             {}pub(crate) fn bits(self) -> u32 {{ match self {{ Self::Module => {module}, Self::Component => {component} }} }}
             {}pub(crate) fn from_bits(bits: u32) -> Option<Self> {{
                 match bits {{ {module} => Some(Self::Module), {component} => Some(Self::Component), _ => None }}
             }}
             {}pub(crate) fn is_recorded(release: Release) -> bool {{ {test} }}
         }}\n",
        doc("Its bits in the ELF header."),
        doc("The kind that these bits mean; none or both mean nothing."),
        doc("Whether a release records the kind at all; the others make only modules."),
    )
}
