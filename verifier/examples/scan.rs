use std::collections::BTreeMap;
fn main() {
    let mut by_rule: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let (mut n, mut ok) = (0, 0);
    let verbose = std::env::var("V").is_ok();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let report = cwasm_verify::verify(&bytes, &cwasm_verify::SPEC, &Default::default());
        n += 1;
        if report.violations.is_empty() && report.verdict() == cwasm_verify::report::Verdict::Conforming { ok += 1 }
        else if report.violations.is_empty() { let e = by_rule.entry(format!("{:?}", report.verdict())).or_default(); e.0 += 1; e.1 = path.clone(); }
        for v in &report.violations {
            let e = by_rule.entry(format!("{:04}{}", v.rule, if v.cause.is_some() {"c"} else {""})).or_default();
            e.0 += 1;
            e.1 = format!("{path}: {} {} found {} expected {}", v.section, v.path, v.found, v.expected);
            if verbose { println!("{}{:04} {} {:x?} found {} expected {}", if v.cause.is_some() {"  "} else {""}, v.rule, v.path, v.range, v.found, v.expected); }
        }
        if verbose { println!("{path} {:?} {:?} {:?} unreached {:?}", report.subject, report.release, report.verdict(), report.unreached); }
    }
    println!("{ok} of {n} conforming");
    for (k, v) in by_rule { println!("{k}: {} e.g. {}", v.0, v.1); }
}
