//! Pictures of bytes: records of fixed size, layouts of any size.

use cwasm_spec::model::{Field, Spec, Word};

use super::words;

/// Bytes in a row of a picture.
const ROW: usize = 4;

/// The bytes of a record, four in a row.
pub(super) fn record(fields: &[Field]) -> String {
    let bytes: Vec<usize> =
        fields.iter().enumerate().flat_map(|(index, field)| std::iter::repeat_n(index, size(&field.ty))).collect();
    let rows: Vec<&[usize]> = bytes.chunks(ROW).collect();
    let picture = Picture { fields, width: fields.iter().map(needed_width).max().unwrap_or_default() };
    let mut lines = vec![picture.columns()];
    let mut above: &[usize] = &[];
    let mut offset = 0_usize;
    for row in rows {
        lines.push(format!("      {}", picture.border(above, row)));
        lines.push(format!("0x{offset:02x}  {}", picture.cells(above, row)));
        above = row;
        offset = offset.saturating_add(ROW);
    }
    lines.push(format!("      {}", picture.border(above, &[])));
    lines.join("\n")
}

/// Size of a field of a record in bytes.
pub(super) fn size(ty: &[Word]) -> usize {
    match ty.first() {
        Some(Word::U8 | Word::Bool) => 1,
        Some(Word::U16) => 2,
        Some(Word::U32) => 4,
        Some(Word::U64) => 8,
        Some(Word::Bytes(count)) => usize::from(*count),
        _ => 0,
    }
}

/// How wide a byte must be so that the name fits, with a space on both sides.
fn needed_width(field: &Field) -> usize {
    let bytes = size(&field.ty).clamp(1, ROW);
    field.name.len().saturating_add(2).div_ceil(bytes)
}

struct Picture<'a> {
    fields: &'a [Field],
    width: usize,
}

impl Picture<'_> {
    fn columns(&self) -> String {
        let numbers: Vec<String> = (0..ROW).map(|column| format!("{:^1$}", format!("+{column}"), self.width)).collect();
        format!("       {}", numbers.join(" ")).trim_end().to_owned()
    }

    /// The line between two rows: none where a field goes on.
    fn border(&self, above: &[usize], below: &[usize]) -> String {
        let columns = above.len().max(below.len());
        let dashed: Vec<bool> = (0..columns).map(|column| above.get(column) != below.get(column)).collect();
        let mut line = String::new();
        for column in 0..=columns {
            let left = column.checked_sub(1).and_then(|left| dashed.get(left)).copied();
            let here = dashed.get(column).copied();
            let crossing = left == Some(true) || here == Some(true);
            let edge = left.is_none() || here.is_none() || starts(above, column);
            line.push(if crossing {
                '+'
            } else if edge {
                '|'
            } else {
                ' '
            });
            if let Some(dashed) = here {
                line.push_str(&if dashed { "-" } else { " " }.repeat(self.width));
            }
        }
        line
    }

    /// The line with the names; a field that began above has none.
    fn cells(&self, above: &[usize], row: &[usize]) -> String {
        let mut line = String::from("|");
        for cell in row.chunk_by(|one, other| one == other) {
            let Some(index) = cell.first() else { continue };
            let known = above.contains(index);
            let name = self.fields.get(*index).map_or("", |field| if known { "" } else { &*field.name });
            let width = cell.len().saturating_mul(self.width.saturating_add(1)).saturating_sub(1);
            line.push_str(&format!("{name:^width$}|"));
        }
        line
    }
}

/// Whether another field starts in this column than in the one before.
fn starts(row: &[usize], column: usize) -> bool {
    column.checked_sub(1).is_some_and(|left| row.get(left) != row.get(column))
}

/// Letters in a row of boxes, about.
const LINE: usize = 100;

/// The fields of a layout side by side, each with its size; fields of one name share a box. More than fit go below.
pub(super) fn layout(spec: &Spec, fields: &[Field]) -> String {
    let mut rows: Vec<Vec<Cell>> = vec![Vec::new()];
    let mut width = 0_usize;
    for fields in fields.chunk_by(|one, other| one.name == other.name) {
        let Some(field) = fields.first() else { continue };
        let field = Cell { name: field.name.to_string(), size: words::extent(spec, field) };
        width = width.saturating_add(field.width());
        match rows.last_mut() {
            Some(row) if width <= LINE => row.push(field),
            _ => {
                width = field.width();
                rows.push(vec![field]);
            }
        }
    }
    rows.iter().map(|row| boxes(row)).collect::<Vec<_>>().join("\n")
}

/// A field in a row of boxes.
struct Cell {
    name: String,
    size: String,
}

impl Cell {
    fn width(&self) -> usize {
        self.name.len().max(self.size.len()).saturating_add(3)
    }
}

fn boxes(row: &[Cell]) -> String {
    let line = |between: &str, cell: &dyn Fn(&Cell, usize) -> String| {
        let cells: Vec<String> = row.iter().map(|field| cell(field, field.width().saturating_sub(1))).collect();
        format!("{between}{}{between}", cells.join(between))
    };
    let border = line("+", &|_, width| "-".repeat(width));
    let names = line("|", &|field, width| format!("{:^width$}", field.name));
    let sizes = line("|", &|field, width| format!("{:^width$}", field.size));
    [border.clone(), names, sizes, border].join("\n")
}
