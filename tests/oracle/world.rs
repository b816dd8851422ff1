//! A company made by chance: departments, people, rights, records. What is true of it stands here in plain lists.

use serde_json::{Map, Value as Json, json};
use trellis_test_support::{Client, TestApp};
use uuid::Uuid;

use crate::dice::Dice;

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A longer text, which puts nothing in order.
    Long,
    Phone,
    Email,
    Amount,
    Day,
    Code(&'static [&'static str]),
    To(&'static str),
    ToAny,
}

/// The objects of the worlds with the fields that they fill; the name first.
pub const OBJECTS: &[(&str, &[(&str, Kind)])] = &[
    (
        "customer",
        &[
            ("name", Kind::Text),
            ("phone", Kind::Phone),
            ("email", Kind::Email),
            ("city", Kind::Text),
            ("annual_revenue", Kind::Amount),
            ("level", Kind::Code(&["a", "b", "c"])),
            ("description", Kind::Long),
            ("parent", Kind::To("customer")),
        ],
    ),
    (
        "contact",
        &[
            ("name", Kind::Text),
            ("customer", Kind::To("customer")),
            ("phone", Kind::Phone),
            ("email", Kind::Email),
            ("wechat", Kind::Text),
            ("title", Kind::Text),
        ],
    ),
    (
        "opportunity",
        &[
            ("name", Kind::Text),
            ("customer", Kind::To("customer")),
            ("contact", Kind::To("contact")),
            ("stage", Kind::Code(&["prospecting", "won", "lost"])),
            ("amount", Kind::Amount),
            ("close_date", Kind::Day),
            ("next_step", Kind::Text),
        ],
    ),
    ("follow_up", &[("content", Kind::Long), ("related", Kind::ToAny), ("location", Kind::Text)]),
    ("task", &[("subject", Kind::Text), ("related", Kind::ToAny), ("assignee", Kind::To("user")), ("description", Kind::Long)]),
];

/// The fields of an object.
pub fn fields(object: &str) -> &'static [(&'static str, Kind)] {
    OBJECTS.iter().find(|(name, _)| *name == object).map(|(_, fields)| *fields).unwrap_or_default()
}

/// The field that names a record.
pub fn name_field(object: &str) -> &'static str {
    fields(object).first().map_or("name", |(name, _)| name)
}

pub struct Department {
    pub id: String,
    pub parent: Option<usize>,
}

pub struct Person {
    pub id: String,
    pub name: String,
    pub department: usize,
    pub roles: Vec<&'static str>,
    pub is_super: bool,
    pub client: Client,
}

pub struct Row {
    pub object: &'static str,
    pub id: String,
    /// By their place in [`World::people`]; follow-ups have none.
    pub owner: Option<usize>,
    /// Who takes part, and whether with the right to edit.
    pub team: Vec<(usize, bool)>,
    /// What has a value.
    pub values: Map<String, Json>,
    pub deleted: bool,
}

pub struct World {
    pub departments: Vec<Department>,
    /// By department: who manages it.
    pub managers: Vec<Option<usize>>,
    /// The super administrator first.
    pub people: Vec<Person>,
    /// The company's own policy lines.
    pub lines: Vec<String>,
    pub rows: Vec<Row>,
}

const ROLES: &[&[&str]] =
    &[&["sales"], &["sales"], &["sales_manager"], &["analyst"], &["office"], &["sales", "analyst"], &["sales", "office"], &["sysadmin"]];

impl World {
    pub fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Makes the company on a fresh server.
    pub async fn make(app: &TestApp, dice: &mut Dice) -> Self {
        let boss = app.boss().await;
        let me = boss.get("/me").await.json;
        let root = me["user"]["department"].as_str().map(str::to_owned).unwrap_or_default();
        let root = if root.is_empty() { boss.get("/departments").await.items()[0]["id"].as_str().unwrap().to_owned() } else { root };
        let id = me["user"]["id"].as_str().unwrap().to_owned();
        let super_person = Person { id, name: "老板".into(), department: 0, roles: vec![], is_super: true, client: boss };
        let mut world = Self {
            departments: vec![Department { id: root, parent: None }],
            managers: vec![None],
            people: vec![super_person],
            lines: lines(dice),
            rows: Vec::new(),
        };
        if dice.chance(25) {
            declare_computed(&world.boss()).await;
        }
        world.organize(app, dice).await;
        app.policy(&world.lines).await;
        world.fill(dice).await;
        world.share(dice).await;
        world.delete_some(dice).await;
        world
    }

    fn boss(&self) -> Client {
        self.people[0].client.clone()
    }

    async fn organize(&mut self, app: &TestApp, dice: &mut Dice) {
        let boss = self.boss();
        for n in 0..dice.below(5) {
            let parent = dice.below(self.departments.len());
            let id = app.department(&boss, &format!("department {n}"), Some(&self.departments[parent].id)).await;
            self.departments.push(Department { id, parent: Some(parent) });
            self.managers.push(None);
        }
        for n in 0..dice.between(1, 4) {
            let department = dice.below(self.departments.len());
            let roles = dice.pick(ROLES).to_vec();
            let name = format!("person{n}");
            let body = json!({ "account": format!("{name}@test.example"), "password": trellis_test_support::PASSWORD, "name": name,
                "department": self.departments[department].id });
            let made = boss.post("/users", body).await;
            assert_eq!(made.status, 201, "{}", made.text);
            let id = made.id();
            let given = boss.put(&format!("/users/{id}/roles"), json!({ "roles": roles })).await;
            assert_eq!(given.status, 200, "{}", given.text);
            let client = app.session_of(Uuid::parse_str(&id).unwrap()).await;
            self.people.push(Person { id, name, department, roles, is_super: false, client });
        }
        for department in 0..self.departments.len() {
            if dice.chance(40) {
                let manager = dice.below(self.people.len());
                let path = format!("/departments/{}", self.departments[department].id);
                let set = boss.patch(&path, json!({ "manager": self.people[manager].id })).await;
                assert_eq!(set.status, 200, "{}", set.text);
                self.managers[department] = Some(manager);
            }
        }
    }

    /// Records of every object, each cell with a text that stands nowhere else.
    async fn fill(&mut self, dice: &mut Dice) {
        let boss = self.boss();
        let mut cell = 0;
        for (object, fields) in OBJECTS {
            let mut rows = Vec::new();
            for _ in 0..dice.between(2, 7) {
                let mut values = Map::new();
                for (at, (field, kind)) in fields.iter().enumerate() {
                    let required = at == 0 || matches!((*object, *field), (_, "customer" | "stage") | ("follow_up", "related"));
                    cell += 1;
                    if let Some(value) = self.value(dice, *kind, cell).filter(|_| required || dice.chance(80)) {
                        values.insert((*field).to_owned(), value);
                    }
                }
                let owner = (*object != "follow_up").then(|| dice.below(self.people.len()));
                rows.push(Row { object, id: String::new(), owner, team: Vec::new(), values, deleted: false });
            }
            let operation = |row: &Row| {
                let mut record = row.values.clone();
                if let Some(owner) = row.owner {
                    record.insert("owner".into(), json!(self.people[owner].id));
                }
                json!({ "op": "create", "record": record })
            };
            let operations: Vec<Json> = rows.iter().map(operation).collect();
            let made = boss.post(&format!("/records/{object}/batch"), json!({ "operations": operations })).await;
            assert_eq!(made.status, 200, "{}", made.text);
            for (row, id) in rows.iter_mut().zip(made.json["ids"].as_array().unwrap()) {
                row.id = id.as_str().unwrap().to_owned();
            }
            self.rows.extend(rows);
        }
    }

    /// A value of a kind, different for every cell.
    pub fn value(&self, dice: &mut Dice, kind: Kind, cell: usize) -> Option<Json> {
        let of = |object: &str| -> Vec<&Row> { self.rows.iter().filter(|row| row.object == object).collect() };
        Some(match kind {
            Kind::Text | Kind::Long => json!(format!("Zq{cell:04}kw")),
            Kind::Phone => json!(format!("1{}{cell:04}{:04}", dice.between(30, 89), 9999 - cell)),
            Kind::Email => json!(format!("w{cell:04}z@mail.example")),
            Kind::Amount => json!(3_600_000_000_i64 + i64::try_from(cell).unwrap()),
            Kind::Day => json!(format!("2026-{:02}-{:02}", 1 + cell % 12, 1 + cell % 28)),
            Kind::Code(codes) => json!(dice.pick(codes)),
            Kind::To("user") => json!(dice.pick(&self.people).id),
            Kind::To(object) => {
                let rows = of(object);
                if rows.is_empty() {
                    return None;
                }
                json!(dice.pick(&rows).id)
            }
            Kind::ToAny => {
                let row = dice.pick(&self.rows);
                let row = if matches!(row.object, "customer" | "contact" | "opportunity") { row } else { self.rows.first()? };
                json!({ "object": row.object, "id": row.id })
            }
        })
    }

    async fn share(&mut self, dice: &mut Dice) {
        let boss = self.boss();
        for at in 0..self.rows.len() {
            if self.rows[at].object == "follow_up" || !dice.chance(40) {
                continue;
            }
            let member = dice.below(self.people.len());
            let team = vec![(member, dice.chance(50))];
            let members: Vec<Json> = team
                .iter()
                .map(|(person, edit)| json!({ "user": self.people[*person].id, "right": if *edit { "edit" } else { "read" } }))
                .collect();
            let row = &self.rows[at];
            let set = boss.put(&format!("/records/{}/{}/team", row.object, row.id), json!({ "members": members })).await;
            assert_eq!(set.status, 200, "{}", set.text);
            self.rows[at].team = team;
        }
    }

    async fn delete_some(&mut self, dice: &mut Dice) {
        let boss = self.boss();
        for at in 0..self.rows.len() {
            if self.rows[at].deleted || !dice.chance(15) {
                continue;
            }
            let path = format!("/records/{}/{}", self.rows[at].object, self.rows[at].id);
            match boss.delete(&path).await.status {
                204 => self.mark_deleted(at),
                409 => {}
                other => panic!("{path}: {other}"),
            }
        }
    }

    /// What goes along: the contacts of a customer, the follow-ups of anything.
    fn mark_deleted(&mut self, at: usize) {
        self.rows[at].deleted = true;
        let id = self.rows[at].id.clone();
        for child in 0..self.rows.len() {
            let row = &self.rows[child];
            let goes = match row.object {
                "contact" => row.values.get("customer") == Some(&json!(id)),
                "follow_up" => row.values.get("related").is_some_and(|related| related["id"] == json!(id)),
                _ => false,
            };
            if goes && !row.deleted {
                self.mark_deleted(child);
            }
        }
    }
}

/// Fields that come from others: whoever may not read those must not find their values here.
async fn declare_computed(boss: &Client) {
    let label = json!({ "zh-CN": "算", "en": "Computed" });
    for (object, field, declared) in [
        ("customer", "c_echo", json!({ "x-type": "formula", "x-formula": "phone ~ '/' ~ email ~ '/' ~ city" })),
        ("customer", "c_again", json!({ "x-type": "formula", "x-formula": "c_echo ~ annual_revenue" })),
        ("contact", "c_city", json!({ "x-type": "mirror", "x-mirror": "customer.city" })),
    ] {
        let mut declared = declared;
        declared["x-label"] = label.clone();
        let put = boss.put(&format!("/designer/draft/objects/{object}/fields/{field}"), declared).await;
        assert_eq!(put.status, 200, "{}", put.text);
    }
    assert_eq!(boss.post("/designer/draft/publish", json!({})).await.status, 200);
}

/// Some lines of the company's own.
fn lines(dice: &mut Dice) -> Vec<String> {
    const LEVELS: &[&str] = &["hidden", "hidden", "masked", "read"];
    let roles = ["sales", "sales_manager", "analyst"];
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut add = |subject: String, value: &str| {
        if !lines.iter().any(|(known, _)| *known == subject) {
            lines.push((subject, value.to_owned()));
        }
    };
    for (object, fields) in OBJECTS {
        for (field, _) in &fields[1..] {
            for role in roles.iter().filter(|_| dice.chance(25)).copied().collect::<Vec<_>>() {
                add(format!("p2, {role}, {object}.{field}"), LEVELS[dice.below(LEVELS.len())]);
            }
        }
        for role in roles {
            if dice.chance(30) {
                let action = *dice.pick(&["view", "edit", "delete", "transfer"]);
                let scopes: &[&str] = if *object == "follow_up" {
                    &["none", "all"]
                } else {
                    &["none", "own", "participating", "department", "department_tree", "all"]
                };
                add(format!("p, {role}, {object}, {action}"), scopes[dice.below(scopes.len())]);
            }
        }
    }
    lines.into_iter().map(|(subject, value)| format!("{subject}, {value}")).collect()
}
