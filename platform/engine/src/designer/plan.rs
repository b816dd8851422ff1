//! What publishing the draft would do, in words.

use serde::Serialize;
use trellis_catalog::Catalog;
use trellis_model::{Field, Filter, Label, Object, Schema, Test, Value, field::Change, filter::Caller};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
    tables::{self, Counted, TableSet},
};
use uuid::Uuid;

use super::{
    convert,
    draft::{Draft, draft},
    publish::overlay_of,
    references::{Reference, policy_references, references},
    settle::change_of,
};
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
    /// Everything that refers to what changes.
    pub references: Vec<Reference>,
}

/// One step.
#[derive(Debug, Serialize)]
pub struct PlanStep {
    /// `object`, `field`, `change`, `rename`, `retire` or `definition`.
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
    /// `retired`: the values go out of sight; `unfit`: they are none of the field's new kind.
    pub reason: &'static str,
}

/// A row whose value does not fit what its field is to become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnfitRow {
    /// The record.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Compares the draft with what is published.
///
/// # Errors
/// [`crate::Error::Invalid`] when the draft cannot be published as it is.
pub async fn plan(conn: &mut Conn) -> Result<Plan> {
    let draft = draft(conn).await?;
    plan_of(conn, &draft).await
}

/// [`plan`] for a draft at hand.
pub(super) async fn plan_of(conn: &mut Conn, draft: &Draft) -> Result<Plan> {
    if !draft.problems.is_empty() {
        return Err(super::edit::problem_errors(&draft.problems));
    }
    let (published, _) = Catalog::with_overlay(&draft.published);
    let mut plan = between(conn, &published, &draft.catalog).await?;
    let paths = draft.patches.keys().cloned().collect::<Vec<_>>();
    definitions(&mut plan, &published, &draft.catalog, &paths);
    Ok(plan)
}

/// What became different from one published version to another, in the words of a plan.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is no such version.
pub async fn compare_versions(conn: &mut Conn, from: i64, to: i64) -> Result<Plan> {
    let (from, to) = (overlay_of(conn, from).await?, overlay_of(conn, to).await?);
    let mut paths: Vec<String> = from.keys().chain(to.keys()).cloned().collect();
    paths.sort();
    paths.dedup();
    let (before, _) = Catalog::with_overlay(&from);
    let (after, _) = Catalog::with_overlay(&to);
    let mut plan = between(conn, &before, &after).await?;
    definitions(&mut plan, &before, &after, &paths);
    Ok(plan)
}

/// What leads from one catalog to another.
pub(super) async fn between(conn: &mut Conn, from: &Catalog, to: &Catalog) -> Result<Plan> {
    let mut plan = Plan { steps: Vec::new(), warnings: Vec::new(), losses: Vec::new(), references: Vec::new() };
    let tables = tables::current(conn).await?;
    let declared = |object: &Object| object.options.line_of.is_none();
    for object in to.objects() {
        match from.object(&object.name) {
            // Lines come with the field that has them.
            None if !declared(object) => {}
            None => {
                let text = Label::new(
                    format!("新建对象“{}”，含 {} 个字段", object.label.zh, object.declared().count()),
                    format!("Create the object {} with {} fields", object.label.en, object.declared().count()),
                );
                plan.steps.push(PlanStep { kind: "object", object: object.name.clone(), field: None, text, rows: 0 });
            }
            Some(before) => compare(conn, &mut plan, &tables, (from, before), (to, object)).await?,
        }
    }
    for object in from.objects().filter(|object| declared(object) && to.object(&object.name).is_none()) {
        let rows = count(conn, &tables, &object.name, None).await?.rows;
        let text = Label::new(
            format!("停用对象“{}”，数据保留", object.label.zh),
            format!("Retire the object {}; its data is kept", object.label.en),
        );
        plan.steps.push(PlanStep { kind: "retire", object: object.name.clone(), field: None, text, rows });
    }
    Ok(plan)
}

async fn compare(
    conn: &mut Conn,
    plan: &mut Plan,
    tables: &TableSet,
    (from, before): (&Catalog, &Object),
    (to, after): (&Catalog, &Object),
) -> Result<()> {
    for field in after.declared() {
        let old = before.declared().find(|old| old.id == field.id);
        match old {
            None => {
                let Counted { rows, values } = count(conn, tables, &after.name, Some(field)).await?;
                let kind = field.kind.rules().label();
                let text = if values > 0 {
                    Label::new(
                        format!("恢复“{}”的{}字段“{}”（{values} 行有值）", after.label.zh, kind.zh, field.label.zh),
                        format!(
                            "Bring back the {} field {} of {} ({values} records have a value)",
                            kind.en, field.label.en, after.label.en
                        ),
                    )
                } else {
                    Label::new(
                        format!("为“{}”新增{}字段“{}”（{rows} 行记录，现有值为空）", after.label.zh, kind.zh, field.label.zh),
                        format!("Add the {} field {} to {} ({rows} records, empty at first)", kind.en, field.label.en, after.label.en),
                    )
                };
                plan.steps.push(PlanStep { kind: "field", object: after.name.clone(), field: Some(field.name.clone()), text, rows });
                if field.required && rows > values {
                    required_warning(plan, after, field, rows - values);
                }
            }
            Some(old) if old != field => {
                changed(conn, plan, tables, (from, before, old), (to, after, field)).await?;
                if field.required && !old.required {
                    let Counted { rows, values } = count(conn, tables, &after.name, Some(old)).await?;
                    if rows > values {
                        required_warning(plan, after, field, rows - values);
                    }
                }
            }
            Some(_) => {}
        }
    }
    for field in before.declared().filter(|old| after.declared().all(|field| field.id != old.id)) {
        let rows = count(conn, tables, &before.name, Some(field)).await?.values;
        let text = Label::new(
            format!("停用“{}”的字段“{}”（{rows} 行有值，数据保留，可恢复）", before.label.zh, field.label.zh),
            format!(
                "Retire the field {} of {} ({rows} records have a value; it is kept and can come back)",
                field.label.en, before.label.en
            ),
        );
        plan.steps.push(PlanStep { kind: "retire", object: before.name.clone(), field: Some(field.name.clone()), text, rows });
        if rows > 0 {
            plan.losses.push(Loss { object: before.name.clone(), field: field.name.clone(), rows, reason: "retired" });
        }
        plan.references.extend(policy_references(conn, &before.name, &field.name).await?);
    }
    if (&before.label, &before.options) != (&after.label, &after.options) {
        settings(conn, plan, tables, before, after).await?;
    }
    Ok(())
}

/// What an object says of itself is another than before.
async fn settings(conn: &mut Conn, plan: &mut Plan, tables: &TableSet, before: &Object, after: &Object) -> Result<()> {
    let text = if before.label == after.label {
        Label::new(format!("修改“{}”的设置", after.label.zh), format!("Change the settings of {}", after.label.en))
    } else {
        Label::new(
            format!("对象“{}”改称“{}”", before.label.zh, after.label.zh),
            format!("Call the object {} {}", before.label.en, after.label.en),
        )
    };
    plan.steps.push(PlanStep { kind: "definition", object: after.name.clone(), field: None, text, rows: 0 });
    let rows = count(conn, tables, &after.name, None).await?.rows;
    let warning = match (before.options.owned, after.options.owned) {
        (false, true) => Label::new(
            format!("现有 {rows} 条“{}”没有负责人，转移之前只有能查看全部的人看得到", after.label.zh),
            format!("The {rows} records of {} have no owner: until they are given one, only people who see all of them do", after.label.en),
        ),
        (true, false) => Label::new(
            format!("“{}”不再按负责人区分数据权限：能查看的人可以看到全部 {rows} 条", after.label.zh),
            format!("Data permissions of {} no longer go by owner: whoever may view it sees all {rows} records", after.label.en),
        ),
        _ => return Ok(()),
    };
    if rows > 0 {
        plan.warnings.push(Warning { object: after.name.clone(), text: warning, refers: Vec::new() });
    }
    Ok(())
}

/// A field that is another than before: under a new name, of another kind, or with other settings.
async fn changed(
    conn: &mut Conn,
    plan: &mut Plan,
    tables: &TableSet,
    (from, before, old): (&Catalog, &Object, &Field),
    (to, after, field): (&Catalog, &Object, &Field),
) -> Result<()> {
    let object = &after.label;
    let mut text = Label::new(
        format!("修改“{}”的字段“{}”", object.zh, field.label.zh),
        format!("Change the field {} of {}", field.label.en, object.en),
    );
    let mut rows = 0;
    let kind = if old.name != field.name { "rename" } else { "change" };
    if old.name != field.name {
        text = Label::new(
            format!("“{}”的字段“{}”改名：{} → {}，数据不变", object.zh, field.label.zh, old.name, field.name),
            format!("Rename the field {} of {}: {} becomes {}; its data stays", field.label.en, object.en, old.name, field.name),
        );
    }
    let change = change_of(old, field);
    if change != Change::Nothing {
        rows = count(conn, tables, &before.name, Some(old)).await?.values;
        let unfit = match change {
            // Those in the recycle bin count as well.
            Change::Checked => unfit(conn, from, before, old, (to, field), &Filter::True, 0).await?.0,
            _ => 0,
        };
        text = another_kind(object, old, field, rows, unfit);
        if unfit > 0 {
            plan.losses.push(Loss { object: after.name.clone(), field: field.name.clone(), rows: unfit, reason: "unfit" });
        }
    }
    if old.formula != field.formula || old.rollup != field.rollup {
        rows = count(conn, tables, &before.name, None).await?.rows;
        text = Label::new(
            format!("“{}”的字段“{}”将为 {rows} 行重新计算", object.zh, field.label.zh),
            format!("Compute {} of {} anew for {rows} records", field.label.en, object.en),
        );
    }
    plan.steps.push(PlanStep { kind, object: after.name.clone(), field: Some(field.name.clone()), text, rows });
    plan.references.extend(references(to, &after.name, &field.name));
    plan.references.extend(policy_references(conn, &before.name, &old.name).await?);
    Ok(())
}

/// The sentence for a field whose values are to be read as something else: another kind, other options, other digits.
fn another_kind(object: &Label, old: &Field, field: &Field, values: u64, unfit: u64) -> Label {
    let (old_kind, new_kind) = (old.kind.rules().label(), field.kind.rules().label());
    if old.kind == field.kind {
        return Label::new(
            format!("“{}”的字段“{}”的值将重新读取：{values} 行有值，{unfit} 行不符", object.zh, field.label.zh),
            format!("Read the values of {} of {} anew: {values} records have a value, {unfit} do not fit", field.label.en, object.en),
        );
    }
    Label::new(
        format!("“{}”的字段“{}”由{}改为{}：{values} 行有值，{unfit} 行不符", object.zh, field.label.zh, old_kind.zh, new_kind.zh),
        format!(
            "Change {} of {} from {} to {}: {values} records have a value, {unfit} do not fit",
            field.label.en, object.en, old_kind.en, new_kind.en
        ),
    )
}

/// Rows of one statement while values are looked through.
const CHUNK: u32 = 2_000;

/// How many values do not fit a field as it is to become, with the first so many of them.
async fn unfit(
    conn: &mut Conn,
    from: &Catalog,
    object: &Object,
    old: &Field,
    (to, field): (&Catalog, &Field),
    within: &Filter,
    most: usize,
) -> Result<(u64, Vec<UnfitRow>)> {
    let (mut found, mut rows, mut after) = (0, Vec::new(), None);
    loop {
        let filter = Filter::all([Filter::negated(Filter::field(&old.name, Test::IsNull)), within.clone()]);
        let name = object.field(object.name_field());
        let columns = object.field("id").into_iter().chain([old]).chain(name).map(Column::Own).collect();
        let select =
            Select { object, schema: from, filter, columns, sort: Vec::new(), after, skip: 0, limit: CHUNK, deleted: Deleted::Any };
        let page = select.rows(conn).await?;
        for row in &page {
            if convert::convert(&row[1], old, field, to).is_none() {
                found += 1;
                if rows.len() < most {
                    let text = |value: Option<&Value>| match value {
                        Some(Value::Text(text)) => text.clone(),
                        Some(Value::Null) | None => String::new(),
                        Some(value) => value.to_json().to_string(),
                    };
                    rows.push(UnfitRow { id: row[0].as_id().unwrap_or_default(), name: text(row.get(2)), value: text(row.get(1)) });
                }
            }
        }
        after = page.last().map(|row| vec![row[0].clone()]);
        if page.len() < CHUNK as usize {
            return Ok((found, rows));
        }
    }
}

/// The rows whose values do not fit what the draft makes of a field, as far as the caller sees them: how many there are in
/// all is in the plan.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is no such field.
pub async fn unfit_rows(cx: &Cx, conn: &mut Conn, object: &str, field: &str, most: usize) -> Result<Vec<UnfitRow>> {
    let draft = draft(conn).await?;
    let after = draft.catalog.object(object).and_then(|object| object.field(field)).ok_or(crate::Error::NotFound)?;
    let before = cx.catalog().object(object).ok_or(crate::Error::NotFound)?;
    let old = before.declared().find(|old| old.id == after.id).ok_or(crate::Error::NotFound)?;
    if !cx.may_ask(before, old) {
        return Ok(Vec::new());
    }
    Ok(unfit(conn, cx.catalog(), before, old, (&draft.catalog, after), &cx.sees(before), most).await?.1)
}

fn required_warning(plan: &mut Plan, object: &Object, field: &Field, rows: u64) {
    let text = Label::new(
        format!("“{}”改为必填后，{rows} 条没有值的记录下次在表单中编辑时需要补填", field.label.zh),
        format!("{} becomes required: {rows} records have no value and need one when they are next edited in the form", field.label.en),
    );
    plan.warnings.push(Warning { object: object.name.clone(), text, refers: vec![format!("{}.{}", object.name, field.name)] });
}

/// Files of the draft whose change no field tells.
pub(super) fn definitions(plan: &mut Plan, before: &Catalog, after: &Catalog, paths: &[String]) {
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

/// How many records of an object there are, whoever sees them.
///
/// # Errors
/// When the store fails.
pub async fn rows_of(conn: &mut Conn, object: &str) -> Result<u64> {
    let tables = tables::current(conn).await?;
    Ok(count(conn, &tables, object, None).await?.rows)
}

/// How many records an object has, and how many of them have a value in a field.
async fn count(conn: &mut Conn, tables: &TableSet, object: &str, field: Option<&Field>) -> Result<Counted> {
    // A version of the past may name what was emptied since.
    let Some(table) = tables.0.get(object) else { return Ok(Counted { rows: 0, values: 0 }) };
    let column = field.map(tables::column);
    let is_there = column.is_none_or(|column| field.is_some_and(Field::is_stored) && table.has(column));
    let counted = tables::count(conn, object, column.filter(|_| is_there)).await?;
    Ok(if is_there { counted } else { Counted { values: 0, ..counted } })
}
