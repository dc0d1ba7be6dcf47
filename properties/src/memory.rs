//! How much memory this process had at most, where the system tells.

/// Which memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// What was really used.
    Used,
    /// What was asked for.
    Reserved,
}

/// The most that there was so far, in KiB.
pub fn peak(memory: Memory) -> Option<u64> {
    let label = match memory {
        Memory::Used => "VmHWM:",
        Memory::Reserved => "VmPeak:",
    };
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(label))?;
    line.split_whitespace().next()?.parse().ok()
}
