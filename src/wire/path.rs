//! Where reading or writing stands in the tree of values, kept only so that an error can say it.

use crate::error::ErrorKind;

/// More than any described value needs; a hostile one could otherwise use up the stack.
const DEEPEST: usize = 200;

/// The names of the values around the current one.
#[derive(Default)]
pub(super) struct Path {
    steps: Vec<Step>,
}

enum Step {
    /// Inside of a value, before its first field.
    Inside,
    /// In the field with this name.
    Field(&'static str),
    /// In the element with this index.
    Element(usize),
}

impl Path {
    pub(super) fn enter(&mut self) -> Result<(), ErrorKind> {
        if self.steps.len() >= DEEPEST {
            return Err(ErrorKind::TooDeep);
        }
        self.steps.push(Step::Inside);
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.steps.pop();
    }

    pub(super) fn field(&mut self, name: &'static str) {
        self.replace(Step::Field(name));
    }

    pub(super) fn element(&mut self, index: usize) {
        self.replace(Step::Element(index));
    }

    fn replace(&mut self, step: Step) {
        if let Some(last) = self.steps.last_mut() {
            *last = step;
        }
    }

    /// As in `engine.metadata.shared_flags[3].value`.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            match step {
                Step::Inside => {}
                Step::Field(name) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(name);
                }
                Step::Element(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}
