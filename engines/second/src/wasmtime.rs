//! What can be asked of one release of Wasmtime, in types that all releases share. Says nothing of how it is answered.

/// All entries of a table with their keys, in the order of the table; the message of Wasmtime if it does not read them.
pub type Entries<V> = Result<Vec<(u32, V)>, String>;

/// Looks something up in a section.
pub type LookUp<V> = fn(&[u8], u32) -> V;

/// Lists the entries of a section.
pub type List<V> = fn(&[u8]) -> Entries<V>;

/// Looks something up in a section that speaks about `.text`, which comes second.
pub type LookUpBeside<V> = fn(&[u8], &[u8], u32) -> V;

/// Lists the entries of such a section.
pub type ListBeside<V> = fn(&[u8], &[u8]) -> Entries<V>;

/// Loads an artifact, given as its bytes, into an engine; the message of Wasmtime if it refuses.
pub type Load = fn(&[u8]) -> Result<Module, String>;

/// The functions of one release. What a release has not is `None`.
///
/// A section is given as its bytes, an offset counts the bytes from the start of `.text`. All functions that give entries
/// give all of a section, the others what is found for one key.
#[derive(Clone, Copy)]
pub struct Wasmtime {
    /// The place in the WebAssembly file for an offset.
    pub file_pos: LookUp<Option<Option<u32>>>,
    /// The address map.
    pub address_map: Option<List<Option<u32>>>,
    /// The name of the trap at an offset.
    pub trap: LookUp<Option<String>>,
    /// The traps.
    pub traps: Option<List<String>>,
    /// The stack map for a return address.
    pub stack_map: Option<LookUp<Option<StackMap>>>,
    /// The stack maps.
    pub stack_maps: Option<List<StackMap>>,
    /// The handlers for a return address.
    pub call_site: Option<LookUp<Option<CallSite>>>,
    /// The call sites that have handlers.
    pub call_sites: Option<List<CallSite>>,
    /// The frames at an offset: key is twice the offset, plus one for what begins there.
    pub point: Option<LookUpBeside<Option<Vec<Frame>>>>,
    /// The frames at all program points.
    pub points: Option<ListBeside<Vec<Frame>>>,
    /// The breakpoints for a place in the WebAssembly file.
    pub breakpoint: Option<LookUpBeside<Vec<Breakpoint>>>,
    /// The breakpoints, by that place.
    pub breakpoints: Option<ListBeside<Breakpoint>>,
    /// The name of what a local holds.
    pub value_type: Option<fn(u8) -> Option<String>>,
    /// What the engine says when it has loaded a module.
    pub load: Option<Load>,
}

/// Where references are in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackMap {
    /// In bytes.
    pub frame_size: u32,
    /// Distances from the stack pointer, in bytes.
    pub offsets: Vec<u32>,
}

/// A call that may throw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSite {
    /// From the stack pointer to the frame pointer, in bytes.
    pub frame_offset: Option<u32>,
    /// In the order of the table.
    pub handlers: Vec<Handler>,
}

/// Where an exception goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    /// The tag that it catches; all if `None`.
    pub tag: Option<u32>,
    /// Where the instance of the tag is, from the stack pointer on, in bytes.
    pub context: Option<u32>,
    /// Where it is in `.text`.
    pub offset: u32,
}

/// A frame that a debugger shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Place in the WebAssembly file.
    pub position: u32,
    /// Kind and module of the function, and its number.
    pub function: (u32, u32),
    /// From the start of the slot to the frame pointer, in bytes.
    pub slot_to_fp: u32,
    /// Where each local is in the slot, and the name of what it holds.
    pub locals: Vec<(u32, String)>,
    /// The same for operands, the topmost first.
    pub operands: Vec<(u32, String)>,
}

/// A place in `.text` that is changed for a breakpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakpoint {
    /// Where.
    pub offset: u32,
    /// The bytes that set it.
    pub set: Vec<u8>,
    /// The bytes that stand there otherwise.
    pub unset: Vec<u8>,
}

/// A module in an engine.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its machine code.
    pub text: Vec<u8>,
    /// Its address map.
    pub address_map: Entries<Option<u32>>,
    /// The functions that it defines.
    pub functions: Vec<Function>,
    /// What its exported functions did.
    pub caught: Vec<Caught>,
}

/// A function that a module defines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its position among all functions, imported ones first.
    pub index: u32,
    /// What the module calls it.
    pub name: Option<String>,
    /// Where it starts in `.text`.
    pub start: u64,
    /// Its length in bytes.
    pub length: u64,
}

/// A trap that the engine caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caught {
    /// The innermost function, by its position among all.
    pub function: u32,
    /// The place in the WebAssembly file.
    pub position: Option<u32>,
    /// Why it trapped.
    pub trap: String,
}
