//! Patterns as automata: what is slow or can go wrong is done once, when the description is read.

mod network;

use std::collections::BTreeMap;

use self::network::Network;
use super::context::Context;
use crate::model::{Arg, Automaton, Next, Pattern, Rule};
use crate::predicate::Predicate;

/// Makes the automata of all patterns that rules fit to very many bytes.
pub(super) fn make(patterns: &mut [Pattern], rules: &[Rule], context: &mut Context) {
    let checks = rules.iter().flat_map(|rule| rule.checks.iter());
    let asking = checks.filter(|check| check.predicate == Predicate::BeginsInstruction);
    let named = asking.flat_map(|check| check.args.iter()).filter_map(|arg| match arg {
        Arg::Pattern(index) => Some(usize::from(*index)),
        _ => None,
    });
    for index in named {
        let Some(pattern) = patterns.get(index).filter(|pattern| pattern.automaton.is_none()) else { continue };
        match automaton(patterns, index) {
            Ok(automaton) => {
                if let Some(pattern) = patterns.get_mut(index) {
                    pattern.automaton = Some(automaton);
                }
            }
            Err(message) => context.error(pattern.span, message),
        }
    }
}

/// A state: where the pattern can be behind the same bytes.
struct State {
    /// Whether the pattern is at its end.
    ends: bool,
    /// The next state for each class of bytes.
    next: Vec<Option<usize>>,
}

fn automaton(patterns: &[Pattern], index: usize) -> Result<Automaton, String> {
    let network = Network::of(patterns, index)?;
    let (kinds, examples) = network.kinds();
    let states = smallest(&states(&network, &examples)?);
    let rows = rows(&states)?;
    let row = |row: &Vec<u8>| kinds.iter().filter_map(|kind| row.get(*kind).copied()).collect::<Vec<u8>>();
    Ok(Automaton { rows: rows.iter().flat_map(row).collect() })
}

/// What each state does with each kind of bytes; states that leave nothing open are left out.
fn rows(states: &[State]) -> Result<Vec<Vec<u8>>, String> {
    let left = bytes_left(states);
    let left = |state: usize| left.get(state).copied().flatten();
    // The first one stays in any case.
    let kept: Vec<usize> = (0..states.len()).filter(|index| *index == 0 || left(*index).is_none()).collect();
    let number = |state: usize| {
        let number = kept.binary_search(&state).ok().and_then(|number| u8::try_from(number).ok());
        number
            .filter(|number| usize::from(*number) < Automaton::MOST_STATES)
            .ok_or("the pattern is too large for an automaton")
    };
    let next = |next: &Option<usize>| {
        Ok(match next {
            None => Next::Nothing,
            Some(next) => left(*next).map_or_else(|| number(*next).map(Next::State), |left| Ok(Next::Ends(left)))?,
        }
        .number())
    };
    kept.iter().filter_map(|index| states.get(*index)).map(|state| state.next.iter().map(next).collect()).collect()
}

/// All states, the first one first; a byte of each class is given.
fn states(network: &Network, examples: &[u8]) -> Result<Vec<State>, String> {
    let first = vec![Network::START];
    let mut known = BTreeMap::from([(first.clone(), 0)]);
    let mut found = vec![first];
    let mut states = Vec::new();
    while let Some(nodes) = found.get(states.len()).cloned() {
        let mut next = Vec::new();
        for byte in examples {
            let behind = network.behind(&nodes, *byte);
            next.push((!behind.is_empty()).then(|| {
                *known.entry(behind.clone()).or_insert_with(|| {
                    found.push(behind);
                    found.len().saturating_sub(1)
                })
            }));
        }
        let ends = network.ends(&nodes);
        if ends && next.iter().any(Option::is_some) {
            return Err("where the pattern ends depends on what comes behind it".to_owned());
        }
        states.push(State { ends, next });
    }
    Ok(states)
}

/// The same with as few states as there can be: of those that do the same, one is left.
fn smallest(states: &[State]) -> Vec<State> {
    // Which states are the same as far as is known: at first all that end, and all others.
    let mut same: Vec<usize> = states.iter().map(|state| usize::from(state.ends)).collect();
    let mut count = 0;
    loop {
        let of = |next: &Option<usize>| next.and_then(|next| same.get(next)).copied();
        let mut known = BTreeMap::new();
        let finer: Vec<usize> = states
            .iter()
            .map(|state| {
                let new = known.len();
                *known.entry((state.ends, state.next.iter().map(of).collect::<Vec<_>>())).or_insert(new)
            })
            .collect();
        let found = known.len();
        same = finer;
        if found == count {
            break;
        }
        count = found;
    }
    let of = |next: &Option<usize>| next.and_then(|next| same.get(next)).copied();
    let mut left: Vec<State> = Vec::new();
    for (state, group) in states.iter().zip(&same) {
        if *group == left.len() {
            left.push(State { ends: state.ends, next: state.next.iter().map(of).collect() });
        }
    }
    left
}

/// How many bytes each state leaves that can be anything, if it leaves nothing else open.
fn bytes_left(states: &[State]) -> Vec<Option<u8>> {
    let mut left: Vec<Option<u8>> = states.iter().map(|state| state.ends.then_some(0)).collect();
    for _ in 0..Next::MOST_LEFT {
        for (index, state) in states.iter().enumerate() {
            let Some(Some(next)) = state.next.first() else { continue };
            let same = state.next.iter().all(|other| *other == Some(*next));
            let behind = left.get(*next).copied().flatten().filter(|left| *left < Next::MOST_LEFT);
            if let (true, Some(behind), Some(own)) = (same, behind, left.get_mut(index)) {
                *own = Some(behind.saturating_add(1));
            }
        }
    }
    left
}
