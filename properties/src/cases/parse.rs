//! The text of a case: `artifact`, perhaps `release`, then edits. Strict: an unknown word is a mistake.

use cwasm_verify::SPEC;

use super::edit::{At, Edit};
use super::record::Record;
use super::words::Words;
use super::{Case, Mistake};

pub(super) fn parse(text: &str) -> Result<Case, Mistake> {
    let mut case = Case { artifact: String::new(), edition: None, edits: Vec::new() };
    for (index, line) in text.lines().enumerate() {
        let line_number = index + 1;
        read_line(line, line_number, &mut case).map_err(|message| Mistake { line: line_number, message })?;
    }
    let last = text.lines().count().max(1);
    if case.artifact.is_empty() {
        return Err(Mistake { line: last, message: "no `artifact` is named".to_owned() });
    }
    if case.edits.is_empty() {
        return Err(Mistake { line: last, message: "there is no edit".to_owned() });
    }
    Ok(case)
}

fn read_line(line: &str, number: usize, case: &mut Case) -> Result<(), String> {
    let mut words = Words::of(line)?;
    if words.is_empty() {
        return Ok(());
    }
    let command = words.bare("the command")?;
    match &*command {
        "artifact" if case.artifact.is_empty() => case.artifact = words.bare("the path")?,
        "artifact" => return Err("a case has one artifact".to_owned()),
        "release" => {
            let name = words.bare("the release")?;
            case.edition = Some(SPEC.edition(&name).ok_or_else(|| format!("unknown release `{name}`"))?);
        }
        command => case.edits.push((number, edit(command, &mut words)?)),
    }
    words.end()
}

fn edit(command: &str, words: &mut Words) -> Result<Edit, String> {
    Ok(match command {
        "replace" => {
            let at = words.number("the offset")?;
            let (old, new) = words.change()?;
            if old.len() != new.len() {
                return Err("`replace` moves nothing: give as many bytes as there were".to_owned());
            }
            Edit::Splice { at, old, new }
        }
        "insert" => Edit::Splice { at: words.number("the offset")?, old: Vec::new(), new: words.bytes()? },
        "delete" => Edit::Splice { at: words.number("the offset")?, old: words.bytes()?, new: Vec::new() },
        "append" => Edit::Append(words.bytes()?),
        "cut" => Edit::Cut(words.number("the length")?),
        "set" => set(words)?,
        "data" => {
            let section = words.section()?;
            let at = at(words)?;
            let (old, new) = words.change()?;
            Edit::Data { section, at, old, new }
        }
        "bytes" => {
            let path = words.bare("the path")?;
            let (old, new) = words.change()?;
            Edit::Bytes { path, old, new }
        }
        "clear" => Edit::Clear(words.section()?),
        "gap" => {
            let bytes = words.number("the number of bytes")?;
            words.keyword("before")?;
            Edit::Gap { bytes, before: if words.takes("table") { None } else { Some(words.section()?) } }
        }
        "add" => add(words)?,
        "drop" if words.takes("symbols") => {
            let first = words.number("the first")?;
            words.keyword("to")?;
            Edit::DropSymbols { first, last: words.number("the last")? }
        }
        "drop" => Edit::Drop(words.section()?),
        "rename" => Edit::Rename { section: words.section()?, name: words.quoted("the new name")? },
        "swap" if words.takes("symbol") => Edit::SwapSymbols(words.number("one")?, words.number("the other")?),
        "swap" => Edit::Swap(words.section()?, words.section()?),
        "move" => {
            let section = words.section()?;
            words.keyword("after")?;
            Edit::Move { section, after: words.section()? }
        }
        "name" => {
            words.keyword("symbol")?;
            Edit::NameSymbol { index: words.number("the symbol")?, name: words.quoted("the new name")? }
        }
        _ => return Err(format!("unknown command `{command}`")),
    })
}

fn at(words: &mut Words) -> Result<At, String> {
    let word = words.bare("the offset")?;
    let number = |digits| {
        super::words::number(digits).ok_or_else(|| format!("an offset is a number, `end` or `end-N`, not `{word}`"))
    };
    Ok(match word.strip_prefix("end-") {
        Some(digits) => At::BeforeEnd(number(digits)?),
        None if word == "end" => At::BeforeEnd(0),
        None => At::Start(number(&word)?),
    })
}

fn set(words: &mut Words) -> Result<Edit, String> {
    let what = words.bare("what to set")?;
    if let Some(field) = what.strip_prefix("header.") {
        let field = known(Record::Header, field.to_owned())?;
        return Ok(Edit::SetHeader { field, value: words.number("the value")? });
    }
    Ok(match &*what {
        "section" => {
            let section = words.section()?;
            let field = known(Record::Section, words.bare("the field")?)?;
            Edit::SetSection { section, field, value: words.number("the value")? }
        }
        "symbol" => {
            let index = words.number("the symbol")?;
            let field = known(Record::Symbol, words.bare("the field")?)?;
            Edit::SetSymbol { index, field, value: words.number("the value")? }
        }
        "relocation" => {
            let section = words.section()?;
            let index = words.number("the relocation")?;
            let field = known(Record::Relocation, words.bare("the field")?)?;
            Edit::SetRelocation { section, index, field, value: words.number("the value")? }
        }
        "value" => Edit::SetValue { path: words.bare("the path")?, value: words.number("the value")? },
        "text" => Edit::SetText { path: words.bare("the path")?, text: words.quoted("the text")? },
        _ => {
            return Err(format!(
                "`{what}` cannot be set: header.FIELD, section, symbol, relocation, value or text can"
            ));
        }
    })
}

/// A field that the description declares.
fn known(record: Record, field: String) -> Result<String, String> {
    if record.place(&field).is_some() {
        return Ok(field);
    }
    let fields: Vec<&str> = record.fields().into_iter().map(|(name, ..)| name).collect();
    Err(format!("unknown field `{field}`; there are {}", fields.join(", ")))
}

fn add(words: &mut Words) -> Result<Edit, String> {
    let name = words.quoted("the name")?;
    words.keyword("after")?;
    let after = words.section()?;
    let mut fields = [0; 3];
    for (field, keyword) in fields.iter_mut().zip(["type", "flags", "align"]) {
        words.keyword(keyword)?;
        *field = words.number(keyword)?;
    }
    words.keyword("data")?;
    let [ty, flags, align] = fields;
    Ok(Edit::Add { name, after, ty, flags, align, data: words.bytes()? })
}

#[cfg(test)]
mod tests {
    use super::super::Case;

    fn mistake(edit: &str) -> String {
        let case = Case::parse(&format!("artifact a.cwasm\n\n{edit}\n"));
        case.map_or_else(|mistake| mistake.to_string(), |case| format!("{case:?}"))
    }

    #[test]
    fn mistakes_name_their_line() {
        assert_eq!(mistake("put 1"), "line 3: unknown command `put`");
        assert_eq!(mistake("cut"), "line 3: the length is missing");
        assert_eq!(mistake("cut 5 6"), "line 3: `6` is too much");
        assert_eq!(mistake("cut five"), "line 3: the length is a number, not `five`");
        assert_eq!(mistake("swap .text .bti"), "line 3: a section is its name in quotes, or its number");
        assert_eq!(
            mistake("replace 4 01 -> 0102"),
            "line 3: `replace` moves nothing: give as many bytes as there were"
        );
        assert!(mistake("set header.e_typ 1").starts_with("line 3: unknown field `e_typ`; there are magic, class"));
    }

    #[test]
    fn a_case_has_an_artifact_and_edits() {
        assert!(Case::parse("cut 5").is_err_and(|mistake| mistake.message.contains("artifact")));
        assert!(Case::parse("artifact a").is_err_and(|mistake| mistake.message.contains("no edit")));
        assert!(Case::parse("artifact a\nrelease 2\ncut 5").is_err_and(|mistake| mistake.line == 2));
    }
}
