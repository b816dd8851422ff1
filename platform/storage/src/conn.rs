//! One connection, of either database, and the decoder of rows.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use futures_util::TryStreamExt;
use sqlx::{
    AssertSqlSafe, Either, Executor, Postgres, Row as _, SqliteConnection, ValueRef,
    pool::PoolConnection,
    postgres::PgRow,
    sqlite::{SqliteArguments, SqliteRow},
};
use trellis_model::{
    Decimal, Value,
    field::Shape,
    value::{Address, Reference},
};
use uuid::Uuid;

use crate::{Arg, Dialect, Result, Sql, StorageError, readers::Reader};

/// A connection to one store. In [`Store::write`](crate::Store::write) it is inside the transaction; otherwise every
/// statement stands alone and may only read.
pub struct Conn {
    backend: Backend,
    schema: Option<Arc<str>>,
    /// On SQLite: whether the running job of the group has written something, so that there is something to undo if it fails.
    pub(crate) has_written: bool,
    is_writer: bool,
    later: Option<Later>,
}

/// Rows of the running group of writes that nothing has read yet. They go into their tables with few statements, before
/// the next statement or at the end of the group: the way to the database's thread costs more than a row.
#[derive(Default)]
struct Later {
    /// By the beginning of their statement, the first inserted first.
    rows: Vec<(Sql, Vec<Vec<Arg>>)>,
    /// The database refused one of them, and nobody knows whose it was.
    is_refused: bool,
}

/// Rows of one statement at most. Their number is a power of two, so that few texts are prepared.
const MOST_ROWS: usize = 32;

enum Backend {
    SqliteReader(Reader),
    SqliteWriter(Box<SqliteConnection>),
    Postgres(PoolConnection<Postgres>),
}

impl Conn {
    pub(crate) fn sqlite_reader(conn: Reader) -> Self {
        Self { backend: Backend::SqliteReader(conn), schema: None, has_written: false, is_writer: false, later: None }
    }

    pub(crate) fn sqlite_writer(conn: SqliteConnection) -> Self {
        Self { backend: Backend::SqliteWriter(Box::new(conn)), schema: None, has_written: false, is_writer: true, later: None }
    }

    pub(crate) fn postgres(conn: PoolConnection<Postgres>, schema: Arc<str>) -> Self {
        Self { backend: Backend::Postgres(conn), schema: Some(schema), has_written: false, is_writer: false, later: None }
    }

    pub(crate) fn writing(self) -> Self {
        Self { is_writer: true, ..self }
    }

    /// Whether this is the connection of a transaction, which sees what may yet be undone.
    pub fn is_writer(&self) -> bool {
        self.is_writer
    }

    /// Which database it is.
    pub fn dialect(&self) -> Dialect {
        match self.backend {
            Backend::SqliteReader(_) | Backend::SqliteWriter(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// The schema that holds the store's tables.
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// An empty statement for this store.
    pub fn sql(&self) -> Sql {
        Sql::new(self.dialect(), self.schema.clone())
    }

    /// Runs a query and reads its rows by the shapes of their columns.
    ///
    /// # Errors
    /// When the database refuses, or a value does not have its shape.
    pub async fn fetch(&mut self, sql: &Sql, shapes: &[Shape]) -> Result<Vec<Vec<Value>>> {
        self.insert_now().await?;
        let text = AssertSqlSafe(sql.text().to_owned());
        match &mut self.backend {
            Backend::SqliteReader(conn) => sqlite_rows(conn.get(), text, sql.for_sqlite()?, shapes).await,
            Backend::SqliteWriter(conn) => sqlite_rows(conn, text, sql.for_sqlite()?, shapes).await,
            Backend::Postgres(conn) => {
                let mut rows = Vec::new();
                let mut stream = sqlx::query_with(text, sql.for_postgres()?).fetch(&mut **conn);
                while let Some(row) = stream.try_next().await? {
                    rows.push(postgres_row(&row, shapes)?);
                }
                Ok(rows)
            }
        }
    }

    /// [`Conn::fetch`] for at most one row.
    ///
    /// # Errors
    /// As [`Conn::fetch`].
    pub async fn fetch_one(&mut self, sql: &Sql, shapes: &[Shape]) -> Result<Option<Vec<Value>>> {
        Ok(self.fetch(sql, shapes).await?.into_iter().next())
    }

    /// [`Conn::fetch`] for a statement that changes rows and returns some of them.
    ///
    /// # Errors
    /// As [`Conn::fetch`].
    pub async fn fetch_changed(&mut self, sql: &Sql, shapes: &[Shape]) -> Result<Vec<Vec<Value>>> {
        self.has_written = true;
        self.fetch(sql, shapes).await
    }

    /// Runs a statement that changes rows; says how many.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn execute(&mut self, sql: &Sql) -> Result<u64> {
        Ok(self.execute_all(std::slice::from_ref(sql)).await?.first().copied().unwrap_or_default())
    }

    /// Runs statements one after another; says how many rows each changed.
    /// On SQLite they go to the database's thread together: the way there and back costs more than a small statement.
    ///
    /// # Errors
    /// When the database refuses one; those before it are undone with the whole write.
    pub async fn execute_all(&mut self, statements: &[Sql]) -> Result<Vec<u64>> {
        self.insert_now().await?;
        self.execute_now(statements).await
    }

    async fn execute_now(&mut self, statements: &[Sql]) -> Result<Vec<u64>> {
        let mut changed = Vec::with_capacity(statements.len());
        if let Backend::Postgres(conn) = &mut self.backend {
            for sql in statements {
                let text = AssertSqlSafe(sql.text().to_owned());
                changed.push(sqlx::query_with(text, sql.for_postgres()?).execute(&mut **conn).await?.rows_affected());
            }
            return Ok(changed);
        }
        self.has_written = true;
        let text = AssertSqlSafe(statements.iter().map(Sql::text).collect::<Vec<_>>().join(";"));
        let arguments = Sql::all_for_sqlite(statements)?;
        let conn = match &mut self.backend {
            Backend::SqliteReader(conn) => conn.get(),
            Backend::SqliteWriter(conn) => conn,
            Backend::Postgres(_) => return Ok(changed),
        };
        let mut stream = conn.fetch_many(sqlx::query_with(text, arguments));
        while let Some(step) = stream.try_next().await? {
            if let Either::Left(done) = step {
                changed.push(done.rows_affected());
            }
        }
        Ok(changed)
    }

    /// Runs statements without arguments, such as `CREATE TABLE`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn run(&mut self, text: &str) -> Result<()> {
        self.has_written = true;
        self.raw(text).await
    }

    /// Waits until no other transaction of this store holds the lock of this name; held until the transaction ends. SQLite
    /// has one writer and needs none.
    ///
    /// # Errors
    /// When the lock does not come free in time.
    pub async fn lock(&mut self, name: &str) -> Result<()> {
        let Some(schema) = self.schema.clone() else { return Ok(()) };
        let mut sql = self.sql();
        sql.push("SELECT pg_advisory_xact_lock(hashtext(").arg(Arg::Text(format!("{schema}:{name}"))).push("))::text");
        self.execute(&sql).await?;
        Ok(())
    }

    /// Begins a part of the transaction that can be undone alone. Parts do not stand in one another.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_part(&mut self) -> Result<()> {
        self.run("SAVEPOINT part").await
    }

    /// Ends the part that was begun: it is kept, or as if it had not been.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_part(&mut self, keep: bool) -> Result<()> {
        self.run(if keep { "RELEASE SAVEPOINT part" } else { "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part" }).await
    }

    pub(crate) async fn raw(&mut self, text: &str) -> Result<()> {
        self.insert_now().await?;
        let sql = sqlx::raw_sql(AssertSqlSafe(text.to_owned()));
        match &mut self.backend {
            Backend::SqliteReader(conn) => {
                conn.get().execute(sql).await?;
            }
            Backend::SqliteWriter(conn) => {
                conn.execute(sql).await?;
            }
            Backend::Postgres(conn) => {
                conn.execute(sql).await?;
            }
        }
        Ok(())
    }

    /// Inserts a row, at the latest before the next statement of this connection. In a group of writes it goes along with
    /// the rows of others; when the database refuses one then, every write of the group is run again by itself.
    ///
    /// # Errors
    /// When the database refuses it at once.
    pub async fn insert(&mut self, table: &str, columns: impl Iterator<Item = &str>, row: Vec<Arg>) -> Result<()> {
        let mut head = self.sql();
        head.insert_into(table, columns);
        let Some(later) = &mut self.later else {
            head.push("(").args(row).push(")");
            return self.execute(&head).await.map(drop);
        };
        self.has_written = true;
        match later.rows.iter_mut().find(|(known, _)| known.text() == head.text()) {
            Some((_, rows)) => rows.push(row),
            None => later.rows.push((head, vec![row])),
        }
        Ok(())
    }

    /// From now on, inserted rows may wait for those of other writes.
    pub(crate) fn begin_group(&mut self) {
        self.later = Some(Later::default());
    }

    /// Inserts what still waits; says whether the database took every row since the group began.
    pub(crate) async fn end_group(&mut self) -> bool {
        let taken = self.insert_now().await.is_ok();
        self.later.take().is_some_and(|later| taken && !later.is_refused)
    }

    async fn insert_now(&mut self) -> Result<()> {
        let Some(later) = self.later.as_mut().filter(|later| !later.rows.is_empty()) else { return Ok(()) };
        // Until all are in: whoever fails on the way must not have the rest believe that their rows are there.
        let was_refused = std::mem::replace(&mut later.is_refused, true);
        for (head, rows) in std::mem::take(&mut later.rows) {
            let mut rows = rows.into_iter();
            while rows.len() > 0 {
                let count = MOST_ROWS.min(1 << rows.len().ilog2());
                let mut sql = head.clone();
                for (at, row) in rows.by_ref().take(count).enumerate() {
                    sql.push(if at > 0 { ", (" } else { "(" }).args(row).push(")");
                }
                self.execute_now(&[sql]).await?;
            }
        }
        self.later.get_or_insert_default().is_refused = was_refused;
        Ok(())
    }

    /// Inserts `rows` of `args` each, in statements of many rows.
    ///
    /// # Errors
    /// When the database refuses a row.
    pub async fn insert_many(&mut self, table: &str, columns: &[&str], rows: Vec<Vec<Arg>>) -> Result<()> {
        // PostgreSQL takes 65,535 arguments a statement, SQLite 32,766.
        let chunk = (30_000 / columns.len().max(1)).clamp(1, 500);
        let mut rows = rows.into_iter().peekable();
        while rows.peek().is_some() {
            let mut sql = self.sql();
            sql.insert_into(table, columns.iter().copied());
            for (at, row) in rows.by_ref().take(chunk).enumerate() {
                sql.push(if at > 0 { ", (" } else { "(" }).args(row).push(")");
            }
            self.execute(&sql).await?;
        }
        Ok(())
    }
}

async fn sqlite_rows(
    conn: &mut SqliteConnection,
    text: AssertSqlSafe<String>,
    arguments: SqliteArguments,
    shapes: &[Shape],
) -> Result<Vec<Vec<Value>>> {
    let mut rows = Vec::new();
    let mut stream = sqlx::query_with(text, arguments).fetch(conn);
    while let Some(row) = stream.try_next().await? {
        rows.push(sqlite_row(&row, shapes)?);
    }
    Ok(rows)
}

fn inconsistent(column: usize, expected: &'static str, found: impl ToString) -> StorageError {
    StorageError::Inconsistent { column, expected, found: found.to_string() }
}

fn sqlite_row(row: &SqliteRow, shapes: &[Shape]) -> Result<Vec<Value>> {
    shapes.iter().enumerate().map(|(at, shape)| sqlite_value(row, at, *shape)).collect()
}

fn sqlite_value(row: &SqliteRow, at: usize, shape: Shape) -> Result<Value> {
    if row.try_get_raw(at)?.is_null() {
        return Ok(Value::Null);
    }
    let text = || row.try_get_unchecked::<&str, _>(at);
    let number = || row.try_get_unchecked::<i64, _>(at);
    Ok(match shape {
        Shape::Text => Value::Text(text()?.to_owned()),
        Shape::Bool => Value::Bool(number()? != 0),
        Shape::Integer => Value::Integer(number()?),
        Shape::Decimal(scale) => Value::Decimal(Decimal::new(number()?, scale)),
        Shape::Date => Value::Date(text()?.parse::<NaiveDate>().map_err(|error| inconsistent(at, "date", error))?),
        Shape::DateTime => {
            let micros = number()?;
            Value::DateTime(DateTime::from_timestamp_micros(micros).ok_or_else(|| inconsistent(at, "datetime", micros))?)
        }
        Shape::Id => Value::Id(Uuid::try_parse(text()?).map_err(|error| inconsistent(at, "id", error))?),
        Shape::Codes => codes(text()?),
        Shape::Reference => reference(at, text()?)?,
        Shape::Lines => Value::Integer(number()?),
        Shape::DateRange | Shape::Address | Shape::Json | Shape::Secret => written(at, shape, text()?)?,
    })
}

fn postgres_row(row: &PgRow, shapes: &[Shape]) -> Result<Vec<Value>> {
    shapes.iter().enumerate().map(|(at, shape)| postgres_value(row, at, *shape)).collect()
}

fn postgres_value(row: &PgRow, at: usize, shape: Shape) -> Result<Value> {
    if row.try_get_raw(at)?.is_null() {
        return Ok(Value::Null);
    }
    Ok(match shape {
        Shape::Text => Value::Text(row.try_get::<String, _>(at)?),
        Shape::Bool => Value::Bool(row.try_get(at)?),
        Shape::Integer => Value::Integer(row.try_get::<i64, _>(at)?),
        Shape::Decimal(scale) => {
            let text: &str = row.try_get(at)?;
            let number: Decimal = text.parse().map_err(|error| inconsistent(at, "decimal", error))?;
            Value::Decimal(number.exact(scale).unwrap_or(number))
        }
        Shape::Date => Value::Date(row.try_get::<NaiveDate, _>(at)?),
        Shape::DateTime => Value::DateTime(row.try_get::<DateTime<Utc>, _>(at)?),
        Shape::Id => Value::Id(row.try_get::<Uuid, _>(at)?),
        Shape::Codes => codes(row.try_get(at)?),
        Shape::Reference => reference(at, row.try_get(at)?)?,
        Shape::Lines => Value::Integer(row.try_get::<i64, _>(at)?),
        Shape::DateRange | Shape::Address | Shape::Json | Shape::Secret => written(at, shape, row.try_get(at)?)?,
    })
}

fn codes(text: &str) -> Value {
    Value::Codes(text.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect())
}

/// What both databases keep as a text of ours.
fn written(at: usize, shape: Shape, text: &str) -> Result<Value> {
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let read = match shape {
        Shape::DateRange => text.split_once('/').and_then(|(from, to)| Some(Value::DateRange(day(from)?, day(to)?))),
        Shape::Address => Address::decoded(text).map(|address| Value::Address(Box::new(address))),
        Shape::Json => serde_json::from_str(text).ok().map(|json| Value::Json(Box::new(json))),
        _ => Some(Value::Secret(text.to_owned())),
    };
    read.ok_or_else(|| inconsistent(at, "a written value", text))
}

fn reference(at: usize, text: &str) -> Result<Value> {
    let parts = text.split_once(':').and_then(|(object, id)| Some((object, Uuid::try_parse(id).ok()?)));
    let (object, id) = parts.ok_or_else(|| inconsistent(at, "reference", text))?;
    Ok(Value::Reference(Reference { object: object.to_owned(), id }))
}
