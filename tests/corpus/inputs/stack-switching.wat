(module
  (type $f (func))
  (type $c (cont $f))
  (tag $y)
  (func $g (suspend $y))
  (elem declare func $g)
  (func (export "go") (result i32)
    (block $h (result (ref $c))
      (resume $c (on $y $h) (cont.new $c (ref.func $g)))
      (return (i32.const 0)))
    drop
    (i32.const 1)))
