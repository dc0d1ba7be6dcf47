//! The tables as the library decodes them, in the types that all releases share. What makes no sense is a message.

use cwasm::types::{
    Addrmap, Exceptions, FrameDescriptor, FrameValue, Frames, PointFrame, ShapeIndex, StackMapBlock, Stackmap,
    TrapCode, Traps,
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
    let maps = table.map.iter().map(|map| StackMap { frame_size: map.frame_size, offsets: set_bits(map) });
    Ok(table.pc.iter().copied().zip(maps).collect())
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
    let handler = |((tag, context), offset): ((&cwasm::types::ExceptionTag, &cwasm::types::StackSlot), &u32)| Handler {
        tag: (!tag.is_none()).then_some(tag.0),
        context: (!context.is_none()).then_some(context.0),
        offset: *offset,
    };
    let mut handlers = table.tag.iter().zip(&table.context).zip(&table.handler).map(handler);
    let mut begin = 0;
    let mut sites = Vec::new();
    for ((site, frame_offset), end) in table.site.iter().zip(&table.frame_offset).zip(&table.end) {
        let handlers = handlers.by_ref().take((*end - begin) as usize).collect();
        begin = *end;
        sites.push((*site, CallSite { frame_offset: (*frame_offset != u32::MAX).then_some(*frame_offset), handlers }));
    }
    Ok(sites)
}

/// Keys are as the table has them: twice the offset, plus one for what begins there.
pub(crate) fn points(table: &Frames, release: Release) -> Entries<Vec<Frame>> {
    let mut points = Vec::new();
    for (key, pointer) in table.point_key.iter().zip(&table.point_pointer) {
        // The pointer counts words, of which a frame has three.
        let frames = table.frame.get(*pointer as usize / 3..).ok_or("a point without frames")?;
        let more = frames.iter().take_while(|frame| frame.position.more(release) == 1).count();
        let frames = frames.iter().take(more + 1).map(|frame| self::frame(table, frame, release));
        points.push((key.0, frames.collect::<Result<_, String>>()?));
    }
    Ok(points)
}

fn frame(table: &Frames, frame: &PointFrame, release: Release) -> Result<Frame, String> {
    let number = frame.descriptor as usize;
    let (layout, slot_to_fp) =
        table.descriptor.get(number).zip(table.slot_to_fp.get(number)).ok_or("a frame without layout")?;
    let locals = layout.local_offset.iter().zip(&layout.local_type);
    Ok(Frame {
        position: frame.position.offset(release),
        function: (layout.namespace.0, layout.index.0),
        slot_to_fp: *slot_to_fp,
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
        let set = patches.get(begin..end).ok_or("a patch outside of the patches")?.to_vec();
        let unset = text
            .get(*offset as usize..)
            .and_then(|text| text.get(..set.len()))
            .ok_or("a patch outside of .text")?
            .to_vec();
        begin = end;
        breakpoints.push((*position, Breakpoint { offset: *offset, set, unset }));
    }
    Ok(breakpoints)
}
