//! The whole description of one edition as groups of members, so that two editions can be compared.

use cwasm_spec::model::{
    Check, Level, On, Page, Pattern, RelocationType, Rule, Section, Spec, SymbolHome, SymbolKind, TypeDef, TypeKind,
};
use cwasm_spec::version::{Edition, Range};

use super::members::{Fact, Member, members, shape, table_members, type_facts};
use super::reach::reachable;
use crate::words;

/// The label of what was measured rather than described: where it is missing, nobody knows.
pub(super) const MEASURED: &str = "loader";

/// Members under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Heading.
    pub(super) title: String,
    /// What is said of all of it.
    pub(super) facts: Vec<Fact>,
    /// In order.
    pub(super) members: Vec<Member>,
    /// Whether another order of the same members is a change.
    pub(super) ordered: Ordered,
}

/// Of which members the order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ordered {
    /// Of none: they have numbers, or the order says nothing.
    No,
    /// Of all.
    All,
    /// Of those inside of one variant: variants themselves have indices.
    InVariants,
}

impl Group {
    fn new(title: &str, members: Vec<Member>) -> Self {
        Self { title: title.to_owned(), facts: Vec::new(), members, ordered: Ordered::No }
    }
}

/// Everything that the description says about one edition.
pub(super) fn groups(spec: &Spec, edition: Edition) -> Vec<Group> {
    let mut groups = vec![
        Group::new("recorded version", version(spec, edition)),
        Group::new("architectures", architectures(spec, edition)),
        Group::new("page sizes", pages(spec, edition)),
        Group::new("layout of the file", layout(spec, edition)),
        Group::new("sections", sections(spec, edition)),
        Group { ordered: Ordered::All, ..Group::new("order of sections", order(spec, edition)) },
        Group { ordered: Ordered::All, ..Group::new("symbol kinds", symbol_kinds(spec, edition)) },
        Group::new("relocation types", relocation_types(spec, edition)),
    ];
    groups.extend(types(spec, edition));
    groups.extend(
        spec.names.iter().map(|table| Group::new(&format!("names {}", table.name), table_members(table, edition))),
    );
    groups.extend(spec.patterns.iter().map(|pattern| Group {
        ordered: Ordered::All,
        ..Group::new(&format!("pattern {}", pattern.name), steps(spec, pattern, edition))
    }));
    groups.push(Group::new("rules", rules(spec, edition)));
    groups
}

fn version(spec: &Spec, edition: Edition) -> Vec<Member> {
    let forms = spec.version_forms.iter().filter(|form| form.range.contains(edition));
    forms.map(|form| Member::new("form", [("is", form.doc.to_string())], "")).collect()
}

fn architectures(spec: &Spec, edition: Edition) -> Vec<Member> {
    let known = spec.architectures.iter().filter(|architecture| architecture.range.contains(edition));
    known.map(|known| Member::new(&known.name, [("triples", known.triples.join(" "))], "")).collect()
}

/// One member for each architecture and system, as the lines of the description overlap.
fn pages(spec: &Spec, edition: Edition) -> Vec<Member> {
    let lines = spec.pages.iter().filter(|page| page.on.range.contains(edition));
    let member = |page: &Page| {
        let on = On { range: Range::ALL, ..page.on.clone() };
        let on = words::condition_on(spec, &on);
        Member::new(if on.is_empty() { "otherwise" } else { &on }, [("bytes", page.size.to_string())], "")
    };
    lines.map(member).collect()
}

fn layout(spec: &Spec, edition: Edition) -> Vec<Member> {
    let yes = |range: Range| if range.contains(edition) { "yes" } else { "no" }.to_owned();
    vec![
        Member::new("sections without data may be unaligned", [("is", yes(spec.layout.empty_unaligned))], ""),
        Member::new("symbol names may be empty at offset 0", [("is", yes(spec.layout.strtab_may_be_empty))], ""),
    ]
}

fn sections(spec: &Spec, edition: Edition) -> Vec<Member> {
    let sections = spec.sections.iter().filter(|section| section.range.contains(edition));
    sections.map(|item| section(spec, item, edition)).collect()
}

fn section(spec: &Spec, section: &Section, edition: Edition) -> Member {
    let facts = [
        ("there", words::presence(spec, section, Some(edition))),
        ("inside", words::content(spec, section)),
        ("flags", words::flags(spec, section, Some(edition))),
        ("alignment", words::aligns(spec, section, Some(edition))),
    ];
    Member::new(&section.name, facts, &section.doc)
}

fn order(spec: &Spec, edition: Edition) -> Vec<Member> {
    let order = spec.orders.iter().find(|order| order.range.contains(edition));
    let sections = order.map_or(&[][..], |order| &order.sections).iter();
    let sections = sections.filter_map(|index| spec.sections.get(usize::from(*index)));
    sections
        .filter(|section| section.range.contains(edition))
        .map(|section| Member::new(&section.name, [], ""))
        .collect()
}

fn symbol_kinds(spec: &Spec, edition: Edition) -> Vec<Member> {
    let kinds = spec.symbol_kinds.iter().filter(|kind| kind.range.contains(edition));
    kinds.map(|kind| Member::new(&kind.name, [("in", home(spec, kind))], &kind.doc)).collect()
}

fn home(spec: &Spec, kind: &SymbolKind) -> String {
    match &kind.home {
        SymbolHome::None => String::new(),
        SymbolHome::Section(index) => spec.sections.get(usize::from(*index)).map_or("", |home| &home.name).to_owned(),
        SymbolHome::Group(name) => format!("{name} sections"),
    }
}

fn relocation_types(spec: &Spec, edition: Edition) -> Vec<Member> {
    let types = spec.relocation_types.iter().filter(|ty| ty.on.range.contains(edition));
    let member = |ty: &RelocationType| {
        let on = On { range: Range::ALL, ..ty.on.clone() };
        let section = ty.section.and_then(|index| spec.sections.get(usize::from(index)));
        let name = format!("{} {}", ty.number, words::condition_on(spec, &on));
        let facts = [("bytes", ty.bytes.to_string()), ("in", section.map_or_else(String::new, |s| s.name.to_string()))];
        Member::new(&name, facts, "")
    };
    types.map(member).collect()
}

fn types(spec: &Spec, edition: Edition) -> Vec<Group> {
    let records = spec.types.iter().filter(|ty| matches!(ty.kind, TypeKind::Record { .. }));
    let layouts = spec.sections.iter().filter(|section| section.range.contains(edition));
    let layouts = layouts.flat_map(|section| section.content.layouts());
    let layouts = layouts.filter_map(|index| spec.types.get(usize::from(index)));
    let roots = records.chain(layouts).collect();
    reachable(spec, roots, edition).into_iter().map(|ty| type_group(spec, ty, edition)).collect()
}

fn type_group(spec: &Spec, ty: &TypeDef, edition: Edition) -> Group {
    let whose = match &ty.kind {
        TypeKind::Flags { arch, .. } if !arch.is_empty() => format!(" of {arch}"),
        _ => String::new(),
    };
    Group {
        title: format!("{} {}{whose}", shape(&ty.kind), ty.name),
        facts: type_facts(spec, ty, edition),
        members: members(spec, ty, edition),
        ordered: match ty.kind {
            TypeKind::Bits { .. } | TypeKind::Newtype { .. } => Ordered::No,
            TypeKind::Enum { .. } => Ordered::InVariants,
            _ => Ordered::All,
        },
    }
}

fn steps(spec: &Spec, pattern: &Pattern, edition: Edition) -> Vec<Member> {
    let steps = pattern.steps.iter().filter(|step| step.range.contains(edition));
    steps.map(|step| Member::new(&words::step(spec, step), [], &step.doc)).collect()
}

fn rules(spec: &Spec, edition: Edition) -> Vec<Member> {
    let rules = spec.rules.iter().filter(|rule| rule.range.contains(edition));
    rules.map(|item| rule(spec, item, edition)).collect()
}

fn rule(spec: &Spec, rule: &Rule, edition: Edition) -> Member {
    let level = match rule.level {
        Level::Must => "MUST",
        Level::Should => "SHOULD",
    };
    let checks = rule.checks.iter().filter(|check| check.on.range.contains(edition));
    let checks: Vec<String> = checks.map(|check| words::check(spec, &without_range(check))).collect();
    let loader = rule.loader.iter().find(|loader| loader.range.contains(edition));
    let loader = loader.map_or("", |loader| if loader.refuses { "refuses" } else { "accepts" });
    let facts = [("level", level.to_owned()), ("checks", checks.join("; ")), (MEASURED, loader.to_owned())];
    Member::new(&format!("{:04} {}", rule.number, rule.slug), facts, &rule.says)
}

fn without_range(check: &Check) -> Check {
    let mut check = check.clone();
    check.on.range = Range::ALL;
    check
}
