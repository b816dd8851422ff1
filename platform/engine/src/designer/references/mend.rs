//! Mentions are taken out.

use trellis_model::Json;
use trellis_storage::Conn;

use crate::{
    Cx, Error, Result,
    designer::draft::{compose, difference, draft_to_change, keep},
};

/// Takes a reference out of the draft: a column, a place in a layout, a condition of a filter, a key of an order.
///
/// # Errors
/// [`Error::NotFound`] when there is nothing at that place; [`Error::Invalid`] when the draft is not right without it.
pub async fn mend(cx: &Cx, conn: &mut Conn, file: &str, pointer: &str, field: Option<&str>) -> Result<()> {
    let draft = draft_to_change(conn).await?;
    let before = draft.catalog.files().get(file).cloned().ok_or(Error::NotFound)?;
    let mut after = before.clone();
    remove_at(&mut after, pointer, field).ok_or(Error::NotFound)?;
    let patches = compose(&draft.patches, &[(file.to_owned(), difference(&before, &after))].into());
    keep(cx, conn, &patches).await
}

/// Removes what stands at a pointer; of an order only the keys of the field.
pub(crate) fn remove_at(json: &mut Json, pointer: &str, field: Option<&str>) -> Option<()> {
    let (parent, last) = pointer.rsplit_once('/')?;
    let last = last.replace("~1", "/").replace("~0", "~");
    match json.pointer_mut(parent)? {
        Json::Array(items) => {
            let at: usize = last.parse().ok().filter(|at| *at < items.len())?;
            items.remove(at);
            if items.is_empty() {
                // A section without fields, or a combinator without conditions, is nothing.
                let (above, key) = parent.rsplit_once('/')?;
                match key {
                    "fields" => remove_at(json, above, None)?,
                    "and" | "or" => remove_at(json, parent, None)?,
                    _ => {}
                }
            }
        }
        Json::Object(map) => {
            let kept = map.get(&last)?.as_str().filter(|_| last == "sort").zip(field).map(|(sort, field)| {
                let other = |key: &&str| {
                    let path = key.trim().trim_start_matches('-');
                    path != field && !path.starts_with(&format!("{field}.")) && !path.ends_with(&format!(".{field}"))
                };
                sort.split(',').filter(other).collect::<Vec<_>>().join(",")
            });
            match kept.filter(|sort| !sort.is_empty()) {
                Some(sort) => drop(map.insert(last, sort.into())),
                None => drop(map.shift_remove(&last)),
            }
            let in_filter = parent.contains("/filter") || parent.ends_with("/when");
            if map.is_empty() && in_filter {
                remove_at(json, parent, None)?;
            }
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_taken_out_is_gone_and_nothing_else() {
        let mut json = json!({ "columns": [{ "field": "name" }, { "field": "level" }], "sort": "-level,name", "filter": { "and": [{ "level": { "eq": "a" } }] }, "x": 1 });
        remove_at(&mut json, "/columns/1", None).unwrap();
        remove_at(&mut json, "/sort", Some("level")).unwrap();
        remove_at(&mut json, "/filter/and/0/level", None).unwrap();
        assert_eq!(json, json!({ "columns": [{ "field": "name" }], "sort": "name", "x": 1 }));
        assert_eq!(remove_at(&mut json, "/columns/7", None), None);
    }
}
