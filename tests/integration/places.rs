//! The routes with something real in their places.

use axum::http::Method;
use serde_json::json;
use trellis_http::routes::{Guard, Route};
use trellis_test_support::{Client, TestApp};

/// Records that the places of routes can name.
pub struct Places {
    customer: String,
    department: String,
    person: String,
}

impl Places {
    pub async fn make(app: &TestApp, boss: &Client) -> Self {
        let customer = boss.post("/records/customer", json!({ "name": "甲", "level": "a" })).await.id();
        boss.post("/records/contact", json!({ "name": "乙", "customer": customer })).await;
        let department = app.department(boss, "销售部", None).await;
        let person = app.person(boss, "somebody", Some(&department), &["sales"]).await.0;
        Self { customer, department, person }
    }

    /// A route's path below `/api` with something in each place; `instead` goes where one place is named `at`.
    pub fn fill(&self, route: &Route, instead: Option<(usize, &str)>) -> String {
        let id = match route.path {
            path if path.starts_with("/v1/departments") => &self.department,
            path if path.starts_with("/v1/users") => &self.person,
            _ => &self.customer,
        };
        let mut places = 0;
        let part = |part: &str| {
            if !part.starts_with('{') {
                return part.to_owned();
            }
            places += 1;
            match (instead, part) {
                (Some((at, text)), _) if at == places => text.to_owned(),
                (_, "{object}") => "customer".to_owned(),
                (_, "{id}") => id.clone(),
                (_, "{relation}") => "contact.customer".to_owned(),
                (_, "{action}") => "transfer".to_owned(),
                (_, "{field}") => "name".to_owned(),
                (_, "{view}") => "all".to_owned(),
                (_, "{layout}") => "default".to_owned(),
                (_, "{version}") => "1".to_owned(),
                (_, "{part}") => "views".to_owned(),
                (_, "{name}") if route.path.contains("picklists") => "industry".to_owned(),
                (_, "{name}") => "sales".to_owned(),
                (_, other) => other.trim_matches(['{', '}']).to_owned(),
            }
        };
        let path = route.path.split('/').map(part).collect::<Vec<_>>().join("/");
        if route.name == "search" {
            return format!("{path}?q=a");
        }
        if route.name == "get_references" {
            return format!("{path}?object=customer");
        }
        if route.name == "get_unfit_rows" {
            return format!("{path}?object=customer&field=name");
        }
        if !route.path.starts_with("/v1/access/") {
            return path;
        }
        // What these are asked about stands in the query.
        let query = format!("object=customer&id={}", self.customer);
        format!("{path}?{query}{}", if route.name == "who_has_access" { String::new() } else { format!("&user={}", self.person) })
    }
}

/// How many places a route has.
pub fn count(route: &Route) -> usize {
    route.path.matches('{').count()
}

/// The routes of those who are signed in.
pub fn guarded() -> Vec<Route> {
    trellis_http::routes::table().into_iter().filter(|route| route.guard != Guard::Public).collect()
}

/// Whether a route only reads.
pub fn reads(route: &Route) -> bool {
    route.method == Method::GET
}
