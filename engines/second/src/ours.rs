//! The tables as the library decodes them, in the types that all releases share. What makes no sense is a message.

use cwasm::types::{
    Addrmap, ExceptionTag, Exceptions, FrameDescriptor, FrameValue, Frames, PointFrame, ShapeIndex, StackMapBlock,
    StackSlot, Stackmap, TrapCode, Traps,
};
use cwasm::{Release, SectionId};

use crate::wasmtime::{Breakpoint, CallSite, Entries, Frame, Handler, StackMap};

/// The section of machine code.
pub(crate) const TEXT: SectionId = SectionId::Text;

pub(crate) fn address_map(table: &Addrmap) -> Entries<Option<u32>> {
    if let Some(blocks) = &table.table {
        return Ok(blocks.0.iter().map(|entry| (entry.offset, entry.position)).collect());
    }
    let positions = table.position.iter().flatten().map(|position| (!position.is_none()).then_some(position.0));
    Ok(table.offset.iter().flatten().copied().zip(positions).collect())
}

pub(crate) fn traps(table: &Traps, release: Release) -> Entries<String> {
    let named = |(offset, code): (u32, u8)| {
        let name = TrapCode::from_number(code.into(), release).ok_or_else(|| format!("trap {code} has no name"))?;
        Ok((offset, format!("{name:?}")))
    };
    if let Some(blocks) = &table.table {
        return blocks.0.iter().map(|entry| named((entry.offset, entry.code))).collect();
    }
    table.offset.iter().flatten().copied().zip(table.code.iter().flatten().copied()).map(named).collect()
}

pub(crate) fn stack_maps(table: &Stackmap) -> Entries<StackMap> {
    Ok(table.pc.iter().copied().zip(table.map.iter().map(stack_map)).collect())
}

pub(crate) fn stack_map(map: &StackMapBlock) -> StackMap {
    StackMap { frame_size: map.frame_size, offsets: set_bits(map) }
}

/// Distances from the stack pointer: each bit is about four bytes.
fn set_bits(map: &StackMapBlock) -> Vec<u32> {
    let bits = (0_u32..)
        .step_by(32)
        .zip(&map.bits)
        .flat_map(|(first, word)| (0..32).map(move |bit| (first + bit, word >> bit & 1)));
    bits.filter(|(_, set)| *set == 1).map(|(bit, _)| bit * 4).collect()
}

pub(crate) fn call_sites(table: &Exceptions) -> Entries<CallSite> {
    let handlers = table.tag.iter().zip(&table.context).zip(&table.handler);
    let mut handlers = handlers.map(|((tag, context), offset)| handler(*tag, *context, *offset));
    let mut begin = 0;
    let mut sites = Vec::new();
    for ((site, offset), end) in table.site.iter().zip(&table.frame_offset).zip(&table.end) {
        let handlers = handlers.by_ref().take((*end - begin) as usize).collect();
        begin = *end;
        sites.push((*site, CallSite { frame_offset: frame_offset(*offset), handlers }));
    }
    Ok(sites)
}

pub(crate) fn handler(tag: ExceptionTag, context: StackSlot, offset: u32) -> Handler {
    Handler { tag: (!tag.is_none()).then_some(tag.0), context: (!context.is_none()).then_some(context.0), offset }
}

pub(crate) fn frame_offset(offset: u32) -> Option<u32> {
    (offset != u32::MAX).then_some(offset)
}

/// Keys are as the table has them: twice the offset, plus one for what begins there.
pub(crate) fn points(table: &Frames, release: Release) -> Entries<Vec<Frame>> {
    let mut points = Vec::new();
    for (key, pointer) in table.point_key.iter().zip(&table.point_pointer) {
        // The pointer counts words, of which a frame has three.
        let frames = table.frame.get(*pointer as usize / 3..).ok_or("a point without frames")?;
        let more = frames.iter().take_while(|frame| frame.position.more(release) == 1).count();
        let frames = frames.iter().take(more + 1).map(|frame| in_layout(table, frame, release));
        points.push((key.0, frames.collect::<Result<_, String>>()?));
    }
    Ok(points)
}

fn in_layout(table: &Frames, frame: &PointFrame, release: Release) -> Result<Frame, String> {
    let number = frame.descriptor as usize;
    let layout = table.descriptor.get(number).zip(table.slot_to_fp.get(number));
    let (layout, slot_to_fp) = layout.ok_or("a frame without layout")?;
    self::frame(layout, *slot_to_fp, frame, release)
}

pub(crate) fn frame(
    layout: &FrameDescriptor,
    slot_to_fp: u32,
    frame: &PointFrame,
    release: Release,
) -> Result<Frame, String> {
    let locals = layout.local_offset.iter().zip(&layout.local_type);
    Ok(Frame {
        position: frame.position.offset(release),
        function: (layout.namespace.0, layout.index.0),
        slot_to_fp,
        locals: locals.map(|(offset, ty)| Ok((*offset, type_name(*ty, release)?))).collect::<Result<_, String>>()?,
        operands: operands(layout, frame.shape, release)?,
    })
}

/// The topmost first: each shape names the one below it.
fn operands(layout: &FrameDescriptor, mut shape: ShapeIndex, release: Release) -> Result<Vec<(u32, String)>, String> {
    let mut operands = Vec::new();
    while !shape.is_none() {
        let number = shape.0 as usize;
        let (offset, ty) =
            layout.shape_offset.get(number).zip(layout.shape_type.get(number)).ok_or("a shape that is none")?;
        operands.push((*offset, type_name(*ty, release)?));
        shape = *layout.parent.get(number).ok_or("a shape without parent")?;
    }
    Ok(operands)
}

fn type_name(number: u8, release: Release) -> Result<String, String> {
    let value = FrameValue::from_number(number.into(), release).ok_or_else(|| format!("type {number} has no name"))?;
    Ok(format!("{value:?}").to_lowercase())
}

/// By place in the WebAssembly file. The bytes that are replaced are those of `.text`.
pub(crate) fn breakpoints(table: &Frames, text: &[u8]) -> Entries<Breakpoint> {
    let (positions, offsets) = (table.breakpoint_position.iter().flatten(), table.breakpoint_offset.iter().flatten());
    let patches = table.patches.as_deref().unwrap_or_default();
    let mut begin = 0;
    let mut breakpoints = Vec::new();
    for ((position, offset), end) in positions.zip(offsets).zip(table.breakpoint_end.iter().flatten()) {
        let end = *end as usize;
        let set = patches.get(begin..end).ok_or("a patch outside of the patches")?;
        begin = end;
        breakpoints.push((*position, breakpoint(*offset, set, text)?));
    }
    Ok(breakpoints)
}

pub(crate) fn breakpoint(offset: u32, set: &[u8], text: &[u8]) -> Result<Breakpoint, String> {
    let unset = text.get(offset as usize..).and_then(|text| text.get(..set.len()));
    let unset = unset.ok_or("a patch outside of .text")?.to_vec();
    Ok(Breakpoint { offset, set: set.to_vec(), unset })
}
