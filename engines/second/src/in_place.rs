//! The library's own look-ups, in the bytes of the sections: what they find, in the types that all releases share.

use cwasm::Release;
use cwasm::lookup::{AddrmapView, ExceptionsView, FramesView, StackmapView, TrapsView};
use cwasm::types::{PointKey, TrapCode};

use crate::ours;
use crate::wasmtime::{Breakpoint, CallSite, Frame, StackMap};

pub(crate) fn position(view: &AddrmapView<'_>, key: u32) -> Option<Option<u32>> {
    let position = view.mapping_at(key)?.position;
    Some((!position.is_none()).then_some(position.0))
}

pub(crate) fn trap(view: &TrapsView<'_>, release: Release, key: u32) -> Option<String> {
    view.trap_at(key)?.trap_code(release).map(|code: TrapCode| format!("{code:?}"))
}

pub(crate) fn stack_map(view: &StackmapView<'_>, key: u32) -> Option<StackMap> {
    Some(ours::stack_map(&view.safepoint_at(key)?.map.decode()))
}

pub(crate) fn call_site(view: &ExceptionsView<'_>, key: u32) -> Option<CallSite> {
    let site = view.call_site_at(key)?;
    let handlers = site.handlers().map(|handler| ours::handler(handler.tag, handler.context, handler.handler));
    Some(CallSite { frame_offset: ours::frame_offset(site.frame_offset), handlers: handlers.collect() })
}

pub(crate) fn point(view: &FramesView<'_>, key: u32) -> Option<Vec<Frame>> {
    let frames = view.program_point_at(PointKey(key))?.frames();
    let frame = |frame: cwasm::types::PointFrame| {
        let layout = view.frame_layout(frame.descriptor)?;
        ours::frame(&layout.descriptor.decode(), layout.slot_to_fp, &frame, view.release()).ok()
    };
    frames.map(frame).collect()
}

pub(crate) fn breakpoints(view: &FramesView<'_>, text: &[u8], key: u32) -> Option<Vec<Breakpoint>> {
    let found = view.breakpoints_at(key).map(|found| ours::breakpoint(found.offset, found.patch, text).ok());
    found.collect::<Option<Vec<_>>>().filter(|found| !found.is_empty())
}
