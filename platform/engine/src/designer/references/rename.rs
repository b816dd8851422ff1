//! Mentions take another name.

use trellis_catalog::Catalog;
use trellis_model::{Json, JsonMap, Schema};

use super::references;

/// The declarations with a field under a new name wherever it is mentioned: what keeps working after a rename.
pub(crate) fn renamed(catalog: &Catalog, object: &str, from: &str, to: &str) -> Vec<(String, Json)> {
    let mut changed: Vec<(String, Json)> = Vec::new();
    let mut edit = |file: &str, work: &dyn Fn(&mut Json)| {
        let place = changed.iter().position(|(path, _)| path == file);
        let at = place.unwrap_or_else(|| {
            changed.push((file.to_owned(), catalog.files().get(file).cloned().unwrap_or_default()));
            changed.len() - 1
        });
        work(&mut changed[at].1);
    };
    for reference in references(catalog, object, from) {
        let of = catalog.object(&reference.object);
        let own = of.is_some_and(|of| of.name == object);
        edit(&reference.file, &|json| rename_at(json, &reference.pointer, own, from, to));
    }
    let declared_in = catalog.files().keys().find(|path| path.ends_with(&format!("/{object}/object.json"))).cloned();
    if let Some(file) = declared_in {
        edit(&file, &|json| {
            if let Some(properties) = json.get_mut("properties").and_then(Json::as_object_mut) {
                let renamed: JsonMap = std::mem::take(properties)
                    .into_iter()
                    .map(|(name, property)| (if name == from { to.to_owned() } else { name }, property))
                    .collect();
                *properties = renamed;
            }
        });
    }
    changed
}

fn rename_at(json: &mut Json, pointer: &str, own: bool, from: &str, to: &str) {
    let path = |text: &str| -> String {
        match text.split_once('.') {
            None if text == from => to.to_owned(),
            Some((first, rest)) if own && first == from => format!("{to}.{rest}"),
            Some((first, rest)) if rest == from => format!("{first}.{to}"),
            _ => text.to_owned(),
        }
    };
    // A filter's condition and a conversion's target are keys; everything else is a value.
    let (parent, last) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    let last = last.replace("~1", "/").replace("~0", "~");
    let key = path(&last);
    if key != last
        && let Some(Json::Object(map)) = json.pointer_mut(parent)
        && map.contains_key(&last)
    {
        let renamed: JsonMap =
            std::mem::take(map).into_iter().map(|(name, value)| (if name == last { key.clone() } else { name }, value)).collect();
        *map = renamed;
        return;
    }
    if let Some(found) = json.pointer_mut(pointer) {
        rename_in(found, &path, own, from, to);
    }
}

fn rename_in(json: &mut Json, path: &dyn Fn(&str) -> String, own: bool, from: &str, to: &str) {
    match json {
        Json::String(text) => {
            let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "_.,-".contains(c));
            *text = if plain {
                let key = |key: &str| key.strip_prefix('-').map_or_else(|| path(key), |rest| format!("-{}", path(rest)));
                text.split(',').map(key).collect::<Vec<_>>().join(",")
            } else {
                in_expression(text, own, from, to)
            };
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rename_in(item, path, own, from, to)),
        Json::Object(map) => {
            for key in ["field", "relation", "expression", "check"] {
                if let Some(inner) = map.get_mut(key) {
                    rename_in(inner, path, own, from, to);
                }
            }
            if let Some(inner) = map.get_mut("filter") {
                rename_keys(inner, path);
            }
        }
        _ => {}
    }
}

fn rename_keys(json: &mut Json, path: &dyn Fn(&str) -> String) {
    match json {
        Json::Object(map) => {
            let renamed: JsonMap = std::mem::take(map)
                .into_iter()
                .map(|(key, mut inner)| match key.as_str() {
                    "and" | "or" | "not" => {
                        rename_keys(&mut inner, path);
                        (key, inner)
                    }
                    _ => (path(&key), inner),
                })
                .collect();
            *map = renamed;
        }
        Json::Array(items) => items.iter_mut().for_each(|item| rename_keys(item, path)),
        _ => {}
    }
}

/// An expression with a name in it replaced: whole names only, and none inside quotes.
fn in_expression(source: &str, own: bool, from: &str, to: &str) -> String {
    let (mut out, mut word, mut quote) = (String::with_capacity(source.len()), String::new(), None);
    let (mut after_dot, mut escaped) = (false, false);
    for c in source.chars().chain(std::iter::once('\0')) {
        if quote.is_none() && (c.is_ascii_alphanumeric() || c == '_') {
            word.push(c);
            continue;
        }
        let replace = word == from && (after_dot != own || (after_dot && !own));
        out.push_str(if replace { to } else { &word });
        after_dot = c == '.' && !word.is_empty();
        word.clear();
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), close) if open == close && !escaped => quote = None,
            _ => {}
        }
        escaped = quote.is_some() && c == '\\' && !escaped;
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_keep_their_texts_when_a_name_changes() {
        for (source, own, expected) in [
            ("level == 'level' and levels > 1", true, "rank == 'level' and levels > 1"),
            ("customer.level == \"a\"", false, "customer.rank == \"a\""),
            ("level.name ~ level", true, "rank.name ~ rank"),
            (r"level ~ 'a\' level' ~ level", true, r"rank ~ 'a\' level' ~ rank"),
            (r"level ~ 'a\\' ~ level", true, r"rank ~ 'a\\' ~ rank"),
        ] {
            assert_eq!(in_expression(source, own, "level", "rank"), expected, "{source}");
        }
    }
}
