//! Charts: from numbers to a drawing, by pure functions. Each kind that is drawn on a canvas is one file with one function.

mod bar;
mod change;
mod funnel;
mod line;
mod periods;
mod pie;
mod plot;
mod ranking;

pub use change::change;
pub use plot::{Format, Marks, Plot, Series, Words, period_name, plot};

use serde_json::json;
use trellis_model::{Json, chart::ChartKind};

/// How a chart comes onto the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// One large number.
    Number,
    /// Rows and columns.
    Table,
    /// The option of a chart on a canvas.
    Canvas(Json),
}

/// The drawing of a chart.
pub fn draw(kind: ChartKind, plot: &Plot) -> Drawing {
    match kind {
        ChartKind::Number => Drawing::Number,
        ChartKind::Table => Drawing::Table,
        ChartKind::Line => Drawing::Canvas(line::option(plot)),
        ChartKind::Bar => Drawing::Canvas(bar::option(plot)),
        ChartKind::Pie => Drawing::Canvas(pie::option(plot)),
        ChartKind::Funnel => Drawing::Canvas(funnel::option(plot)),
        ChartKind::Ranking => Drawing::Canvas(ranking::option(plot)),
    }
}

/// The icon of a kind.
pub fn icon(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Number => "hash",
        ChartKind::Line => "chart-line",
        ChartKind::Bar | ChartKind::Ranking => "chart-column",
        ChartKind::Pie => "chart-pie",
        ChartKind::Funnel => "filter",
        ChartKind::Table => "table-2",
    }
}

/// A number's format, named for the island; an option never carries code.
fn fmt(name: &str) -> Json {
    json!({ "fmt": name })
}

/// The space around the axes; more on top when there is a legend.
fn grid(plot: &Plot) -> Json {
    json!({ "left": 4, "right": 16, "top": if plot.series.len() > 1 { 40 } else { 16 }, "bottom": 4, "containLabel": true })
}

/// The legend, when there is more than one series to tell apart.
fn legend(plot: &Plot) -> Json {
    json!({ "show": plot.series.len() > 1, "type": "scroll", "top": 0, "left": 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind, drawn from nothing and from something: the option names its series and carries every value.
    #[test]
    fn every_kind_draws_nothing_and_something() {
        let some = Plot {
            categories: vec!["A".into(), "B".into()],
            series: vec![Series { name: "S".into(), values: vec![json!(2), json!(1)], previous: false }],
            format: Format::Money,
            is_time: false,
        };
        let kinds = [ChartKind::Line, ChartKind::Bar, ChartKind::Pie, ChartKind::Funnel, ChartKind::Ranking];
        for kind in kinds {
            for plot in [&some, &Plot { categories: Vec::new(), series: Vec::new(), ..some.clone() }] {
                let Drawing::Canvas(option) = draw(kind, plot) else { panic!("{kind:?}") };
                assert!(option["series"].is_array(), "{kind:?}");
                assert!(option["tooltip"].is_object(), "{kind:?}");
            }
        }
        assert_eq!(draw(ChartKind::Number, &some), Drawing::Number);
        assert_eq!(draw(ChartKind::Table, &some), Drawing::Table);
    }
}
