//! Module and component information: decoded to the last byte, written back as it was, refused where a release has no
//! place for it.

mod support;

use cwasm::types::{
    ComponentInfo, Export, FuncIndex, MemoryInitialization, ModuleInfo, ModuleInternedTypeIndex, ModuleTypesApart,
};
use cwasm::{Artifact, Body, ErrorKind, Parts, Release, SectionId};

/// Reads a payload, and writes it again.
type Codec = fn(&[u8], Release) -> Result<Vec<u8>, cwasm::Error>;

/// The payloads of an artifact: data, and how they are read and written.
fn payloads<'a>(artifact: &Artifact<'a>) -> Vec<(&'a [u8], Codec)> {
    let mut found: Vec<(&[u8], Codec)> = Vec::new();
    let data = |id| artifact.section(id).unwrap().data();
    if artifact.module_info().unwrap().is_some() {
        found.push((data(ModuleInfo::SECTION), |data, release| {
            ModuleInfo::from_bytes(data, release)?.to_bytes(release)
        }));
    }
    if artifact.component_info().unwrap().is_some() {
        found.push((data(ComponentInfo::SECTION), |data, release| {
            ComponentInfo::from_bytes(data, release)?.to_bytes(release)
        }));
    }
    if artifact.module_types_apart().unwrap().is_some() {
        found.push((data(ModuleTypesApart::SECTION), |data, release| {
            ModuleTypesApart::from_bytes(data, release)?.to_bytes(release)
        }));
    }
    found
}

#[test]
fn payloads_are_decoded_to_their_last_byte() {
    let mut apart = 0;
    for real in support::corpus().into_iter().chain(support::more()) {
        let Ok(artifact) = Artifact::parse(&real.bytes) else { continue };
        let Ok(release) = artifact.release() else { continue };
        let payloads = payloads(&artifact);
        assert!(!payloads.is_empty(), "{}", real.path.display());
        apart += payloads.len() - 1;
        for (data, codec) in payloads {
            assert!(codec(data, release).unwrap() == data, "{}", real.path.display());
            // The last byte is one of the value, and nothing behind it is.
            assert!(codec(&data[..data.len() - 1], release).is_err(), "{}", real.path.display());
            assert!(codec(&[data, b"more"].concat(), release).unwrap() == data, "{}", real.path.display());
        }
    }
    assert!(apart > 0, "no types in a section of their own");
}

#[test]
fn a_payload_that_is_cut_is_refused_wherever_it_is() {
    for real in support::samples() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let release = artifact.release().unwrap();
        for (data, codec) in payloads(&artifact) {
            for length in 0..data.len() {
                let error = codec(&data[..length], release).unwrap_err();
                let known = matches!(error.kind(), ErrorKind::Truncated | ErrorKind::LengthTooLarge);
                assert!(known, "{}: {length}: {error}", real.path.display());
                assert!(error.offset().unwrap() <= u64::try_from(length).unwrap(), "{error}");
                assert!(error.path().contains('.'), "{error}");
            }
        }
    }
}

#[test]
fn changed_payloads_are_refused_or_read() {
    for real in support::samples() {
        let artifact = Artifact::parse(&real.bytes).unwrap();
        let release = artifact.release().unwrap();
        for (data, codec) in payloads(&artifact) {
            for at in (0..data.len()).step_by(3) {
                for change in [&[0xff_u8; 8][..], &[0xff, 0xff, 0xff, 0xff, 0x0f], &[0x80, 0], &[2]] {
                    let mut changed = data.to_vec();
                    changed.splice(at..(at + change.len()).min(data.len()), change.iter().copied());
                    // What is read can be written, and is then read the same.
                    if let Ok(written) = codec(&changed, release) {
                        assert!(codec(&written, release).unwrap() == written);
                    }
                }
            }
        }
    }
}

fn parts(path: &str) -> Parts {
    Artifact::parse(&support::file(path)).unwrap().to_parts().unwrap()
}

fn module_info(parts: &mut Parts) -> &mut ModuleInfo {
    let found = parts.sections.iter_mut().find_map(|section| match &mut section.body {
        Body::ModuleInfo(info) => Some(info),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn what_the_release_cannot_hold_is_named() {
    let unwritable = |change: fn(&mut ModuleInfo), kind, path: &str| {
        let mut parts = parts("corpus/50/50.0.1-traps-default.cwasm");
        change(module_info(&mut parts));
        let error = parts.to_bytes().unwrap_err();
        assert_eq!((error.kind(), error.path()), (kind, path), "{error}");
    };
    let lacks = ErrorKind::NotInRelease;
    unwritable(|info| info.info.module.start_func = Some(None), lacks, "module_info.info.module.start_func");
    unwritable(|info| info.info.module.strings = None, ErrorKind::MissingInRelease, "module_info.info.module.strings");
    unwritable(
        |info| info.info.module.functions[1].signature_since_18 = Some(ModuleInternedTypeIndex(0)),
        lacks,
        "module_info.info.module.functions[1].signature",
    );
    unwritable(
        |info| info.info.module.memory_initialization = MemoryInitialization::Segmented(Vec::new()),
        lacks,
        "module_info.info.module.memory_initialization",
    );
    unwritable(
        |info| {
            let types = info.types.as_mut().unwrap();
            types.trampoline_types.as_mut().unwrap().default = Some(ModuleInternedTypeIndex(u32::MAX));
        },
        ErrorKind::TooLarge,
        "module_info.types.trampoline_types[0]",
    );
}

#[test]
fn a_change_is_written_where_it_was_made() {
    let mut changed = parts("corpus/50/50.0.1-traps-default.cwasm");
    let info = module_info(&mut changed);
    info.info.module.strings.as_mut().unwrap().0[0] = "renamed".to_owned();
    info.info.func_names.retain(|name| name.idx != FuncIndex(0));
    let bytes = changed.to_bytes().unwrap();
    let artifact = Artifact::parse(&bytes).unwrap();
    assert_eq!(artifact.to_parts().unwrap(), changed);
    let view = artifact.view().unwrap();
    let module = view.modules().next().unwrap();
    assert!(module.exports().any(|export| export.name == "renamed"));
    assert_eq!(module.function_name(FuncIndex(0)), None);
}

/// The information of a component with instances nested so deep.
fn nested(levels: usize) -> ComponentInfo {
    let real =
        support::corpus().into_iter().find(|real| real.path.ends_with("10/10.0.2-crate-component-empty-default.cwasm"));
    let bytes = real.unwrap().bytes;
    let mut info = Artifact::parse(&bytes).unwrap().component_info().unwrap().unwrap();
    let mut exports = Vec::new();
    for _ in 0..levels {
        exports = vec![("inside".to_owned(), Export::Instance(exports))];
    }
    info.artifacts.as_mut().unwrap().info.component.exports = Some(exports);
    info
}

#[test]
fn exports_are_nested_so_deep_and_no_deeper() {
    let deepest = (1..200).take_while(|levels| nested(*levels).to_bytes(Release::R10).is_ok()).last().unwrap();
    let bytes = nested(deepest).to_bytes(Release::R10).unwrap();
    assert_eq!(ComponentInfo::from_bytes(&bytes, Release::R10).unwrap(), nested(deepest));
    // One level more by hand: what differs between two depths is one level.
    let shallower = nested(deepest - 1).to_bytes(Release::R10).unwrap();
    let at = bytes.iter().zip(&shallower).position(|(one, other)| one != other).unwrap();
    let level = bytes.len() - shallower.len();
    let mut deeper = bytes.clone();
    deeper.splice(at..at, bytes[at - level..at].iter().copied());
    let error = ComponentInfo::from_bytes(&deeper, Release::R10).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooDeep);
    let error = nested(deepest + 1).to_bytes(Release::R10).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooDeep);
    assert!(error.path().ends_with(".Instance[0].Instance[0]"), "{error}");
}

#[test]
fn information_is_not_read_before_it_is_asked_for() {
    let mut parts = parts("corpus/50/50.0.1-traps-default.cwasm");
    for section in &mut parts.sections {
        if section.id() == Some(SectionId::Info) {
            section.body = Body::Data(vec![0xff; 9]);
        }
    }
    let bytes = parts.to_bytes().unwrap();
    let artifact = Artifact::parse(&bytes).unwrap();
    assert!(artifact.engine().is_ok());
    for error in [artifact.module_info().err(), artifact.to_parts().err(), artifact.view().err()] {
        let error = error.unwrap();
        assert_eq!((error.section(), error.path()), (SectionId::Info.name(), "module_info.info.module.module_index"));
    }
}
