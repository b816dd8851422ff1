//! Apps and what they list.

use std::collections::HashSet;

use trellis_model::{Json, both};

use super::{name_matches, object};
use crate::{Catalog, problem::Report};

pub(super) fn check(catalog: &Catalog, name: &str, report: &mut Report<'_>) {
    let path = format!("{name}/app.json");
    name_matches(catalog, &path, "name", name, report);
    let listed = catalog.files().get(&path).and_then(|file| file.get("objects")).and_then(Json::as_array);
    let mut seen = HashSet::new();
    for (index, listed) in listed.into_iter().flatten().filter_map(Json::as_str).enumerate() {
        let pointer = format!("/objects/{index}");
        let Some(found) = object(catalog, listed, &pointer, report) else { continue };
        if found.app != name {
            report.add(&pointer, both!("“{listed}”位于“{}”的目录中", "`{listed}` stands in the folder of `{}`", found.app));
        }
        if !seen.insert(listed) {
            report.add(pointer, both!("“{listed}”已经列出", "`{listed}` is listed already"));
        }
    }
}
