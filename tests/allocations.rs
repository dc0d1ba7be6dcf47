//! Looking up takes no memory, nor does going through all entries.

mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cwasm::Artifact;

/// Counts for each thread how often it asks for memory.
struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: everything is the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: as for this function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as for this function.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often memory is asked for, and how many entries were seen.
fn counted(mut work: impl FnMut() -> usize) -> (usize, usize) {
    let before = COUNT.get();
    let seen = work();
    (COUNT.get() - before, seen)
}

#[test]
fn looking_up_takes_no_memory() {
    let mut seen = [0; 5];
    for real in support::corpus() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let (traps, map) = (artifact.traps_view().unwrap(), artifact.addrmap_view().unwrap());
        let (maps, exceptions) = (artifact.stackmap_view().unwrap(), artifact.exceptions_view().unwrap());
        let frames = artifact.frames_view().unwrap();
        let works: [&dyn Fn() -> usize; 5] = [
            &|| traps.iter().flat_map(|view| view.traps().filter_map(|entry| view.trap_at(entry.offset))).count(),
            &|| {
                map.iter()
                    .flat_map(|view| view.mappings().filter_map(|entry| view.mapping_at(entry.offset + 1)))
                    .count()
            },
            &|| {
                let found =
                    maps.iter().flat_map(|view| view.safepoints().filter_map(|entry| view.safepoint_at(entry.pc)));
                found.filter(|entry| entry.map.bits.iter().any(|word| word != 0)).count()
            },
            &|| {
                let entries = exceptions.iter().flat_map(|view| view.call_sites().map(move |entry| (view, entry)));
                entries
                    .filter_map(|(view, entry)| view.call_site_at(entry.site))
                    .flat_map(|entry| entry.handlers())
                    .count()
            },
            &|| {
                let entries = frames.iter().flat_map(|view| view.program_points().map(move |entry| (view, entry)));
                let found = entries.filter_map(|(view, entry)| Some((view, view.program_point_at(entry.point_key)?)));
                let found = found.flat_map(|(view, point)| point.frames().map(move |frame| (view, frame)));
                found.filter_map(|(view, frame)| view.frame_layout(frame.descriptor)).count()
            },
        ];
        for (sum, work) in seen.iter_mut().zip(works) {
            let (allocations, entries) = counted(work);
            assert_eq!(allocations, 0, "{}", real.path.display());
            *sum += entries;
        }
    }
    assert!(seen.iter().all(|entries| *entries > 100), "{seen:?}");
}
