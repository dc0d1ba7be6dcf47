//! From declared types to nodes. A type is one node for each set of paths that lead into it, so that whatever is to be kept
//! is known where it is read.

use std::collections::HashMap;

use cwasm_spec::model::{self, Extent, Only, Slice, Spec, TypeDef, TypeKind, Word};
use cwasm_spec::query::Target;
use cwasm_spec::version::Edition;

use super::captures::{Capture, Captures, Pending, behind, ending, going_on, slots};
use super::uniform::uniform;
use super::wanted::Wanted;
use super::{Distinct, Field, Limit, Node, NodeId, Number, Plan, Shape, Sparse, Struct, Times, Variant};

/// Makes the plan of a layout; `wanted` says by index which values are to be kept.
pub(crate) fn compile<'s>(
    spec: &'s Spec,
    edition: Edition,
    target: Target<'s>,
    layout: u16,
    wanted: &[bool],
) -> Plan<'s> {
    let mut compiler = Compiler {
        spec,
        edition,
        target,
        wanted: Wanted::new(spec, edition, wanted),
        nodes: Vec::new(),
        made: HashMap::new(),
        open: Vec::new(),
        recursive: Vec::new(),
        optional: Vec::new(),
        enums: Vec::new(),
    };
    let fields = spec.types.get(usize::from(layout)).map_or(&[][..], TypeDef::fields);
    let roots = compiler.wanted.roots(layout);
    let mut fields = compiler.fields(fields, &pending(&roots), "");
    let declared = spec.types.get(usize::from(layout)).map_or(&[][..], TypeDef::fields);
    let wires = declared.iter().filter(|field| compiler.has(field)).map(|field| field.wire);
    fields.iter_mut().zip(wires).for_each(|(field, wire)| field.wire = Some(wire));
    Plan { nodes: compiler.nodes, fields, roots, optional: compiler.optional, enums: compiler.enums }.mark_plain()
}

fn pending(roots: &[u16]) -> Vec<Pending> {
    roots.iter().map(|slot| Pending { slot: *slot, step: 0 }).collect()
}

struct Compiler<'s> {
    spec: &'s Spec,
    edition: Edition,
    target: Target<'s>,
    wanted: Wanted<'s>,
    nodes: Vec<Node<'s>>,
    /// By type, paths and reason to be free.
    made: HashMap<(u16, Vec<Pending>, &'s str), NodeId>,
    /// The types that are being compiled, the outermost first.
    open: Vec<u16>,
    /// Those that came up inside of themselves.
    recursive: Vec<u16>,
    /// Values that can be missing.
    optional: Vec<u16>,
    /// Values that are indices of variants, with the enum.
    enums: Vec<(u16, u16)>,
}

impl<'s> Compiler<'s> {
    fn push(&mut self, shape: Shape<'s>, here: Vec<Capture>, free: &'s str) -> NodeId {
        self.nodes.push(Node {
            shape,
            captures: Captures { here, ..Captures::default() },
            free,
            names: "",
            slices: &[],
            limit: None,
        });
        self.nodes.len().saturating_sub(1)
    }

    fn field(&mut self, field: &'s model::Field, around: &[Pending], free: &'s str) -> NodeId {
        let free = if free.is_empty() { &*field.free } else { free };
        let inside = behind(self.spec, around, &field.name);
        if self.is_flag_list(&field.names) {
            let (_, element) = field.ty.split_first().unwrap_or((&Word::Seq, &[]));
            let element = self.words(element, &[], free).0;
            let flags = going_on(self.spec, &inside);
            let flags = flags.iter().filter_map(|path| Some((path.slot, &**path.next(self.spec)?))).collect();
            return self.push(Shape::Flags(&field.names, element, flags), ending(self.spec, &inside), free);
        }
        if field.times != model::Times::Own
            && let Some((_, element)) = field.ty.split_first()
        {
            let here = ending(self.spec, &inside);
            let elements = self.elements(&going_on(self.spec, &inside));
            let inner = self.words(element, &elements, free).0;
            let uniform = uniform(&self.nodes, inner);
            self.name_numbers(inner, field);
            return self.push(Shape::Run(inner, uniform), here, free);
        }
        let node = self.words(&field.ty, &inside, free).0;
        self.name_numbers(node, field);
        node
    }

    /// Says how the numbers of a field are named: those that come first, if it holds several kinds.
    fn name_numbers(&mut self, mut node: NodeId, field: &'s model::Field) {
        if field.names.is_empty() && field.slices.is_empty() {
            return;
        }
        while let Some(found) = self.nodes.get_mut(node) {
            node = match found.shape {
                Shape::Option(inner) | Shape::Seq(inner, _) | Shape::Array(_, inner) | Shape::Run(inner, _) => inner,
                Shape::Map(first, _) | Shape::Pair(first, _) => first,
                Shape::Number(_) => {
                    (found.names, found.slices) = (&field.names, &field.slices);
                    return;
                }
                _ => return,
            };
        }
    }

    /// Elements need no step of their own, but where the path ends at them.
    fn elements(&self, paths: &[Pending]) -> Vec<Pending> {
        let step = |path: &Pending| match path.next(self.spec) {
            Some(step) if step == "each" => path.advanced(),
            _ => *path,
        };
        paths.iter().map(step).collect()
    }

    fn is_flag_list(&self, name: &str) -> bool {
        let is_list = |ty: &TypeDef| ty.name == name && matches!(ty.kind, TypeKind::Flags { .. });
        !name.is_empty() && self.spec.types.iter().any(is_list)
    }

    /// The node of the first type that the words say, and the words behind it.
    fn words(&mut self, words: &'s [Word], paths: &[Pending], free: &'s str) -> (NodeId, &'s [Word]) {
        let Some((word, rest)) = words.split_first() else {
            return (self.push(Shape::Nothing, Vec::new(), free), words);
        };
        let spec = self.spec;
        let here = ending(spec, paths);
        let one = |width, nonzero| Shape::Number(Number { nonzero, ..Number::of(width) });
        let signed = |width| Shape::Number(Number { signed: true, ..Number::of(width) });
        let leaf = match *word {
            Word::U8 => one(1, false),
            Word::U16 => one(2, false),
            Word::U32 => one(4, false),
            Word::U64 => one(8, false),
            Word::I32 => signed(4),
            Word::I64 => signed(8),
            Word::NonZeroU32 => one(4, true),
            Word::U128 => Shape::Wide,
            Word::Bool => Shape::Bool,
            Word::String => Shape::Text,
            Word::Bytes(count) => Shape::Bytes(count),
            Word::Blob => Shape::Blob,
            Word::Named(index) => return (self.named(index, paths, free), rest),
            _ => return self.composed(*word, rest, paths, here, free),
        };
        (self.push(leaf, here, free), rest)
    }

    /// What is made of the types that follow a word.
    fn composed(
        &mut self,
        word: Word,
        rest: &'s [Word],
        paths: &[Pending],
        here: Vec<Capture>,
        free: &'s str,
    ) -> (NodeId, &'s [Word]) {
        let spec = self.spec;
        let inside = going_on(spec, paths);
        let steps = match word {
            Word::Option | Word::PackedOption => return self.optional(word, rest, paths, free),
            Word::Map => ["key", "value"],
            Word::Pair => ["0", "1"],
            Word::Range => ["start", "end"],
            _ => {
                let mut elements = self.elements(&inside);
                let optional = word == Word::Sparse && rest.first() == Some(&Word::Option);
                let rest = if optional { rest.get(1..).unwrap_or_default() } else { rest };
                if word == Word::Sparse {
                    let default = self.words(rest, &behind(spec, &elements, "default"), free).0;
                    elements.retain(|path| path.next(spec).is_none_or(|step| step != "default"));
                    self.optional.extend(slots(spec, &elements));
                    let (inner, rest) = self.words(rest, &elements, free);
                    let shape = Shape::Sparse(Sparse { default, optional, inner });
                    return (self.sparse(shape, here, slots(spec, &elements).collect(), free), rest);
                }
                let (inner, rest) = self.words(rest, &elements, free);
                let shape = match word {
                    Word::Array(count) => Shape::Array(count, inner),
                    Word::Set => Shape::Seq(inner, Distinct::Yes),
                    _ => Shape::Seq(inner, Distinct::No),
                };
                return (self.push(shape, here, free), rest);
            }
        };
        let [first, second] = steps.map(|step| behind(spec, &inside, step));
        let (left, behind_left) = self.words(rest, &first, free);
        let second_words = if word == Word::Range { rest } else { behind_left };
        let (right, behind_right) = self.words(second_words, &second, free);
        let shape = if word == Word::Map { Shape::Map(left, right) } else { Shape::Pair(left, right) };
        (self.push(shape, here, free), behind_right)
    }

    fn sparse(&mut self, shape: Shape<'s>, here: Vec<Capture>, absent: Vec<u16>, free: &'s str) -> NodeId {
        let captures = Captures { here, absent, ..Captures::default() };
        self.nodes.push(Node { shape, captures, free, names: "", slices: &[], limit: None });
        self.nodes.len().saturating_sub(1)
    }

    /// What may hold nothing: what is asked of its content is then missing.
    fn optional(&mut self, word: Word, rest: &'s [Word], paths: &[Pending], free: &'s str) -> (NodeId, &'s [Word]) {
        self.optional.extend(slots(self.spec, paths));
        let (inner, rest) = self.words(rest, paths, free);
        if word == Word::Option {
            let node = self.push(Shape::Option(inner), Vec::new(), free);
            if let Some(node) = self.nodes.get_mut(node) {
                node.captures.absent = slots(self.spec, paths).collect();
            }
            return (node, rest);
        }
        let here = self.nodes.get(inner).map(|node| node.captures.here.clone()).unwrap_or_default();
        let none = Some(u64::from(u32::MAX));
        (self.push(Shape::Number(Number { none, ..Number::of(4) }), here, free), rest)
    }

    fn named(&mut self, index: u16, paths: &[Pending], free: &'s str) -> NodeId {
        let spec = self.spec;
        let Some(ty) = spec.types.get(usize::from(index)) else { return self.push(Shape::Nothing, Vec::new(), free) };
        let mut paths: Vec<Pending> = paths.to_vec();
        self.wanted.enter(index, &mut paths);
        let roots = if matches!(ty.kind, TypeKind::Struct { .. }) { self.wanted.roots(index) } else { Vec::new() };
        paths.extend(pending(&roots));
        if self.open.contains(&index) && !self.recursive.contains(&index) {
            self.recursive.push(index);
        }
        if let TypeKind::Newtype { ty: words, none, only, slices } = &ty.kind {
            let id = self.newtype(words, *none, slices, &paths, free);
            self.limit(id, Limit { ty: &ty.name, only });
            return id;
        }
        let key = (index, paths, free);
        if let Some(made) = self.made.get(&key) {
            return *made;
        }
        let id = self.push(Shape::Nothing, ending(spec, &key.1), free);
        self.made.insert(key.clone(), id);
        self.open.push(index);
        let shape = self.shape(index, ty, &key.1, roots, free);
        self.open.pop();
        if let Some(node) = self.nodes.get_mut(id) {
            node.shape = shape;
        }
        id
    }

    fn shape(&mut self, index: u16, ty: &'s TypeDef, paths: &[Pending], roots: Vec<u16>, free: &'s str) -> Shape<'s> {
        let spec = self.spec;
        let inside = going_on(spec, paths);
        match &ty.kind {
            TypeKind::Struct { fields } | TypeKind::Layout { fields } | TypeKind::Record { fields, .. } => {
                let extent = ty.extent.and_then(|extent| self.extent(fields, extent));
                let fields = self.fields(fields, &inside, free);
                Shape::Struct(Struct { fields, roots, extent, recursive: self.recursive.contains(&index) })
            }
            TypeKind::Enum { .. } => {
                self.enums.extend(paths.iter().filter(|path| path.ends(spec)).map(|path| (path.slot, index)));
                let mut variants: Vec<Variant<'s>> =
                    ty.variants(self.edition).map(|variant| self.variant(variant, &inside, free)).collect();
                let recursive = self.recursive.contains(&index);
                variants.iter_mut().for_each(|variant| variant.recursive = recursive);
                Shape::Enum(variants)
            }
            TypeKind::Row { word, names } => {
                let here = names.iter().filter(|name| name.range.contains(self.edition));
                Shape::Row(*word, here.map(|name| &*name.name).collect())
            }
            TypeKind::Bits { .. } => {
                Shape::Bits(index, inside.iter().filter_map(|path| Some((path.slot, &**path.next(spec)?))).collect())
            }
            TypeKind::Blocks(blocks) => {
                let kept = |name: &str| -> Vec<u16> {
                    inside
                        .iter()
                        .filter(|path| path.next(spec).is_some_and(|step| step == name))
                        .map(|path| path.slot)
                        .collect()
                };
                let values = kept(&blocks.value.name);
                if matches!(blocks.value.form, model::BlockForm::Chain { .. }) {
                    self.optional.extend(&values);
                }
                Shape::Blocks(blocks, kept("offset"), values)
            }
            TypeKind::Newtype { .. } | TypeKind::Flags { .. } => Shape::Nothing,
        }
    }

    /// The fields that release and target have.
    fn fields(&mut self, fields: &'s [model::Field], paths: &[Pending], free: &'s str) -> Vec<Field<'s>> {
        let here: Vec<&'s model::Field> = fields.iter().filter(|field| self.has(field)).collect();
        let position = |name: &str| here.iter().position(|field| !name.is_empty() && field.name == name);
        let planned = here.iter().map(|field| Field {
            name: &field.name,
            node: self.field(field, paths, free),
            wire: None,
            times: match &field.times {
                model::Times::Own => Times::Own,
                model::Times::Field { name, per } => Times::Field(position(name).unwrap_or(usize::MAX), *per),
                model::Times::Rest => Times::Rest,
                model::Times::UntilZero => Times::UntilZero,
            },
            length: position(&field.length),
            bytes: position(&field.bytes),
            pad: field.pad,
            plain: None,
        });
        planned.collect()
    }

    fn has(&self, field: &model::Field) -> bool {
        field.range.contains(self.edition)
            && (field.arch.is_empty() || self.target.is_architecture(&field.arch))
            && (field.not_arch.is_empty() || !self.target.is_architecture(&field.not_arch))
    }

    /// Positions among the fields that the release has.
    fn extent(&self, fields: &[model::Field], extent: Extent) -> Option<(usize, usize)> {
        let position = |index: u16| {
            let wanted = fields.get(usize::from(index))?;
            let mut here = fields.iter().filter(|field| self.has(field));
            here.position(|field| field.name == wanted.name)
        };
        Some((position(extent.start)?, position(extent.length)?))
    }

    fn variant(&mut self, variant: &'s model::Variant, paths: &[Pending], free: &'s str) -> Variant<'s> {
        let spec = self.spec;
        let free = if free.is_empty() { &*variant.free } else { free };
        let inside = behind(spec, paths, &variant.name);
        self.optional.extend(slots(spec, &inside));
        let (mut content, mut fields) = (Vec::new(), Vec::new());
        let mut words = &*variant.ty;
        // What ends at a variant with one value ends at that.
        let alone = !words.is_empty() && cwasm_spec::query::behind(words).is_empty();
        let here = if alone { Vec::new() } else { ending(spec, &inside).iter().map(|capture| capture.slot).collect() };
        if variant.fields.is_empty() {
            while !words.is_empty() {
                let number = content.len().to_string();
                let paths = if alone { inside.clone() } else { behind(spec, &inside, &number) };
                let (node, rest) = self.words(words, &paths, free);
                content.push(node);
                words = rest;
            }
        } else {
            fields = self.fields(&variant.fields, &inside, free);
        }
        let elsewhere =
            |path: &&Pending| path.next(spec).is_some_and(|step| *step != variant.name && !step.starts_with('*'));
        let absent = paths.iter().filter(elsewhere).map(|path| path.slot).collect();
        Variant { name: &variant.name, content, fields, here, absent, recursive: false }
    }

    /// Has the walk ask whether a value is an allowed one.
    fn limit(&mut self, id: NodeId, limit: Limit<'s>) {
        if let Some(node) = self.nodes.get_mut(id).filter(|_| *limit.only != Only::All) {
            node.limit = Some(limit);
            if let Shape::Number(number) = &mut node.shape {
                number.limited = true;
            }
        }
    }

    fn newtype(
        &mut self,
        ty: &'s [Word],
        none: Option<u64>,
        slices: &'s [Slice],
        paths: &[Pending],
        free: &'s str,
    ) -> NodeId {
        let (id, _) = self.words(ty, paths, free);
        let sliced = slices.iter().filter(|slice| slice.range.contains(self.edition)).flat_map(|slice| {
            let mask = u64::MAX.checked_shr(64_u32.saturating_sub(u32::from(slice.bits))).unwrap_or(0);
            let paths = behind(self.spec, paths, &slice.name).into_iter().filter(|path| path.ends(self.spec));
            paths.map(move |path| Capture { slot: path.slot, shift: slice.at, mask })
        });
        let sliced: Vec<Capture> = sliced.collect();
        if let Some(node) = self.nodes.get_mut(id) {
            node.captures.here.extend(sliced);
            node.slices = slices;
            if let (Shape::Number(number), Some(_)) = (&mut node.shape, none) {
                number.none = none;
                self.optional.extend(node.captures.here.iter().map(|capture| capture.slot));
            }
        }
        id
    }
}
