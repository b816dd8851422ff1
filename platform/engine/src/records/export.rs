//! What a list shows, as a file: read page by page, so that a long list takes no more memory than a short one.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::json;
use trellis_model::{Field, FieldKind, Filter, Json, Language, Object, Record, Schema, Value, Violation, field::Shape, violation::Code};

use super::{
    fill::fill,
    page::cursor,
    query::{ListQuery, MOST, Shown, prepare},
};
use crate::{
    Cx, Error, Result,
    audit::{self, Event},
    sheet::{Cell, Format, MOST_SHEET_ROWS, Writer},
};

/// An export that is under way.
pub struct Export {
    object: String,
    query: ListQuery,
    /// What is in each column of the file.
    columns: Vec<ExportColumn>,
    writer: Option<Writer>,
}

/// One column of the file.
struct ExportColumn {
    /// The key of the list whose value it shows.
    name: String,
    title: String,
    /// The key of the list that has the label of what is looked up.
    label: Option<String>,
    /// Ids as they are, so that the file can be imported over what it came from.
    raw: bool,
}

/// What goes into the file.
#[derive(Debug, Clone)]
pub struct ExportQuery {
    /// Which records and columns, as a list is asked for. How it is paged and counted says nothing here.
    pub list: ListQuery,
    /// The kind of file.
    pub format: Format,
    /// With the ids of the records, and of those that they look up.
    pub ids: bool,
}

impl Export {
    /// Checks what is asked for, and notes in the audit log that it was.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the right to export; otherwise as a list of the same records, and
    /// [`Error::Invalid`] for more records than a file of this kind has rows.
    pub async fn begin(cx: &Cx, object: &Object, asked: &ExportQuery) -> Result<Self> {
        cx.require(&object.name, if asked.list.deleted { "delete" } else { "view" })?;
        cx.require(&object.name, "export")?;
        let plain = ListQuery { cursor: None, page: None, limit: Some(MOST), ..asked.list.clone() };
        // What a list of these shows, with the caller's rights: nothing else gets into the file.
        let shown = prepare(cx, object, &plain, Filter::False)?.shown;
        let columns = columns(cx, object, &shown, asked);
        let mut fields: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        fields.extend(columns.iter().filter_map(|column| column.label.as_deref()));
        let query = ListQuery { fields: Some(fields.join(",")), ..plain };
        let rows = {
            let prepared = prepare(cx, object, &query, cx.scope(object, "export"))?;
            prepared.select.count(&mut cx.company.store.reader().await?, None).await?
        };
        if asked.format == Format::Xlsx && rows >= MOST_SHEET_ROWS {
            return Err(Error::invalid(Violation::new("format", Code::TooMany).with("max", MOST_SHEET_ROWS - 1)));
        }
        let titles: Vec<String> = columns.iter().map(|column| column.title.clone()).collect();
        let writer = Writer::new(asked.format, &titles).map_err(|error| Error::Internal(error.to_string()))?;
        let list = &asked.list;
        let detail = json!({
            "format": asked.format.name(), "rows": rows, "view": list.view, "filter": list.filter, "q": list.q, "sort": list.sort,
            "fields": columns.iter().map(|column| &column.name).collect::<Vec<_>>(), "deleted": list.deleted,
        });
        audit::note(&cx.company, Some(cx.user), &cx.address, Event::Export, Some(object.name.clone()), detail).await?;
        Ok(Self { object: object.name.clone(), query, columns, writer: Some(writer) })
    }

    /// The next part of the file; nothing when it is complete. `cx` is the caller's as it is now: who loses a right while
    /// the file is written gets no more of it.
    ///
    /// # Errors
    /// As [`Export::begin`].
    pub async fn next(&mut self, cx: &Cx) -> Result<Option<Vec<u8>>> {
        let Some(writer) = &mut self.writer else { return Ok(None) };
        let object = cx.object(&self.object)?;
        cx.require(&self.object, if self.query.deleted { "delete" } else { "view" })?;
        cx.require(&self.object, "export")?;
        let prepared = prepare(cx, object, &self.query, cx.scope(object, "export"))?;
        let mut rows = {
            // A connection a page: a slow reader keeps nobody waiting.
            let mut conn = cx.company.store.reader().await?;
            let mut rows = prepared.select.rows(&mut conn).await?;
            fill(cx, &mut conn, object, &prepared.shown, &mut rows).await?;
            rows
        };
        let more = rows.len() > MOST as usize;
        rows.truncate(MOST as usize);
        let next = rows.last().filter(|_| more).map(|row| cursor(&prepared.order, &row[prepared.shown.len()..]));
        let at = |name: &str| prepared.shown.iter().position(|shown| shown.name == name);
        let places: Vec<(Option<usize>, Option<usize>)> =
            self.columns.iter().map(|column| (at(&column.name), column.label.as_deref().and_then(at))).collect();
        let failed = |error: std::io::Error| Error::Internal(error.to_string());
        for row in rows {
            let cell = |(column, (value, label)): (&ExportColumn, &(Option<usize>, Option<usize>))| {
                let Some(at) = *value else { return Cell::Empty };
                let (shown, label) = (&prepared.shown[at], label.and_then(|at| row.get(at)));
                if shown.masked { text_of(&shown.show(row[at].clone())) } else { cell(cx, shown.field, &row[at], label, column.raw) }
            };
            let cells: Vec<Cell> = self.columns.iter().zip(&places).map(cell).collect();
            writer.row(&cells).map_err(failed)?;
        }
        let bytes = writer.take();
        if next.is_some() {
            self.query.cursor = next;
            return Ok(Some(bytes));
        }
        let rest = self.writer.take().map(Writer::finish).transpose().map_err(failed)?;
        Ok(Some([bytes, rest.unwrap_or_default()].concat()))
    }
}

/// The columns of the file: those of the list, what is looked up by its name.
fn columns(cx: &Cx, object: &Object, shown: &[Shown<'_>], asked: &ExportQuery) -> Vec<ExportColumn> {
    let id_title = |title: &str| format!("{title} ID");
    let named = asked.list.fields.as_deref().is_some_and(|fields| fields.split(',').any(|field| field.trim() == "id"));
    let mut columns: Vec<ExportColumn> = Vec::new();
    for shown in shown {
        let own = object.field(&shown.name);
        if shown.name == "id" && !(asked.ids || named) {
            continue;
        }
        // Kept for the system alone; nobody reads it in a table.
        if (shown.name == "version" || is_unwritten(shown.field)) && asked.list.fields.is_none() {
            continue;
        }
        let title = title(cx, object, shown, asked);
        let leads = own.is_some_and(|field| is_lookup(field) && field.name != "id") && !shown.masked;
        let column = |title: String, raw: bool| ExportColumn {
            name: shown.name.clone(),
            title,
            label: (leads && !raw).then(|| format!("{}.name", shown.name)),
            raw,
        };
        columns.push(column(title.clone(), false));
        if asked.ids && leads && own.is_some_and(|field| field.mirror.is_none() && field.kind != FieldKind::Lines) {
            columns.push(column(id_title(&title), true));
        }
    }
    columns
}

/// What stands above a column: the field's label; through a lookup, the lookup's as well.
fn title(cx: &Cx, object: &Object, shown: &Shown<'_>, asked: &ExportQuery) -> String {
    let label = |field: &Field| field.label.get(cx.language).to_owned();
    let Some((lookup, name)) = shown.name.split_once('.') else { return label(shown.field) };
    let Some(lookup) = object.field(lookup) else { return shown.name.clone() };
    let target = lookup.target().and_then(|target| cx.catalog().object(target));
    let is_name = name == "name" || target.is_some_and(|target| target.name_field() == name);
    let listed = asked.list.fields.as_deref().is_none_or(|fields| fields.split(',').any(|field| field.trim() == lookup.name));
    // The name alone stands for what is looked up.
    if is_name && !listed {
        return label(lookup);
    }
    let named = if lookup.target().is_none() { lookup } else { shown.field };
    format!("{} · {}", label(lookup), label(named))
}

/// Whether values are, or have, ids of records or files.
fn is_lookup(field: &Field) -> bool {
    matches!(field.shape(), Shape::Id | Shape::Reference | Shape::Lines)
        || matches!(field.value_kind(), FieldKind::MultiLookup | FieldKind::File | FieldKind::Image)
}

/// Whether values are nothing that a cell could hold.
fn is_unwritten(field: &Field) -> bool {
    matches!(field.shape(), Shape::Lines | Shape::Secret)
}

/// The names of what is looked up.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::Codes(names) => Some(names.join("; ")),
        other => other.as_text().map(str::to_owned),
    }
}

/// A value as the caller reads it in a table; `label` has the names of what it looks up.
fn cell(cx: &Cx, field: &Field, value: &Value, label: Option<&Value>, raw: bool) -> Cell {
    if let (Value::Lines(lines), Some(Value::Json(names))) = (value, label) {
        return Cell::Text(lines.iter().map(|line| line_text(cx, field, line, names)).collect::<Vec<_>>().join("\n"));
    }
    let label = label.and_then(name);
    let label = label.as_deref();
    let language = cx.language;
    match value {
        Value::Null => Cell::Empty,
        Value::Bool(flag) => Cell::Text(yes_no(*flag, language).to_owned()),
        Value::Integer(number) => Cell::Number(number.to_string()),
        Value::Decimal(number) => Cell::Number(number.to_string()),
        Value::Date(day) => Cell::Date(*day),
        Value::DateTime(at) => Cell::Moment(local(cx, *at)),
        Value::Text(code) if field.picklist.is_some() => Cell::Text(option(cx, field, code)),
        Value::DateRange(from, to) => Cell::Text(format!("{from} ~ {to}")),
        Value::Codes(codes) if field.value_kind() == FieldKind::Cascade => {
            Cell::Text(codes.iter().map(|code| option(cx, field, code)).collect::<Vec<_>>().join(" / "))
        }
        Value::Codes(_) if label.is_some() && !raw => Cell::Text(label.unwrap_or_default().to_owned()),
        Value::Codes(codes) => Cell::Text(codes.iter().map(|code| option(cx, field, code)).collect::<Vec<_>>().join("; ")),
        Value::Id(id) if !raw => match label.or_else(|| cx.snapshot.people.name(*id)) {
            Some(name) => Cell::Text(name.to_owned()),
            None => Cell::Text(id.to_string()),
        },
        Value::Reference(target) if raw => Cell::Text(format!("{}:{}", target.object, target.id)),
        Value::Reference(target) => {
            let object = cx.catalog().object(&target.object).map_or(target.object.as_str(), |object| object.label.get(language));
            Cell::Text(format!("{object}: {}", label.map_or_else(|| target.id.to_string(), str::to_owned)))
        }
        other => text_of(other),
    }
}

/// A line in words: what it has a value for, each behind its field's label.
fn line_text(cx: &Cx, field: &Field, line: &Record, names: &Json) -> String {
    let part = |field: &Field| {
        let value = line.get(&field.name);
        let name = value.as_id().and_then(|id| names.get(id.to_string())?.as_str()).map(|name| Value::Text(name.to_owned()));
        let text = match cell(cx, field, value, name.as_ref(), false) {
            Cell::Empty => return None,
            Cell::Text(text) | Cell::Number(text) => text,
            Cell::Date(day) => day.to_string(),
            Cell::Moment(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        };
        Some(format!("{}: {text}", field.label.get(cx.language)))
    };
    field.lines.iter().flatten().filter_map(part).collect::<Vec<_>>().join("; ")
}

/// A value as the text that the API gives for it.
fn text_of(value: &Value) -> Cell {
    match value.to_json() {
        Json::Null => Cell::Empty,
        Json::String(text) => Cell::Text(text),
        other => Cell::Text(other.to_string()),
    }
}

/// An option's label, or its code where the dictionary has none.
fn option(cx: &Cx, field: &Field, code: &str) -> String {
    let picklist = field.picklist.as_deref().and_then(|name| cx.catalog().picklist(name));
    let option = picklist.and_then(|picklist| picklist.option(code));
    option.map_or(code, |option| option.label.get(cx.language)).to_owned()
}

/// Yes or no.
pub(crate) fn yes_no(flag: bool, language: Language) -> &'static str {
    match (flag, language) {
        (true, Language::ZhCn) => "是",
        (false, Language::ZhCn) => "否",
        (true, Language::En) => "Yes",
        (false, Language::En) => "No",
    }
}

/// A moment on the company's clock.
fn local(cx: &Cx, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&cx.snapshot.zone.0).naive_local()
}
