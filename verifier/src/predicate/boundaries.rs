//! `begins-instruction`: where one instruction ends and the next one begins. How long each is, its pattern says.

use std::rc::Rc;

use cwasm_spec::model::{Arg, Check, Reader, Rule};

use super::counts::by_structure;
use super::places::Places;
use super::values::LISTED;
use crate::run::{Run, number};

/// The instructions of all functions, one behind the other, as far as somebody asked. Who asks goes forward.
pub(super) struct Boundaries<'c> {
    code: &'c [u8],
    instructions: Reader<'c>,
    functions: Rc<[(u64, u64)]>,
    /// The function behind the one that is read.
    next: usize,
    /// Where the last instruction begins that was asked for, or reached.
    at: u64,
    /// Where the function ends.
    end: u64,
    /// The instruction in front of `at`.
    last: u64,
    /// Up to where code was read. No byte is read twice, however many functions say that it is theirs.
    read: u64,
}

impl<'c> Boundaries<'c> {
    /// Of `begins-instruction OFFSETS SECTION PATTERN PLACES`.
    pub(super) fn new(run: &Run<'c>, check: &Check) -> Option<Self> {
        let [_, Arg::Section(section), Arg::Pattern(pattern), Arg::Place(places)] = &*check.args else { return None };
        let code = run.image.section(*section)?.data?;
        let automaton = run.spec.patterns.get(usize::from(*pattern))?.automaton.as_ref()?;
        let functions = Places::new(run, check, *places)?.sorted;
        Some(Self { code, instructions: automaton.reader(), functions, next: 0, at: 0, end: 0, last: 0, read: 0 })
    }

    /// Whether an instruction begins there, or nobody knows.
    pub(super) fn has(&mut self, offset: u64) -> bool {
        while offset >= self.end {
            let Some((start, end)) = self.functions.get(self.next) else { return true };
            self.next = self.next.saturating_add(1);
            (self.at, self.end, self.last) = (*start, *end, *start);
            if *start < self.read {
                self.give_up();
            }
        }
        if self.at < offset {
            self.go_on(offset);
        }
        self.at == offset || offset <= self.last || self.at > self.end
    }

    /// Says nothing about the rest of the function.
    fn give_up(&mut self) {
        self.at = self.end.saturating_add(1);
    }

    /// Goes on to the first instruction from there on, or behind the function if that is not known.
    fn go_on(&mut self, offset: u64) {
        let mut rest = usize::try_from(self.at).ok().and_then(|at| self.code.get(at..)).unwrap_or_default();
        while self.at < offset {
            let known = self.instructions.length(rest).and_then(|length| Some((length, rest.get(length..)?)));
            let Some((length, behind)) = known else {
                // A table may stand here, or what no compiler writes.
                return self.give_up();
            };
            (self.last, rest) = (self.at, behind);
            self.at = self.at.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
            self.read = self.at;
        }
    }
}

/// `begins-instruction`.
pub(super) fn begins_instruction(run: &mut Run<'_>, rule: &Rule, check: &Check) {
    by_structure(run, rule, check, |run, structure, wrong| {
        let Some(mut boundaries) = Boundaries::new(run, check) else { return };
        for item in structure.items() {
            if !boundaries.has(item.value) && wrong.len() < LISTED {
                let (last, at) = (number(boundaries.last), number(boundaries.at));
                wrong.push((item, format!("{last} or {at}, where instructions begin")));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::SPEC;

    fn length(code: &[u8]) -> Option<usize> {
        let pattern = SPEC.patterns.iter().find(|pattern| pattern.name == "x86_64_instruction");
        let automaton = pattern.and_then(|pattern| pattern.automaton.as_ref()).unwrap();
        automaton.reader().length(code)
    }

    /// What an assembler makes of some instructions; each ends where its bytes do, whatever stands behind it.
    #[test]
    fn instructions_are_as_long_as_their_bytes() {
        let instructions: [&[u8]; 23] = [
            &[0x55],                                                 // push rbp
            &[0x48, 0x89, 0xe5],                                     // mov rbp, rsp
            &[0x4c, 0x8b, 0x57, 0x08],                               // mov r10, [rdi + 8]
            &[0x8b, 0x04, 0x24],                                     // mov eax, [rsp]
            &[0x8b, 0x04, 0x25, 1, 2, 3, 4],                         // mov eax, [0x04030201]
            &[0x8b, 0x05, 1, 2, 3, 4],                               // mov eax, [rip + 0x04030201]
            &[0x4a, 0xc7, 0x04, 0x02, 1, 0, 0, 0],                   // mov qword [rdx + r8], 1
            &[0x66, 0xc7, 0x00, 1, 0],                               // mov word [rax], 1
            &[0x48, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8],                   // movabs rax, 0x0807060504030201
            &[0xb8, 1, 2, 3, 4],                                     // mov eax, 0x04030201
            &[0x41, 0xb8, 1, 2, 3, 4],                               // mov r8d, 0x04030201
            &[0xf6, 0xc1, 1],                                        // test cl, 1
            &[0x48, 0xf7, 0xf1],                                     // div rcx
            &[0xf7, 0x05, 1, 2, 3, 4, 5, 6, 7, 8],                   // test dword [rip + ...], ...
            &[0x0f, 0x87, 0x1d, 0, 0, 0],                            // ja
            &[0xf0, 0x48, 0x0f, 0xb1, 0x8c, 0x98, 1, 2, 3, 4],       // lock cmpxchg [rax + rbx * 4 + ...], rcx
            &[0xf2, 0x41, 0x0f, 0x10, 0x40, 0x08],                   // movsd xmm0, [r8 + 8]
            &[0x66, 0x0f, 0x3a, 0x0f, 0xc1, 0x08],                   // palignr xmm0, xmm1, 8
            &[0xc5, 0xf8, 0x77],                                     // vzeroupper
            &[0xc4, 0xe3, 0x79, 0x16, 0x44, 0x24, 0x10, 0x01],       // vpextrd [rsp + 16], xmm0, 1
            &[0x62, 0xf1, 0xfe, 0x28, 0x7f, 0x80, 1, 2, 3, 4],       // vmovdqu64 [rax + ...], ymm0
            &[0x66, 0x66, 0x2e, 0x0f, 0x1f, 0x84, 0x00, 0, 0, 0, 0], // nop of eleven bytes
            &[0x0f, 0x0b],                                           // ud2
        ];
        for bytes in instructions {
            for behind in [0x00, 0x66, 0xff] {
                let code = [bytes, &[behind; 8]].concat();
                assert_eq!(length(&code), Some(bytes.len()), "{bytes:02x?}");
            }
            assert_eq!(length(&bytes[..bytes.len() - 1]), None, "{bytes:02x?} cut");
        }
    }

    /// Behind a jump through a table there may be no instruction.
    #[test]
    fn jumps_through_tables_are_left_out() {
        assert_eq!(length(&[0xff, 0xe0]), None);
        assert_eq!(length(&[0xff, 0xd0]), Some(2));
    }
}
