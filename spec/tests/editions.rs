//! Editions given at run time. Each folder of `editions/` is the file of one, and the mistakes that the loader finds in it.
//! `BLESS=1 cargo test` rewrites the expected texts.

mod common;

use std::sync::LazyLock;

use common::{description, each_case};
use cwasm_spec::diagnostic::{Mistakes, Source};
use cwasm_spec::load::{load, load_edition};
use cwasm_spec::model::{Spec, TypeKind};
use cwasm_spec::version::Edition;

static BASE: LazyLock<Spec> = LazyLock::new(|| load(description()).unwrap());

fn with(text: impl Into<String>, base: &Spec) -> Result<Spec, Mistakes> {
    load_edition(Source { name: "input.kdl".into(), text: text.into() }, base)
}

fn loaded(text: &str) -> Spec {
    with(text, &BASE).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

/// What each line of a type is called in an edition, in order.
fn lines(spec: &Spec, ty: &str, edition: &str) -> Vec<String> {
    let edition = spec.edition(edition).unwrap();
    let ty = spec.type_named(ty).unwrap();
    let mut lines: Vec<String> =
        ty.fields().iter().filter(|field| field.range.contains(edition)).map(|field| field.name.to_string()).collect();
    lines.extend(ty.variants(edition).map(|variant| variant.name.to_string()));
    match &ty.kind {
        TypeKind::Row { names, .. } => {
            lines.extend(names.iter().filter(|name| name.range.contains(edition)).map(|name| name.name.to_string()));
        }
        TypeKind::Bits { bits, .. } => {
            let here = bits.iter().filter(|bit| bit.range.contains(edition));
            lines.extend(here.map(|bit| format!("{} {}", bit.at, bit.name)));
        }
        TypeKind::Flags { flags, .. } => {
            lines.extend(flags.iter().filter(|flag| flag.range.contains(edition)).map(|flag| flag.name.to_string()));
        }
        _ => {}
    }
    lines
}

#[test]
fn each_mistake_is_reported_with_its_line() {
    each_case("editions", |text| {
        with(text, &BASE).map(|_| String::new()).unwrap_or_else(|mistakes| format!("{mistakes}\n"))
    });
}

#[test]
fn an_edition_without_differences_changes_nothing_else() {
    for like in BASE.editions.iter() {
        let spec = loaded(&format!("edition ours like=\"{like}\""));
        let (ours, theirs) = (spec.edition("ours").unwrap(), spec.edition(like).unwrap());
        assert_eq!(Edition(ours.0 + 1), theirs);
        for (before, after) in BASE.types.iter().zip(spec.types.iter()) {
            assert_eq!(after.range.contains(ours), after.range.contains(theirs));
            for edition in BASE.editions.iter() {
                assert_eq!(lines(&BASE, &before.name, edition), lines(&spec, &after.name, edition), "{}", after.name);
            }
            assert_eq!(lines(&spec, &after.name, "ours"), lines(&spec, &after.name, like));
        }
        let rules = |edition| spec.rules_of(edition).map(|rule| rule.number).collect::<Vec<_>>();
        assert_eq!(rules(ours), rules(theirs));
        assert_eq!(spec.recorded_as(ours), spec.recorded_as(theirs));
    }
}

#[test]
fn what_is_kept_stands_where_it_stood_and_what_is_lacked_is_gone_there_alone() {
    let spec = loaded(
        "edition ours like=\"23\" {
            struct tunables { keep cache_call_indirects max_call_indirect_cache_slots; lacks winch_callable }
            struct table_plan { keep written non_null_zero }
        }",
    );
    assert_eq!(lines(&spec, "table_plan", "ours"), lines(&spec, "table_plan", "22"));
    let kept = lines(&spec, "tunables", "ours");
    assert!(!kept.iter().any(|field| field == "winch_callable"));
    let mut expected = lines(&BASE, "tunables", "22");
    expected.retain(|field| field != "winch_callable");
    assert_eq!(kept, expected);
    for edition in BASE.editions.iter() {
        assert_eq!(lines(&spec, "tunables", edition), lines(&BASE, "tunables", edition), "{edition}");
    }
}

#[test]
fn what_was_new_later_can_be_kept_too() {
    let spec = loaded("edition ours like=\"30\" { struct tunables { keep inlining } }");
    assert!(lines(&spec, "tunables", "ours").contains(&"inlining".to_owned()));
    assert!(!lines(&spec, "tunables", "30").contains(&"inlining".to_owned()));
    let ours = spec.edition("ours").unwrap();
    let fields = spec.type_named("tunables").unwrap().fields();
    let kept = fields.iter().find(|field| field.name == "inlining" && field.range.contains(ours)).unwrap();
    let first = BASE.type_named("tunables").unwrap().fields().iter().find(|field| field.name == "inlining").unwrap();
    assert_eq!(kept.ty, first.ty);
}

#[test]
fn new_lines_stand_where_they_are_put() {
    let spec = loaded(
        "struct budget { field cpu u32; field fuel option u64 }
        edition ours like=\"36\" {
            struct tunables {
                field ours_first u8 first=#true
                field budget budget after=\"ours_first\"
                lacks consume_fuel
                field consume_fuel u8
            }
            enum flag_value { variant Char u32 after=\"Num\" }
            bits wasm_feature_bits { lacks CM_GC; bit 32 OURS; bit 63 MINE }
            flags shared_flags { flag zzz_ours bool after=\"unwind_info\" }
        }",
    );
    let fields = lines(&spec, "tunables", "ours");
    assert_eq!(fields[..2], ["ours_first", "budget"]);
    let mut others = lines(&spec, "tunables", "36");
    others.splice(0..0, ["ours_first".to_owned(), "budget".to_owned()]);
    assert_eq!(fields, others);
    assert_eq!(lines(&spec, "flag_value", "ours"), ["Enum", "Num", "Char", "Bool"]);
    let bits = lines(&spec, "wasm_feature_bits", "ours");
    assert!(bits.contains(&"32 OURS".to_owned()) && bits.contains(&"63 MINE".to_owned()), "{bits:?}");
    assert!(lines(&spec, "shared_flags", "ours").contains(&"zzz_ours".to_owned()));
    assert_eq!(lines(&spec, "budget", "ours"), ["cpu", "fuel"]);
}

#[test]
fn sections_and_rules_differ_for_the_edition_alone() {
    let spec = loaded(
        "edition ours like=\"36\" records=\"our own\" {
            section \".wasmtime.exceptions\" keep
            section \".wasmtime.stackmap\" lacks
            rule 1501 lacks
        }",
    );
    let ours = spec.edition("ours").unwrap();
    let index = |name: &str| u16::try_from(spec.sections.iter().position(|one| one.name == name).unwrap()).unwrap();
    let (kept, lacked) = (index(".wasmtime.exceptions"), index(".wasmtime.stackmap"));
    assert!(spec.has_section(kept, ours) && !spec.has_section(lacked, ours));
    let theirs = spec.edition("36").unwrap();
    assert!(!spec.has_section(kept, theirs) && spec.has_section(lacked, theirs));
    for edition in 0..spec.editions.len() {
        let edition = Edition(u16::try_from(edition).unwrap());
        assert_eq!(spec.orders.iter().filter(|order| order.range.contains(edition)).count(), 1);
        assert_eq!(spec.rules_of(edition).any(|rule| rule.number == 1501), edition != ours);
    }
    let order = spec.orders.iter().find(|order| order.range.contains(ours)).unwrap();
    assert!(order.sections.contains(&kept));
}

#[test]
fn an_edition_can_be_like_another_custom_one() {
    let first = loaded("edition one like=\"23\" { struct tunables { keep cache_call_indirects } }");
    let second =
        with("edition two like=one { struct tunables { keep max_call_indirect_cache_slots } }", &first).unwrap();
    assert_eq!(lines(&second, "tunables", "two"), lines(&second, "tunables", "22"));
    assert_eq!(lines(&second, "tunables", "one"), lines(&first, "tunables", "one"));
    let recorded = second.recorded_as(second.edition("two").unwrap());
    assert_eq!(second.edition_name(recorded), "23");
}
