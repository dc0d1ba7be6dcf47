//! The real engine, in a process of its own for every artifact.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// So long may an artifact run; the victims take a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(4);

/// No core dumps, and a limit of 64 GiB of addresses: an engine reserves some GiB for every memory, and takes little.
const LIMITS: &str = "ulimit -c 0; ulimit -v 67108864; exec \"$0\"";

/// What came of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran as the undamaged one does.
    Same,
    /// It ran to the end, and something was different.
    Different,
    /// The engine said no.
    Refused,
    /// It did not come to an end.
    Hung,
    /// How the engine died.
    Died(String),
}

pub struct Engine {
    program: PathBuf,
    /// What the undamaged artifact prints.
    expected: Vec<u8>,
}

impl Engine {
    pub fn new(program: PathBuf, artifact: &[u8]) -> Result<Self, String> {
        if !program.exists() {
            return Err(format!("{} is not built yet: see CONTRIBUTING.md", program.display()));
        }
        let mut engine = Self { program, expected: Vec::new() };
        let (_, output, _) = engine.execute(artifact)?;
        engine.expected = output;
        Ok(engine)
    }

    pub fn run(&self, artifact: &[u8]) -> Result<Outcome, String> {
        let (status, output, errors) = self.execute(artifact)?;
        Ok(match status {
            None => Outcome::Hung,
            Some(status) => match status.code() {
                Some(0) if output == self.expected => Outcome::Same,
                Some(0) => Outcome::Different,
                Some(3) => Outcome::Refused,
                _ => Outcome::Died(death(status, &output, &errors)),
            },
        })
    }

    /// Status (`None` if it had to be ended), standard output, standard error.
    fn execute(&self, artifact: &[u8]) -> Result<(Option<ExitStatus>, Vec<u8>, Vec<u8>), String> {
        let mut child = Command::new("sh")
            .args(["-c", LIMITS])
            .arg(&self.program)
            .env_remove("RUST_BACKTRACE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        // An engine that dies early does not read all.
        let _ = child.stdin.take().map(|mut stdin| stdin.write_all(artifact));
        let (output, errors) = (child.stdout.take(), child.stderr.take());
        Ok(std::thread::scope(|scope| {
            let output = scope.spawn(|| read(output));
            let errors = scope.spawn(|| read(errors));
            let status = wait(&mut child);
            (status, output.join().unwrap_or_default(), errors.join().unwrap_or_default())
        }))
    }
}

fn read(stream: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = stream.map(|mut stream| stream.read_to_end(&mut bytes));
    bytes
}

fn wait(child: &mut Child) -> Option<ExitStatus> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if start.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(2)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// The signal or the panic, and how far the engine came.
fn death(status: ExitStatus, output: &[u8], errors: &[u8]) -> String {
    let errors = String::from_utf8_lossy(errors);
    let output = String::from_utf8_lossy(output);
    let mut told = errors.lines().skip_while(|line| !line.contains("panicked at"));
    // The place without the folders that the engine was built in, then the message.
    let place = told.next().and_then(|line| line.rsplit('/').next()).unwrap_or_default();
    let message = told.next().unwrap_or_default();
    let step = |line: &&str| !line.starts_with(' ');
    let reached = output.lines().rfind(step).unwrap_or("before anything");
    let reached: String = reached.chars().take(40).collect();
    let status = if place.is_empty() { status.to_string() } else { format!("panic at {place} {message}") };
    format!("{status} (after: {reached})")
}
