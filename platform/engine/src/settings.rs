//! The company's own settings, by name.

use chrono_tz::Tz;
use trellis_model::field::Shape;
use trellis_storage::{Arg, Conn};

use crate::Result;

/// The setting that names the super administrator.
pub const SUPER_ADMIN: &str = "super_admin";
/// The setting that names the time zone.
pub const TIME_ZONE: &str = "time_zone";

/// A setting's value.
///
/// # Errors
/// When the store fails.
pub async fn get(conn: &mut Conn, name: &str) -> Result<Option<String>> {
    let mut sql = conn.sql();
    sql.push("SELECT \"value\" FROM ").table("sys_setting").push(" WHERE \"name\" = ").arg(Arg::Text(name.to_owned()));
    let row = conn.fetch_one(&sql, &[Shape::Text]).await?;
    Ok(row.and_then(|row| row[0].as_text().map(str::to_owned)))
}

/// Sets a setting in the caller's transaction.
///
/// # Errors
/// When the store fails.
pub async fn set(conn: &mut Conn, name: &str, value: &str) -> Result<()> {
    let mut sql = conn.sql();
    sql.push("INSERT INTO ").table("sys_setting").push(" (\"name\", \"value\") VALUES (");
    sql.arg(Arg::Text(name.to_owned())).push(", ").arg(Arg::Text(value.to_owned()));
    sql.push(") ON CONFLICT (\"name\") DO UPDATE SET \"value\" = excluded.\"value\"");
    conn.execute(&sql).await?;
    Ok(())
}

/// The company's time zone; China's when none is set.
///
/// # Errors
/// When the store fails.
pub async fn time_zone(conn: &mut Conn) -> Result<Tz> {
    Ok(get(conn, TIME_ZONE).await?.and_then(|name| name.parse().ok()).unwrap_or(Tz::Asia__Shanghai))
}
