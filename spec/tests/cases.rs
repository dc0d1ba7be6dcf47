//! Each folder of `cases/` is a file that is added to the description, and the mistakes that the loader finds in it.
//! `BLESS=1 cargo test` rewrites the expected texts.

mod common;

use common::{description, each_case};
use cwasm_spec::diagnostic::Source;
use cwasm_spec::load::load;

#[test]
fn the_description_has_no_mistakes() {
    if let Err(mistakes) = load(description()) {
        panic!("{mistakes}");
    }
}

#[test]
fn each_mistake_is_reported_with_its_line() {
    each_case("cases", |text| {
        let mut sources = description();
        sources.push(Source { name: "input.kdl".into(), text });
        load(sources).map(|_| String::new()).unwrap_or_else(|mistakes| format!("{mistakes}\n"))
    });
}

#[test]
fn deep_nesting_is_a_mistake_and_no_overflow() {
    for open in ["a {\n", "(", "/*"] {
        let source = Source { name: "deep.kdl".into(), text: open.repeat(100_000) };
        let mistakes = load(vec![source]).unwrap_err();
        assert!(mistakes.diagnostics.iter().any(|mistake| mistake.message.contains("nested deeper")));
    }
}
