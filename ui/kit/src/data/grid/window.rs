//! Which rows a scrolled grid draws: pure arithmetic.

use std::ops::Range;

/// The window moves by so many rows at once, so that most scrolling draws nothing.
const CHUNK: usize = 8;
/// So many rows more are drawn on either side.
const OVERSCAN: usize = 8;

/// The rows to draw for a scroll position.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "row numbers, never negative")]
pub fn window(scroll_top: f64, height: f64, row_height: f64, rows: usize) -> Range<usize> {
    let first = (scroll_top.max(0.0) / row_height) as usize / CHUNK * CHUNK;
    let visible = (height / row_height).ceil() as usize + CHUNK;
    let start = first.saturating_sub(OVERSCAN).min(rows);
    start..(first + visible + OVERSCAN).min(rows)
}

/// The scroll position that brings a row into view, or nothing when it is in view already.
#[expect(clippy::cast_precision_loss, reason = "row numbers are far below 2^52")]
pub fn reveal(row: usize, scroll_top: f64, height: f64, row_height: f64) -> Option<f64> {
    let top = row as f64 * row_height;
    if top < scroll_top {
        Some(top)
    } else if top + row_height > scroll_top + height {
        Some(top + row_height - height)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_moves_in_steps_and_covers_what_is_seen() {
        assert_eq!(window(0.0, 600.0, 40.0, 100_000), 0..31);
        assert_eq!(window(300.0, 600.0, 40.0, 100_000), 0..31);
        assert_eq!(window(4_000.0, 600.0, 40.0, 100_000), 88..127);
        for position in (0..200_000).step_by(137) {
            let top = f64::from(position);
            let rows = window(top, 600.0, 40.0, 5_000);
            assert!(rows.start as f64 * 40.0 <= top && (rows.end as f64 * 40.0 >= top + 600.0 || rows.end == 5_000));
        }
    }

    #[test]
    fn the_window_ends_with_the_rows() {
        assert_eq!(window(0.0, 600.0, 40.0, 3), 0..3);
        assert_eq!(window(0.0, 600.0, 40.0, 0), 0..0);
        assert_eq!(window(99_999.0, 600.0, 40.0, 10), 10..10);
    }

    #[test]
    fn a_row_is_brought_into_view_by_the_shortest_way() {
        assert_eq!(reveal(0, 400.0, 600.0, 40.0), Some(0.0));
        assert_eq!(reveal(30, 0.0, 600.0, 40.0), Some(640.0));
        assert_eq!(reveal(5, 0.0, 600.0, 40.0), None);
    }
}
