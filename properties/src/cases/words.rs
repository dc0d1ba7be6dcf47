//! One line of a case as words: bare ones, and quoted texts with `\xNN` for other bytes.

use std::collections::VecDeque;

/// A word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Bare(String),
    Quoted(Vec<u8>),
}

/// The words of a line, taken from the left.
pub(super) struct Words(VecDeque<Word>);

impl Words {
    /// Splits a line; what follows `#` is a comment.
    pub(super) fn of(line: &str) -> Result<Self, String> {
        let mut words = VecDeque::new();
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next().filter(|first| *first != '#') {
            if first == '"' {
                let (text, behind) = quoted(rest.get(1..).unwrap_or_default())?;
                words.push_back(Word::Quoted(text));
                rest = behind.trim_start();
            } else {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let (word, behind) = rest.split_at(end);
                words.push_back(Word::Bare(word.to_owned()));
                rest = behind.trim_start();
            }
        }
        Ok(Self(words))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next word, bare.
    pub(super) fn bare(&mut self, what: &str) -> Result<String, String> {
        match self.0.pop_front() {
            Some(Word::Bare(word)) => Ok(word),
            Some(Word::Quoted(_)) => Err(format!("{what} is not written in quotes")),
            None => Err(format!("{what} is missing")),
        }
    }

    /// The next word, which has to be this one.
    pub(super) fn keyword(&mut self, keyword: &str) -> Result<(), String> {
        match self.bare(&format!("`{keyword}`"))? {
            word if word == keyword => Ok(()),
            word => Err(format!("`{keyword}` is expected, not `{word}`")),
        }
    }

    /// Whether the next word is this one; it is taken then.
    pub(super) fn takes(&mut self, keyword: &str) -> bool {
        let is_next = self.0.front() == Some(&Word::Bare(keyword.to_owned()));
        if is_next {
            self.0.pop_front();
        }
        is_next
    }

    /// The next word, a text in quotes.
    pub(super) fn quoted(&mut self, what: &str) -> Result<Vec<u8>, String> {
        match self.0.pop_front() {
            Some(Word::Quoted(text)) => Ok(text),
            _ => Err(format!("{what} is written in quotes")),
        }
    }

    /// A section: its name in quotes, or its number in the table.
    pub(super) fn section(&mut self) -> Result<String, String> {
        match self.0.pop_front() {
            Some(Word::Quoted(name)) => {
                String::from_utf8(name).map_err(|_| "the name of a section is UTF-8".to_owned())
            }
            Some(Word::Bare(number)) if number.parse::<usize>().is_ok() => Ok(number),
            _ => Err("a section is its name in quotes, or its number".to_owned()),
        }
    }

    /// A number, decimal or behind 0x hexadecimal.
    pub(super) fn number(&mut self, what: &str) -> Result<u64, String> {
        let word = self.bare(what)?;
        number(&word).ok_or_else(|| format!("{what} is a number, not `{word}`"))
    }

    /// Bytes to the end of the line or to `->`: pairs of hexadecimal digits, texts in quotes, `zeros N`, `repeat N` before
    /// either, or `nothing`.
    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut any = false;
        while let Some(word) = self.0.front().filter(|word| **word != Word::Bare("->".to_owned())).cloned() {
            self.0.pop_front();
            any = true;
            match word {
                Word::Bare(word) if word == "zeros" => bytes.extend(vec![0; self.count("the number of zeros")?]),
                Word::Bare(word) if word == "repeat" => {
                    let count = self.count("how many times")?;
                    let repeated = self.0.pop_front().ok_or("what to repeat is missing")?;
                    bytes.extend(literal(repeated)?.repeat(count));
                }
                Word::Bare(word) if word == "nothing" => {}
                word => bytes.extend(literal(word)?),
            }
        }
        if any { Ok(bytes) } else { Err("bytes are missing; `nothing` says that there are none".to_owned()) }
    }

    fn count(&mut self, what: &str) -> Result<usize, String> {
        usize::try_from(self.number(what)?).map_err(|_| format!("{what} is too large"))
    }

    /// Bytes, `->`, bytes.
    pub(super) fn change(&mut self) -> Result<(Vec<u8>, Vec<u8>), String> {
        let old = self.bytes()?;
        self.keyword("->")?;
        Ok((old, self.bytes()?))
    }

    /// Nothing may be left.
    pub(super) fn end(&mut self) -> Result<(), String> {
        match self.0.pop_front() {
            None => Ok(()),
            Some(Word::Bare(word)) => Err(format!("`{word}` is too much")),
            Some(Word::Quoted(text)) => Err(format!("\"{}\" is too much", String::from_utf8_lossy(&text))),
        }
    }
}

/// A number, decimal or behind 0x hexadecimal.
pub(super) fn number(word: &str) -> Option<u64> {
    match word.strip_prefix("0x") {
        Some(digits) => u64::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

/// The bytes that one word stands for.
fn literal(word: Word) -> Result<Vec<u8>, String> {
    match word {
        Word::Quoted(text) => Ok(text),
        Word::Bare(word) => hex(&word).ok_or_else(|| format!("`{word}` is no pairs of hexadecimal digits")),
    }
}

fn hex(word: &str) -> Option<Vec<u8>> {
    let pairs = word.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?, 16).ok())
        .collect()
}

/// The text up to the closing quote, and what stands behind it.
fn quoted(text: &str) -> Result<(Vec<u8>, &str), String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['"', '\\']).ok_or("the closing quote is missing")?;
        let (plain, special) = rest.split_at(end);
        bytes.extend(plain.as_bytes());
        let Some(escape) = special.strip_prefix('\\') else { return Ok((bytes, special.get(1..).unwrap_or_default())) };
        let digits = escape.strip_prefix('x').and_then(|digits| digits.get(..2));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.ok_or("behind a backslash stands x and two hexadecimal digits")?);
        rest = escape.get(3..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::{Word, Words};

    #[test]
    fn quotes_hold_spaces_and_bytes() {
        let words = Words::of(r#"name symbol 1 "a b\xff" # why"#).map(|words| words.0).unwrap_or_default();
        assert_eq!(words.len(), 4);
        assert_eq!(words.back(), Some(&Word::Quoted(b"a b\xff".to_vec())));
    }

    #[test]
    fn bytes_are_hex_texts_and_zeros() {
        let change = Words::of(r#"00ff "a" -> zeros 2"#).and_then(|mut words| words.change());
        assert_eq!(change, Ok((vec![0, 255, b'a'], vec![0, 0])));
        let repeated = Words::of(r#"repeat 2 0102 repeat 1 "a" "#).and_then(|mut words| words.bytes());
        assert_eq!(repeated, Ok(vec![1, 2, 1, 2, b'a']));
        assert!(Words::of("0 -> 1").and_then(|mut words| words.change()).is_err());
        assert!(Words::of("-> 01").and_then(|mut words| words.change()).is_err());
    }
}
