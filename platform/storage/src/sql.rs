//! A statement under construction: text with places, and what goes there.

use std::{fmt::Write, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Arguments, postgres::PgArguments, sqlite::SqliteArguments};
use trellis_model::{Decimal, Value, field::Shape};
use uuid::Uuid;

use crate::dialect::{Dialect, push_quoted};

/// A statement and its arguments. Values never become text.
#[derive(Debug, Clone)]
pub struct Sql {
    /// Which database it is for.
    pub dialect: Dialect,
    schema: Option<Arc<str>>,
    text: String,
    args: Vec<Arg>,
}

/// One argument.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// No value of this shape.
    Null(Shape),
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal at its column's scale.
    Decimal(Decimal),
    /// A text.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// An instant.
    DateTime(DateTime<Utc>),
    /// A record's id.
    Id(Uuid),
    /// Several ids.
    Ids(Vec<Uuid>),
    /// Several texts.
    Texts(Vec<String>),
}

impl Arg {
    /// A field's value.
    pub fn value(value: &Value, shape: Shape) -> Self {
        match value {
            Value::Null => Self::Null(shape),
            Value::Bool(flag) => Self::Bool(*flag),
            Value::Integer(number) => Self::Integer(*number),
            Value::Decimal(number) => Self::Decimal(match shape {
                Shape::Decimal(scale) => number.exact(scale).unwrap_or(*number),
                _ => *number,
            }),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Date(day) => Self::Date(*day),
            Value::DateTime(at) => Self::DateTime(*at),
            Value::Id(id) => Self::Id(*id),
            Value::Codes(codes) => Self::Text(format!(";{};", codes.join(";"))),
            Value::Reference(target) => Self::Text(format!("{}:{}", target.object, target.id)),
            Value::DateRange(from, to) => Self::Text(format!("{from}/{to}")),
            Value::Address(address) => Self::Text(address.encoded()),
            Value::Json(json) => Self::Text(json.to_string()),
            Value::Secret(sealed) => Self::Text(sealed.clone()),
            Value::Lines(lines) => Self::Integer(i64::try_from(lines.len()).unwrap_or(i64::MAX)),
        }
    }
}

impl Sql {
    /// An empty statement for the store's dialect and schema.
    pub fn new(dialect: Dialect, schema: Option<Arc<str>>) -> Self {
        Self { dialect, schema, text: String::with_capacity(256), args: Vec::new() }
    }

    /// Another statement for the same store.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self::new(self.dialect, self.schema.clone())
    }

    /// Adds text. It is ours, never a user's.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a table with its schema.
    pub fn table(&mut self, name: &str) -> &mut Self {
        if let Some(schema) = &self.schema {
            push_quoted(&mut self.text, schema);
            self.text.push('.');
        }
        push_quoted(&mut self.text, name);
        self
    }

    /// Adds `INSERT INTO … (…) VALUES `; rows in parentheses follow.
    pub(crate) fn insert_into<'a>(&mut self, table: &str, columns: impl Iterator<Item = &'a str>) -> &mut Self {
        self.push("INSERT INTO ").table(table).push(" (");
        for (at, column) in columns.enumerate() {
            push_quoted(&mut self.push(if at > 0 { ", " } else { "" }).text, column);
        }
        self.push(") VALUES ")
    }

    /// Adds `alias."column"`.
    pub fn column(&mut self, alias: &str, name: &str) -> &mut Self {
        self.push(alias).push(".");
        push_quoted(&mut self.text, name);
        self
    }

    /// Adds the place of an argument.
    pub fn arg(&mut self, arg: Arg) -> &mut Self {
        let cast = if matches!(arg, Arg::Decimal(_) | Arg::Null(Shape::Decimal(_))) { "::numeric" } else { "" };
        self.args.push(arg);
        match self.dialect {
            // Places come in the order of their arguments. SQLite looks numbered ones up by name, one after another.
            Dialect::Sqlite => self.text.push('?'),
            Dialect::Postgres => {
                let _ = write!(self.text, "${}{cast}", self.args.len());
            }
        }
        self
    }

    /// Adds the place of a field's value.
    pub fn value(&mut self, value: &Value, shape: Shape) -> &mut Self {
        self.arg(Arg::value(value, shape))
    }

    /// Adds places of several arguments, separated by commas.
    pub fn args(&mut self, args: impl IntoIterator<Item = Arg>) -> &mut Self {
        for (at, arg) in args.into_iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            self.arg(arg);
        }
        self
    }

    /// Adds `(…)`, a set of several ids or texts bound as one argument, so that the statement is the same for any number.
    pub fn set(&mut self, args: Arg) -> &mut Self {
        match self.dialect {
            Dialect::Sqlite => {
                self.push("(SELECT value FROM json_each(").arg(args).push("))");
            }
            Dialect::Postgres => {
                self.push("(SELECT unnest(").arg(args).push("))");
            }
        }
        self
    }

    /// The statement's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn for_sqlite(&self) -> Result<SqliteArguments, sqlx::Error> {
        Self::all_for_sqlite(std::slice::from_ref(self))
    }

    /// The arguments of statements that follow each other.
    pub(crate) fn all_for_sqlite(statements: &[Self]) -> Result<SqliteArguments, sqlx::Error> {
        let mut out = SqliteArguments::default();
        out.reserve(statements.iter().map(|sql| sql.args.len()).sum(), 0);
        for arg in statements.iter().flat_map(|sql| &sql.args) {
            match arg {
                Arg::Null(_) => out.add(None::<i64>),
                Arg::Bool(flag) => out.add(i64::from(*flag)),
                Arg::Integer(number) => out.add(*number),
                Arg::Decimal(number) => out.add(number.mantissa()),
                Arg::Text(text) => out.add(text.clone()),
                Arg::Date(day) => out.add(day.to_string()),
                Arg::DateTime(at) => out.add(at.timestamp_micros()),
                Arg::Id(id) => out.add(id.to_string()),
                Arg::Ids(ids) => out.add(json_array(ids.iter().map(Uuid::to_string))),
                Arg::Texts(texts) => out.add(json_array(texts.iter().cloned())),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok(out)
    }

    pub(crate) fn for_postgres(&self) -> Result<PgArguments, sqlx::Error> {
        let mut out = PgArguments::default();
        out.reserve(self.args.len(), 0);
        for arg in &self.args {
            match arg {
                Arg::Null(shape) => match shape {
                    Shape::Bool => out.add(None::<bool>),
                    Shape::Integer | Shape::Lines => out.add(None::<i64>),
                    Shape::Date => out.add(None::<NaiveDate>),
                    Shape::DateTime => out.add(None::<DateTime<Utc>>),
                    Shape::Id => out.add(None::<Uuid>),
                    _ => out.add(None::<String>),
                },
                Arg::Bool(flag) => out.add(*flag),
                Arg::Integer(number) => out.add(*number),
                Arg::Decimal(number) => out.add(number.to_string()),
                Arg::Text(text) => out.add(text.as_str()),
                Arg::Date(day) => out.add(*day),
                Arg::DateTime(at) => out.add(*at),
                Arg::Id(id) => out.add(*id),
                Arg::Ids(ids) => out.add(ids.as_slice()),
                Arg::Texts(texts) => out.add(texts.as_slice()),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok(out)
    }
}

fn json_array(texts: impl Iterator<Item = String>) -> String {
    serde_json::Value::from_iter(texts).to_string()
}
