//! Each kind of problem, as data: a change to one shipped file, and what is reported of it.

use serde_json::{Value, json};

use crate::{Files, load, merge, shipped};

#[track_caller]
fn check(file: &str, change: Value, expected: &[&str]) {
    let overlay: Files = [(file.to_owned(), change)].into();
    let (_, problems) = load(merge(shipped(), &overlay));
    let prefix = format!("{file} ");
    let found: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let found: Vec<&str> = found.iter().map(|problem| problem.strip_prefix(&prefix).unwrap_or(problem)).collect();
    assert_eq!(found, expected);
    // Administrators read the same in Chinese.
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for problem in &problems {
        assert!(is_chinese(&problem.message.zh), "{problem} reads in Chinese: {}", problem.message.zh);
    }
}

fn customer(field: Value) -> Value {
    json!({ "properties": { "c_new": field } })
}

fn label() -> Value {
    json!({ "zh-CN": "新", "en": "New" })
}

const OBJECT: &str = "sales/customer/object.json";
const VIEWS: &str = "sales/customer/views.json";
const LAYOUTS: &str = "sales/customer/layouts.json";
const LEAD_ACTIONS: &str = "sales/lead/actions.json";
const DASHBOARD: &str = "dashboards/sales.json";

#[test]
fn unknown_keywords_and_kinds() {
    let kinds: Vec<String> = trellis_model::FieldKind::ALL.iter().map(|kind| format!("\"{}\"", kind.name())).collect();
    check(
        OBJECT,
        customer(json!({ "x-id": "c_1", "x-type": "text", "type": "string", "maxLenght": 9, "x-label": label() })),
        &["/properties/c_new/maxLenght: unknown keyword `maxLenght`: did you mean `maxLength`?"],
    );
    check(
        OBJECT,
        customer(json!({ "x-id": "c_1", "x-type": "txt", "type": "string", "x-label": label() })),
        &[&format!("/properties/c_new/x-type: \"txt\" is not one of {}: did you mean `text`?", kinds.join(", "))],
    );
    check(OBJECT, json!({ "x-objct": {} }), &["/x-objct: unknown key `x-objct`: did you mean `x-object`?"]);
    check(VIEWS, json!({ "colums": [] }), &["/colums: unknown key `colums`: did you mean `columns`?"]);
}

#[test]
fn missing_labels() {
    check(
        OBJECT,
        customer(json!({ "x-id": "c_1", "x-type": "boolean", "type": "boolean", "x-label": { "en": "New" } })),
        &["/properties/c_new/x-label/zh-CN: `zh-CN` is missing"],
    );
    check(
        VIEWS,
        json!({ "views": { "c_mine": { "label": { "zh-CN": "", "en": "Mine" }, "kind": "table" } } }),
        &["/views/c_mine/label/zh-CN: must not be empty"],
    );
}

#[test]
fn fields_and_what_they_refer_to() {
    check(
        OBJECT,
        customer(json!({ "x-id": "f_01", "x-type": "boolean", "type": "boolean", "x-label": label() })),
        &["/properties/c_new/x-id: `f_01` is the id of another field of this object"],
    );
    check(
        OBJECT,
        customer(json!({ "x-id": "c_1", "x-type": "picklist", "type": "string", "x-picklist": "industri", "x-label": label() })),
        &["/properties/c_new/x-picklist: unknown picklist `industri`: did you mean `industry`?"],
    );
    check(
        OBJECT,
        customer(json!({ "x-id": "c_1", "x-type": "lookup", "type": "string", "format": "uuid", "x-label": label(),
            "x-lookup": { "object": "contcat", "on_delete": "set_null" } })),
        &["/properties/c_new/x-lookup: unknown object `contcat`: did you mean `contact`?"],
    );
    check(
        OBJECT,
        customer(json!({ "x-id": "c_1", "x-type": "integer", "type": "integer", "default": "many", "x-label": label() })),
        &["/properties/c_new/default: Must be a whole number"],
    );
    check(
        OBJECT,
        customer(
            json!({ "x-id": "c_1", "x-type": "picklist", "type": "string", "x-picklist": "industry", "default": "mining", "x-label": label() }),
        ),
        &["/properties/c_new/default: There is no option `mining`"],
    );
    check(
        OBJECT,
        json!({ "properties": { "owner": { "x-id": "c_1", "x-type": "user", "type": "string", "format": "uuid", "x-label": label() } } }),
        &["/properties/owner: `owner` is a field that the engine keeps itself"],
    );
    check(OBJECT, json!({ "required": ["name", "emial"] }), &["/required/1: unknown field `emial`: did you mean `email`?"]);
}

#[test]
fn what_an_object_can_do() {
    check(OBJECT, json!({ "x-object": { "name_field": "nmae" } }), &["/x-object/name_field: unknown field `nmae`: did you mean `name`?"]);
    check(
        OBJECT,
        json!({ "x-object": { "name_field": "phone", "search": ["level"] } }),
        &[
            "/x-object/name_field: `phone` must be a required text, since it names every record",
            "/x-object/search/0: `level` holds no text to search",
        ],
    );
    check(
        OBJECT,
        json!({ "x-object": { "access": { "inherit": "parent" } } }),
        &["/x-object/access/inherit: the rights of a record would depend on themselves"],
    );
    check("sales/customer/object.json", json!({ "$id": "client" }), &["/$id: must be `customer`, as the file's place says"]);
}

#[test]
fn views() {
    check(
        VIEWS,
        json!({ "columns": [{ "field": "name" }, { "field": "emial" }, { "field": "owner.departmnt" }], "sort": "-creatd_at" }),
        &[
            "/columns/1/field: unknown field `emial`: did you mean `email`?",
            "/columns/2/field: unknown field `departmnt`: did you mean `department`?",
            "/sort: unknown field `creatd_at`: did you mean `created_at`?",
        ],
    );
    check(
        VIEWS,
        json!({ "views": { "c_big": { "label": label(), "kind": "table", "filter": { "and": [{ "levle": { "eq": "a" } }, { "name": { "lt": "x" } },
            { "founded_on": { "within": "this_moon" } }] } } } }),
        &[
            "/views/c_big/filter/and/0/levle: There is no field `levle`: did you mean `level`?",
            "/views/c_big/filter/and/1/name/lt: The operator `lt` does not go with this field",
            "/views/c_big/filter/and/2/founded_on/within: Not in the right format: must be a period such as this_month or last_30_days",
        ],
    );
    check(
        VIEWS,
        json!({ "views": { "mine": { "label": label(), "kind": "table" }, "c_board": { "label": label(), "kind": "kanban", "group": "name" }, "c_days": { "label": label(), "kind": "calendar", "group": "name" } } }),
        &[
            "/views/c_board/group: `name` is no picklist, so it makes no columns of a board",
            "/views/c_days/group: `name` is no date, so it says no day of a calendar",
            "/views/mine: `mine` cannot be the name of a view",
        ],
    );
}

#[test]
fn layouts() {
    let section = |fields: Value, columns: u8| json!({ "name": "basic", "label": label(), "columns": columns, "fields": fields });
    check(
        LAYOUTS,
        json!({ "layouts": { "default": { "sections": [section(json!(["phone", "phon"]), 2)] } } }),
        &[
            "/layouts/default/sections: `name` is required, but no section has it",
            "/layouts/default/sections/0/fields/1: unknown field `phon`: did you mean `phone`?",
        ],
    );
    check(
        LAYOUTS,
        json!({ "layouts": { "default": { "sections": [section(json!(["name"]), 3)], "path": "name", "quick_create": ["created_at"] } } }),
        &[
            "/layouts/default/path: `name` is no picklist, so it has no stages",
            "/layouts/default/quick_create/0: `created_at` is kept by the system, so no form can ask for it",
            "/layouts/default/sections/0/columns: 3 is not one of 1, 2",
        ],
    );
    check(
        LAYOUTS,
        json!({ "layouts": { "default": { "related": [
            { "relation": "contct.customer", "columns": ["name"] }, { "relation": "contact.owner", "columns": ["nam"] }] } } }),
        &[
            "/layouts/default/related/0/relation: unknown object `contct`: did you mean `contact`?",
            "/layouts/default/related/1/columns/0: unknown field `nam`: did you mean `name`?",
            "/layouts/default/related/1/relation: `contact.owner` does not look up records of `customer`",
        ],
    );
}

#[test]
fn actions_and_conversions() {
    check(
        LEAD_ACTIONS,
        json!({ "actions": { "close": { "when": { "stauts": { "eq": "new" } }, "params": { "required": ["raeson"], "properties": {
            "note": { "x-id": "p_01" } } } }, "edit": { "label": label(), "placement": ["record"] } } }),
        &[
            "/actions/close/params/properties/note/x-id: `p_01` is the id of another parameter",
            "/actions/close/params/required/0: unknown parameter `raeson`: did you mean `reason`?",
            "/actions/close/when/stauts: There is no field `stauts`: did you mean `status`?",
            "/actions/edit: `edit` cannot be the name of an action",
        ],
    );
    check(
        "sales/lead/conversions.json",
        json!({ "conversions": { "convert": { "customer": { "leval": "rating", "level": "rating", "last_followed_at": "last_followed_at" } },
            "convrt": { "contact": {} } } }),
        &[
            "/conversions/convert/customer/last_followed_at: `last_followed_at` is kept by the system and cannot be filled",
            "/conversions/convert/customer/leval: unknown field `leval`: did you mean `level`?",
            "/conversions/convert/customer/level: `rating` (picklist) does not fit into `level` (picklist)",
            "/conversions/convrt: unknown action `convrt`: did you mean `convert`?",
        ],
    );
}

#[test]
fn dashboards() {
    let chart = |changes: Value| {
        let mut chart = json!({ "kind": "bar", "label": label(), "object": "opportunity", "measures": [{ "fn": "sum", "field": "amount" }],
            "by": [], "grid": { "x": 0, "y": 90, "w": 6, "h": 2 } });
        for (key, value) in changes.as_object().unwrap() {
            chart[key] = value.clone();
        }
        json!({ "charts": { "c_new": chart } })
    };
    check(
        DASHBOARD,
        chart(
            json!({ "measures": [{ "fn": "sum", "field": "name" }], "by": [{ "field": "close_date" }, { "field": "customer.industri" }] }),
        ),
        &[
            "/charts/c_new/by/0/unit: a date is grouped by a unit, and nothing else is",
            "/charts/c_new/by/1/field: unknown field `industri`: did you mean `industry`?",
            "/charts/c_new/measures/0/field: `name` is a field of kind `text` and cannot be computed with",
        ],
    );
    check(
        DASHBOARD,
        chart(json!({ "object": "oportunity" })),
        &["/charts/c_new/object: unknown object `oportunity`: did you mean `opportunity`?"],
    );
    check(
        DASHBOARD,
        chart(json!({ "date_field": "stage", "range": "this_yaer", "grid": { "x": 8, "y": 0, "w": 6, "h": 2 } })),
        &[
            "/charts/c_new/date_field: `stage` is no date",
            "/charts/c_new/grid: does not fit on a grid of 12 columns",
            "/charts/c_new/range: unknown period `this_yaer`: did you mean `this_year`?",
        ],
    );
    check(
        DASHBOARD,
        chart(json!({ "grid": { "x": 2, "y": 1, "w": 2, "h": 1 } })),
        &["/charts/c_new/grid: lies over the chart `won_amount`"],
    );
}

#[test]
fn picklists_and_apps_and_places() {
    let option = |code: &str| json!({ "code": code, "label": label(), "default": true });
    check(
        "picklists/rating.json",
        json!({ "options": [option("hot"), option("hot")] }),
        &["/options/1/code: there is an option `hot` already", "/options/1/default: `hot` is the default already"],
    );
    check(
        "office/app.json",
        json!({ "objects": ["taks", "lead"] }),
        &["/objects/0: unknown object `taks`: did you mean `task`?", "/objects/1: `lead` stands in the folder of `sales`"],
    );
    let task = shipped()["office/task/object.json"].clone();
    check("sales/task/object.json", task, &["sales/task/object.json: there is an object `task` in another app already"]);
    check("sales/lead/veiws.json", json!({}), &["sales/lead/veiws.json: no declaration belongs here"]);
    check(
        "sales/leads/views.json",
        json!({ "columns": [{ "field": "name" }], "views": {} }),
        &["sales/leads/views.json: there is no object `leads` in `sales` that this could belong to"],
    );
}

#[test]
fn problems_of_several_files_come_together() {
    let overlay: Files =
        [(OBJECT.into(), json!({ "required": ["nam"] })), (VIEWS.into(), json!({ "sort": "nam" })), (DASHBOARD.into(), json!({ "x": 1 }))]
            .into();
    let (catalog, problems) = load(merge(shipped(), &overlay));
    let files: Vec<&str> = problems.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(files, [DASHBOARD, OBJECT, OBJECT, VIEWS]);
    assert_eq!(catalog.objects().len(), 12, "what can be read is there all the same");
}

/// The designer edits fields as the model writes them, so what it writes must pass.
#[test]
fn fields_pass_as_the_model_writes_them() {
    let base = crate::Catalog::base();
    for object in base.objects() {
        let path = format!("{}/{}/object.json", object.app, object.name);
        let mut files = shipped().clone();
        let file = files.get_mut(&path).unwrap();
        for field in object.declared() {
            file["properties"][&field.name] = Value::Object(field.to_schema(base.as_ref()));
        }
        let (again, problems) = load(files);
        assert_eq!(problems, [], "{}", object.name);
        assert_eq!(again.shared_object(&object.name).unwrap(), *object);
    }
}

/// The guide shows declarations below a comment with their path; they must be right.
#[test]
fn the_declarations_in_the_guide_have_no_problem() {
    let guide = include_str!("../../../../docs/metadata.md");
    let mut files = shipped().clone();
    for block in guide.split("<!-- ").skip(1) {
        let (path, rest) = block.split_once(" -->\n```json\n").unwrap();
        let (text, _) = rest.split_once("\n```").unwrap();
        files.insert(path.to_owned(), serde_json::from_str(text).unwrap());
    }
    assert_eq!(files.len(), shipped().len() + 4);
    assert_eq!(load(files).1, []);
}
