//! What the caller may see of objects and dictionaries, looked up by name.

use std::{collections::HashMap, ops::Deref, rc::Rc};

use trellis_model::{
    Field, FieldKind, Object, Picklist, Schema,
    wire::{App, FieldLevel, ObjectInfo, ObjectList},
};
use yew::prelude::*;

use crate::{ApiError, CompanyZone, Key, Tag, http, path::path, use_query};

/// Objects and dictionaries by name. It is the schema that [`trellis_model::record::check`] reads in the browser.
pub struct Metadata {
    list: ObjectList,
    objects: HashMap<String, (usize, Object)>,
    picklists: HashMap<String, usize>,
}

impl Metadata {
    /// Indexes what the server says.
    pub fn new(list: ObjectList) -> Self {
        let objects = list.items.iter().enumerate().map(|(at, info)| (info.name.clone(), (at, object(info)))).collect();
        let picklists = list.picklists.iter().enumerate().map(|(at, picklist)| (picklist.name.clone(), at)).collect();
        Self { list, objects, picklists }
    }

    /// The objects, in the server's order.
    pub fn infos(&self) -> &[ObjectInfo] {
        &self.list.items
    }

    /// The apps, in the order of the rail.
    pub fn apps(&self) -> &[App] {
        &self.list.apps
    }

    /// The dictionaries.
    pub fn picklists(&self) -> &[Picklist] {
        &self.list.picklists
    }

    /// The company's clock.
    pub fn zone(&self) -> CompanyZone {
        CompanyZone::new(&self.list.time_zone)
    }

    /// The version of the metadata.
    pub fn version(&self) -> i64 {
        self.list.version
    }

    /// What the caller may see of an object.
    pub fn info(&self, name: &str) -> Option<&ObjectInfo> {
        self.objects.get(name).map(|(at, _)| &self.list.items[*at])
    }

    /// A field by name, or by a path through one lookup.
    pub fn field(&self, object: &str, path: &str) -> Option<&Field> {
        let object = self.object(object)?;
        match path.split_once('.') {
            None => object.field(path),
            Some((lookup, name)) => self.object(object.field(lookup)?.target()?)?.field(name),
        }
    }

    /// The path under which a lookup's label comes with the record: `owner` → `owner.name`.
    pub fn label_path(&self, path: &str, field: &Field) -> Option<String> {
        // What is masked names nothing.
        if field.level == Some(FieldLevel::Masked) {
            return None;
        }
        match field.value_kind() {
            FieldKind::AnyLookup => Some(format!("{path}.name")),
            // The names of all that the lines look up, by id.
            FieldKind::Lines if !path.contains('.') => {
                let looks_up = field.lines.iter().flatten().any(|field| field.target().is_some());
                looks_up.then(|| format!("{path}.name"))
            }
            // One name for each id, in the same order.
            FieldKind::MultiLookup | FieldKind::File | FieldKind::Image if !path.contains('.') => Some(format!("{path}.name")),
            // A path crosses one lookup: beyond it there is no label to ask for.
            FieldKind::Lookup | FieldKind::User | FieldKind::Department if field.name != "id" && !path.contains('.') => {
                let name_field = field.target().and_then(|target| self.object(target)).map_or("name", Object::name_field);
                Some(format!("{path}.{name_field}"))
            }
            _ => None,
        }
    }

    /// The fields to ask for, so that these paths can be shown: themselves, the labels of lookups, id and name.
    pub fn with_labels<'a>(&self, object: &str, paths: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut fields = vec!["id".to_owned()];
        fields.extend(self.object(object).map(|object| object.name_field().to_owned()));
        for path in paths {
            if let Some(field) = self.field(object, path) {
                fields.push(path.to_owned());
                fields.extend(self.label_path(path, field));
            }
        }
        let mut seen = std::collections::HashSet::new();
        fields.retain(|field| seen.insert(field.clone()));
        fields
    }

    /// Whether the caller may do this with some records of the object.
    pub fn can(&self, object: &str, action: &str) -> bool {
        self.info(object).is_some_and(|info| info.can.iter().any(|can| can == action))
    }
}

impl Schema for Metadata {
    fn object(&self, name: &str) -> Option<&Object> {
        self.objects.get(name).map(|(_, object)| object)
    }

    fn picklist(&self, name: &str) -> Option<&Picklist> {
        self.picklists.get(name).map(|at| &self.list.picklists[*at])
    }
}

/// The object as the model knows it. What the caller may not edit counts as read-only.
fn object(info: &ObjectInfo) -> Object {
    let declared = info.fields.iter().filter(|field| !field.system).cloned().map(|mut field| {
        field.read_only |= field.level.is_some_and(|level| level < FieldLevel::Edit);
        field
    });
    let mut object = Object::new(&info.name, info.label.clone(), &info.app, info.options.clone(), declared.collect());
    object.views.clone_from(&info.views);
    object.layouts = vec![("default".to_owned(), info.layout.clone())];
    object.actions.clone_from(&info.actions);
    object.rules.clone_from(&info.rules);
    object
}

/// The metadata of the page; cheap to clone, and equal only to itself.
#[derive(Clone)]
pub struct Meta(Rc<Metadata>);

impl Meta {
    /// Metadata to be handed down.
    pub fn new(metadata: Metadata) -> Self {
        Self(Rc::new(metadata))
    }
}

impl PartialEq for Meta {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Meta {
    type Target = Metadata;

    fn deref(&self) -> &Metadata {
        &self.0
    }
}

/// The metadata of the page. Outside a [`MetadataProvider`] there is none, and no object is known.
#[hook]
pub fn use_metadata() -> Meta {
    let nothing = use_memo((), |()| {
        let (items, apps, picklists) = (Vec::new(), Vec::new(), Vec::new());
        Meta::new(Metadata::new(ObjectList { items, next: None, apps, picklists, version: 0, time_zone: String::new() }))
    });
    use_context::<Meta>().unwrap_or_else(|| (*nothing).clone())
}

/// Properties of [`MetadataProvider`].
#[derive(Properties, PartialEq)]
pub struct MetadataProviderProps {
    /// Shown until the metadata is there.
    #[prop_or_default]
    pub pending: Html,
    /// Shown when it cannot be had; hears why and how to try again.
    pub failed: Callback<(ApiError, Callback<()>), Html>,
    /// The page.
    pub children: Html,
}

/// Loads the metadata and gives it to everything inside. After publishing, invalidate [`Tag::Metadata`].
#[component]
pub fn MetadataProvider(props: &MetadataProviderProps) -> Html {
    let query = use_query(Key::new(path(&["objects"]), [Tag::Metadata]), || async {
        http::get::<ObjectList>(&path(&["objects"])).await.map(|list| Meta::new(Metadata::new(list)))
    });
    match (query.data, query.error) {
        (Some(meta), _) => {
            html! { <ContextProvider<Meta> context={(*meta).clone()}>{ props.children.clone() }</ContextProvider<Meta>> }
        }
        (None, Some(error)) => props.failed.emit((error, query.refetch)),
        (None, None) => props.pending.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_come_beside_several_ids() {
        let metadata = metadata();
        let field = |kind| Field::new("contacts", kind, trellis_model::Label::default());
        for (kind, expected) in
            [(FieldKind::MultiLookup, Some("contacts.name")), (FieldKind::File, Some("contacts.name")), (FieldKind::Tags, None)]
        {
            assert_eq!(metadata.label_path("contacts", &field(kind)).as_deref(), expected);
        }
        let (mut mirror, mut lines) = (field(FieldKind::Mirror), field(FieldKind::Lines));
        (mirror.result, mirror.lookup) = (Some(FieldKind::Lookup), metadata.field("deal", "customer").unwrap().lookup.clone());
        assert_eq!(metadata.label_path("contacts", &mirror).as_deref(), Some("contacts.name"));
        mirror.level = Some(FieldLevel::Masked);
        assert_eq!(metadata.label_path("contacts", &mirror), None);
        assert_eq!(metadata.label_path("contacts", &lines), None, "lines that look up nothing");
        lines.lines = metadata.field("deal", "customer").cloned().map(|field| vec![field]);
        assert_eq!(metadata.label_path("contacts", &lines).as_deref(), Some("contacts.name"));
    }

    fn metadata() -> Metadata {
        let field = |name: &str, kind: &str| json!({ "id": name, "name": name, "label": { "zh-CN": name, "en": name }, "kind": kind });
        let mut customer = field("customer", "lookup");
        customer["lookup"] = json!({ "objects": ["customer"], "on_delete": "restrict" });
        let mut amount = field("amount", "currency");
        amount["level"] = json!("read");
        let object = |name: &str, fields: Vec<serde_json::Value>| {
            json!({ "name": name, "label": { "zh-CN": name, "en": name }, "app": "sales", "options": { "name_field": "name", "owned": true },
                "fields": fields, "views": [], "layout": {}, "actions": [], "can": ["view", "create"] })
        };
        let list = json!({
            "items": [object("customer", vec![field("name", "text"), field("level", "picklist")]),
                      object("deal", vec![field("name", "text"), customer, amount])],
            "next": null, "apps": [], "picklists": [], "version": 3, "time_zone": "Asia/Shanghai",
        });
        Metadata::new(serde_json::from_value(list).unwrap())
    }

    #[test]
    fn paths_cross_one_lookup_and_bring_labels() {
        let metadata = metadata();
        assert_eq!(metadata.field("deal", "customer.level").map(|field| field.kind), Some(FieldKind::Picklist));
        assert!(metadata.field("deal", "customer.absent").is_none());
        let fields = metadata.with_labels("deal", ["customer", "owner", "customer.level", "gone"]);
        assert_eq!(fields, ["id", "name", "customer", "customer.name", "owner", "owner.name", "customer.level"]);
    }

    #[test]
    fn what_may_not_be_edited_is_read_only() {
        let metadata = metadata();
        assert!(!metadata.object("deal").unwrap().field("amount").unwrap().is_writable());
        assert!(metadata.object("deal").unwrap().field("name").unwrap().is_writable());
        assert!(metadata.can("deal", "create") && !metadata.can("deal", "delete"));
    }
}
