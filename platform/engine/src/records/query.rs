//! What a list request asks for, checked against the object and the caller's rights.

use trellis_model::{
    Field, FieldKind, Filter, Json, Object, Schema, Test, Value, Violation,
    field::Shape,
    filter::{self, Caller},
    record::unknown_field,
    violation::Code,
    wire::FieldLevel,
};
use trellis_storage::records::{Column, Deleted, Select, Sort};

use super::page::cursor_values;
use crate::{Cx, Error, Result};

/// Most records of a page.
pub const MOST: u32 = 500;
/// Records of a page that does not say.
const USUAL: u32 = 50;
/// Pages have numbers up to this record: further on, skipping all before costs more than it is worth, and a cursor goes on.
pub const NUMBERED: u32 = 10_000;
/// Most keys of an order, and most columns of a list.
const MOST_SORTS: usize = 3;
const MOST_COLUMNS: usize = 700;

/// A list request, as it comes.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// A saved list view.
    pub view: Option<String>,
    /// The API's filter.
    pub filter: Option<Json>,
    /// A keyword.
    pub q: Option<String>,
    /// `-created_at,name`
    pub sort: Option<String>,
    /// `name,owner.name`; every visible field when absent.
    pub fields: Option<String>,
    /// 1 to 500.
    pub limit: Option<u32>,
    /// Where the last page ended.
    pub cursor: Option<String>,
    /// The number of the page, from one, instead of a cursor; within the first [`NUMBERED`] records.
    pub page: Option<u32>,
    /// Whether and how to count.
    pub count: CountMode,
    /// The recycle bin instead of live records.
    pub deleted: bool,
}

/// Whether and how a list is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CountMode {
    /// Not at all.
    #[default]
    None,
    /// Up to ten thousand, and then "more than that".
    Estimate,
    /// However many there are.
    Exact,
}

/// A column of a reply: what it is called, what is read, how the caller sees it.
pub struct Shown<'a> {
    /// The key in the reply.
    pub name: String,
    /// What is read.
    pub column: Column<'a>,
    /// The field that the value is of.
    pub field: &'a Field,
    /// Whether the value is masked.
    pub masked: bool,
    /// Whether the names of what the value names stand in its place: for lines, those of all that they look up, by id.
    pub names: bool,
}

impl Shown<'_> {
    /// The value as the caller sees it.
    pub fn show(&self, value: Value) -> Value {
        if !self.masked {
            return value;
        }
        self.field.mask.unwrap_or(trellis_model::field::Mask::Text).apply(&value)
    }
}

/// A request made ready: what to select, and how to show it.
pub struct Prepared<'a> {
    /// The query.
    pub select: Select<'a>,
    /// The first columns of the select; sort values and the id follow.
    pub shown: Vec<Shown<'a>>,
    /// What the cursor says that it belongs to.
    pub order: String,
}

/// How many records are before the numbered page that a request asks for.
fn skip(query: &ListQuery, limit: u32) -> Result<u32> {
    let Some(page) = query.page else { return Ok(0) };
    let most = NUMBERED / limit;
    if query.cursor.is_some() || page == 0 || page > most {
        let code = if page == 0 { Code::TooSmall } else { Code::TooLarge };
        return Err(Error::invalid(Violation::new("page", code).with("min", 1).with("max", if query.cursor.is_some() { 0 } else { most })));
    }
    Ok((page - 1) * limit)
}

/// Checks a list request. `within` narrows it: the related records of another.
pub fn prepare<'a>(cx: &'a Cx, object: &'a Object, query: &ListQuery, within: Filter) -> Result<Prepared<'a>> {
    let mut violations = Vec::new();
    let view = match &query.view {
        None => None,
        Some(name) => {
            let view = object.view(name);
            if view.is_none() {
                violations.push(Violation::new("view", Code::UnknownReference).with("name", name));
            }
            view
        }
    };
    let mut filters = vec![within];
    for json in [view.and_then(|view| view.filter.as_ref()), query.filter.as_ref()].into_iter().flatten() {
        match filter::parse(json, object, cx.parsing()) {
            Ok(filter) => filters.push(filter),
            Err(found) => violations.extend(found.into_iter().map(|violation| violation.under("/filter"))),
        }
    }
    if let Some(keyword) = query.q.as_deref().map(str::trim).filter(|keyword| !keyword.is_empty()) {
        match keyword_filter(cx, object, keyword) {
            Ok(filter) => filters.push(filter),
            Err(violation) => violations.push(violation),
        }
    }
    let order = query.sort.clone().or_else(|| view.and_then(|view| view.sort.clone())).unwrap_or_else(|| "-created_at".to_owned());
    let sort = sort_keys(cx, object, &order, &mut violations);
    let shown = columns(cx, object, query.fields.as_deref(), &mut violations);
    let limit = query.limit.unwrap_or(USUAL);
    if limit == 0 || limit > MOST {
        violations.push(Violation::new("limit", if limit == 0 { Code::TooSmall } else { Code::TooLarge }).with("min", 1).with("max", MOST));
    }
    if !violations.is_empty() {
        return Err(Error::Invalid(violations));
    }
    let skip = skip(query, limit)?;
    let after = query.cursor.as_deref().map(|cursor| cursor_values(cursor, &order, &sort)).transpose()?;
    let scope = if query.deleted { cx.bin(object) } else { cx.sees(object) };
    let mut selected: Vec<Column<'a>> = shown.iter().map(|shown| shown.column.clone()).collect();
    selected.extend(sort.iter().map(|sort| sort.column.clone()));
    selected.extend(object.field("id").map(Column::Own));
    let select = Select {
        object,
        schema: cx.catalog(),
        filter: Filter::all(std::iter::once(scope).chain(filters)),
        columns: selected,
        sort,
        after,
        skip,
        // One more than asked tells whether there is a next page.
        limit: limit + 1,
        deleted: if query.deleted { Deleted::Bin } else { Deleted::Live },
    };
    Ok(Prepared { select, shown, order })
}

/// Records with the keyword in any of the searched fields that the caller may read.
fn keyword_filter(cx: &Cx, object: &Object, keyword: &str) -> Result<Filter, Violation> {
    if keyword.contains('\0') {
        return Err(Violation::new("q", Code::Format).with("expected", "text"));
    }
    if keyword.chars().count() > 200 {
        return Err(Violation::new("q", Code::TooLong).with("max", 200));
    }
    let named = [object.options.name_field.clone()];
    let names: &[String] = if object.options.search.is_empty() { &named } else { &object.options.search };
    let fields =
        names.iter().filter_map(|name| object.field(name)).filter(|field| field.shape() == Shape::Text && cx.may_ask(object, field));
    Ok(Filter::any(fields.map(|field| Filter::Field { field: field.name.clone(), test: Test::Contains(keyword.to_owned()) })))
}

fn sort_keys<'a>(cx: &'a Cx, object: &'a Object, order: &str, violations: &mut Vec<Violation>) -> Vec<Sort<'a>> {
    let keys: Vec<&str> = order.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
    if keys.len() > MOST_SORTS {
        violations.push(Violation::new("sort", Code::TooMany).with("max", MOST_SORTS));
        return Vec::new();
    }
    let mut sorts = Vec::new();
    for key in keys {
        let (descending, path) = match key.strip_prefix('-') {
            Some(path) => (true, path),
            None => (false, key),
        };
        match column(cx, object, path, Purpose::Ask) {
            Ok(shown) if shown.field.rules().is_sortable() => sorts.push(Sort { column: shown.column, descending }),
            Ok(_) => violations.push(Violation::new("sort", Code::Operator).with("op", path)),
            Err(violation) => violations.push(at("sort", violation)),
        }
    }
    sorts
}

/// The columns that a reply has: those asked for, or every visible field.
pub fn columns<'a>(cx: &'a Cx, object: &'a Object, fields: Option<&str>, violations: &mut Vec<Violation>) -> Vec<Shown<'a>> {
    let Some(fields) = fields else {
        let visible = object.fields().iter().filter(|field| field.name != "deleted_at" && cx.level(object, field) >= FieldLevel::Masked);
        let shown = |field: &'a Field| match &field.mirror {
            Some(_) => column(cx, object, &field.name, Purpose::Show).ok(),
            None => Some(own(cx, object, field)),
        };
        return visible.filter_map(shown).collect();
    };
    let mut shown: Vec<Shown<'a>> = object.field("id").map(|field| own(cx, object, field)).into_iter().collect();
    let names: Vec<&str> = fields.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.len() > MOST_COLUMNS {
        violations.push(Violation::new("fields", Code::TooMany).with("max", MOST_COLUMNS));
        return shown;
    }
    for name in names {
        if shown.iter().any(|other| other.name == name) {
            continue;
        }
        match column(cx, object, name, Purpose::Show) {
            Ok(column) => shown.push(column),
            Err(violation) => violations.push(at("fields", violation)),
        }
    }
    shown
}

fn own<'a>(cx: &Cx, object: &Object, field: &'a Field) -> Shown<'a> {
    Shown {
        name: field.name.clone(),
        column: Column::Own(field),
        field,
        masked: cx.level(object, field) == FieldLevel::Masked,
        names: false,
    }
}

/// A column without values.
fn nothing(field: &Field) -> Shown<'_> {
    Shown { name: field.name.clone(), column: Column::Nothing(field), field, masked: false, names: false }
}

/// Whether `name` asks for the names of what a field's values name, and these are read apart from the record: of several
/// records or files, of what a mirror shows, of what lines look up.
fn is_named_apart(cx: &Cx, field: &Field, name: &str) -> bool {
    match field.value_kind() {
        FieldKind::MultiLookup | FieldKind::File | FieldKind::Image | FieldKind::Lines => name == "name",
        _ if field.mirror.is_none() => false,
        FieldKind::AnyLookup => name == "name",
        _ => field.target().and_then(|target| cx.catalog().object(target)).is_some_and(|target| {
            let is_free = target.field("name").is_none();
            name == target.name_field() || (name == "name" && is_free)
        }),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Show,
    Ask,
}

/// The column at a path, when the caller may see or ask for it.
fn column<'a>(cx: &'a Cx, object: &'a Object, path: &str, purpose: Purpose) -> Result<Shown<'a>, Violation> {
    let least = if purpose == Purpose::Show { FieldLevel::Masked } else { FieldLevel::Read };
    let visible = |object: &'a Object, name: &str, least: FieldLevel| {
        let field = object.field(name).filter(|field| cx.level(object, field) >= least);
        field.ok_or_else(|| {
            let fields = object.fields().iter().filter(|field| cx.level(object, field) >= least);
            unknown_field(path, fields.map(|field| field.name.as_str()))
        })
    };
    let Some((lookup, name)) = path.split_once('.') else {
        let field = visible(object, path, least)?;
        return match &field.mirror {
            Some(source) => Ok(column(cx, object, source, purpose).map_or_else(
                // Whoever may not see what it shows sees no value.
                |_| nothing(field),
                |shown| Shown { name: path.to_owned(), masked: shown.masked || cx.level(object, field) == FieldLevel::Masked, ..shown },
            )),
            None => Ok(own(cx, object, field)),
        };
    };
    // What is masked shows its mask and leads nowhere.
    let lookup = visible(object, lookup, FieldLevel::Read)?;
    if purpose == Purpose::Show && is_named_apart(cx, lookup, name) {
        let named = match &lookup.mirror {
            None => own(cx, object, lookup),
            // Whoever may not see what it shows sees no name.
            Some(source) => column(cx, object, source, purpose).ok().filter(|shown| !shown.masked).unwrap_or_else(|| nothing(lookup)),
        };
        return Ok(Shown { name: path.to_owned(), names: true, ..named });
    }
    if lookup.mirror.is_some() {
        return Err(unknown_field(path, []));
    }
    if lookup.shape() == Shape::Reference && name == "name" && purpose == Purpose::Show {
        return Ok(Shown { name: path.to_owned(), column: Column::AnyName { lookup }, field: lookup, masked: false, names: false });
    }
    let target = lookup.target().and_then(|target| cx.catalog().object(target));
    let target = target.ok_or_else(|| unknown_field(path, []))?;
    // `owner.name` is the name, whatever the object calls it.
    let name = if name == "name" && target.field("name").is_none() { target.name_field() } else { name };
    // The name travels with the lookup, also to those who see no such record themselves.
    if let Some(field) = target.field(name).filter(|_| name == target.name_field()) {
        return Ok(Shown {
            name: path.to_owned(),
            column: Column::Through { lookup, target, field, guard: None },
            field,
            masked: false,
            names: false,
        });
    }
    // Anything else is read only of records that the caller sees.
    if !cx.access.can(&target.name, "view") {
        return Err(unknown_field(path, []));
    }
    // A mirror there stands one step further away.
    let field = visible(target, name, least).and_then(|field| if field.is_stored() { Ok(field) } else { Err(unknown_field(path, [])) })?;
    let guard = Some(cx.sees(target));
    let masked = cx.level(target, field) == FieldLevel::Masked;
    Ok(Shown { name: path.to_owned(), column: Column::Through { lookup, target, field, guard }, field, masked, names: false })
}

fn at(parameter: &str, mut violation: Violation) -> Violation {
    violation.pointer = format!("/{parameter}");
    violation
}
