//! The door: a chart's numbers, an ad-hoc aggregation, the records behind a mark.

use trellis_engine::{
    Cx, Error, Result,
    records::{self, ListQuery, Page},
};
use trellis_model::{Chart, Filter, chart::Table, time::period_before};
use trellis_storage::Conn;

use crate::{
    blocking,
    compute::{Row, compute},
    frame::{Cache, View},
    query::{AggregateQuery, ChartData, ChartRequest, Days, Plan, RowsRequest, SortBy, Span, plan, rows_filter, span, within},
    table::{self, Names},
};

/// Memory for columns when nothing else is said.
const BUDGET: usize = 512 << 20;

/// Charts and aggregates of every company. One for the server, shared by all requests.
///
/// [`Analytics::query`] and [`Analytics::chart`] take connections of their own: call them without holding one.
pub struct Analytics {
    cache: Cache,
}

impl Default for Analytics {
    fn default() -> Self {
        Self::new()
    }
}

impl Analytics {
    /// With the usual budget of memory.
    pub fn new() -> Self {
        Self::with_budget(BUDGET)
    }

    /// With about so many bytes for the columns of all companies together.
    pub fn with_budget(bytes: usize) -> Self {
        Self { cache: Cache::new(bytes) }
    }

    /// Forgets all columns, as after a change that the change log does not tell of.
    pub fn forget(&self) {
        self.cache.forget();
    }

    /// An ad-hoc aggregation of the records that the caller sees.
    ///
    /// # Errors
    /// [`Error::NotFound`] and [`Error::Forbidden`] for an object that the caller may not view; [`Error::Invalid`] for a
    /// field that does not exist or that the caller may not ask about, and for what does not go together.
    pub async fn query(&self, cx: &Cx, query: &AggregateQuery) -> Result<Table> {
        let plan = plan(cx, query, Filter::True)?;
        let view = View::gather(&self.cache, cx, &plan.needs(cx)).await?;
        let (_, (rows, _)) = answer(cx, view, plan.clone()).await?;
        Ok(table::table(&plan, &rows))
    }

    /// The numbers of a chart, and of the period before when that is asked.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to see dashboards, [`Error::NotFound`] when there is no such chart; otherwise
    /// as [`Analytics::query`].
    pub async fn chart(&self, cx: &Cx, dashboard: &str, chart: &str, request: &ChartRequest) -> Result<ChartData> {
        let chart = find(cx, dashboard, chart)?;
        let days = span(&chart, request.range.as_ref(), cx.today()).map_err(Error::invalid)?;
        let plan = chart_plan(cx, &chart, days)?;
        let view = View::gather(&self.cache, cx, &plan.needs(cx)).await?;
        let (view, (rows, mut names)) = answer(cx, view, plan.clone()).await?;
        let mut previous = None;
        if let Some((from, until)) = days.filter(|_| request.compare) {
            let before = chart_plan(cx, &chart, Some(period_before(from, until)))?;
            let (_, (rows, more)) = answer(cx, view, before.clone()).await?;
            previous = Some(table::table(&before, &rows).rows);
            names.extend(more);
        }
        let labels = table::labels(cx, &plan, &rows, &names);
        Ok(ChartData { table: table::table(&plan, &rows), labels, previous, range: days.map(Days::from) })
    }

    /// The records behind a chart, or behind one of its marks: a page of the list with the very same filter.
    ///
    /// # Errors
    /// As [`Analytics::chart`].
    pub async fn rows(&self, cx: &Cx, conn: &mut Conn, dashboard: &str, chart: &str, request: &RowsRequest) -> Result<Page> {
        let chart = find(cx, dashboard, chart)?;
        let object = cx.object(&chart.object)?;
        cx.require(&object.name, "view")?;
        let filter = rows_filter(cx, object, &chart, request.range.as_ref(), &request.at)?;
        let query = ListQuery {
            fields: (!request.fields.is_empty()).then(|| request.fields.join(",")),
            sort: request.sort.clone(),
            limit: request.limit,
            cursor: request.cursor.clone(),
            ..ListQuery::default()
        };
        records::list_within(cx, conn, object, &query, filter).await
    }
}

fn find(cx: &Cx, dashboard: &str, chart: &str) -> Result<Chart> {
    cx.require("dashboards", "view")?;
    cx.catalog().dashboard(dashboard).and_then(|dashboard| dashboard.chart(chart)).ok_or(Error::NotFound)
}

fn chart_plan(cx: &Cx, chart: &Chart, days: Option<Span>) -> Result<Plan> {
    let object = cx.object(&chart.object)?;
    cx.require(&object.name, "view")?;
    let mut plan = plan(cx, &AggregateQuery::of(chart), within(cx, object, chart, days)?)?;
    let by_date = plan.groups.iter().position(|group| Some(&group.name) == chart.date_field.as_ref());
    plan.range = by_date.zip(days).map(|(at, (from, until))| (at, from, until));
    Ok(plan)
}

/// Computes a plan: its rows in order with the names of what they stand for. Gives the view back for another.
async fn answer(cx: &Cx, view: View, plan: Plan) -> Result<(View, (Vec<Row>, Names))> {
    let snapshot = cx.snapshot.clone();
    let (view, plan, mut rows) = blocking(move || {
        let mut rows = compute(&view, snapshot.catalog.as_ref(), snapshot.zone(), &plan)?;
        table::fill(&plan, &mut rows);
        Ok((view, plan, rows))
    })
    .await?;
    let mut names = Names::new();
    // Only the names of what is shown are read, unless they decide what that is.
    if plan.sort.is_some_and(|sort| matches!(sort.by, SortBy::Measure(_))) {
        table::order(cx, &plan, &mut rows, &names);
        rows.truncate(plan.limit);
    }
    if !plan.groups.is_empty() {
        names = table::names(cx, &mut cx.company.store.reader().await?, &plan, &rows).await?;
    }
    table::order(cx, &plan, &mut rows, &names);
    rows.truncate(plan.limit);
    Ok((view, (rows, names)))
}
