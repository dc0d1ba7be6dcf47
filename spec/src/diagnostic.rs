//! Mistakes in a description: where, what, and how they are shown.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::model::Span;

/// One mistake in a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where it is.
    pub span: Span,
    /// What is wrong: lower case, no full stop.
    pub message: String,
}

/// A file of the description.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// All mistakes of a description, with the text they are in.
#[derive(Clone, Debug)]
pub struct Mistakes {
    /// The mistakes, in file order.
    pub diagnostics: Vec<Diagnostic>,
    /// The files.
    pub sources: Vec<Source>,
}

impl std::error::Error for Mistakes {}

impl std::fmt::Display for Mistakes {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for diagnostic in &self.diagnostics {
            writeln!(out, "{}", self.render(diagnostic))?;
        }
        write!(out, "{} mistakes in the description", self.diagnostics.len())
    }
}

impl Mistakes {
    /// One mistake with the line it is in.
    fn render(&self, diagnostic: &Diagnostic) -> String {
        let title = Level::ERROR.primary_title(diagnostic.message.as_str());
        let Some(source) = self.sources.get(usize::from(diagnostic.span.file)) else {
            return Renderer::plain().render(&[Group::with_title(title)]);
        };
        let start = (diagnostic.span.offset as usize).min(source.text.len());
        let end = start.saturating_add(diagnostic.span.length as usize).min(source.text.len());
        // A mark that is not on character boundaries would make the renderer fail.
        let range = if source.text.get(start..end).is_some() { start..end } else { 0..0 };
        let snippet = Snippet::source(source.text.as_str()).path(source.name.as_str());
        Renderer::plain().render(&[title.element(snippet.annotation(AnnotationKind::Primary.span(range)))])
    }
}
