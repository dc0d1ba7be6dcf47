//! All that can be learnt about a file, also about a broken one: what the library decodes, and what the verifier knows.

use cwasm::{Artifact, Release};
use cwasm_spec::model::{Place, Spec, TypeDef};
use cwasm_verify::report::{Report, SectionReport, Subject};
use serde::Serialize;
use serde_json::Value;

use super::values::Naming;
use crate::exit::Exit;
use crate::json::{self, SCHEMA_VERSION};
use crate::render::verdict_word;
use crate::words;

/// What is known about a file. The names of fields are promised to users.
#[derive(Serialize)]
pub(super) struct Info<'a> {
    schema_version: u32,
    pub(super) path: &'a str,
    pub(super) size: usize,
    subject: &'static str,
    pub(super) verdict: &'static str,
    pub(super) kind: Option<&'static str>,
    pub(super) release: Option<&'a str>,
    recorded_version: Option<&'a str>,
    pub(super) target: Option<&'a str>,
    /// The engine section, under the names of the description.
    pub(super) engine: Option<Value>,
    pub(super) sections: Vec<Section<'a>>,
    /// Why something is missing above.
    pub(super) errors: Vec<String>,
}

/// A section. What is `None` stands in a table that cannot be read.
#[derive(Serialize)]
pub(super) struct Section<'a> {
    pub(super) index: usize,
    pub(super) name: &'a str,
    pub(super) offset: u64,
    pub(super) size: u64,
    #[serde(rename = "type")]
    ty: Option<u32>,
    pub(super) align: Option<u64>,
    pub(super) flags: Option<Vec<String>>,
    pub(super) state: &'static str,
    pub(super) what: Option<&'a str>,
}

impl<'a> Info<'a> {
    /// Gathers it.
    pub(super) fn gather(spec: &'a Spec, path: &'a str, bytes: &'a [u8], report: &'a Report) -> Self {
        let mut info = Self {
            schema_version: SCHEMA_VERSION,
            path,
            size: bytes.len(),
            subject: json::subject(report.subject),
            verdict: verdict_word(report.verdict()),
            kind: report.kind.map(json::kind),
            release: report.release_name(spec),
            recorded_version: report.recorded_version.as_deref(),
            target: report.target.as_deref(),
            engine: None,
            sections: sections(report),
            errors: Vec::new(),
        };
        if report.subject == Subject::Artifact {
            info.decode(spec, bytes, report);
        }
        info
    }

    fn decode(&mut self, spec: &Spec, bytes: &[u8], report: &Report) {
        let release = self.release.and_then(Release::from_name);
        let artifact = release.map_or_else(|| Artifact::parse(bytes), |release| Artifact::parse_as(bytes, release));
        match artifact {
            Ok(artifact) => {
                self.add_headers(spec, &artifact);
                self.add_engine(spec, &artifact, report);
            }
            Err(error) => self.errors.push(error.to_string()),
        }
    }

    fn add_headers(&mut self, spec: &Spec, artifact: &Artifact<'_>) {
        for header in artifact.sections() {
            let known = self.sections.iter_mut().find(|section| section.index == header.index());
            if let Some(section) = known {
                section.ty = Some(header.section_type());
                section.align = Some(header.alignment());
                section.flags = Some(words::flag_names(spec, header.flags()));
            }
        }
    }

    fn add_engine(&mut self, spec: &Spec, artifact: &Artifact<'_>, report: &Report) {
        let engine = artifact.engine().map_err(|error| error.to_string());
        let engine = engine.and_then(|engine| serde_json::to_value(engine).map_err(|error| error.to_string()));
        match (engine, report.edition(), engine_type(spec)) {
            (Ok(value), Some(edition), Some(ty)) => self.engine = Some(Naming { spec, edition }.declared(ty, &value)),
            (Ok(value), _, _) => self.engine = Some(value),
            (Err(error), _, _) => self.errors.push(error),
        }
    }

    /// Whether all of it could be shown.
    pub(super) fn exit(&self) -> Exit {
        if self.engine.is_some() && self.errors.is_empty() { Exit::Fine } else { Exit::NoVerdict }
    }
}

/// The layout in which the recorded version stands.
fn engine_type(spec: &Spec) -> Option<&TypeDef> {
    let Place::Value(index) = spec.identity.version else { return None };
    let layout = spec.values.get(usize::from(index))?.root;
    spec.types.get(usize::from(layout))
}

/// The sections as the verifier saw them: it goes on where a parser stops.
fn sections(report: &Report) -> Vec<Section<'_>> {
    report.sections.iter().zip(1..).map(|(section, index)| undecoded(section, index)).collect()
}

fn undecoded(section: &SectionReport, index: usize) -> Section<'_> {
    let (state, what) = json::state(&section.state);
    Section {
        index,
        name: &section.name,
        offset: section.range.start,
        size: section.range.end.saturating_sub(section.range.start),
        ty: None,
        align: None,
        flags: None,
        state,
        what,
    }
}
