//! Everything that is stored, as text: what a refused request must leave as it was.

use std::collections::BTreeMap;

use trellis_model::field::Shape;
use trellis_storage::{Dialect, Store};

use crate::TestApp;

/// The content of every table, by store and table. Two of them are equal exactly when nothing was changed in between.
pub type State = BTreeMap<String, String>;

/// The tables whose content differs.
pub fn differing(before: &State, after: &State) -> Vec<String> {
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

impl TestApp {
    /// Everything that the company's and the control store hold now.
    pub async fn state(&self) -> State {
        let company = self.installation.company(self.company).await.unwrap();
        let mut state = content("company", &company.store).await;
        state.extend(content("control", &self.installation.control).await);
        state
    }
}

/// The content of a store's tables, read in one statement.
async fn content(name: &str, store: &Store) -> State {
    let mut conn = store.reader().await.unwrap();
    let mut sql = conn.sql();
    match conn.dialect() {
        Dialect::Sqlite => {
            sql.push("SELECT m.name, group_concat('quote(\"' || c.name || '\")', ' || '','' || ') FROM sqlite_schema m ");
            sql.push("JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ");
            sql.push("AND m.sql NOT LIKE 'CREATE VIRTUAL%' GROUP BY m.name ORDER BY m.name");
        }
        Dialect::Postgres => {
            let schema = conn.schema().unwrap_or_default().to_owned();
            sql.push("SELECT table_name::text, 'x::text' FROM information_schema.tables WHERE table_schema = ");
            sql.arg(trellis_storage::Arg::Text(schema)).push(" ORDER BY table_name");
        }
    }
    let tables = conn.fetch(&sql, &[Shape::Text, Shape::Text]).await.unwrap();
    let mut sql = conn.sql();
    for (at, row) in tables.iter().enumerate() {
        let [table, columns] = [&row[0], &row[1]].map(|value| value.as_text().unwrap_or_default());
        sql.push(if at > 0 { " UNION ALL " } else { "" }).push("SELECT '").push(table).push("', COALESCE((SELECT ");
        match sql.dialect {
            Dialect::Sqlite => sql.push("group_concat(").push(columns).push(", char(10))"),
            Dialect::Postgres => sql.push("string_agg(").push(columns).push(", chr(10) ORDER BY ").push(columns).push(")"),
        };
        sql.push(" FROM ").table(table).push(" x), '')");
    }
    let rows = conn.fetch(&sql, &[Shape::Text, Shape::Text]).await.unwrap();
    let entry = |row: Vec<trellis_model::Value>| {
        let [table, content] = [&row[0], &row[1]].map(|value| value.as_text().unwrap_or_default().to_owned());
        (format!("{name}.{table}"), content)
    };
    rows.into_iter().map(entry).collect()
}
