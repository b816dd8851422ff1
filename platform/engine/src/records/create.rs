//! New records.

use std::sync::Arc;

use trellis_model::{FieldKind, JsonMap, Object, Record, Value, Violation, record, violation::Code, wire::FieldLevel};
use trellis_storage::Conn;
use uuid::Uuid;

use super::{conditions, lines, lookups::check_lookups, save, sequence};
use crate::{Cx, Error, Reason, Result, files};

/// A record that is about to be made: all that can be said of it without looking at other records.
#[derive(Debug, Clone)]
pub struct NewRecord {
    id: Uuid,
    values: Record,
    violations: Vec<Violation>,
    owner: Uuid,
    input: Arc<JsonMap>,
}

/// Checks an input. The first half of [`create`], for callers who do that before they wait for the one writer.
///
/// # Errors
/// [`Error::Forbidden`] and hidden fields as [`create`]; other violations are kept until lookups are checked too.
pub fn check_new(cx: &Cx, object: &Object, input: &JsonMap) -> Result<NewRecord> {
    if object.options.system {
        return Err(Error::Forbidden(Reason::SystemObject));
    }
    cx.require(&object.name, "create")?;
    let mut input = input.clone();
    let owner = take_owner(cx, object, &mut input, None)?.unwrap_or(cx.user);
    check_rights(cx, object, &input)?;
    lines::check_rights(cx, object, &Record::default(), &input)?;
    let checked = record::check(object, cx.catalog(), &input, None);
    let violations = violations_of(cx, object, &checked);
    Ok(NewRecord { id: cx.new_id(), values: checked.unwrap_or_default(), violations, owner, input: Arc::new(input) })
}

impl NewRecord {
    /// Whether it is known already that it will be refused.
    pub fn is_refused(&self) -> bool {
        !self.violations.is_empty()
    }

    /// What [`NewRecord::insert`] would refuse, except for what only the write itself finds out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn violations(mut self, cx: &Cx, conn: &mut Conn, object: &Object) -> Result<Vec<Violation>> {
        self.complete(cx, conn, object).await?;
        Ok(self.violations)
    }

    /// The second half of [`create`].
    ///
    /// # Errors
    /// [`Error::Invalid`] with every violation at once.
    pub async fn insert(mut self, cx: &Cx, conn: &mut Conn, object: &Object) -> Result<Record> {
        self.complete(cx, conn, object).await?;
        if !self.violations.is_empty() {
            return Err(Error::Invalid(self.violations));
        }
        create_checked(cx, conn, object, self.id, self.values, self.owner).await
    }

    /// Everything that takes a look at other records.
    async fn complete(&mut self, cx: &Cx, conn: &mut Conn, object: &Object) -> Result<()> {
        conditions::defaults(cx, conn, object, &self.input, &mut self.values).await?;
        self.violations.extend(check_lookups(cx, conn, object, self.id, &self.values).await?);
        self.violations.extend(lines::check_lookups(cx, conn, object, &Record::default(), &self.values).await?);
        self.violations.extend(files::check(cx, conn, object, self.id, &Record::default(), &self.values).await?);
        // Rules and conditions read whose it will be, too.
        self.values.set("id", Value::Id(self.id));
        if object.options.owned {
            self.values.set("owner", Value::Id(self.owner));
        }
        self.violations.extend(conditions::check(cx, conn, object, None, &self.values).await?);
        Ok(())
    }
}

/// Creates a record from a client's or an action's input.
///
/// # Errors
/// [`Error::Forbidden`] without the right to create, to write a named field or to give the record to somebody else;
/// [`Error::Invalid`] with every violation at once.
pub async fn create(cx: &Cx, conn: &mut Conn, object: &Object, input: &JsonMap) -> Result<Record> {
    check_new(cx, object, input)?.insert(cx, conn, object).await
}

/// The violations of an input in words that name no field that the caller does not see.
pub fn violations_of(cx: &Cx, object: &Object, checked: &std::result::Result<Record, Vec<Violation>>) -> Vec<Violation> {
    let visible = || object.declared().filter(|field| cx.level(object, field) > FieldLevel::Hidden).map(|field| field.name.as_str());
    let found = checked.as_ref().err().cloned().unwrap_or_default();
    let told = |violation: Violation| match violation.code {
        // Of the record itself: what is unknown inside a value is named where it stands.
        Code::UnknownField if violation.pointer.matches('/').count() == 1 => {
            record::unknown_field(violation.params.get("name").map(String::as_str).unwrap_or_default(), visible())
        }
        _ => violation,
    };
    found.into_iter().map(told).collect()
}

/// Everything that the system sets. Services that keep system objects enter here.
pub(crate) async fn create_checked(cx: &Cx, conn: &mut Conn, object: &Object, id: Uuid, values: Record, owner: Uuid) -> Result<Record> {
    let mut record = values;
    for field in object.declared().filter(|field| field.kind == FieldKind::AutoNumber) {
        record.set(&field.name, sequence::next(conn, &object.name, field, cx.today()).await?);
    }
    for field in object.declared().filter(|field| field.read_only && !record.0.contains_key(&field.name)).collect::<Vec<_>>() {
        record.set(&field.name, record::default(field, cx.catalog()));
    }
    record.set("id", Value::Id(id));
    if object.options.owned {
        record.set("owner", Value::Id(owner));
    }
    for (name, value) in [
        ("created_at", Value::DateTime(cx.now)),
        ("created_by", Value::Id(cx.user)),
        ("updated_at", Value::DateTime(cx.now)),
        ("updated_by", Value::Id(cx.user)),
        ("version", Value::Integer(1)),
    ] {
        record.set(name, value);
    }
    save::insert(cx, conn, object, record).await
}

/// Takes the owner out of the input. Giving a record to somebody else is `transfer`, nothing else.
pub fn take_owner(cx: &Cx, object: &Object, input: &mut JsonMap, current: Option<Uuid>) -> Result<Option<Uuid>> {
    if !object.options.owned {
        return Ok(None);
    }
    let (Some(json), Some(field)) = (input.shift_remove("owner"), object.field("owner")) else { return Ok(None) };
    let owner = match field.parse(&json, cx.catalog()).map_err(Error::invalid)? {
        Value::Id(owner) => owner,
        _ => return Err(Error::invalid(Violation::new("owner", Code::Required))),
    };
    if Some(owner) == current.or(Some(cx.user)) {
        return Ok(Some(owner));
    }
    cx.require(&object.name, "transfer").map_err(|_| Error::Forbidden(Reason::TransferNotAllowed))?;
    match cx.snapshot.people.get(owner) {
        Some(user) if user.active => Ok(Some(owner)),
        _ => Err(Error::invalid(Violation::new("owner", Code::Lookup))),
    }
}

/// Refuses fields that the caller may not write. A hidden field is unknown; one that is only read is forbidden by name.
pub fn check_rights(cx: &Cx, object: &Object, input: &JsonMap) -> Result<()> {
    let mut unknown = Vec::new();
    let mut forbidden = false;
    for name in input.keys() {
        let Some(field) = object.field(name).filter(|field| field.is_writable()) else { continue };
        match cx.level(object, field) {
            FieldLevel::Hidden => {
                let visible = object.declared().filter(|field| cx.level(object, field) > FieldLevel::Hidden);
                unknown.push(record::unknown_field(name, visible.map(|field| field.name.as_str())));
            }
            FieldLevel::Masked | FieldLevel::Read => forbidden = true,
            FieldLevel::Edit => {}
        }
    }
    if !unknown.is_empty() {
        return Err(Error::Invalid(unknown));
    }
    if forbidden { Err(Error::Forbidden(Reason::FieldNotAllowed)) } else { Ok(()) }
}
