//! JSON whose objects name every key once and whose texts can be stored. Of two values for one key a reader would keep one
//! and a checker in front of us perhaps the other, so neither is taken; a text with U+0000 is kept by SQLite and refused by
//! PostgreSQL, so none reaches either.

use std::{cell::Cell, collections::HashSet, fmt};

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use crate::{Json, Label, both};

/// Why a text is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It is no JSON.
    #[error("this is no JSON")]
    Malformed,
    /// An object has this key twice.
    #[error("the key `{0}` is there twice")]
    Twice(String),
    /// A text or a key holds U+0000.
    #[error("a text holds U+0000")]
    Nul,
}

impl JsonError {
    /// In words, to follow the name of the file.
    pub fn text(&self) -> Label {
        match self {
            Self::Malformed => both!("不是有效的 JSON", "is no valid JSON"),
            Self::Twice(key) => both!("中的键“{key}”重复", "has the key `{key}` twice in one object"),
            Self::Nul => both!("的文本中有不能保存的字符 U+0000", "has a text with U+0000, which cannot be kept"),
        }
    }
}

/// Reads JSON text.
///
/// # Errors
/// When it is malformed, an object names a key twice or a text holds U+0000.
pub fn read(bytes: &[u8]) -> Result<Json, JsonError> {
    // The first look keeps only keys; numbers keep their digits in the second.
    let why = Cell::new(JsonError::Malformed);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    if Look(&why).deserialize(&mut reader).and_then(|()| reader.end()).is_err() {
        return Err(why.into_inner());
    }
    serde_json::from_slice(bytes).map_err(|_| JsonError::Malformed)
}

/// Looks at a value without keeping it, and notes why it is not taken.
#[derive(Clone, Copy)]
struct Look<'a>(&'a Cell<JsonError>);

impl Look<'_> {
    fn refuse<E: Error>(self, why: JsonError) -> E {
        let error = E::custom(&why);
        self.0.set(why);
        error
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        if text.contains('\0') { Err(self.refuse(JsonError::Nul)) } else { Ok(()) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            self.visit_str(&key)?;
            if keys.contains(&key) {
                return Err(self.refuse(JsonError::Twice(key)));
            }
            keys.insert(key);
            map.next_value_seed(self)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_once_in_each_object_and_texts_can_be_stored() {
        for good in [r#"{"a":1,"b":{"a":[{"a":2},{"a":null}]}}"#, "[]", "12345678901234567890.123", r#""text""#, "true"] {
            assert_eq!(read(good.as_bytes()).map(|json| json.to_string()).as_deref(), Ok(good));
        }
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let twice = || JsonError::Twice("a".into());
        for (bad, why) in [
            (r#"{"a":1,"a":1}"#, twice()),
            (r#"{"b":[{"a":1,"\u0061":2}]}"#, twice()),
            ("{", JsonError::Malformed),
            ("", JsonError::Malformed),
            ("{}x", JsonError::Malformed),
            (r#""\ud800""#, JsonError::Malformed),
            (r#"["\u0000"]"#, JsonError::Nul),
            (r#"{"\u0000":1}"#, JsonError::Nul),
            (deep.as_str(), JsonError::Malformed),
        ] {
            assert_eq!(read(bad.as_bytes()), Err(why), "{bad}");
        }
    }
}
