;; A function that is put into its caller: two slots in one frame, which on pulley32 begin at multiples of 4.
(module
  (func $callee (param i32) (result i32) local.get 0)
  (func (export "caller") (param i32) (result i32) local.get 0 call $callee))
