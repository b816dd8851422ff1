//! JSON whose objects name every key once and whose texts can be stored. Of two values for one key a reader would keep one
//! and a checker in front of us perhaps the other, so neither is taken; a text with U+0000 is kept by SQLite and refused by
//! PostgreSQL, so none reaches either.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use trellis_model::Json;

/// Reads JSON text; nothing when it is malformed, an object names a key twice or a text holds U+0000.
pub fn read(bytes: &[u8]) -> Option<Json> {
    // The first look keeps only keys; numbers keep their digits in the second.
    serde_json::from_slice::<Unambiguous>(bytes).ok()?;
    serde_json::from_slice(bytes).ok()
}

/// JSON that names no key twice and has no U+0000, at any depth.
struct Unambiguous;

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Look.deserialize(deserializer).map(|()| Self)
    }
}

/// Looks at a value without keeping it.
#[derive(Clone, Copy)]
struct Look;

impl<'de> DeserializeSeed<'de> for Look {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look {
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
        if text.contains('\0') { Err(E::custom("a text holds U+0000")) } else { Ok(()) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            self.visit_str(&key)?;
            if !keys.insert(key) {
                return Err(A::Error::custom("a key is there twice"));
            }
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
            assert_eq!(read(good.as_bytes()).map(|json| json.to_string()).as_deref(), Some(good));
        }
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        for bad in [
            r#"{"a":1,"a":1}"#,
            r#"{"b":[{"a":1,"\u0061":2}]}"#,
            "{",
            "",
            "{}x",
            r#""\ud800""#,
            r#"["\u0000"]"#,
            r#"{"\u0000":1}"#,
            deep.as_str(),
        ] {
            assert_eq!(read(bad.as_bytes()), None, "{bad}");
        }
    }
}
