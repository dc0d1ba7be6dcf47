(module
  (import "" "f" (func $f))
  (tag $e)
  (func (export "outer")
    (block $b
      (try_table (catch $e $b)
        (try_table (catch_all $b)
          (call $f))))))
