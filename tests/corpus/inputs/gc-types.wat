(module
  (rec
    (type $a (sub (struct (field (ref null $b)))))
    (type $b (sub (func (param (ref $a)) (result (ref null $c)))))
    (type $c (sub (array (mut i16)))))
  (rec
    (type $a2 (sub $a (struct (field (ref null $b)) (field i64)))))
  (type $cf (sub final $c (array (mut i16))))
  (import "x" "y" (func (type $b)))
  (import "x" "g" (global (mut (ref null $a2))))
  (import "x" "t" (table 1 (ref null $c)))
  (func (export "f")))
