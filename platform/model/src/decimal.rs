//! Exact decimal numbers, as amounts and percentages are kept.

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The most significant digits a number may have, in all kinds.
pub const MAX_DIGITS: u32 = 15;

/// `mantissa / 10^scale`, exactly. At most fifteen digits, so that every one survives JSON in any client.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    mantissa: i64,
    scale: u8,
}

/// Why a text is not a [`Decimal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not a number in JSON's notation.
    #[error("not a number")]
    Syntax,
    /// More than fifteen digits.
    #[error("more than 15 digits")]
    TooLong,
}

impl Decimal {
    /// `mantissa / 10^scale`.
    pub const fn new(mantissa: i64, scale: u8) -> Self {
        Self { mantissa, scale }
    }

    /// The number times ten to the power of its scale.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// How many digits stand after the point.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// The same number with `scale` digits after the point; `None` when digits other than zero would be lost or more than
    /// fifteen would be needed.
    pub fn exact(self, scale: u8) -> Option<Self> {
        let small = self.normalized();
        let up = scale.checked_sub(small.scale)?;
        let mantissa = small.mantissa.checked_mul(10_i64.checked_pow(u32::from(up))?)?;
        (mantissa.unsigned_abs() < 10_u64.pow(MAX_DIGITS)).then_some(Self { mantissa, scale })
    }

    /// The nearest number with `scale` digits after the point; halves go to the even neighbour.
    pub fn rounded(self, scale: u8) -> Self {
        if scale >= self.scale {
            return self.exact(scale).unwrap_or(self);
        }
        let unit = 10_i64.saturating_pow(u32::from(self.scale - scale));
        let (quotient, rest) = (self.mantissa / unit, (self.mantissa % unit).abs());
        let up = match (rest * 2).cmp(&unit) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => quotient % 2 != 0,
        };
        let step = if up { self.mantissa.signum() } else { 0 };
        Self { mantissa: quotient + step, scale }
    }

    /// The sum, with as many digits after the point as either has.
    pub fn plus(self, other: Self) -> Self {
        let scale = self.scale.max(other.scale);
        let at = |number: Self| number.mantissa.saturating_mul(10_i64.saturating_pow(u32::from(scale - number.scale)));
        Self { mantissa: at(self).saturating_add(at(other)), scale }
    }

    /// The whole number, when it is one.
    pub fn to_integer(self) -> Option<i64> {
        let small = self.normalized();
        (small.scale == 0).then_some(small.mantissa)
    }

    /// The nearest binary number, for drawing only.
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits fit")]
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(i32::from(self.scale))
    }

    /// Without zeros at the end of the fraction.
    fn normalized(self) -> Self {
        let mut number = self;
        while number.scale > 0 && number.mantissa % 10 == 0 {
            number = Self { mantissa: number.mantissa / 10, scale: number.scale - 1 };
        }
        number
    }

    fn wide(self, scale: u8) -> i128 {
        i128::from(self.mantissa) * 10_i128.pow(u32::from(scale - self.scale))
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    /// Reads JSON's notation, exponent included.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((digits, exponent)) => {
                let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
                let valid = exponent.strip_prefix('-').unwrap_or(exponent);
                if valid.is_empty() || !valid.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(DecimalError::Syntax);
                }
                // An exponent too long to read is far out of range either way.
                (digits, exponent.parse::<i64>().unwrap_or(if exponent.starts_with('-') { -1_000_000 } else { 1_000_000 }))
            }
            None => (unsigned, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || (digits.contains('.') && fraction.is_empty()) {
            return Err(DecimalError::Syntax);
        }
        let joined = format!("{whole}{fraction}");
        let significant = joined.trim_start_matches('0');
        let stripped = significant.trim_end_matches('0');
        if stripped.is_empty() {
            return Ok(Self::new(0, 0));
        }
        let zeros = (significant.len() - stripped.len()) as i64;
        // value = stripped × 10^power
        let power = exponent - fraction.len() as i64 + zeros;
        let width = stripped.len() as i64;
        let limit = i64::from(MAX_DIGITS);
        if width > limit || width + power.max(0) > limit || -power > limit {
            return Err(DecimalError::TooLong);
        }
        let number: i64 = stripped.parse().map_err(|_| DecimalError::TooLong)?;
        let signed = if negative { -number } else { number };
        Ok(if power >= 0 { Self::new(signed * 10_i64.pow(power as u32), 0) } else { Self::new(signed, (-power) as u8) })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.normalized();
        if number.scale == 0 {
            return write!(out, "{}", number.mantissa);
        }
        let unit = 10_u64.pow(u32::from(number.scale));
        let sign = if number.mantissa < 0 { "-" } else { "" };
        let absolute = number.mantissa.unsigned_abs();
        write!(out, "{sign}{}.{:0width$}", absolute / unit, absolute % unit, width = usize::from(number.scale))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let scale = self.scale.max(other.scale);
        self.wide(scale).cmp(&other.wide(scale))
    }
}

impl From<Decimal> for serde_json::Number {
    fn from(decimal: Decimal) -> Self {
        // The text of a decimal is always a JSON number.
        serde_json::Number::from_str(&decimal.to_string()).unwrap_or_else(|_| serde_json::Number::from(0))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::Number::from(*self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        number.to_string().parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, DecimalError> {
        text.parse::<Decimal>().map(|decimal| decimal.to_string())
    }

    #[test]
    fn reads_and_prints_exactly() {
        for (text, expected) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("1.50", "1.5"),
            ("-12.34", "-12.34"),
            ("1e3", "1000"),
            ("1.5E-2", "0.015"),
            ("999999999999999", "999999999999999"),
            ("0.000000000000001", "0.000000000000001"),
            ("1000e-3", "1"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_would_lose_digits() {
        for text in ["1000000000000000", "0.1234567890123456", "1e400", "1e-400", "1e99999999999999999999"] {
            assert_eq!(read(text), Err(DecimalError::TooLong), "{text}");
        }
        for text in ["", "-", ".5", "5.", "1e", "1e+", "0x1", "NaN", "1 "] {
            assert_eq!(read(text), Err(DecimalError::Syntax), "{text}");
        }
    }

    #[test]
    fn rounds_halves_to_even() {
        for (text, expected) in [("0.125", "0.12"), ("0.135", "0.14"), ("-0.125", "-0.12"), ("0.1251", "0.13"), ("2", "2")] {
            assert_eq!(text.parse::<Decimal>().map(|it| it.rounded(2).to_string()).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn compares_across_scales() {
        assert_eq!(Decimal::new(150, 2), Decimal::new(15, 1));
        assert!(Decimal::new(-1, 0) < Decimal::new(1, 2));
        assert_eq!(Decimal::new(123, 2).exact(1), None);
        assert_eq!(Decimal::new(120, 2).exact(1).map(Decimal::mantissa), Some(12));
    }
}
