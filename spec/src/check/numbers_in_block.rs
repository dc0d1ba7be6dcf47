//! The number of a rule begins with the block of its file, and no two files have the same block.

use super::Findings;
use crate::model::Spec;

pub(super) fn check(spec: &Spec, findings: &mut Findings<'_>) {
    for (index, chapter) in spec.chapters.iter().enumerate() {
        let digits = chapter.block.get(..2).unwrap_or_default();
        if digits.len() != 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            findings.add(chapter.span, "a block begins with two digits");
        }
        if spec.chapters.iter().take(index).any(|earlier| earlier.block == chapter.block) {
            findings.add(chapter.span, format!("block `{}` is taken", chapter.block));
        }
    }
    for rule in spec.rules.iter() {
        let Some(chapter) = spec.chapters.get(usize::from(rule.chapter)) else { continue };
        let number = format!("{:04}", rule.number);
        if number.get(..2) != chapter.block.get(..2) || chapter.block.len() > 2 {
            findings.add(rule.span, format!("rule {number} is outside of block `{}` of its file", chapter.block));
        }
    }
}
