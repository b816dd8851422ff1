//! What the caller may see of the objects.

use axum::{
    Json as Reply,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use trellis_engine::Cx;
use trellis_model::{
    Field, Layout, ListView, Object, Picklist, Schema,
    expression::Expression,
    object::{Rule, VERBS, lines_object},
    wire::{App, FieldLevel, ObjectInfo, ObjectList},
};

use crate::{ApiResult, caller::Caller, input::Path, records::localized};

/// Every object that the caller may view, with apps and dictionaries: what the interface begins with.
pub async fn list_objects(caller: Caller, headers: HeaderMap) -> ApiResult {
    let cx = &caller.cx;
    Ok(tagged(cx, &headers, Reply(listed(cx)).into_response()))
}

/// Every object that the caller may view.
pub fn listed(cx: &Cx) -> ObjectList {
    let listed = |object: &&Object| object.options.line_of.is_none() && cx.object(&object.name).is_ok();
    let visible: Vec<&Object> = cx.catalog().objects().map(AsRef::as_ref).filter(listed).collect();
    let app = |app: &App| {
        let objects: Vec<String> = app.objects.iter().filter(|name| visible.iter().any(|object| object.name == **name)).cloned().collect();
        (!objects.is_empty()).then(|| App { objects, ..app.clone() })
    };
    ObjectList {
        items: visible.iter().map(|object| describe(cx, object)).collect(),
        next: None,
        apps: cx.catalog().apps().iter().filter_map(app).collect(),
        picklists: cx.catalog().picklists().map(sent_picklist).collect(),
        version: cx.catalog().version(),
        time_zone: cx.snapshot.zone.0.name().to_owned(),
    }
}

/// One object.
pub async fn get_object(caller: Caller, path: Path, headers: HeaderMap) -> ApiResult {
    let cx = &caller.cx;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    Ok(tagged(cx, &headers, Reply(describe(cx, object)).into_response()))
}

/// The JSON Schema of an object's records, of the fields that the caller sees.
pub async fn get_schema(caller: Caller, path: Path) -> ApiResult {
    let cx = &caller.cx;
    let object = cx.object(path.text("object")).map_err(|error| localized(cx, error))?;
    Ok(Reply(visible_schema(cx, object)).into_response())
}

/// The record schema without what the caller may not see.
pub fn visible_schema(cx: &Cx, object: &Object) -> serde_json::Value {
    let mut schema = trellis_catalog::record_schema(object, cx.catalog());
    if let (Some(schema), Some(text)) = (schema.as_object_mut(), cx.catalog().description(&object.name)) {
        schema.insert("description".into(), text.into());
    }
    let hidden: Vec<&str> =
        object.fields().iter().filter(|field| cx.level(object, field) == FieldLevel::Hidden).map(|field| field.name.as_str()).collect();
    if let Some(properties) = schema.get_mut("properties").and_then(|json| json.as_object_mut()) {
        properties.retain(|name, _| !hidden.contains(&name.as_str()));
        for field in object.declared().filter(|field| field.lines.is_some()) {
            let seen: Vec<Field> = lines(cx, object, field).unwrap_or_default();
            let inside = properties.get_mut(&field.name).and_then(|json| json.pointer_mut("/items/properties"));
            if let Some(inside) = inside.and_then(|json| json.as_object_mut()) {
                inside.retain(|name, _| name == "id" || seen.iter().any(|line| line.name == *name));
            }
        }
    }
    if let Some(required) = schema.get_mut("required").and_then(|json| json.as_array_mut()) {
        required.retain(|name| !name.as_str().is_some_and(|name| hidden.contains(&name)));
    }
    schema
}

/// Options that a list of dictionaries carries; one with more says that it is partial, and is asked for by its name.
const MOST_OPTIONS: usize = 300;

/// A dictionary as the list of objects carries it.
fn sent_picklist(picklist: &Picklist) -> Picklist {
    if picklist.options.len() <= MOST_OPTIONS {
        return picklist.clone();
    }
    Picklist { options: Vec::new(), partial: true, ..picklist.clone() }
}

/// An object as the caller sees it.
pub fn describe(cx: &Cx, object: &Object) -> ObjectInfo {
    let roles = cx.roles();
    let is_for = |wanted: &[String]| wanted.iter().any(|role| roles.contains(role));
    let own = object.layouts.iter().map(|(_, layout)| layout).find(|layout| is_for(&layout.roles));
    let allowed = |action: &&str| cx.access.can(&object.name, action);
    ObjectInfo {
        name: object.name.clone(),
        label: object.label.clone(),
        app: object.app.clone(),
        options: object.options.clone(),
        fields: object.fields().iter().filter_map(|field| seen_field(cx, object, field)).collect(),
        views: object
            .views
            .iter()
            .filter(|view| view.roles.is_empty() || is_for(&view.roles))
            .filter_map(|view| seen_view(cx, object, view))
            .collect(),
        layout: own.or(object.layout()).map(|layout| seen_layout(cx, object, layout)).unwrap_or_default(),
        actions: object.actions.iter().filter(|action| cx.access.can(&object.name, &action.name)).cloned().collect(),
        rules: object.rules.iter().filter_map(|rule| seen_rule(cx, object, rule)).collect(),
        can: VERBS.iter().filter(|action| allowed(action)).map(|action| (*action).to_owned()).collect(),
    }
}

/// Whether the caller sees the field that a path begins with, and the one that it leads to.
fn is_seen(cx: &Cx, object: &Object, path: &str) -> bool {
    is_open(cx, object, path, FieldLevel::Masked)
}

/// Whether the caller has at least this level with the field that a path begins with, and with the one that it leads to.
fn is_open(cx: &Cx, object: &Object, path: &str, least: FieldLevel) -> bool {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let Some(field) = object.field(first).filter(|field| cx.level(object, field) >= least) else { return false };
    let target = field.target().and_then(|name| cx.catalog().object(name));
    match (rest, target) {
        (Some(name), Some(target)) if name != "name" => target.field(name).is_some_and(|field| cx.level(target, field) >= least),
        _ => true,
    }
}

/// A field that the caller sees, with those of its conditions and its formula that the caller's form can judge.
fn seen_field(cx: &Cx, object: &Object, field: &Field) -> Option<Field> {
    let level = cx.level(object, field);
    let judged = |source: &Option<String>| source.clone().filter(|source| can_judge(cx, object, source));
    (level > FieldLevel::Hidden).then(|| Field {
        level: Some(level),
        lines: lines(cx, object, field),
        formula: judged(&field.formula),
        default_when: judged(&field.default_when),
        visible_when: judged(&field.visible_when),
        required_when: judged(&field.required_when),
        read_only_when: judged(&field.read_only_when),
        ..field.clone()
    })
}

/// A rule that the caller's form can judge. The field that it marks is named where the caller sees it.
fn seen_rule(cx: &Cx, object: &Object, rule: &Rule) -> Option<Rule> {
    can_judge(cx, object, &rule.check)
        .then(|| Rule { field: rule.field.clone().filter(|field| is_seen(cx, object, field)), ..rule.clone() })
}

/// Whether the caller has everything whole that an expression reads, so that a mask is never taken for the value. What
/// reads more is judged by the server alone.
fn can_judge(cx: &Cx, object: &Object, source: &str) -> bool {
    let whole = |path: &str| {
        let mirrored = object.field(path).and_then(|field| field.mirror.as_deref());
        is_open(cx, object, path, FieldLevel::Read) && mirrored.is_none_or(|path| is_open(cx, object, path, FieldLevel::Read))
    };
    Expression::shared(source).is_some_and(|expression| expression.paths().all(whole))
}

/// A list view without the columns that the caller does not see; none when it asks about something hidden.
fn seen_view(cx: &Cx, object: &Object, view: &ListView) -> Option<ListView> {
    let asks = view.filter.as_ref().is_none_or(|filter| trellis_model::filter::parse(filter, object, cx.parsing()).is_ok());
    if !asks || view.group.as_deref().is_some_and(|group| !is_seen(cx, object, group)) {
        return None;
    }
    let mut view = view.clone();
    view.columns.retain(|column| is_seen(cx, object, &column.field));
    let sorts = |sort: &String| sort.split(',').all(|key| is_seen(cx, object, key.trim().trim_start_matches('-')));
    view.sort = view.sort.filter(sorts);
    Some(view)
}

/// A layout without what the caller does not see.
fn seen_layout(cx: &Cx, object: &Object, layout: &Layout) -> Layout {
    let mut layout = layout.clone();
    let seen = |name: &String| is_seen(cx, object, name);
    for section in &mut layout.sections {
        section.fields.retain(seen);
        section.visible = section.visible.take().filter(|condition| can_judge(cx, object, condition));
    }
    layout.sections.retain(|section| !section.fields.is_empty());
    layout.highlights.retain(seen);
    layout.quick_create.retain(seen);
    layout.path = layout.path.filter(seen);
    layout.related.retain(|related| related.relation.split_once('.').is_some_and(|(child, _)| cx.object(child).is_ok()));
    for related in &mut layout.related {
        if let Some(child) = related.relation.split_once('.').and_then(|(child, _)| cx.catalog().object(child)) {
            related.columns.retain(|column| is_seen(cx, child, column));
        }
    }
    layout
}

/// The fields of a field's lines that the caller sees.
fn lines(cx: &Cx, object: &Object, field: &Field) -> Option<Vec<Field>> {
    let made = cx.catalog().object(&lines_object(&object.name, &field.name));
    let seen = |line: &Field| made.and_then(|made| seen_field(cx, made, made.field(&line.name)?));
    field.lines.as_ref().map(|lines| lines.iter().filter_map(seen).collect())
}

/// Metadata is the same until somebody publishes or changes rights: the tag says so, and an unchanged answer is short.
fn tagged(cx: &Cx, headers: &HeaderMap, response: Response) -> Response {
    let tag = format!("\"m{}-{}\"", cx.snapshot.generation(), cx.user.simple());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(&tag);
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { response };
    if let Ok(tag) = tag.parse() {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
