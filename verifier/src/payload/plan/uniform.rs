//! Elements of one size: what is to be kept of them is seen in place, and nothing is read one by one.

use super::{Node, NodeId, Number, Shape, Times};

/// Elements that all have the same size and no value that could be wrong.
pub(crate) struct Uniform {
    /// Of an element, in bytes.
    pub(crate) size: u64,
    /// What is kept of each.
    pub(crate) columns: Vec<Column>,
}

/// A value of every element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Which.
    pub(crate) slot: u16,
    pub(crate) number: Place,
    /// Lowest bit of the value in the number.
    pub(crate) shift: u8,
    /// The bits above it.
    pub(crate) mask: u64,
    /// The number that stands for nothing.
    pub(crate) none: Option<u64>,
    /// Where the end of the place stands that begins with the number, and whether it is a length.
    pub(crate) end: Option<(Place, bool)>,
}

/// A number in an element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// From the beginning of the element, in bytes.
    pub(crate) offset: u64,
    /// In bytes.
    pub(crate) width: u64,
}

/// How the elements of a node can be seen without reading them; `None` if each has to be read.
pub(super) fn uniform(nodes: &[Node<'_>], element: NodeId) -> Option<Uniform> {
    let mut columns = Vec::new();
    let size = add(nodes, element, 0, &mut columns)?;
    (size > 0).then_some(Uniform { size, columns })
}

/// Adds what is kept of a node at an offset, and gives its size.
fn add(nodes: &[Node<'_>], node: NodeId, offset: u64, columns: &mut Vec<Column>) -> Option<u64> {
    let node = nodes.get(node)?;
    match &node.shape {
        Shape::Number(Number { width, nonzero: false, none, .. }) => {
            let number = Place { offset, width: u64::from(*width) };
            columns.extend(node.captures.here.iter().map(|capture| Column {
                slot: capture.slot,
                number,
                shift: capture.shift,
                mask: capture.mask,
                none: *none,
                end: None,
            }));
            Some(number.width)
        }
        Shape::Bytes(count) if node.captures.here.is_empty() => Some(u64::from(*count)),
        Shape::Pair(first, second) => {
            let left = add(nodes, *first, offset, columns)?;
            let middle = offset.saturating_add(left);
            let right = add(nodes, *second, middle, columns)?;
            let (number, end) = (Place { offset, width: left }, Place { offset: middle, width: right });
            extents(node, number, (end, false), columns);
            Some(left.saturating_add(right))
        }
        Shape::Struct(shape) if shape.roots.is_empty() && !shape.recursive => {
            let mut places = Vec::new();
            let mut at = offset;
            for field in &shape.fields {
                if field.times != Times::Own || field.bytes.is_some() || field.pad != 0 || field.length.is_some() {
                    return None;
                }
                let width = add(nodes, field.node, at, columns)?;
                places.push(Place { offset: at, width });
                at = at.saturating_add(width);
            }
            match shape.extent {
                Some((start, length)) => {
                    extents(node, *places.get(start)?, (*places.get(length)?, true), columns);
                }
                None if !node.captures.here.is_empty() => return None,
                None => {}
            }
            Some(at.saturating_sub(offset))
        }
        _ => None,
    }
}

fn extents(node: &Node<'_>, number: Place, end: (Place, bool), columns: &mut Vec<Column>) {
    columns.extend(node.captures.here.iter().map(|capture| Column {
        slot: capture.slot,
        number,
        shift: 0,
        mask: u64::MAX,
        none: None,
        end: Some(end),
    }));
}
