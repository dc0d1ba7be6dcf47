//! Walking the shapes of declared types: enums, rows, bit sets and lists of flags.

use cwasm_spec::model::{Bit, TypeDef, TypeKind, Variant, Word};
use cwasm_spec::predicate::Predicate;

use super::{Step, Stop, Walk};
use crate::fields::Part;
use crate::payload::flags::{Element, FlagList};
use crate::payload::rule_about;
use crate::raw::wire::Failure;
use crate::run::number;

impl<'a> Walk<'_, 'a> {
    pub(super) fn is_bits(&self, named: u16) -> bool {
        let ty = self.run.spec.types.get(usize::from(named));
        ty.is_some_and(|ty| matches!(ty.kind, TypeKind::Bits { .. }))
    }

    pub(super) fn named(&mut self, named: u16, depth: usize) -> Result<u64, Stop> {
        let spec = self.run.spec;
        let Some(ty) = spec.types.get(usize::from(named)) else { return Err(Stop) };
        match &ty.kind {
            TypeKind::Struct { .. } | TypeKind::Layout { .. } | TypeKind::Record { .. } => {
                for (index, field) in self.fields(ty) {
                    self.open(field);
                    self.field(named, index, field, depth)?;
                    self.close(field);
                }
                Ok(0)
            }
            TypeKind::Enum { .. } => self.variant(ty, depth),
            TypeKind::Row { word, names } => {
                let edition = self.run.edition;
                for name in names.iter().filter(|name| name.range.contains(edition)) {
                    let at = self.cursor.position();
                    self.path.push(Step::Name(&name.name));
                    self.read_number(*word, at)?;
                    self.path.pop();
                }
                Ok(0)
            }
            TypeKind::Bits { .. } => self.bits(named, named, 0),
            TypeKind::Flags { .. } => Err(Stop),
        }
    }

    pub(super) fn variant(&mut self, ty: &'a TypeDef, depth: usize) -> Result<u64, Stop> {
        let at = self.cursor.position();
        let index = self.cursor.variant().map_err(|failure| self.fail(failure, at))?;
        self.trace(at, Part::Variant, true);
        self.shortest();
        let chosen: Option<&Variant> =
            usize::try_from(index).ok().and_then(|index| ty.variants(self.run.edition).nth(index));
        let Some(variant) = chosen else {
            let count = ty.variants(self.run.edition).count();
            let expected = format!("0 to {}", count.saturating_sub(1));
            return Err(self.fail_with(Failure::Variant, at, format!("variant {}", number(index)), expected));
        };
        if let Some(element) = &mut self.element {
            element.variant(&variant.name);
        }
        self.path.push(Step::Name(&variant.name));
        self.free.extend(Some(&*variant.free).filter(|reason| !reason.is_empty()));
        let mut words: &[Word] = &variant.ty;
        while !words.is_empty() {
            let (rest, value) = self.words(words, depth)?;
            if let Some(element) = &mut self.element {
                element.value(value);
            }
            words = rest;
        }
        self.path.pop();
        if !variant.free.is_empty() {
            self.free.pop();
        }
        Ok(index)
    }

    pub(super) fn bits(&mut self, named: u16, ty: u16, field: u16) -> Result<u64, Stop> {
        let spec = self.run.spec;
        let Some(set) = spec.types.get(usize::from(named)) else { return Err(Stop) };
        let TypeKind::Bits { reprs, bits } = &set.kind else { return Err(Stop) };
        let at = self.cursor.position();
        let edition = self.run.edition;
        let Some(repr) = reprs.iter().find(|repr| repr.range.contains(edition)) else { return Err(Stop) };
        let value = self.read_number(repr.word, at)?;
        let end = self.cursor.position();
        let here = |bit: &&Bit| bit.range.contains(edition);
        let known = bits.iter().filter(here).fold(0_u64, |known, bit| known | mask(bit));
        if value & !known != 0
            && let Some(rule) = rule_about(self.run, Predicate::BitsKnown, &set.name)
        {
            let unknown: Vec<String> =
                (0..64_u8).filter(|bit| value & !known & (1 << bit) != 0).map(|bit| bit.to_string()).collect();
            self.report(rule, at..end, format!("bit {}", unknown.join(", ")), "only bits of named features".to_owned());
        }
        for bit in bits.iter().filter(here).filter(|bit| value & mask(bit) != 0) {
            for missing in bit.includes.iter().filter(|name| !is_set(bits, name, edition, value)) {
                if let Some(rule) = rule_about(self.run, Predicate::BitsIncluded, &set.name) {
                    let found = format!("{} without {missing}", bit.name);
                    self.report(rule, at..end, found, format!("{missing} with {}", bit.name));
                }
            }
        }
        for bit in bits.iter().filter(here) {
            let length = end.saturating_sub(at);
            self.number_value(ty, field, Some(&bit.name), at, length, u64::from(value & mask(bit) != 0));
        }
        Ok(value)
    }

    pub(super) fn flags(
        &mut self,
        mut list: FlagList<'a>,
        ty: u16,
        field: u16,
        words: &'a [Word],
        depth: usize,
    ) -> Result<(), Stop> {
        let count = self.length()?;
        // A map of name and value has the same bytes as a sequence of pairs.
        let (Some((_, element)), begin) = (words.split_first(), self.cursor.position()) else { return Err(Stop) };
        for index in 0..u64::try_from(count).unwrap_or(0) {
            self.path.push(Step::Index(index));
            let at = self.cursor.position();
            let traced = self.run.trace.as_ref().map_or(0, Vec::len);
            self.element = Some(Element::default());
            let mut rest = element;
            while !rest.is_empty() {
                rest = self.words(rest, depth)?.0;
            }
            let Some(read) = self.element.take() else { return Err(Stop) };
            let end = self.cursor.position();
            if let Some(value) = read.number() {
                self.number_value(ty, field, Some(read.name), at, end.saturating_sub(at), value);
            }
            if list.is_fixed(self.run, read.name) {
                let fields = self.run.trace.iter_mut().flatten().skip(traced);
                fields.for_each(|field| field.free.clear());
            }
            for (predicate, found, expected) in list.element(self.run, &read) {
                self.report_about(predicate, list.name, at..end, found, expected);
            }
            self.path.pop();
        }
        let end = self.cursor.position();
        if let Some((found, expected)) = list.missing(self.run) {
            self.report_about(Predicate::FlagsComplete, list.name, begin..end, found, expected);
        }
        Ok(())
    }
}

fn mask(bit: &Bit) -> u64 {
    1_u64.checked_shl(u32::from(bit.at)).unwrap_or(0)
}

fn is_set(bits: &[Bit], name: &str, edition: cwasm_spec::version::Edition, value: u64) -> bool {
    bits.iter().filter(|bit| bit.name == name && bit.range.contains(edition)).any(|bit| value & mask(bit) != 0)
}
