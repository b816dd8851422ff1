//! What tests set up behind the API: sessions without a password, policy lines, stored values.

use serde_json::Value as Json;
use trellis_engine::{Error, company};
use trellis_identity::Device;
use trellis_model::{Schema, field::Shape};
use trellis_storage::{Arg, tables::column};
use uuid::Uuid;

use crate::{Client, TestApp};

impl TestApp {
    /// A client signed in as a person of the company, without the cost of a password.
    pub async fn session_of(&self, user: Uuid) -> Client {
        let mut conn = self.installation.control.reader().await.unwrap();
        let mut sql = conn.sql();
        sql.push("SELECT account FROM ").table("membership").push(" WHERE user_id = ").arg(Arg::Id(user));
        let account = conn.fetch_one(&sql, &[Shape::Id]).await.unwrap().unwrap()[0].as_id().unwrap();
        drop(conn);
        let secret = self.installation.begin_session(account, Some((self.company, user)), &Device::default()).await.unwrap();
        self.anonymous().with_session(&secret)
    }

    /// Lays policy lines (`p, sales, customer, view, own`; `p2, sales, customer.phone, masked`) over the shipped ones, in
    /// force at once.
    pub async fn policy(&self, lines: &[String]) {
        let company = self.installation.company(self.company).await.unwrap();
        let rows: Vec<Vec<Arg>> = lines.iter().map(|line| row(line)).collect();
        company
            .store
            .write::<_, Error, _>(move |conn| {
                let rows = rows.clone();
                Box::pin(async move {
                    conn.insert_many("sys_policy", &["kind", "role", "target", "action", "value"], rows).await?;
                    company::touch(conn).await
                })
            })
            .await
            .unwrap();
        company.reload().await.unwrap();
    }

    /// Writes another value over a stored one, in the record and in its history, as if it had always been there: no new
    /// version, no entry in the change log.
    pub async fn overwrite(&self, object: &str, id: Uuid, field: &str, old: &Json, new: &Json) {
        let company = self.installation.company(self.company).await.unwrap();
        let catalog = company.snapshot().await.unwrap().catalog.clone();
        let (object, field) = (object.to_owned(), field.to_owned());
        let (old, new) = (old.clone(), new.clone());
        company
            .store
            .write::<_, Error, _>(move |conn| {
                let (catalog, object, name) = (catalog.clone(), object.clone(), field.clone());
                let (old, new) = (old.clone(), new.clone());
                Box::pin(async move {
                    let object = catalog.object(&object).ok_or(Error::NotFound)?;
                    let field = object.field(&name).ok_or(Error::NotFound)?;
                    let value = field.parse(&new, catalog.as_ref()).map_err(Error::invalid)?;
                    let mut sql = conn.sql();
                    sql.push("UPDATE ").table(&object.name).push(" SET \"").push(column(field)).push("\" = ");
                    sql.value(&value, field.shape()).push(" WHERE id = ").arg(Arg::Id(id));
                    assert_eq!(conn.execute(&sql).await?, 1, "the record was there");
                    for column in ["before", "after"] {
                        let part = |json: &Json| format!("\"{}\":{json}", field.id);
                        let mut sql = conn.sql();
                        sql.push("UPDATE ").table("sys_change").push(" SET \"").push(column).push("\" = replace(\"").push(column);
                        sql.push("\", ").arg(Arg::Text(part(&old))).push(", ").arg(Arg::Text(part(&new)));
                        sql.push(") WHERE record = ").arg(Arg::Id(id));
                        conn.execute(&sql).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        // The change log does not tell, so that no reply may differ; what is kept in memory must not hide that.
        self.installation.company(self.company).await.unwrap().forget();
        self.state.analytics.forget();
    }
}

/// A line as its table keeps it.
fn row(line: &str) -> Vec<Arg> {
    let parts: Vec<&str> = line.split(',').map(str::trim).collect();
    let parts = match parts.as_slice() {
        ["p", role, object, action, scope] => ["p", role, object, action, scope],
        [kind, role, target, value] => [kind, role, target, "", value],
        _ => panic!("`{line}` is no policy line"),
    };
    parts.iter().map(|part| Arg::Text((*part).to_owned())).collect()
}
