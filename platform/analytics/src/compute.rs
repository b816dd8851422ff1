//! Groups and measures of the records that pass.

use polars::prelude::*;
use trellis_model::{Filter, Schema, Value, chart::Function, field::Shape, time::Zone};

use crate::{
    bucket, filter,
    frame::{Frame, View, column},
    number::Measured,
    query::{Path, Plan, PlannedMeasure},
};

/// Digits that a mean has beyond those of its field.
const MEAN_DIGITS: u8 = 2;

/// One group with its measures.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The values that its records have in common.
    pub keys: Vec<Value>,
    /// What was computed of them.
    pub measures: Vec<Measured>,
}

/// Computes a plan, in no order. Without groups there is one row, whatever there is to count.
pub fn compute(view: &View, schema: &dyn Schema, zone: &dyn Zone, plan: &Plan) -> PolarsResult<Vec<Row>> {
    let (Some(object), Some(frame)) = (schema.object(&plan.object), view.frame(&plan.object)) else { return Ok(Vec::new()) };
    let mask = filter::mask(view, schema, object, &plan.filter)?;
    let source = Source { view, schema, frame, mask: (plan.filter != Filter::True).then_some(mask) };
    let mut columns = Vec::new();
    for (at, group) in plan.groups.iter().enumerate() {
        let values = source.column(&group.path)?;
        let values = match group.unit {
            Some(unit) => bucket::column(&values, unit, zone)?,
            None => values,
        };
        columns.push(values.with_name(key_name(at).into()));
    }
    for (at, measure) in plan.measures.iter().enumerate() {
        if let Some(path) = &measure.path {
            columns.push(source.column(path)?.with_name(value_name(at).into()));
        }
    }
    let data = DataFrame::new(source.height(), columns)?.lazy();
    let measures: Vec<Expr> = plan.measures.iter().enumerate().flat_map(|(at, measure)| expressions(at, measure)).collect();
    let data = if plan.groups.is_empty() {
        data.select(measures)
    } else {
        let keys: Vec<Expr> = (0..plan.groups.len()).map(|at| col(key_name(at))).collect();
        data.group_by(keys).agg(measures)
    };
    rows(plan, &data.collect()?)
}

fn key_name(at: usize) -> String {
    format!("k{at}")
}

fn value_name(at: usize) -> String {
    format!("v{at}")
}

/// The records that pass, and where their values come from.
struct Source<'a> {
    view: &'a View,
    schema: &'a dyn Schema,
    frame: &'a Frame,
    /// Which records pass; all when there is none.
    mask: Option<BooleanChunked>,
}

impl Source<'_> {
    fn height(&self) -> usize {
        self.mask.as_ref().map_or(self.frame.height(), |mask| mask.sum().unwrap_or_default() as usize)
    }

    /// The values at a path of the records that pass.
    fn column(&self, path: &Path) -> PolarsResult<Column> {
        let Some(through) = &path.through else { return self.passing(self.frame.data.column(&path.field.name)?) };
        let (Some(target), Some(frame)) = (self.schema.object(&through.object), self.view.frame(&through.object)) else {
            return Ok(Column::full_null(PlSmallStr::EMPTY, self.height(), &DataType::Boolean));
        };
        let link = self.frame.link(&through.lookup, &target.name, frame)?;
        let link = self.passing(&link.as_ref().clone().into_column())?;
        let mut link: IdxCa = link.u32()?.clone();
        if through.guard != Filter::True {
            let visible: Vec<bool> =
                filter::mask(self.view, self.schema, target, &through.guard)?.iter().map(|it| it == Some(true)).collect();
            link = link.iter().map(|row| row.filter(|row| visible[*row as usize])).collect();
        }
        frame.data.column(&path.field.name)?.take(&link)
    }

    fn passing(&self, column: &Column) -> PolarsResult<Column> {
        match &self.mask {
            Some(mask) => column.filter(mask),
            None => Ok(column.clone()),
        }
    }
}

/// What Polars computes of a measure: two columns, of which the second counts the values.
fn expressions(at: usize, measure: &PlannedMeasure) -> [Expr; 2] {
    let (first, second) = (format!("a{at}"), format!("n{at}"));
    if measure.path.is_none() {
        return [len().alias(first), len().alias(second)];
    }
    let values = col(value_name(at));
    let computed = match measure.function {
        Function::Count => values.clone().count(),
        // 128 bits: no sum of any number of values runs over.
        Function::Sum | Function::Avg => values.clone().cast(DataType::Int128).sum(),
        Function::Min => values.clone().min(),
        Function::Max => values.clone().max(),
    };
    [computed.alias(first), values.count().alias(second)]
}

fn rows(plan: &Plan, data: &DataFrame) -> PolarsResult<Vec<Row>> {
    let key = |at: usize| {
        let shape = if plan.groups[at].unit.is_some() { Shape::Date } else { plan.groups[at].path.field.shape() };
        Ok((data.column(&key_name(at))?, shape))
    };
    let keys: Vec<(&Column, Shape)> = (0..plan.groups.len()).map(key).collect::<PolarsResult<_>>()?;
    let mut measured = Vec::with_capacity(plan.measures.len());
    for (at, measure) in plan.measures.iter().enumerate() {
        measured.push((measure, data.column(&format!("a{at}"))?, data.column(&format!("n{at}"))?.cast(&DataType::UInt32)?));
    }
    let mut rows = Vec::with_capacity(data.height());
    for row in 0..data.height() {
        let keys = keys.iter().map(|(values, shape)| Ok(column::value(&values.get(row)?, *shape))).collect::<PolarsResult<_>>()?;
        let of = |(measure, values, counts): &(&PlannedMeasure, &Column, Column)| {
            Ok(measured_of(measure, &values.get(row)?, counts.u32()?.get(row).unwrap_or_default()))
        };
        rows.push(Row { keys, measures: measured.iter().map(of).collect::<PolarsResult<_>>()? });
    }
    Ok(rows)
}

fn measured_of(measure: &PlannedMeasure, value: &AnyValue<'_>, count: u32) -> Measured {
    let Some(path) = measure.path.as_ref().filter(|_| measure.function != Function::Count) else { return Measured::count(count) };
    let scale = if let Shape::Decimal(scale) = path.field.shape() { scale } else { 0 };
    match (measure.function, value) {
        (Function::Sum, AnyValue::Int128(sum)) => Measured::Number { mantissa: *sum, scale },
        (Function::Sum, _) => Measured::Number { mantissa: 0, scale },
        (Function::Avg, AnyValue::Int128(sum)) => Measured::mean(*sum, count, scale, MEAN_DIGITS),
        (Function::Min | Function::Max, AnyValue::Int64(number)) => Measured::Number { mantissa: i128::from(*number), scale },
        (Function::Min | Function::Max, value) if count > 0 => Measured::Moment(column::value(value, path.field.shape())),
        _ => Measured::Nothing,
    }
}
