//! Where the keyboard is in a grid, and where a key leads: pure arithmetic.

/// A cell; row 0 is the head, row 1 the first row of data.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cursor {
    pub row: usize,
    pub column: usize,
}

/// How large the grid is.
#[derive(Clone, Copy)]
pub struct Extent {
    pub rows: usize,
    pub columns: usize,
    /// How many rows are seen at once.
    pub page: usize,
}

/// Where a key leads, or nothing for a key that does not move.
pub fn step(cursor: Cursor, key: &str, whole: bool, extent: Extent) -> Option<Cursor> {
    let (last_row, last_column) = (extent.rows, extent.columns.saturating_sub(1));
    let Cursor { row, column } = cursor;
    Some(match key {
        "ArrowDown" => Cursor { row: (row + 1).min(last_row), column },
        "ArrowUp" => Cursor { row: row.saturating_sub(1), column },
        "ArrowRight" => Cursor { row, column: (column + 1).min(last_column) },
        "ArrowLeft" => Cursor { row, column: column.saturating_sub(1) },
        "PageDown" => Cursor { row: (row + extent.page).min(last_row), column },
        "PageUp" => Cursor { row: row.saturating_sub(extent.page).max(1.min(last_row)), column },
        "Home" if whole => Cursor { row: 1.min(last_row), column: 0 },
        "End" if whole => Cursor { row: last_row, column: last_column },
        "Home" => Cursor { row, column: 0 },
        "End" => Cursor { row, column: last_column },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXTENT: Extent = Extent { rows: 100, columns: 5, page: 10 };

    #[test]
    fn keys_stay_inside_the_grid() {
        let at = |row, column| Cursor { row, column };
        assert_eq!(step(at(100, 4), "ArrowDown", false, EXTENT), Some(at(100, 4)));
        assert_eq!(step(at(1, 0), "ArrowUp", false, EXTENT), Some(at(0, 0)));
        assert_eq!(step(at(5, 2), "PageUp", false, EXTENT), Some(at(1, 2)));
        assert_eq!(step(at(95, 2), "PageDown", false, EXTENT), Some(at(100, 2)));
        assert_eq!(step(at(5, 2), "End", true, EXTENT), Some(at(100, 4)));
        assert_eq!(step(at(5, 2), "Home", false, EXTENT), Some(at(5, 0)));
        assert_eq!(step(at(5, 2), "a", false, EXTENT), None);
    }
}
