(module
  (func $g (param i32 i32 i32 i32 i32 i32 i32 i32 f64) (result i32 i32 i32 i32 i32 i32 i32 i32)
    (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7))
  (func (export "f") (param i32 i32 i32 i32 i32 i32 i32 i32 f64) (result i32 i32 i32 i32 i32 i32 i32 i32)
    (call $g (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 8))))
