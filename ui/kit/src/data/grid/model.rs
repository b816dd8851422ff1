//! What a grid is made of.

use yew::prelude::*;

/// On which side the content of a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Left: text.
    #[default]
    Start,
    /// Right: numbers and amounts.
    End,
    /// In the middle: marks.
    Center,
}

impl Align {
    pub(super) fn code(self) -> Option<&'static str> {
        match self {
            Self::Start => None,
            Self::End => Some("end"),
            Self::Center => Some("center"),
        }
    }
}

/// One column.
#[derive(Clone, PartialEq)]
pub struct Column {
    /// What is reported when it is sorted or resized.
    pub key: AttrValue,
    /// The heading.
    pub label: AttrValue,
    /// The width in pixels.
    pub width: f64,
    /// On which side its content stands.
    pub align: Align,
    /// Whether the rows can be sorted by it.
    pub sortable: bool,
}

impl Column {
    /// A column of text that can be sorted by.
    pub fn new(key: impl Into<AttrValue>, label: impl Into<AttrValue>, width: f64) -> Self {
        Self { key: key.into(), label: label.into(), width, align: Align::Start, sortable: true }
    }

    /// The same with its content on the right, as numbers stand.
    pub fn end(self) -> Self {
        Self { align: Align::End, ..self }
    }

    /// The same, not to be sorted by.
    pub fn unsortable(self) -> Self {
        Self { sortable: false, ..self }
    }
}

/// By which column the rows are sorted.
#[derive(Clone, PartialEq)]
pub struct Sort {
    /// The column's key.
    pub key: AttrValue,
    /// From high to low.
    pub descending: bool,
}

/// One row.
#[derive(Clone, PartialEq)]
pub struct GridRow {
    /// The record's id.
    pub id: AttrValue,
    /// What the row is about, for assistive technology.
    pub label: AttrValue,
    /// The content of each column.
    pub cells: Vec<Html>,
    /// What appears at the right while the pointer is over the row.
    pub actions: Html,
}

impl GridRow {
    /// A row without quick actions.
    pub fn new(id: impl Into<AttrValue>, label: impl Into<AttrValue>, cells: Vec<Html>) -> Self {
        Self { id: id.into(), label: label.into(), cells, actions: Html::default() }
    }
}

/// The selected ids after one was pressed; with `through`, all from there to here follow it.
pub(super) fn toggled(selected: &[AttrValue], id: &AttrValue, through: &[AttrValue]) -> Vec<AttrValue> {
    let mut next = selected.to_vec();
    let selecting = !selected.contains(id);
    let range = if through.is_empty() { std::slice::from_ref(id) } else { through };
    next.retain(|known| !range.contains(known));
    if selecting {
        next.extend(range.iter().cloned());
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_follows_the_row_that_was_pressed() {
        let ids: Vec<AttrValue> = ["a", "b", "c", "d"].into_iter().map(AttrValue::from).collect();
        assert_eq!(toggled(&ids[..1], &ids[0], &[]), [] as [AttrValue; 0]);
        assert_eq!(toggled(&ids[..1], &ids[3], &ids[1..]), ids);
        assert_eq!(toggled(&ids, &ids[3], &ids[1..]), ids[..1]);
    }
}
