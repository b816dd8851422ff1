//! Dictionaries whose options stand below each other, and those too large to come with the metadata.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use trellis_model::{Field, Json, JsonMap, Language, Picklist, Schema};
use trellis_ui_client::{picklists, use_query};
use trellis_ui_kit::{Branch, Branches};
use yew::prelude::*;

use super::format;
use crate::{Scope, use_scope};

/// Version of the metadata, dictionary, language.
type Known = (i64, String, bool);

thread_local! {
    /// What was prepared already: a list has the same dictionary in every row.
    static TREES: RefCell<HashMap<Known, Branches>> = RefCell::default();
}

/// A dictionary as a tree.
#[derive(Clone, PartialEq)]
pub struct Dictionary {
    /// Its options.
    pub branches: Branches,
    /// They are on their way.
    pub loading: bool,
}

/// A dictionary as a tree. One that did not come with the metadata is fetched once `wanted`.
#[hook]
pub fn use_dictionary(name: Option<String>, wanted: bool) -> Dictionary {
    let scope = use_scope();
    let name = name.unwrap_or_default();
    let known = known(&scope, &name);
    let key = picklists::key(&name).when(wanted && known.is_none() && !name.is_empty());
    let found = use_query(key, {
        let name = name.clone();
        move || {
            let name = name.clone();
            async move { picklists::get(&name).await }
        }
    });
    let fetched = found.data.filter(|_| known.is_none()).map(|picklist: Rc<Picklist>| keep(&scope, &picklist));
    let loading = known.is_none() && fetched.is_none() && found.loading;
    let nothing = use_memo((), |()| Branches::new(Vec::new()));
    Dictionary { branches: known.or(fetched).unwrap_or_else(|| (*nothing).clone()), loading }
}

/// A dictionary that came with the metadata or was fetched before.
pub fn known(scope: &Scope, name: &str) -> Option<Branches> {
    let key = key(scope, name);
    let kept = TREES.with(|trees| trees.borrow().get(&key).cloned());
    kept.or_else(|| scope.meta.picklist(name).filter(|picklist| !picklist.partial).map(|picklist| keep(scope, picklist)))
}

fn key(scope: &Scope, name: &str) -> Known {
    (scope.meta.version(), name.to_owned(), scope.language() == Language::En)
}

fn keep(scope: &Scope, picklist: &Picklist) -> Branches {
    let branch = |option: &trellis_model::picklist::PicklistOption| Branch {
        value: option.code.clone().into(),
        label: scope.label(&option.label),
        parent: option.parent.clone().map(AttrValue::from),
        retired: !option.active,
    };
    let branches = Branches::new(picklist.options.iter().map(branch).collect());
    TREES.with(|trees| {
        let mut trees = trees.borrow_mut();
        // Published anew, the old ones are of no use.
        trees.retain(|(version, ..), _| *version == scope.meta.version());
        trees.insert(key(scope, &picklist.name), branches.clone());
    });
    branches
}

/// The codes that the record holds of the dictionary that this field's one depends on; nothing when it depends on none.
/// `fields` and `values` are the record's.
pub fn held(schema: &dyn Schema, field: &Field, fields: &[Field], values: &JsonMap) -> Option<Vec<String>> {
    let other = schema.picklist(field.picklist.as_deref()?)?.depends_on.as_deref()?;
    // A record without the other field offers everything.
    let holder = fields.iter().find(|known| known.picklist.as_deref() == Some(other) && known.name != field.name)?;
    let value = values.get(&holder.name).unwrap_or(&Json::Null);
    Some(format::codes(value).into_iter().map(str::to_owned).collect())
}

/// Whether an option is offered for what the record holds of the other dictionary.
pub fn is_offered(when: &[String], held: Option<&[String]>) -> bool {
    when.is_empty() || held.is_none_or(|held| when.iter().any(|code| held.contains(code)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{FieldKind, Label, Object};

    use super::*;

    struct Lists(Vec<Picklist>);

    impl Schema for Lists {
        fn object(&self, _: &str) -> Option<&Object> {
            None
        }

        fn picklist(&self, name: &str) -> Option<&Picklist> {
            self.0.iter().find(|picklist| picklist.name == name)
        }
    }

    #[test]
    fn options_follow_the_other_dictionary() {
        let list = |name: &str, depends_on: Option<&str>| {
            serde_json::from_value(json!({ "name": name, "label": { "zh-CN": "", "en": "" }, "options": [], "depends_on": depends_on }))
                .unwrap()
        };
        let schema = Lists(vec![list("brand", None), list("model", Some("brand"))]);
        let field = |name: &str, picklist: &str| {
            let mut field = Field::new(name, FieldKind::Picklist, Label::default());
            field.picklist = Some(picklist.into());
            field
        };
        let fields = [field("brand", "brand"), field("model", "model")];
        let values = json!({ "brand": "x" }).as_object().unwrap().clone();
        assert_eq!(held(&schema, &fields[1], &fields, &values), Some(vec!["x".to_owned()]));
        assert_eq!(held(&schema, &fields[0], &fields, &values), None);
        assert_eq!(held(&schema, &fields[1], &fields[1..], &values), None);
        let when = ["x".to_owned()];
        assert!(is_offered(&when, Some(&["x".to_owned()])) && is_offered(&[], Some(&[])) && is_offered(&when, None));
        assert!(!is_offered(&when, Some(&[])));
    }
}
