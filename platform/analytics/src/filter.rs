//! A filter as a Polars expression. It has exactly the meaning of `trellis_model::filter`: every part of it is true or false,
//! never unknown.

use std::cmp::Ordering;

use polars::prelude::*;
use trellis_model::{Decimal, Filter, Object, Schema, Test, Value, field::Shape, value::Address};
use uuid::Uuid;

use crate::frame::{Frame, View, column::literal};

/// Lists up to this long are compared one by one; longer ones become a set.
const SHORT: usize = 4;

/// For each record of `object`, whether it passes.
pub fn mask(view: &View, schema: &dyn Schema, object: &Object, filter: &Filter) -> PolarsResult<BooleanChunked> {
    let name = PlSmallStr::from_static("mask");
    let Some(frame) = view.frame(&object.name) else { return Ok(BooleanChunked::full(name, false, 0)) };
    let height = frame.height();
    if *filter == Filter::True {
        return Ok(BooleanChunked::full(name, true, height));
    }
    let mut compiler = Compiler { view, schema, object, frame, helpers: Vec::new() };
    let expression = compiler.compile(filter)?;
    let data = frame.data.hstack(&compiler.helpers)?.lazy();
    let answer = data.select([expression.alias(name.clone())]).collect()?;
    let answer = answer.column("mask")?.bool()?;
    // An expression of constants alone is answered once, not for each record.
    Ok(if answer.len() == height { answer.clone() } else { BooleanChunked::full(name, answer.get(0) == Some(true), height) })
}

struct Compiler<'a> {
    view: &'a View,
    schema: &'a dyn Schema,
    object: &'a Object,
    frame: &'a Frame,
    /// Answers that come from elsewhere (teams, looked-up records), as columns beside those of the frame.
    helpers: Vec<Column>,
}

impl Compiler<'_> {
    fn compile(&mut self, filter: &Filter) -> PolarsResult<Expr> {
        Ok(match filter {
            Filter::True => lit(true),
            Filter::False => lit(false),
            Filter::And(filters) => self.join(filters, true)?,
            Filter::Or(filters) => self.join(filters, false)?,
            Filter::Not(inner) => self.compile(inner)?.not(),
            Filter::Field { field, test } => match self.object.field(field) {
                Some(found) => self.test(&found.name, found.shape(), test)?,
                // A filter was read against this very object; a field that is gone since has no value.
                None => lit(matches!(test, Test::IsNull)),
            },
            Filter::Team { user, edit } => self.team(*user, *edit),
            Filter::Related { field, object, filter } => self.related(field, object, filter)?,
        })
    }

    fn join(&mut self, filters: &[Filter], all: bool) -> PolarsResult<Expr> {
        let mut joined: Option<Expr> = None;
        for filter in filters {
            let next = self.compile(filter)?;
            joined = Some(match joined {
                None => next,
                Some(before) if all => before.and(next),
                Some(before) => before.or(next),
            });
        }
        Ok(joined.unwrap_or_else(|| lit(all)))
    }

    fn test(&mut self, name: &str, shape: Shape, test: &Test) -> PolarsResult<Expr> {
        if let Test::In(values) = test
            && values.len() > SHORT
        {
            let data = &self.frame.data;
            let answer = self.frame.one_of(name, values, || {
                let expression = one_of(col(name), shape, values).fill_null(lit(false)).alias("of");
                let answer = data.clone().lazy().select([expression]).collect()?;
                let answer = answer.column("of")?.bool()?.clone();
                // Of nothing that the column could hold there is one answer for all.
                Ok(if answer.len() == data.height() { answer } else { BooleanChunked::full("of".into(), false, data.height()) })
            })?;
            return Ok(self.helper(answer));
        }
        let has_nulls = self.frame.data.column(name)?.null_count() > 0;
        let expression = compile_test(col(name), shape, test);
        // A comparison with no value is unknown; here it is false.
        Ok(if has_nulls && !matches!(test, Test::IsNull) { expression.fill_null(lit(false)) } else { expression })
    }

    fn team(&mut self, user: Uuid, edit: bool) -> Expr {
        let mut on_team = vec![false; self.frame.height()];
        for row in self.view.team(&self.object.name, user, edit).filter_map(|key| self.frame.row(key)) {
            on_team[row as usize] = true;
        }
        self.helper(BooleanChunked::from_iter_values(PlSmallStr::EMPTY, on_team.into_iter()))
    }

    fn related(&mut self, field: &str, target: &str, filter: &Filter) -> PolarsResult<Expr> {
        let (Some(lookup), Some(object), Some(frame)) = (self.object.field(field), self.schema.object(target), self.view.frame(target))
        else {
            return Ok(lit(false));
        };
        let passing = mask(self.view, self.schema, object, filter)?;
        let link = self.frame.link(lookup, target, frame)?;
        Ok(self.helper(through(&link, &passing)))
    }

    fn helper(&mut self, answer: BooleanChunked) -> Expr {
        // A field's name begins with a letter.
        let name = format!("?{}", self.helpers.len());
        self.helpers.push(answer.with_name(name.as_str().into()).into_column());
        col(name)
    }
}

/// For each record whether the one that it leads to passes.
pub fn through(link: &IdxCa, passing: &BooleanChunked) -> BooleanChunked {
    let passing: Vec<bool> = passing.iter().map(|it| it == Some(true)).collect();
    let one = |row: Option<IdxSize>| row.is_some_and(|row| passing[row as usize]);
    BooleanChunked::from_iter_values(PlSmallStr::EMPTY, link.iter().map(one))
}

/// The test of a column; unknown where there is no value.
fn compile_test(column: Expr, shape: Shape, test: &Test) -> Expr {
    match test {
        Test::IsNull => column.is_null(),
        Test::Eq(value) => compare(column, shape, value, &[Ordering::Equal]),
        Test::Lt(value) => compare(column, shape, value, &[Ordering::Less]),
        Test::Le(value) => compare(column, shape, value, &[Ordering::Less, Ordering::Equal]),
        Test::Gt(value) => compare(column, shape, value, &[Ordering::Greater]),
        Test::Ge(value) => compare(column, shape, value, &[Ordering::Greater, Ordering::Equal]),
        Test::In(values) => one_of(column, shape, values),
        Test::Contains(part) if shape == Shape::Text => contains(column, part),
        Test::Starts(part) if shape == Shape::Text => starts(column, part),
        Test::Contains(part) if shape == Shape::Address => contains(address_words(column), part),
        Test::Overlaps(from, to) if shape == Shape::DateRange => {
            let days = |offset: i64| column.clone().str().slice(lit(offset), lit(10_u64));
            days(0).lt_eq(lit(to.to_string())).and(days(11).gt_eq(lit(from.to_string())))
        }
        Test::HasAny(codes) if matches!(shape, Shape::Codes | Shape::Address) => {
            let written = |code: &String| if shape == Shape::Address { Address::encoded_code(code) } else { format!(";{code};") };
            let has = |code: &String| column.clone().str().contains_literal(lit(written(code)));
            codes.iter().map(has).reduce(Expr::or).unwrap_or_else(|| lit(false))
        }
        Test::Contains(_) | Test::Starts(_) | Test::HasAny(_) | Test::Overlaps(..) => lit(false),
    }
}

fn compare(column: Expr, shape: Shape, value: &Value, wanted: &[Ordering]) -> Expr {
    let (mut literal, mut wanted) = (literal(value, shape), wanted.to_vec());
    if let (None, Value::Decimal(number), Shape::Decimal(scale)) = (&literal, value, shape) {
        // Between two values that the column can hold: never equal, and on which side of the lower one decides.
        literal = Some(lit(floor(*number, scale)));
        wanted = match (wanted.contains(&Ordering::Less), wanted.contains(&Ordering::Greater)) {
            (true, _) => vec![Ordering::Less, Ordering::Equal],
            (_, true) => vec![Ordering::Greater],
            _ => return lit(false),
        };
    }
    let Some(literal) = literal else { return lit(false) };
    match wanted.as_slice() {
        [Ordering::Less] => column.lt(literal),
        [Ordering::Less, _] => column.lt_eq(literal),
        [Ordering::Greater] => column.gt(literal),
        [Ordering::Greater, _] => column.gt_eq(literal),
        _ => column.eq(literal),
    }
}

/// The largest mantissa at `scale` that is not above the number.
fn floor(number: Decimal, scale: u8) -> i64 {
    let power = |digits: u8| 10_i128.pow(digits.into());
    let wide = i128::from(number.mantissa());
    let floor = if scale >= number.scale() { wide * power(scale - number.scale()) } else { wide.div_euclid(power(number.scale() - scale)) };
    i64::try_from(floor).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

fn one_of(column: Expr, shape: Shape, values: &[Value]) -> Expr {
    let set = match shape {
        _ if values.len() <= SHORT => None,
        Shape::Id => {
            let keys: Vec<u128> = values.iter().filter_map(Value::as_id).map(|id| id.as_u128()).collect();
            Some(UInt128Chunked::from_vec(PlSmallStr::EMPTY, keys).into_series())
        }
        Shape::Text => Some(StringChunked::from_iter_values(PlSmallStr::EMPTY, values.iter().filter_map(Value::as_text)).into_series()),
        _ => None,
    };
    match set {
        Some(set) => column.is_in(lit(set).implode(false), false),
        None => {
            let equal = |value: &Value| compare(column.clone(), shape, value, &[Ordering::Equal]);
            values.iter().map(equal).reduce(Expr::or).unwrap_or_else(|| lit(false))
        }
    }
}

/// The part of an address that words are looked for in: what follows its region.
fn address_words(column: Expr) -> Expr {
    column.str().extract(lit(format!("{}([\\s\\S]*)$", Address::PART)), 1)
}

fn contains(column: Expr, part: &str) -> Expr {
    match folded(part) {
        None => column.str().contains_literal(lit(part)),
        Some(pattern) => column.str().contains(lit(pattern), true),
    }
}

fn starts(column: Expr, part: &str) -> Expr {
    match folded(part) {
        None => column.str().starts_with(lit(part)),
        Some(pattern) => column.str().contains(lit(format!("^{pattern}")), true),
    }
}

/// A regular expression for the text with ASCII capitals and small letters alike, and no other; `None` when there are none of
/// them in it. The flag `i` would fold letters of every alphabet.
fn folded(part: &str) -> Option<String> {
    part.contains(|c: char| c.is_ascii_alphabetic()).then(|| {
        let mut pattern = String::with_capacity(part.len() * 4);
        for c in part.chars() {
            if c.is_ascii_alphabetic() {
                pattern.extend(['[', c.to_ascii_lowercase(), c.to_ascii_uppercase(), ']']);
            } else {
                if c.is_ascii_punctuation() {
                    pattern.push('\\');
                }
                pattern.push(c);
            }
        }
        pattern
    })
}

#[cfg(test)]
mod agreement;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ascii_letters_fold() {
        assert_eq!(folded("客户 1%"), None);
        assert_eq!(folded("a.K客").as_deref(), Some(r"[aA]\.[kK]客"));
    }

    #[test]
    fn a_number_between_two_has_a_lower_neighbour() {
        for (number, scale, expected) in [("1.005", 2, 100), ("-1.005", 2, -101), ("3", 0, 3), ("0.1", 3, 100)] {
            assert_eq!(floor(number.parse().unwrap(), scale), expected, "{number}");
        }
    }
}
