//! Addresses, with every part encoded.

use std::fmt::Write;

/// Where the API begins.
const BASE: &str = "/api/v1";

/// A path below the API's base from its parts: `path(&["records", object, id])`.
pub fn path(parts: &[&str]) -> String {
    let mut out = String::from(BASE);
    for part in parts {
        out.push('/');
        encode_into(part, &mut out);
    }
    out
}

/// A path with a query; pairs without a value are left out.
pub fn with_query(mut path: String, pairs: &[(&str, Option<&str>)]) -> String {
    let mut separator = '?';
    for (name, value) in pairs {
        let Some(value) = value else { continue };
        path.push(separator);
        path.push_str(name);
        path.push('=');
        encode_into(value, &mut path);
        separator = '&';
    }
    path
}

/// Percent-encodes a text for any place of an address.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode_into(text, &mut out);
    out
}

fn encode_into(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The reverse of [`encode`]; `+` reads as a space and broken sequences stay as they are.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| text.get(at + 1..at + 3)).flatten().and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, escaped) {
            (_, Some(value)) => {
                out.push(value);
                at += 3;
                continue;
            }
            (b'+', _) => out.push(b' '),
            (other, _) => out.push(other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cannot_leave_their_place() {
        assert_eq!(path(&["records", "customer", "../x?y#z"]), "/api/v1/records/customer/..%2Fx%3Fy%23z");
        assert_eq!(with_query("/a".into(), &[("q", Some("华 &")), ("view", None), ("limit", Some("20"))]), "/a?q=%E5%8D%8E%20%26&limit=20");
    }

    #[test]
    fn decoding_undoes_encoding() {
        for text in ["", "a b", "华&=%", "{\"a\":[1]}", "100%"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(decode("a+b%2"), "a b%2");
    }
}
