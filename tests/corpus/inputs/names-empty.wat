(module (func (@name "") (export "f")))
