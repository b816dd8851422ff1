//! Measures: exact whatever their size, and as JSON numbers.

use std::{cmp::Ordering, str::FromStr};

use trellis_model::{Json, Value};

/// A computed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// Nothing to compute it of.
    Nothing,
    /// `mantissa / 10^scale`.
    Number {
        /// The number times ten to its scale.
        mantissa: i128,
        /// Digits after the point.
        scale: u8,
    },
    /// The earliest or latest day or instant.
    Moment(Value),
}

impl Measured {
    /// So many.
    pub fn count(count: u32) -> Self {
        Self::Number { mantissa: count.into(), scale: 0 }
    }

    /// The mean with so many digits, halves to the even neighbour.
    pub fn mean(sum: i128, count: u32, scale: u8, more_digits: u8) -> Self {
        if count == 0 {
            return Self::Nothing;
        }
        let (dividend, divisor) = (sum * 10_i128.pow(more_digits.into()), i128::from(count));
        let (quotient, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
        let up = match (rest * 2).cmp(&divisor) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => quotient % 2 != 0,
        };
        Self::Number { mantissa: quotient + i128::from(up), scale: scale + more_digits }
    }

    /// As it is sent.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Nothing => Json::Null,
            Self::Moment(value) => value.to_json(),
            Self::Number { mantissa, scale } => {
                let text = exact(*mantissa, *scale);
                serde_json::Number::from_str(&text).map_or(Json::Null, Json::Number)
            }
        }
    }

    /// The smaller first, nothing before anything. Those of one measure have one scale.
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number { mantissa: a, .. }, Self::Number { mantissa: b, .. }) => a.cmp(b),
            (Self::Moment(a), Self::Moment(b)) => a.order(b),
            (Self::Nothing, Self::Nothing) => Ordering::Equal,
            (Self::Nothing, _) => Ordering::Less,
            (_, Self::Nothing) => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }
}

/// The digits of a number, without zeros at the end of its fraction.
fn exact(mantissa: i128, scale: u8) -> String {
    let sign = if mantissa < 0 { "-" } else { "" };
    let width = usize::from(scale) + 1;
    let digits = format!("{:0width$}", mantissa.unsigned_abs());
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(scale));
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_exactly() {
        for (mantissa, scale, expected) in
            [(0, 2, "0"), (5, 2, "0.05"), (-120, 2, "-1.2"), (99_999_999_999_999_999_999, 2, "999999999999999999.99"), (7, 0, "7")]
        {
            assert_eq!(Measured::Number { mantissa, scale }.to_json().to_string(), expected);
        }
    }

    #[test]
    fn means_round_halves_to_even() {
        for (sum, count, expected) in [(1, 8, "0.12"), (3, 8, "0.38"), (-1, 8, "-0.12"), (-3, 8, "-0.38"), (2, 3, "0.67"), (4, 2, "2")] {
            assert_eq!(Measured::mean(sum, count, 0, 2).to_json().to_string(), expected, "{sum}/{count}");
        }
        assert_eq!(Measured::mean(0, 0, 2, 2), Measured::Nothing);
    }
}
