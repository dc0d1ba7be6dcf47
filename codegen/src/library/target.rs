//! Architectures, operating systems and page sizes.

use cwasm_spec::model::{Architecture, Spec, System};

use super::{File, doc, naming, when};

const DERIVES: &str = "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n";

pub(super) fn render(spec: &Spec) -> File {
    let file = spec.architectures.first().map_or(0, |architecture| architecture.span.file);
    File {
        module: "target".to_owned(),
        source: spec.files.get(usize::from(file)).map_or_else(String::new, |file| file.to_string()),
        doc: "What a target triple can mean.".to_owned(),
        items: [architectures(spec), systems(spec), page(spec)].concat(),
    }
}

fn architectures(spec: &Spec) -> String {
    let list = &spec.architectures;
    let variants: String = list.iter().map(|arch| variant(&arch.name)).collect();
    let methods = [
        method("Its name.", "name", "&'static str", list, |arch| format!("{:?}", arch.name)),
        method("The name that it shares with its relatives.", "family", "&'static str", list, |arch| {
            format!("{:?}", arch.family)
        }),
        method("Its number in the ELF header.", "machine", "u16", list, |arch| arch.machine.to_string()),
        method("Its byte order in the ELF header.", "data", "u8", list, |arch| arch.data.to_string()),
        method("Its flag in the ELF header, 0 for none.", "flag", "u32", list, |arch| arch.flag.to_string()),
    ];
    let words: String = list
        .iter()
        .map(|arch| format!("{} => Self::{},\n", words(&arch.triples), naming::pascal(&arch.name)))
        .collect();
    format!(
        "{}{DERIVES}#[non_exhaustive]\npub enum Architecture {{ {variants} }}\nimpl Architecture {{ {} {}\
         pub(crate) fn from_word(word: &str) -> Option<Self> {{ Some(match word {{ {words} _ => return None }}) }} }}\n",
        doc("An architecture that some release can compile for."),
        methods.concat(),
        doc("By the first word of a triple."),
    )
}

fn systems(spec: &Spec) -> String {
    let list = &spec.systems;
    let variants: String = list.iter().map(|system| variant(&system.name)).collect();
    let name = method("Its name.", "name", "&'static str", list, |system: &System| format!("{:?}", system.name));
    let words = list.iter().flat_map(|system| system.triples.iter().map(move |word| (word, &system.name)));
    let tests: String = words.map(|(word, name)| format!("({word:?}, Self::{}),", naming::pascal(name))).collect();
    format!(
        "{}{DERIVES}#[non_exhaustive]\npub enum System {{ {variants} }}\nimpl System {{ {name} {}\
         pub(crate) fn from_word(word: &str) -> Option<Self> {{
             const BEGINNINGS: &[(&str, System)] = &[{}];
             BEGINNINGS.iter().find(|(beginning, _)| word.starts_with(beginning)).map(|(_, system)| *system)
         }} }}\n",
        doc("An operating system that makes a difference to the format."),
        doc("By the beginning of the third word of a triple."),
        tests.replace("Self::", "System::"),
    )
}

fn page(spec: &Spec) -> String {
    let lines = spec.pages.iter().map(|page| (&page.on, page.size.to_string()));
    let value = when::first_meant(spec, lines, "1");
    let largest = spec.pages.iter().map(|page| page.size).max().unwrap_or(1);
    format!(
        "{}pub(crate) fn page(release: Release, target: Target) -> u64 {{ {value} }}\n\
         {}pub(crate) const LARGEST_PAGE: u64 = {largest};\n",
        doc("The page size that the compiler assumes, in bytes."),
        doc("The largest of them.")
    )
}

fn variant(name: &str) -> String {
    format!("{}{},\n", doc(&format!("`{name}`.")), naming::pascal(name))
}

fn words(words: &[cwasm_spec::model::Text]) -> String {
    words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(" | ")
}

/// Something that a method answers by a `match` over all variants.
trait Named {
    fn name(&self) -> &str;
}

impl Named for Architecture {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for System {
    fn name(&self) -> &str {
        &self.name
    }
}

fn method<T: Named>(about: &str, name: &str, ty: &str, list: &[T], value: impl Fn(&T) -> String) -> String {
    let arms: String =
        list.iter().map(|item| format!("Self::{} => {},\n", naming::pascal(item.name()), value(item))).collect();
    format!("{}pub const fn {name}(self) -> {ty} {{ match self {{ {arms} }} }}\n", doc(about))
}
