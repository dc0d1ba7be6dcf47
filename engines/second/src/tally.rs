//! What was compared, as the program of a release tells it to the command that started it.

use std::fmt;

/// The tables, as headings.
pub const TABLES: [&str; 6] = ["address map", "traps", "stack maps", "call sites", "program points", "breakpoints"];

/// So many differences of one table of one artifact are shown.
const SHOWN: u64 = 10;

/// How much of one table was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Entries that the library decoded.
    pub entries: u64,
    /// Questions that both sides were asked.
    pub look_ups: u64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.look_ups += other.look_ups;
    }
}

/// How much was compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files.
    pub artifacts: u64,
    /// Numbers of traps and types that mean something to one side at least.
    pub names: u64,
    /// One for each of [`TABLES`].
    pub tables: [Count; TABLES.len()],
    /// Tables that were made of random entries.
    pub made: Count,
    /// Modules that the engine loaded.
    pub loaded: u64,
    /// Functions in them.
    pub functions: u64,
    /// Traps that the engine caught in them.
    pub caught: u64,
    /// What the two sides answer differently.
    pub differences: u64,
}

impl Tally {
    /// Counts and shows a difference.
    pub(crate) fn differs(&mut self, what: &str, how: &str) {
        self.differences += 1;
        if self.differences <= SHOWN {
            println!("{what}: {how}");
        }
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.artifacts += other.artifacts;
        self.names += other.names;
        self.made.add(other.made);
        self.loaded += other.loaded;
        self.functions += other.functions;
        self.caught += other.caught;
        self.differences += other.differences;
        for (mine, other) in self.tables.iter_mut().zip(other.tables) {
            mine.add(other);
        }
    }

    /// Reads what was written; `None` if it is something else.
    pub fn parse(line: &str) -> Option<Self> {
        let numbers: Option<Vec<u64>> = line.strip_prefix("tally ")?.split(' ').map(|text| text.parse().ok()).collect();
        let numbers = numbers?;
        let [artifacts, names, loaded, functions, caught, differences, ref counts @ ..] = *numbers else {
            return None;
        };
        let mut tally = Self { artifacts, names, loaded, functions, caught, differences, ..Self::default() };
        let counts = counts.chunks(2).map(|pair| match *pair {
            [entries, look_ups] => Some(Count { entries, look_ups }),
            _ => None,
        });
        let counts: Vec<Count> = counts.collect::<Option<_>>()?;
        let (made, tables) = counts.split_first()?;
        tally.made = *made;
        tally.tables = tables.try_into().ok()?;
        Some(tally)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "tally {} {} {}", self.artifacts, self.names, self.loaded)?;
        write!(out, " {} {} {}", self.functions, self.caught, self.differences)?;
        let counts = std::iter::once(&self.made).chain(&self.tables);
        counts.into_iter().try_for_each(|count| write!(out, " {} {}", count.entries, count.look_ups))
    }
}
