//! One keyword across all objects.

use futures_util::{StreamExt, TryStreamExt, stream};
use trellis_model::{Object, Value, Violation, field::Shape, filter::Caller, violation::Code, wire::SearchHit};

use super::query::{ListQuery, prepare};
use crate::{Cx, Error, Result};

/// Hits of an object that are looked at, the newest first; the best of them are given.
const LOOKED_AT: u32 = 30;
/// Objects that are searched at the same time.
const AT_ONCE: usize = 4;
/// Characters shown around the keyword.
const AROUND: usize = 24;

/// Records of every object that the caller sees with the keyword in a field that the caller may ask about, at most `most`
/// of each object; the objects in the order of the catalog.
///
/// # Errors
/// [`Error::Invalid`] for a keyword that is missing or too long.
pub async fn search(cx: &Cx, keyword: &str, objects: Option<&[String]>, most: usize) -> Result<Vec<SearchHit>> {
    let keyword = keyword.trim();
    if keyword.is_empty() {
        return Err(Error::invalid(Violation::new("q", Code::Required)));
    }
    let asked = |object: &&Object| objects.is_none_or(|names| names.contains(&object.name)) && cx.access.can(&object.name, "view");
    let objects = cx.catalog().objects().map(AsRef::as_ref).filter(asked);
    let searches: Vec<_> = objects.map(|object| search_in(cx, object, keyword, most)).collect();
    let found: Vec<Vec<SearchHit>> = stream::iter(searches).buffered(AT_ONCE).try_collect().await?;
    Ok(found.into_iter().flatten().collect())
}

/// The hits in one object.
async fn search_in(cx: &Cx, object: &Object, keyword: &str, most: usize) -> Result<Vec<SearchHit>> {
    let searched = object.options.search.iter().filter_map(|name| object.field(name));
    let searched = searched.filter(|field| field.shape() == Shape::Text && cx.may_ask(object, field) && field.name != object.name_field());
    let mut fields = vec![object.name_field().to_owned()];
    fields.extend(searched.map(|field| field.name.clone()));
    let query = ListQuery { q: Some(keyword.to_owned()), fields: Some(fields.join(",")), limit: Some(LOOKED_AT), ..ListQuery::default() };
    let prepared = prepare(cx, object, &query, trellis_model::Filter::True)?;
    let rows = {
        let mut conn = cx.company.store.reader().await?;
        prepared.select.rows(&mut conn).await?
    };
    let hit = |row: &Vec<Value>| {
        // The id first, then the fields as they were asked for.
        let values = prepared.shown.iter().zip(row).skip(1);
        let texts: Vec<(&str, String)> = values.map(|(shown, value)| (shown.name.as_str(), text(value))).collect();
        let (_, name) = texts.first()?.clone();
        let matched = texts.iter().find(|(_, text)| position(text, keyword).is_some());
        let matched = matched.filter(|(field, _)| *field != object.name_field());
        let best = rank(&name, keyword);
        let hit = SearchHit {
            object: object.name.clone(),
            id: row.first()?.as_id()?.to_string(),
            name,
            field: matched.map(|(field, _)| (*field).to_owned()),
            text: matched.map(|(_, text)| excerpt(text, keyword)),
        };
        Some((best, hit))
    };
    let mut hits: Vec<(u8, SearchHit)> = rows.iter().filter_map(hit).collect();
    // A stable order: among equals the newest stays first.
    hits.sort_by_key(|(best, _)| *best);
    Ok(hits.into_iter().take(most).map(|(_, hit)| hit).collect())
}

fn text(value: &Value) -> String {
    match value.to_json() {
        trellis_model::Json::String(text) => text,
        trellis_model::Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// Where the keyword stands, ASCII letters folded as in every search.
fn position(text: &str, keyword: &str) -> Option<usize> {
    text.to_ascii_lowercase().find(&keyword.to_ascii_lowercase())
}

/// The name itself, a name that begins with the keyword, one that has it, and the rest.
fn rank(name: &str, keyword: &str) -> u8 {
    match position(name, keyword) {
        Some(0) if name.len() == keyword.len() => 0,
        Some(0) => 1,
        Some(_) => 2,
        None => 3,
    }
}

/// The part of a text around the keyword, on one line.
fn excerpt(text: &str, keyword: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = position(text, keyword).map_or(0, |at| text[..at].chars().count());
    let (from, to) = (at.saturating_sub(AROUND), (at + keyword.chars().count() + AROUND).min(characters.len()));
    let part: String = characters[from..to].iter().map(|c| if c.is_control() { ' ' } else { *c }).collect();
    format!("{}{part}{}", if from > 0 { "…" } else { "" }, if to < characters.len() { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_has_the_keyword_in_its_middle() {
        assert_eq!(excerpt("华为技术", "为"), "华为技术");
        let long = format!("{}华为\n技术{}", "前".repeat(50), "后".repeat(50));
        let part = excerpt(&long, "华为");
        assert!(part.starts_with("…前") && part.ends_with("后…") && part.contains("华为 技术"), "{part}");
        assert_eq!((rank("ACME", "acme"), rank("acme 2", "ACME"), rank("my acme", "acme"), rank("x", "acme")), (0, 1, 2, 3));
    }
}
