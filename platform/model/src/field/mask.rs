//! Masks.

use serde::{Deserialize, Serialize};

use crate::Value;

/// How a value is shown to somebody who may know only that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mask {
    /// `138****1234`
    Phone,
    /// `a***@example.com`
    Email,
    /// The first character, then stars.
    Text,
}

impl Mask {
    /// The value with its middle hidden. The number of stars never depends on the value.
    pub fn apply(self, value: &Value) -> Value {
        let Some(text) = value.as_text() else { return if value.is_null() { Value::Null } else { Value::Text("****".into()) } };
        let characters: Vec<char> = text.chars().collect();
        let part = |range: std::ops::Range<usize>| characters[range].iter().collect::<String>();
        let length = characters.len();
        Value::Text(match self {
            Self::Phone if length >= 9 => format!("{}****{}", part(0..3), part(length - 4..length)),
            Self::Email => match text.split_once('@') {
                Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
                None => "****".into(),
            },
            Self::Text if length >= 4 => format!("{}****", part(0..1)),
            Self::Phone | Self::Text => "****".into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_hide_the_middle() {
        for (mask, value, expected) in [
            (Mask::Phone, "13812341234", "138****1234"),
            (Mask::Phone, "12345", "****"),
            (Mask::Email, "wang@example.com", "w***@example.com"),
            (Mask::Text, "张三丰先生", "张****"),
        ] {
            assert_eq!(mask.apply(&Value::Text(value.into())), Value::Text(expected.into()));
        }
    }
}
