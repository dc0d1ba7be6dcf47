//! The program for one release: templates with the lines of other releases left out.

use std::fs;
use std::io;
use std::path::Path;

use cwasm_tracer::for_release;

const SHAPES: &str = include_str!("../templates/program.rs.txt");
const ROUNDTRIP: &str = include_str!("../templates/roundtrip.rs.txt");
const ENGINE: &str = include_str!("../templates/engine.rs.txt");
const ARTIFACTS: &str = include_str!("../templates/artifacts.rs.txt");
const RECORDER: [(&str, &str); 5] = [
    ("mod.rs", include_str!("../templates/recorder/mod.rs")),
    ("access.rs", include_str!("../templates/recorder/access.rs")),
    ("deserializer.rs", include_str!("../templates/recorder/deserializer.rs")),
    ("print.rs", include_str!("../templates/recorder/print.rs")),
    ("shape.rs", include_str!("../templates/recorder/shape.rs")),
];

/// What a program does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Prints the shapes of the types.
    Shapes,
    /// Decodes files and encodes them again.
    RoundTrip,
}

impl Kind {
    /// The name of the program for a release.
    pub(crate) fn name(self, release: u16) -> String {
        match self {
            Self::Shapes => format!("shapes-of-{release}"),
            Self::RoundTrip => format!("roundtrip-of-{release}"),
        }
    }
}

/// Writes the program of `release` to `folder`.
pub(crate) fn write(kind: Kind, release: u16, folder: &Path) -> io::Result<()> {
    let source = folder.join("src");
    fs::create_dir_all(source.join("recorder"))?;
    fs::write(folder.join("Cargo.toml"), manifest(kind, release))?;
    let main = if kind == Kind::Shapes { SHAPES } else { ROUNDTRIP };
    let main = main.replace("env!(\"RELEASE\")", &format!("\"{release}\""));
    fs::write(source.join("main.rs"), for_release(&main, release, &[]))?;
    fs::write(source.join("engine.rs"), for_release(ENGINE, release, &[]))?;
    fs::write(source.join("artifacts.rs"), for_release(ARTIFACTS, release, &[]))?;
    for (name, text) in RECORDER {
        fs::write(source.join("recorder").join(name), text)?;
    }
    Ok(())
}

/// Without default features: no compiler, only the types. Features change nothing in the shapes.
fn manifest(kind: Kind, release: u16) -> String {
    let codecs = "bincode = \"=1.3.3\" // @3..21\npostcard = { version = \"1\", features = [\"alloc\"] } // @21..\n";
    format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
        [dependencies]\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
        wasmtime-environ = {{ version = \"{release}\", default-features = false, features = [\"component-model\"] }}\n\
        {}\n\
        [profile.dev]\ndebug = false\n",
        kind.name(release),
        if kind == Kind::RoundTrip { for_release(codecs, release, &[]) } else { String::new() },
    )
}
