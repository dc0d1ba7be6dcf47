(module
  (rec
    (type $s (struct))
    (type $f (func (param (ref $s))))
    (type $g (func (param i32))))
  (func (export "f") (type $f))
  (func (export "g") (type $g)))
