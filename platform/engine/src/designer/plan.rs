//! What publishing the draft would do, in words.

use serde::Serialize;
use trellis_catalog::Catalog;
use trellis_model::{Field, Label, Object, Schema};
use trellis_storage::{Conn, tables};

use super::draft::draft;
use crate::{Cx, Result};

/// What publishing would do.
#[derive(Debug, Serialize)]
pub struct Plan {
    /// In order, as sentences.
    pub steps: Vec<PlanStep>,
    /// What to think about first.
    pub warnings: Vec<Warning>,
    /// Rows that would lose a value.
    pub losses: Vec<Loss>,
}

/// One step.
#[derive(Debug, Serialize)]
pub struct PlanStep {
    /// `object`, `field`, `change`, `retire` or `definition`.
    pub kind: &'static str,
    /// The object.
    pub object: String,
    /// The field, if it is about one.
    pub field: Option<String>,
    /// The sentence.
    pub text: Label,
    /// How many rows it is about.
    pub rows: u64,
}

/// Something to think about.
#[derive(Debug, Serialize)]
pub struct Warning {
    /// The object.
    pub object: String,
    /// The sentence.
    pub text: Label,
    /// What refers to it.
    pub refers: Vec<String>,
}

/// Rows that would lose a value.
#[derive(Debug, Serialize)]
pub struct Loss {
    /// The object.
    pub object: String,
    /// The field.
    pub field: String,
    /// How many.
    pub rows: u64,
}

/// Compares the draft with what is published.
///
/// # Errors
/// [`crate::Error::Invalid`] when the draft cannot be published as it is.
pub async fn plan(cx: &Cx, conn: &mut Conn) -> Result<Plan> {
    let draft = draft(conn).await?;
    if !draft.problems.is_empty() {
        return Err(super::edit::problem_errors(&draft.problems));
    }
    let mut plan = Plan { steps: Vec::new(), warnings: Vec::new(), losses: Vec::new() };
    for object in draft.catalog.objects() {
        match cx.catalog().object(&object.name) {
            None => {
                let text = Label::new(
                    format!("新建对象“{}”，含 {} 个字段", object.label.zh, object.declared().count()),
                    format!("Create the object {} with {} fields", object.label.en, object.declared().count()),
                );
                plan.steps.push(PlanStep { kind: "object", object: object.name.clone(), field: None, text, rows: 0 });
            }
            Some(before) => compare(conn, &mut plan, before, object).await?,
        }
    }
    for object in cx.catalog().objects().filter(|object| draft.catalog.object(&object.name).is_none()) {
        let rows = count(conn, &object.name, None).await?;
        let text = Label::new(
            format!("停用对象“{}”，数据保留", object.label.zh),
            format!("Retire the object {}; its data is kept", object.label.en),
        );
        plan.steps.push(PlanStep { kind: "retire", object: object.name.clone(), field: None, text, rows });
    }
    definitions(&mut plan, cx.catalog(), &draft.catalog, &draft.patches.keys().cloned().collect::<Vec<_>>());
    Ok(plan)
}

async fn compare(conn: &mut Conn, plan: &mut Plan, before: &Object, after: &Object) -> Result<()> {
    for field in after.declared() {
        let old = before.declared().find(|old| old.id == field.id);
        match old {
            None => {
                let rows = count(conn, &after.name, None).await?;
                let kind = field.kind.rules().label();
                let text = Label::new(
                    format!("为“{}”新增{}字段“{}”（{rows} 行记录，现有值为空）", after.label.zh, kind.zh, field.label.zh),
                    format!("Add the {} field {} to {} ({rows} records, empty at first)", kind.en, field.label.en, after.label.en),
                );
                plan.steps.push(PlanStep { kind: "field", object: after.name.clone(), field: Some(field.name.clone()), text, rows });
                if field.required && rows > 0 {
                    required_warning(plan, after, field, rows);
                }
            }
            Some(old) if old != field => {
                let text = Label::new(
                    format!("修改“{}”的字段“{}”", after.label.zh, field.label.zh),
                    format!("Change the field {} of {}", field.label.en, after.label.en),
                );
                plan.steps.push(PlanStep { kind: "change", object: after.name.clone(), field: Some(field.name.clone()), text, rows: 0 });
                if field.required && !old.required {
                    let empty = count(conn, &after.name, Some(field)).await?;
                    if empty > 0 {
                        required_warning(plan, after, field, empty);
                    }
                }
            }
            Some(_) => {}
        }
    }
    for field in before.declared().filter(|old| after.declared().all(|field| field.id != old.id)) {
        let rows = count(conn, &before.name, None).await? - count(conn, &before.name, Some(field)).await?;
        let text = Label::new(
            format!("停用“{}”的字段“{}”（{rows} 行有值，数据保留，可恢复）", before.label.zh, field.label.zh),
            format!(
                "Retire the field {} of {} ({rows} records have a value; it is kept and can come back)",
                field.label.en, before.label.en
            ),
        );
        plan.steps.push(PlanStep { kind: "retire", object: before.name.clone(), field: Some(field.name.clone()), text, rows });
        if rows > 0 {
            plan.losses.push(Loss { object: before.name.clone(), field: field.name.clone(), rows });
        }
    }
    Ok(())
}

fn required_warning(plan: &mut Plan, object: &Object, field: &Field, rows: u64) {
    let text = Label::new(
        format!("“{}”改为必填后，{rows} 条没有值的记录下次保存时需要补填", field.label.zh),
        format!("{} becomes required: {rows} records without a value must be completed when they are next saved", field.label.en),
    );
    plan.warnings.push(Warning { object: object.name.clone(), text, refers: vec![format!("{}.{}", object.name, field.name)] });
}

/// Files of the draft whose change no field tells.
fn definitions(plan: &mut Plan, before: &Catalog, after: &Catalog, paths: &[String]) {
    for path in paths {
        let told = path.ends_with("/object.json") && plan.steps.iter().any(|step| path.contains(&format!("/{}/", step.object)));
        if told || before.files().get(path) == after.files().get(path) {
            continue;
        }
        let (object, text) = told_as(before, after, path);
        plan.steps.push(PlanStep { kind: "definition", object, field: None, text, rows: 0 });
    }
}

/// The sentence for a changed file that is not an object's fields, with the name of what it is about.
fn told_as(before: &Catalog, after: &Catalog, path: &str) -> (String, Label) {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let name = file.trim_end_matches(".json");
    if folder == "picklists" {
        let picklist = |catalog: &Catalog| catalog.picklists().find(|it| it.name == name).map(|it| it.label.clone());
        let label = picklist(after).or_else(|| picklist(before)).unwrap_or_else(|| Label::new(name, name));
        return (name.to_owned(), Label::new(format!("修改数据字典“{}”", label.zh), format!("Change the dictionary {}", label.en)));
    }
    let object = folder.rsplit('/').next().unwrap_or_default();
    let label = after.object(object).or_else(|| before.object(object)).map(|it| it.label.clone());
    let (zh, en) = match name {
        "layouts" => ("布局", "layout"),
        "views" => ("列表视图", "list views"),
        "actions" => ("操作按钮", "actions"),
        "conversions" => ("转换规则", "conversions"),
        _ => ("设置", "settings"),
    };
    match label {
        Some(label) => (object.to_owned(), Label::new(format!("修改“{}”的{zh}", label.zh), format!("Change the {en} of {}", label.en))),
        None => (name.to_owned(), Label::new(format!("修改“{name}”"), format!("Change {name}"))),
    }
}

/// How many rows an object has, or how many have no value in a field.
async fn count(conn: &mut Conn, object: &str, empty: Option<&Field>) -> Result<u64> {
    Ok(tables::count_rows(conn, object, empty.map(tables::column)).await?)
}
