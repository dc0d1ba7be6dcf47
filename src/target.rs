//! What a target triple means for the container. Which architectures and systems there are is generated.

pub use crate::generated::target::{Architecture, System};

/// A target as far as the format distinguishes targets.
///
/// ```
/// use cwasm::{Architecture, System, Target};
/// let target = Target::parse("x86_64-pc-windows-msvc").unwrap();
/// assert_eq!(target.architecture(), Architecture::X86_64);
/// assert_eq!(target.system(), Some(System::Windows));
/// assert!(Target::parse("wasm32-wasip1").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    architecture: Architecture,
    system: Option<System>,
}

impl Target {
    /// Reads a triple, ARCHITECTURE-VENDOR-SYSTEM. `None` if no release can make code for the architecture.
    pub fn parse(triple: &str) -> Option<Self> {
        let mut words = triple.split('-');
        let architecture = Architecture::from_word(words.next()?)?;
        let system = words.nth(1).and_then(System::from_word);
        Some(Self { architecture, system })
    }

    /// The architecture.
    pub fn architecture(self) -> Architecture {
        self.architecture
    }

    /// The operating system; `None` for all that make no difference.
    pub fn system(self) -> Option<System> {
        self.system
    }

    /// Whether it is the architecture or family with this name in the description.
    pub(crate) fn is(self, name: &str) -> bool {
        self.architecture.name() == name || self.architecture.family() == name
    }

    /// Whether it is the operating system with this name in the description.
    pub(crate) fn runs(self, name: &str) -> bool {
        self.system.is_some_and(|system| system.name() == name)
    }
}
