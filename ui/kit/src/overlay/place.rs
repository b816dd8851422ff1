//! Where a panel stands beside what opened it: pure arithmetic on rectangles.

/// The least distance to the window's edge, and between the panel and its anchor.
const GAP: f64 = 8.0;
const NEAR: f64 = 4.0;

/// A rectangle in the window, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// Which edges of anchor and panel are in line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Placement {
    /// The left edges.
    #[default]
    Start,
    /// The right edges.
    End,
    /// The middles.
    Center,
}

/// Where the panel goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub left: f64,
    pub top: f64,
    /// How high it may become before it scrolls.
    pub max_height: f64,
}

/// Below the anchor when there is room, above it when there is more; always inside the window.
pub fn place(anchor: Rect, panel: (f64, f64), window: (f64, f64), placement: Placement) -> Place {
    let (width, height) = panel;
    let left = match placement {
        Placement::Start => anchor.left,
        Placement::End => anchor.left + anchor.width - width,
        Placement::Center => anchor.left + (anchor.width - width) / 2.0,
    };
    let below = window.1 - (anchor.top + anchor.height) - NEAR - GAP;
    let above = anchor.top - NEAR - GAP;
    let goes_below = height <= below || below >= above;
    let max_height = if goes_below { below } else { above };
    let top = if goes_below { anchor.top + anchor.height + NEAR } else { anchor.top - NEAR - height.min(max_height) };
    Place { left: left.min(window.0 - width - GAP).max(GAP), top: top.max(GAP), max_height: max_height.max(120.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: (f64, f64) = (1000.0, 800.0);

    fn anchor(left: f64, top: f64) -> Rect {
        Rect { left, top, width: 100.0, height: 30.0 }
    }

    #[test]
    fn a_panel_stands_below_its_anchor() {
        let at = place(anchor(50.0, 100.0), (200.0, 300.0), WINDOW, Placement::Start);
        assert_eq!((at.left, at.top), (50.0, 134.0));
        let at = place(anchor(500.0, 100.0), (200.0, 300.0), WINDOW, Placement::End);
        assert_eq!(at.left, 400.0);
    }

    #[test]
    fn near_the_foot_it_stands_above() {
        let at = place(anchor(50.0, 700.0), (200.0, 300.0), WINDOW, Placement::Start);
        assert_eq!(at.top, 396.0);
    }

    #[test]
    fn it_never_leaves_the_window() {
        let at = place(anchor(950.0, 100.0), (200.0, 2000.0), WINDOW, Placement::Start);
        assert_eq!(at.left, 792.0);
        assert_eq!(at.max_height, 658.0);
        assert_eq!(place(anchor(0.0, 100.0), (200.0, 10.0), WINDOW, Placement::End).left, GAP);
    }
}
