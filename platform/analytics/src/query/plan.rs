//! From a query to a plan: every name checked, the caller's scope within, ready to be computed.

use chrono::NaiveDate;
use trellis_engine::{Cx, Error, Result};
use trellis_model::{
    Filter, Label, Object, Schema, Violation,
    chart::{Function, Group, Measure, Unit},
    field::Shape,
    filter,
    violation::Code,
};

use super::{AggregateQuery, Path};
use crate::frame::Needs;

/// The most rows of an answer.
pub const MOST_ROWS: usize = 10_000;
/// The most groups and measures of a query.
const MOST_GROUPS: usize = 3;
const MOST_MEASURES: usize = 10;

/// A checked query.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whose records are counted.
    pub object: String,
    /// Which of them: the caller's scope and whatever was asked for.
    pub filter: Filter,
    /// What they are grouped by.
    pub groups: Vec<PlannedGroup>,
    /// What is computed.
    pub measures: Vec<PlannedMeasure>,
    /// In which order; by group when there is none.
    pub sort: Option<SortKey>,
    /// At most so many rows.
    pub limit: usize,
    /// The days that a group of days is filled in for: the group's place, the first day, and the day after the last. Without
    /// one it is filled in from the first to the last that has records.
    pub range: Option<(usize, NaiveDate, NaiveDate)>,
}

/// What records are grouped by.
#[derive(Debug, Clone)]
pub struct PlannedGroup {
    /// As it was asked for.
    pub name: String,
    /// The field.
    pub path: Path,
    /// For days and instants.
    pub unit: Option<Unit>,
}

/// What is computed.
#[derive(Debug, Clone)]
pub struct PlannedMeasure {
    /// `fn_field`.
    pub name: String,
    /// What people read.
    pub label: Label,
    /// How.
    pub function: Function,
    /// Of what; of the records themselves when there is none.
    pub path: Option<Path>,
}

/// What an answer is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// A measure or a group, by its place.
    pub by: SortBy,
    /// The largest first.
    pub descending: bool,
}

/// What a [`SortKey`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// A group.
    Group(usize),
    /// A measure.
    Measure(usize),
}

/// Checks a query. `within` narrows it.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Forbidden`] for an object that the caller may not view; [`Error::Invalid`] with
/// everything else at once.
pub fn plan(cx: &Cx, query: &AggregateQuery, within: Filter) -> Result<Plan> {
    let object = cx.object(&query.object)?;
    cx.require(&object.name, "view")?;
    let mut violations = Vec::new();
    let asked = query.filter.as_ref().map(|json| filter::parse(json, object, cx.parsing())).transpose();
    let asked = asked.unwrap_or_else(|found| {
        violations.extend(found.into_iter().map(|violation| violation.under("/filter")));
        None
    });
    if query.by.len() > MOST_GROUPS {
        violations.push(Violation::new("by", Code::TooMany).with("max", MOST_GROUPS));
    }
    match query.measures.len() {
        0 => violations.push(Violation::new("measures", Code::Required)),
        count if count > MOST_MEASURES => violations.push(Violation::new("measures", Code::TooMany).with("max", MOST_MEASURES)),
        _ => {}
    }
    let groups = query.by.iter().enumerate().take(MOST_GROUPS).map(|(at, it)| group(cx, object, it, at));
    let groups = kept(groups, &mut violations);
    let measures = query.measures.iter().enumerate().take(MOST_MEASURES).map(|(at, it)| measure(cx, object, it, at));
    let measures = kept(measures, &mut violations);
    if violations.is_empty() {
        let sort = query.sort.as_deref().map(|key| sort_key(key, &groups, &measures)).transpose();
        let limit = limit(query.limit);
        match (sort, limit) {
            (Ok(sort), Ok(limit)) => {
                let filter = Filter::all([cx.scope(object, "view"), within, asked.unwrap_or(Filter::True)]);
                return Ok(Plan { object: object.name.clone(), filter, groups, measures, sort, limit, range: None });
            }
            (sort, limit) => violations.extend(sort.err().into_iter().chain(limit.err())),
        }
    }
    Err(Error::Invalid(violations))
}

fn kept<T>(results: impl Iterator<Item = Result<T, Violation>>, violations: &mut Vec<Violation>) -> Vec<T> {
    results.filter_map(|result| result.map_err(|violation| violations.push(violation)).ok()).collect()
}

fn group(cx: &Cx, object: &Object, group: &Group, at: usize) -> Result<PlannedGroup, Violation> {
    let pointer = format!("/by/{at}/field");
    let path = Path::read(cx, object, &group.field, &pointer)?;
    if !path.field.rules().is_group() {
        return Err(Violation::at(pointer, Code::Operator).with("op", "by"));
    }
    match (is_time(path.field.shape()), group.unit) {
        (true, None) => Err(Violation::at(format!("/by/{at}/unit"), Code::Required)),
        (false, Some(_)) => Err(Violation::at(format!("/by/{at}/unit"), Code::Operator).with("op", "unit")),
        _ => Ok(PlannedGroup { name: group.field.clone(), path, unit: group.unit }),
    }
}

fn measure(cx: &Cx, object: &Object, measure: &Measure, at: usize) -> Result<PlannedMeasure, Violation> {
    let (function, pointer) = (measure.function, format!("/measures/{at}/field"));
    let (word, zh, en) = match function {
        Function::Count => ("count", "数量", "Count of"),
        Function::Sum => ("sum", "合计", "Total of"),
        Function::Avg => ("avg", "平均值", "Average of"),
        Function::Min => ("min", "最小值", "Smallest"),
        Function::Max => ("max", "最大值", "Largest"),
    };
    let Some(name) = &measure.field else {
        if function != Function::Count {
            return Err(Violation::at(pointer, Code::Required));
        }
        let label = measure.label.clone().unwrap_or_else(|| Label::new("记录数", "Records"));
        return Ok(PlannedMeasure { name: word.to_owned(), label, function, path: None });
    };
    let path = Path::read(cx, object, name, &pointer)?;
    let fits = match function {
        Function::Count => true,
        Function::Sum | Function::Avg => path.field.rules().is_measure(),
        Function::Min | Function::Max => path.field.rules().is_measure() || is_time(path.field.shape()),
    };
    if !fits {
        return Err(Violation::at(pointer, Code::Operator).with("op", word));
    }
    let label = || Label::new(format!("{}{zh}", path.label.zh), format!("{en} {}", path.label.en));
    let label = measure.label.clone().unwrap_or_else(label);
    Ok(PlannedMeasure { name: format!("{word}_{name}"), label, function, path: Some(path) })
}

fn sort_key(key: &str, groups: &[PlannedGroup], measures: &[PlannedMeasure]) -> Result<SortKey, Violation> {
    let (descending, name) = match key.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, key),
    };
    let measure = || if name == "measure" { Some(0) } else { measures.iter().position(|measure| measure.name == name) };
    let by = groups.iter().position(|group| group.name == name).map(SortBy::Group).or_else(|| measure().map(SortBy::Measure));
    let by = by.ok_or_else(|| Violation::new("sort", Code::UnknownReference).with("name", name))?;
    Ok(SortKey { by, descending })
}

fn limit(asked: Option<u32>) -> Result<usize, Violation> {
    match asked.map(|limit| limit as usize) {
        None => Ok(MOST_ROWS),
        Some(0) => Err(Violation::new("limit", Code::TooSmall).with("min", 1)),
        Some(limit) if limit > MOST_ROWS => Err(Violation::new("limit", Code::TooLarge).with("max", MOST_ROWS)),
        Some(limit) => Ok(limit),
    }
}

/// Whether values are days or instants.
pub fn is_time(shape: Shape) -> bool {
    matches!(shape, Shape::Date | Shape::DateTime)
}

impl Plan {
    /// What computing it reads.
    pub fn needs(&self, cx: &Cx) -> Needs {
        let catalog = cx.catalog();
        let mut needs = Needs::default();
        let Some(object) = catalog.object(&self.object) else { return needs };
        needs.field(object, "id");
        needs.filter(catalog, object, &self.filter);
        let measured = self.measures.iter().filter_map(|measure| measure.path.as_ref());
        for path in self.groups.iter().map(|group| &group.path).chain(measured) {
            let Some(through) = &path.through else {
                needs.field(object, &path.field.name);
                continue;
            };
            needs.field(object, &through.lookup.name);
            if let Some(target) = catalog.object(&through.object) {
                needs.field(target, &path.field.name);
                needs.filter(catalog, target, &through.guard);
            }
        }
        needs
    }
}
