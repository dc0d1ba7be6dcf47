//! `new-rule`: the folder of a rule with a case to fill in, and the node for the description.

use std::fs;

use crate::project;

pub(crate) fn new(number: u16, slug: &str) -> Result<(), String> {
    let spec = project::spec()?;
    if let Some(rule) = spec.rule(number) {
        return Err(format!("rule {number:04} exists: {}", rule.slug));
    }
    let block = format!("{:02}", number / 100);
    let chapter = spec.chapters.iter().position(|chapter| *chapter.block == *block);
    let file = chapter.and_then(|chapter| spec.files.get(chapter)).ok_or(format!("no file has the block {block}"))?;
    let folder = project::root().join(format!("tests/rules/{number:04}-{slug}"));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let case = folder.join("case.txt");
    let text = "# what is changed, and why nothing else is wrong then\nartifact tests/corpus/EDITION/FILE.cwasm\n";
    fs::write(&case, text).map_err(|error| format!("{}: {error}", case.display()))?;
    println!("made {}, for you to fill in; put this into {file}:\n", case.display());
    println!(
        "rule {number} {slug} since=\"{}\" {{\n    must \"...\"\n    why \"...\"\n    check ...\n    \
         evidence artifact=\"...\" source=\"...\"\n}}",
        spec.edition_name(spec.newest())
    );
    Ok(())
}
