//! A company's changes as files: exported in a canonical form that fits in git, imported into another company, merged with
//! what that one has changed since.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read, Write},
};

use serde::{Deserialize, Serialize};
use trellis_catalog::{Catalog, Files};
use trellis_model::{
    Json, JsonMap, Value, Violation,
    field::Shape,
    json,
    violation::{Code, escape},
};
use trellis_storage::{Arg, Conn};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    edit::problem_errors,
    plan::{Plan, between, definitions},
    publish::install,
};
use crate::{
    Cx, Error, Reason, Result,
    company::{self, PUBLISHING},
};

/// Most files of a package, and most bytes of them together.
const MOST_FILES: usize = 5_000;
const MOST_BYTES: u64 = 20 << 20;
/// Maps whose order people see: of fields, views and the like. All others are sorted.
const ORDERED: &[&str] = &["properties", "views", "layouts", "actions", "charts", "x-rules"];

/// Whose declaration holds where both changed the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The company's.
    Mine,
    /// The package's.
    Theirs,
}

/// What is decided about the places that both changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Choices {
    /// Nothing yet.
    #[default]
    Open,
    /// The same for all.
    All(Side),
    /// Each by its [`Conflict::place`].
    Each(BTreeMap<String, Side>),
}

impl Choices {
    fn of(&self, place: &str) -> Option<Side> {
        match self {
            Self::Open => None,
            Self::All(side) => Some(*side),
            Self::Each(sides) => sides.get(place).copied(),
        }
    }

    /// Refuses what is decided about places that are none.
    fn require_known(&self, conflicts: &[Conflict]) -> Result<()> {
        let Self::Each(sides) = self else { return Ok(()) };
        let unknown = sides.keys().filter(|place| !conflicts.iter().any(|conflict| conflict.place == **place));
        let violation = |place: &String| {
            Violation::at(format!("/conflicts/{}", escape(place)), Code::Refused)
                .with("reason_zh", format!("“{place}”处没有冲突"))
                .with("reason_en", format!("there is no conflict at `{place}`"))
        };
        let violations: Vec<Violation> = unknown.map(violation).collect();
        if violations.is_empty() { Ok(()) } else { Err(Error::Invalid(violations)) }
    }
}

/// A place that the company and the package declare differently, both since the package was applied last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// Where, as one JSON pointer that the file leads: what choices name it by.
    pub place: String,
    /// The file.
    pub file: String,
    /// Where in it.
    pub pointer: String,
    /// What the company has.
    pub mine: Json,
    /// What the package has.
    pub theirs: Json,
    /// Whose holds; none while that is not decided.
    pub choice: Option<Side>,
}

/// What importing a package does or would do.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// What publishing it does.
    pub plan: Plan,
    /// Where both sides changed the same.
    pub conflicts: Vec<Conflict>,
    /// The version that it became; none when nothing changed or only the plan was asked for.
    pub version: Option<i64>,
}

/// The company's changes as a zip of JSON files, the same bytes for the same changes.
///
/// # Errors
/// When the store fails.
pub async fn export(conn: &mut Conn) -> Result<Vec<u8>> {
    let (_, overlay) = company::overlay(conn).await?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, json) in &overlay {
        let failed = |error: &dyn std::fmt::Display| Error::Internal(format!("package: {error}"));
        zip.start_file(path.as_str(), options).map_err(|error| failed(&error))?;
        let text = serde_json::to_string_pretty(&canonical(json, false)).unwrap_or_default();
        zip.write_all(text.as_bytes()).and_then(|()| zip.write_all(b"\n")).map_err(|error| failed(&error))?;
    }
    let bytes = zip.finish().map_err(|error| Error::Internal(format!("package: {error}")))?;
    Ok(bytes.into_inner())
}

/// JSON with its keys sorted, except where their order is what people see.
fn canonical(json: &Json, ordered: bool) -> Json {
    match json {
        Json::Object(map) => {
            let mut entries: Vec<(&String, &Json)> = map.iter().collect();
            if !ordered {
                entries.sort_by_key(|(key, _)| *key);
            }
            Json::Object(entries.into_iter().map(|(key, inner)| (key.clone(), canonical(inner, ORDERED.contains(&key.as_str())))).collect())
        }
        Json::Array(items) => items.iter().map(|item| canonical(item, false)).collect(),
        other => other.clone(),
    }
}

fn wrong(zh: &str, en: &str) -> Error {
    Error::invalid(Violation::new("package", Code::Refused).with("reason_zh", zh).with("reason_en", en))
}

/// The files of a package, whatever else is in the archive refused.
fn read(bytes: &[u8]) -> Result<Files> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| wrong("不是有效的 zip 文件", "this is no zip file"))?;
    if zip.len() > MOST_FILES {
        return Err(wrong("文件过多", "there are too many files in it"));
    }
    let twice = |path: &str| wrong(&format!("“{path}”重复"), &format!("`{path}` is in it twice"));
    // Of two entries of one name the archive shows only the last.
    if zip.has_duplicate_names() {
        return Err(twice(&repeated(bytes, zip.central_directory_start()).unwrap_or_default()));
    }
    let (mut files, mut left) = (Files::new(), MOST_BYTES);
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(|_| wrong("压缩包已损坏", "the archive is damaged"))?;
        if file.is_dir() {
            continue;
        }
        let path = file.name().map_err(|_| wrong("压缩包已损坏", "the archive is damaged"))?.into_owned();
        let mut text = Vec::new();
        // Counted while it comes out: what an archive says of its sizes is its own word.
        let size = file.take(left + 1).read_to_end(&mut text).map_err(|_| wrong("压缩包已损坏", "the archive is damaged"))?;
        left = left.checked_sub(size as u64).ok_or_else(|| wrong("内容过大", "what is in it is too large"))?;
        let json = json::read(&text).map_err(|error| {
            let why = error.text();
            wrong(&format!("“{path}”{}", why.zh), &format!("`{path}` {}", why.en))
        })?;
        // Names of other bytes may read the same.
        if files.insert(path.clone(), json).is_some() {
            return Err(twice(&path));
        }
    }
    Ok(files)
}

/// The first name that a zip's central directory has twice.
fn repeated(bytes: &[u8], directory: u64) -> Option<String> {
    let (mut seen, mut at) = (BTreeSet::new(), usize::try_from(directory).ok()?);
    loop {
        let header = bytes.get(at..)?.get(..46).filter(|header| header.starts_with(b"PK\x01\x02"))?;
        let length = |place: usize| usize::from(u16::from_le_bytes([header[place], header[place + 1]]));
        let name = bytes.get(at + 46..)?.get(..length(28))?;
        if !seen.insert(name) {
            return Some(String::from_utf8_lossy(name).into_owned());
        }
        at += 46 + length(28) + length(30) + length(32);
    }
}

/// Applies a package: what it changed since it was applied last, over what the company has now. Where both changed the same,
/// `choices` decide; a package with places that they say nothing of is refused.
///
/// # Errors
/// [`Error::Invalid`] for what is no package, or is not right over what is shipped, and for choices about places that are
/// none; [`Error::Conflict`] for places that are not decided, and for data that would be lost without `accept_losses`.
pub async fn import(cx: &Cx, conn: &mut Conn, bytes: &[u8], choices: &Choices, dry_run: bool, accept_losses: bool) -> Result<Imported> {
    let theirs = read(bytes)?;
    conn.lock(PUBLISHING).await?;
    let (_, mine) = company::overlay(conn).await?;
    let (published, _) = Catalog::with_overlay(&mine);
    let base = last(conn).await?;
    let mut conflicts = Vec::new();
    let merged = merge(&base, &mine, &theirs, choices, &mut conflicts);
    // Of the package that was applied last everything is decided, in whatever way that was.
    if base != theirs {
        choices.require_known(&conflicts)?;
    }
    let (catalog, problems) = Catalog::with_overlay(&merged);
    if !problems.is_empty() {
        return Err(problem_errors(&problems));
    }
    let mut plan = between(conn, &published, &catalog).await?;
    // What changes lists, layouts and the like is a change, too.
    let paths: Vec<String> = catalog.files().keys().chain(published.files().keys()).cloned().collect::<BTreeSet<_>>().into_iter().collect();
    definitions(&mut plan, &published, &catalog, &paths);
    if dry_run {
        return Ok(Imported { plan, conflicts, version: None });
    }
    if conflicts.iter().any(|conflict| conflict.choice.is_none()) {
        return Err(Error::Conflict(Reason::PackageConflicts));
    }
    if !plan.losses.is_empty() && !accept_losses {
        return Err(Error::Conflict(Reason::Losses));
    }
    remember(cx, conn, &theirs).await?;
    let version = match merged == mine {
        true => None,
        false => Some(install(cx, conn, merged, (catalog, problems), "package").await?.version),
    };
    Ok(Imported { plan, conflicts, version })
}

async fn last(conn: &mut Conn) -> Result<Files> {
    let mut sql = conn.sql();
    sql.push("SELECT \"files\" FROM ").table("sys_package").push(" WHERE id = 1");
    let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
    Ok(match row.as_deref() {
        Some([Value::Text(files)]) => serde_json::from_str(files).unwrap_or_default(),
        _ => Files::new(),
    })
}

async fn remember(cx: &Cx, conn: &mut Conn, files: &Files) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_package").push(" (id, \"files\", \"at\") VALUES (1, ");
    sql.args([Arg::Text(serde_json::to_string(files).unwrap_or_default()), Arg::DateTime(cx.now)]);
    sql.push(") ON CONFLICT (id) DO UPDATE SET \"files\" = excluded.\"files\", \"at\" = excluded.\"at\"");
    conn.execute(&sql).await?;
    Ok(())
}

/// Three versions of an overlay into one: what only one side changed is taken from that side. What is not decided stays as
/// the company has it.
fn merge(base: &Files, mine: &Files, theirs: &Files, choices: &Choices, conflicts: &mut Vec<Conflict>) -> Files {
    let map = |files: &Files| Json::Object(files.iter().map(|(path, json)| (path.clone(), json.clone())).collect());
    let merged = merge_json(Some(&map(base)), Some(&map(mine)), Some(&map(theirs)), choices, &mut Vec::new(), conflicts);
    match merged {
        Some(Json::Object(files)) => files.into_iter().collect(),
        _ => Files::new(),
    }
}

fn merge_json(
    base: Option<&Json>,
    mine: Option<&Json>,
    theirs: Option<&Json>,
    choices: &Choices,
    path: &mut Vec<String>,
    conflicts: &mut Vec<Conflict>,
) -> Option<Json> {
    if mine == theirs || base == theirs {
        return mine.cloned();
    }
    if base == mine && !matches!((mine, theirs), (Some(Json::Object(_)), Some(Json::Object(_)))) {
        return theirs.cloned();
    }
    if let (Some(Json::Object(mine)), Some(Json::Object(theirs))) = (mine, theirs) {
        let empty = JsonMap::new();
        let base = base.and_then(Json::as_object).unwrap_or(&empty);
        let mut merged = JsonMap::new();
        for key in mine.keys().chain(theirs.keys().filter(|key| !mine.contains_key(*key))) {
            path.push(key.clone());
            if let Some(value) = merge_json(base.get(key), mine.get(key), theirs.get(key), choices, path, conflicts) {
                merged.insert(key.clone(), value);
            }
            path.pop();
        }
        return (!merged.is_empty() || path.is_empty()).then_some(Json::Object(merged));
    }
    let json = |json: Option<&Json>| json.cloned().unwrap_or(Json::Null);
    let pointer = |keys: &[String]| keys.iter().map(|key| format!("/{}", escape(key))).collect::<String>();
    let place = pointer(path);
    let choice = choices.of(&place);
    let file = path.first().cloned().unwrap_or_default();
    conflicts.push(Conflict { place, file, pointer: pointer(&path[1..]), mine: json(mine), theirs: json(theirs), choice });
    if choice == Some(Side::Theirs) { theirs.cloned() } else { mine.cloned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn files(json: Json) -> Files {
        [("a.json".to_owned(), json)].into()
    }

    #[test]
    fn what_one_side_changed_is_taken_and_what_both_changed_is_told() {
        let base = files(json!({ "x": 1, "y": { "p": 1, "q": 1 }, "gone": 1 }));
        let mine = files(json!({ "x": 2, "y": { "p": 1, "q": 2 }, "own": 1, "gone": 1 }));
        let theirs = files(json!({ "x": 1, "y": { "p": 3, "q": 3 }, "new": 1 }));
        let mut conflicts = Vec::new();
        let merged = merge(&base, &mine, &theirs, &Choices::All(Side::Theirs), &mut conflicts);
        assert_eq!(merged, files(json!({ "x": 2, "y": { "p": 3, "q": 3 }, "own": 1, "new": 1 })));
        let places: Vec<&str> = conflicts.iter().map(|conflict| conflict.pointer.as_str()).collect();
        assert_eq!(places, ["/y/q"]);
        assert_eq!(merge(&base, &mine, &theirs, &Choices::Open, &mut Vec::new())["a.json"]["y"]["q"], json!(2));
    }

    #[test]
    fn each_place_is_decided_by_itself() {
        let (mine, theirs) = (files(json!({ "x": 1, "y": { "p": 1 } })), files(json!({ "x": 2, "y": { "p": 2 } })));
        let choices = |sides: &[(&str, Side)]| Choices::Each(sides.iter().map(|(place, side)| ((*place).to_owned(), *side)).collect());
        let one = choices(&[("/a.json/x", Side::Theirs)]);
        let mut conflicts = Vec::new();
        assert_eq!(merge(&Files::new(), &mine, &theirs, &one, &mut conflicts), files(json!({ "x": 2, "y": { "p": 1 } })));
        let told: Vec<_> = conflicts.iter().map(|conflict| (conflict.place.as_str(), conflict.choice)).collect();
        assert_eq!(told, [("/a.json/x", Some(Side::Theirs)), ("/a.json/y/p", None)]);
        assert!(one.require_known(&conflicts).is_ok());
        assert!(choices(&[("/a.json/y", Side::Mine)]).require_known(&conflicts).is_err());
    }

    #[test]
    fn the_same_package_again_changes_nothing() {
        let (mine, theirs) = (files(json!({ "own": 1 })), files(json!({ "x": { "y": 1 } })));
        let once = merge(&Files::new(), &mine, &theirs, &Choices::Open, &mut Vec::new());
        assert_eq!(merge(&theirs, &once, &theirs, &Choices::Open, &mut Vec::new()), once);
    }

    #[test]
    fn files_are_canonical() {
        let one = canonical(&json!({ "b": 1, "a": { "d": 1, "c": 2 }, "properties": { "z": { "k": 1, "j": 2 }, "y": 1 } }), false);
        assert_eq!(one.to_string(), r#"{"a":{"c":2,"d":1},"b":1,"properties":{"z":{"j":2,"k":1},"y":1}}"#);
    }

    #[test]
    fn what_is_no_archive_is_refused() {
        assert!(read(b"PK\x03\x04 broken").is_err());
        assert!(read(b"").is_err());
    }

    fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in entries {
            zip.start_file(*path, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn what_could_be_read_in_two_ways_or_not_be_kept_is_refused_by_its_file() {
        let why = |bytes: &[u8]| match read(bytes) {
            Err(Error::Invalid(violations)) => violations[0].params["reason_en"].clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(why(&zipped(&[("a.json", r#"{"x":{"k":1,"k":2}}"#)])), "`a.json` has the key `k` twice in one object");
        assert_eq!(why(&zipped(&[("a.json", r#"{"x":["a\u0000"]}"#)])), "`a.json` has a text with U+0000, which cannot be kept");
        assert_eq!(why(&zipped(&[("b/a.json", "{")])), "`b/a.json` is no valid JSON");
        // No writer makes such an archive, so the second name is put over another one.
        let mut bytes = zipped(&[("x/a.json", "{}"), ("x/b.json", "{}")]);
        while let Some(at) = bytes.windows(8).position(|window| window == b"x/b.json") {
            bytes[at..at + 8].copy_from_slice(b"x/a.json");
        }
        assert_eq!(why(&bytes), "`x/a.json` is in it twice");
        assert_eq!(read(&zipped(&[("a.json", "{}"), ("b.json", "[1]")])).unwrap().len(), 2);
    }
}
