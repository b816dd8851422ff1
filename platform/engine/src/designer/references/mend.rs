//! Mentions are taken out.

use trellis_catalog::difference;
use trellis_model::Json;
use trellis_storage::Conn;

use crate::{
    Cx, Error, Result,
    designer::{draft::draft_to_change, edit::apply, problems::mends},
};

/// Takes a reference out of the draft: a column, a place in a layout, a condition of a filter, a key of an order.
///
/// # Errors
/// [`Error::NotFound`] when there is nothing at that place; [`Error::Invalid`] when taking it out brings a problem.
pub async fn mend(cx: &Cx, conn: &mut Conn, file: &str, pointer: &str, field: Option<&str>) -> Result<()> {
    let draft = draft_to_change(conn).await?;
    let before = draft.catalog.files().get(file).cloned().ok_or(Error::NotFound)?;
    let mut after = before.clone();
    remove_at(&mut after, pointer, field).ok_or(Error::NotFound)?;
    // Only what refers to something is taken out, or what an upgrade has left behind.
    if !is_reference(file, pointer) && !mends(&draft, file, pointer) {
        return Err(Error::NotFound);
    }
    let change = difference(&before, &after);
    apply(cx, conn, &draft, [(file.to_owned(), change)].into()).await
}

/// Whether what stands at a place of a file is there to refer to something: what lists, layouts, actions, conversions and
/// dashboards are made of, and what of an object's own declaration it can do without.
fn is_reference(file: &str, pointer: &str) -> bool {
    const OF_OBJECTS: &[&str] = &["/x-object/search/", "/x-object/duplicates/", "/required/"];
    const OF_FIELDS: &[&str] = &["/x-unique/", "/x-lookup/filter", "/x-rollup/filter"];
    if !file.ends_with("/object.json") {
        return !file.starts_with("picklists/");
    }
    let of_rule = pointer.starts_with("/x-rules/") && pointer.ends_with("/field");
    let of_field = pointer.starts_with("/properties/") && OF_FIELDS.iter().any(|place| pointer.contains(place));
    of_rule || of_field || OF_OBJECTS.iter().any(|place| pointer.starts_with(place))
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
    fn what_is_no_reference_stays() {
        let object = "sales/customer/object.json";
        for (file, pointer, expected) in [
            (object, "/properties/name", false),
            (object, "/properties/name/x-id", false),
            (object, "/x-object/access", false),
            (object, "/x-object/search/0", true),
            (object, "/properties/c_deal/x-lookup/filter/level", true),
            (object, "/x-rules/one/field", true),
            (object, "/x-rules/one", false),
            ("sales/customer/views.json", "/columns/1", true),
            ("picklists/level.json", "/options/0", false),
        ] {
            assert_eq!(is_reference(file, pointer), expected, "{file} {pointer}");
        }
    }

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
