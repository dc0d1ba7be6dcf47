#!/usr/bin/env python3
"""Makes artifacts of real programs for `cwasm-load`: make.py FOLDER [RELEASE [NAME...]].

Needs npm, pip and a gigabyte. Programs come from npm, the compiler is the package `wasmtime` of PyPI; if no release is
given, of the one that `cwasm-load` loads with. Nothing is committed: the programs have their own licences, and the artifacts are large.
"""
import pathlib
import subprocess
import sys
import tarfile

RELEASE = "48.0.0"

# Name of the artifact, package of npm, file in it.
MODULES = [
    ("source-map", "source-map@0.8.0", "lib/mappings.wasm"),
    ("quickjs", "@jitl/quickjs-wasmfile-release-sync@0.32.0", "dist/emscripten-module.wasm"),
    ("sqlite", "sql.js@1.16.0", "dist/sql-wasm.wasm"),
    # Its other builds use legacy exceptions, which Wasmtime does not compile.
    ("duckdb", "@duckdb/duckdb-wasm@1.32.0", "dist/duckdb-mvp.wasm"),
]

# Name of the artifact, and the programs that are modules of the component.
COMPONENTS = [
    ("source-map-component", ["source-map"]),
    ("sqlite-component", ["quickjs", "sqlite"]),
    ("duckdb-component", ["duckdb", "quickjs", "sqlite"]),
]


def leb(number: int) -> bytes:
    """LEB128, as lengths in WebAssembly are."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + leb(rest) if rest else bytes([low])


def component(modules: list[bytes]) -> bytes:
    """A component that holds modules: the compiler compiles them, whether they are instantiated or not."""
    sections = (b"\x01" + leb(len(module)) + module for module in modules)
    return b"\0asm\x0d\0\x01\0" + b"".join(sections)


def references(count: int) -> str:
    """Functions that keep references over calls: few programs of npm have stack maps."""
    calls = "(call $other (local.get 0)) " * 8
    functions = f"(func (param externref) (result externref) {calls} (local.get 0))" * count
    return f'(module (import "" "" (func $other (param externref))) {functions})'


def program(folder: pathlib.Path, package: str, path: str) -> bytes:
    """A file of a package of npm."""
    name = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True)
    with tarfile.open(folder / name.stdout.split()[-1]) as archive:
        file = archive.extractfile("package/" + path)
        assert file is not None
        return file.read()


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    release = sys.argv[2] if len(sys.argv) > 2 else RELEASE
    library = folder / f"wasmtime-{release}"
    if not library.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(library)]
        subprocess.run([*pip, f"wasmtime=={release}"], check=True)
    sys.path.insert(0, str(library))
    import wasmtime

    config = wasmtime.Config()
    config.wasm_reference_types = True
    engine = wasmtime.Engine(config)
    wanted = set(sys.argv[3:])
    parts = {part for name, parts in COMPONENTS if name in wanted for part in parts}
    sources = [source for source in MODULES if not wanted or source[0] in wanted | parts]
    programs = {name: program(folder, package, path) for name, package, path in sources}
    modules = {**programs, "references": wasmtime.wat2wasm(references(20_000))}
    for name, wasm in modules.items():
        if wanted and name not in wanted:
            continue
        (folder / f"{name}.cwasm").write_bytes(wasmtime.Module(engine, wasm).serialize())
        print(name, flush=True)
    if release != RELEASE:
        return
    import wasmtime.component

    for name, parts in COMPONENTS:
        if wanted and name not in wanted:
            continue
        wasm = component([programs[part] for part in parts])
        (folder / f"{name}.cwasm").write_bytes(wasmtime.component.Component(engine, wasm).serialize())
        print(name, flush=True)


if __name__ == "__main__":
    main()
