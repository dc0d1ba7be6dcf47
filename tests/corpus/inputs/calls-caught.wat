;; Calls through a register, with handlers: of an import and of what a table has.
(module
  (import "" "f" (func $f))
  (tag $t)
  (table 1 funcref)
  (func (export "caller")
    block $caught
      try_table (catch $t $caught) call $f end
      try_table (catch $t $caught) i32.const 0 call_indirect end
    end))
