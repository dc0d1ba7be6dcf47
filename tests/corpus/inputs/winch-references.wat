(module
  (import "" "f" (func $f (param i32) (result externref)))
  (import "" "g" (func $g (param externref externref i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)))
  (func (export "two") (param externref)
    (call $g (local.get 0) (call $f (i32.const 1)) (call $h (local.get 0)) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 4) (i32.const 4) (i32.const 4) (i32.const 4) (i32.const 4) (i32.const 4)))
  (func $h (param externref) (result i32) (i32.const 0)))
