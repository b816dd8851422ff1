//! Texts that a spreadsheet program would compute. In CSV nothing says that a cell is a text, so such a text begins with an
//! apostrophe there; reading takes it away again.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Whether a spreadsheet program would take the text for a formula or a command, as it stands or with full-width marks.
fn computes(text: &str) -> bool {
    let raw = text.starts_with(['\t', '\r', '\n']);
    raw || text.trim_start().nfkc().next().is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '|'))
}

/// The text with an apostrophe in front, if it needs one. Texts that look guarded already get one more, so that
/// [`unguarded`] gives back exactly what was there.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if computes(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the apostrophe of [`guarded`].
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if computes(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t46_no_text_starts_a_formula_and_all_come_back() {
        for text in ["=1+1", "+86 138", "-1", "@x", "\tx", "\r=1", " =1", "＝1", "－1", "＠x", "﹢1", "|calc", "'=1", "''-x"] {
            let cell = guarded(text);
            assert!(cell.starts_with('\''), "{text:?}");
            assert_eq!(unguarded(&cell), text);
        }
        for text in ["", "a=b", "'quoted'", "1-2", "华为", "'s"] {
            assert_eq!((guarded(text).as_ref(), unguarded(text)), (text, text));
        }
    }
}
