//! The people and departments of a company, as every request needs them: kept with the snapshot.

use std::collections::HashMap;

use trellis_access::{Org, UserFacts};
use trellis_catalog::Catalog;
use trellis_model::{Filter, Object, Schema, field::Shape};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
    tables,
};
use uuid::Uuid;

use crate::{Cx, Result, company};

/// The people and departments of a company.
#[derive(Debug, Clone, Default)]
pub struct People {
    people: HashMap<Uuid, Person>,
    /// The department tree and who is in it.
    pub org: Org,
}

/// One person.
#[derive(Debug, Clone)]
pub struct Person {
    /// The name.
    pub name: String,
    /// Whether the person may sign in and own records.
    pub active: bool,
    /// `inactive`, `active` or `disabled`.
    pub status: String,
    /// What access asks about.
    pub facts: UserFacts,
}

impl People {
    /// The person with this id.
    pub fn get(&self, id: Uuid) -> Option<&Person> {
        self.people.get(&id)
    }

    /// The name of a person.
    pub fn name(&self, id: Uuid) -> Option<&str> {
        self.get(id).map(|person| person.name.as_str())
    }

    /// Everybody, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    pub(crate) async fn read(conn: &mut Conn, catalog: &Catalog) -> Result<Self> {
        let (Some(users), Some(departments)) = (catalog.object("user"), catalog.object("department")) else { return Ok(Self::default()) };
        // A new company's tables are made after its first snapshot is read.
        let existing = tables::current(conn).await?;
        if !existing.0.contains_key("user") || !existing.0.contains_key("department") {
            return Ok(Self::default());
        }
        let mut roles = roles(conn).await?;
        let super_admin = company::super_admin(conn).await?;
        let rows = all(catalog, departments, &["id", "parent", "manager"]).rows(conn).await?;
        let mut managed: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
        let mut tree = Vec::new();
        for (id, parent, manager) in rows.iter().filter_map(|row| Some((row[0].as_id()?, row[1].as_id(), row[2].as_id()))) {
            tree.push((id, parent));
            if let Some(manager) = manager {
                managed.entry(manager).or_default().push(id);
            }
        }
        let mut people = HashMap::new();
        for row in all(catalog, users, &["id", "name", "department", "status"]).rows(conn).await? {
            let Some(id) = row[0].as_id() else { continue };
            let facts = UserFacts {
                id,
                is_super: super_admin == Some(id),
                department: row[2].as_id(),
                managed: managed.remove(&id).unwrap_or_default(),
                roles: roles.remove(&id).unwrap_or_default(),
            };
            let name = row[1].as_text().unwrap_or_default().to_owned();
            let status = row[3].as_text().unwrap_or_default().to_owned();
            people.insert(id, Person { name, active: status == "active", status, facts });
        }
        let org = Org::new(tree, people.values().map(|person: &Person| (person.facts.id, person.facts.department)));
        Ok(Self { people, org })
    }
}

/// People and departments as they are in this transaction, not as the call began with them.
///
/// # Errors
/// When the store fails.
pub async fn now(cx: &Cx, conn: &mut Conn) -> Result<People> {
    People::read(conn, cx.catalog()).await
}

fn all<'a>(catalog: &'a Catalog, object: &'a Object, fields: &[&str]) -> Select<'a> {
    Select {
        object,
        schema: catalog,
        filter: Filter::True,
        columns: fields.iter().filter_map(|name| object.field(name)).map(Column::Own).collect(),
        sort: Vec::new(),
        after: None,
        skip: 0,
        limit: u32::MAX / 2,
        deleted: Deleted::Live,
    }
}

async fn roles(conn: &mut Conn) -> Result<HashMap<Uuid, Vec<String>>> {
    let mut sql = conn.sql();
    sql.push("SELECT user_id, \"role\" FROM ").table("sys_user_role").push(" ORDER BY \"role\"");
    let mut roles: HashMap<Uuid, Vec<String>> = HashMap::new();
    for row in conn.fetch(&sql, &[Shape::Id, Shape::Text]).await? {
        if let (Some(user), Some(role)) = (row[0].as_id(), row[1].as_text()) {
            roles.entry(user).or_default().push(role.to_owned());
        }
    }
    Ok(roles)
}
