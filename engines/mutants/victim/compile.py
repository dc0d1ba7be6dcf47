#!/usr/bin/env python3
"""compile.py LIBRARY OUTPUT PARTS...: compiles the parts as one module.

LIBRARY is the C API of a Wasmtime, as in the Python package `wasmtime` of that version (`linux-x86_64/_libwasmtime.so`).
The target is named, so that no feature of this machine's CPU is asked for."""
import ctypes
import os
import sys

library, output, *parts = sys.argv[1:]
api = ctypes.CDLL(library)
PROPOSALS = {"gc.wat": ["function_references", "gc"], "exceptions.wat": ["exceptions"]}


class Bytes(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("data", ctypes.POINTER(ctypes.c_char))]


def check(error):
    if error:
        message = Bytes()
        api.wasmtime_error_message(ctypes.c_void_p(error), ctypes.byref(message))
        sys.exit(message.data[: message.size].decode())


for name in ["wasm_config_new", "wasm_engine_new_with_config", "wasmtime_wat2wasm", "wasmtime_module_new",
             "wasmtime_module_serialize", "wasmtime_config_target_set"]:
    getattr(api, name).restype = ctypes.c_void_p
config = ctypes.c_void_p(api.wasm_config_new())
check(api.wasmtime_config_target_set(config, b"x86_64-unknown-linux-gnu"))
for proposal in [proposal for part in parts for proposal in PROPOSALS.get(os.path.basename(part), [])]:
    getattr(api, f"wasmtime_config_wasm_{proposal}_set")(config, ctypes.c_bool(True))
# Newer engines that run it are built without components and concurrency, and it is recorded that these are allowed.
for setting in ["wasm_component_model", "concurrency_support"]:
    if hasattr(api, f"wasmtime_config_{setting}_set"):
        getattr(api, f"wasmtime_config_{setting}_set")(config, ctypes.c_bool(False))
engine = ctypes.c_void_p(api.wasm_engine_new_with_config(config))
text = "(module $victim\n" + "\n".join(open(part).read() for part in parts) + ")\n"
text = text.encode()
wasm, module, artifact = Bytes(), ctypes.c_void_p(), Bytes()
check(api.wasmtime_wat2wasm(text, ctypes.c_size_t(len(text)), ctypes.byref(wasm)))
check(api.wasmtime_module_new(engine, wasm.data, ctypes.c_size_t(wasm.size), ctypes.byref(module)))
check(api.wasmtime_module_serialize(module, ctypes.byref(artifact)))
open(output, "wb").write(artifact.data[: artifact.size])
