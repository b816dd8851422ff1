//! The parts of the draft's objects that are written one by one, each only over what was read.

use std::collections::HashMap;

use gloo_net::http::Method;
use serde::{Deserialize, de::DeserializeOwned};
use trellis_model::{Action, Json, JsonMap, object::Rule, view::Views};

use super::object_path;
use crate::{
    ApiError, Key, Tag,
    http::{self, Over, Reply},
    path::{path, with_query},
};

/// A part of an object of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// What the object says of itself.
    Settings,
    /// A field.
    Field(String),
    /// What all lists share: `columns`, `sort`, `scenes`, and the `order` of the views.
    Lists,
    /// A list view.
    View(String),
    /// A layout.
    Layout(String),
    /// A rule between fields.
    Rule(String),
    /// A business action.
    Action(String),
    /// What a conversion copies.
    Conversion(String),
}

impl Part {
    fn steps(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Settings => ("settings", None),
            Self::Field(name) => ("fields", Some(name)),
            Self::Lists => ("views", None),
            Self::View(name) => ("views", Some(name)),
            Self::Layout(name) => ("layouts", Some(name)),
            Self::Rule(name) => ("rules", Some(name)),
            Self::Action(name) => ("actions", Some(name)),
            Self::Conversion(name) => ("conversions", Some(name)),
        }
    }

    /// Its address below the object: `views/open`.
    pub fn address(&self) -> String {
        let (kind, name) = self.steps();
        name.map_or_else(|| kind.to_owned(), |name| format!("{kind}/{name}"))
    }

    fn path(&self, object: &str) -> String {
        let (kind, name) = self.steps();
        let steps: Vec<&str> = ["designer", "draft", "objects", object, kind].into_iter().chain(name).collect();
        path(&steps)
    }
}

/// Which declaration each part of an object is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Tags(HashMap<String, String>);

impl Tags {
    /// The tag of a part; none for one that was not there.
    pub fn of(&self, part: &Part) -> Option<String> {
        self.0.get(&part.address()).cloned()
    }
}

/// What the draft declares of an object beside its fields and layouts.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// Its lists; none for an object that declares none.
    pub views: Option<Views>,
    /// Its actions, in order.
    pub actions: Vec<Action>,
    /// Its conversions: by action, by target object, target field → source field.
    pub conversions: JsonMap,
    /// The rules between its fields, in order.
    pub rules: Vec<Rule>,
    /// Which declarations these are.
    pub tags: Tags,
}

#[derive(Deserialize)]
struct Sent {
    views: Json,
    actions: JsonMap,
    conversions: JsonMap,
    rules: JsonMap,
    tags: Tags,
}

/// The key of [`parts`].
pub fn parts_key(object: &str) -> Key {
    Key::new(parts_path(object), [Tag::Draft, Tag::Metadata])
}

fn parts_path(object: &str) -> String {
    format!("{}/parts", object_path(object))
}

/// What the draft declares of an object beside its fields and layouts.
///
/// # Errors
/// When the server refuses or cannot be reached, as for every call here.
pub async fn parts(object: &str) -> Result<Parts, ApiError> {
    let sent: Sent = http::get(&parts_path(object)).await?;
    let views = if sent.views.as_object().is_none_or(JsonMap::is_empty) { None } else { Some(read(sent.views)?) };
    let rule = |(name, declared)| Ok(Rule { name, ..read(declared)? });
    let action = |(name, declared)| Ok(Action { name, ..read(declared)? });
    Ok(Parts {
        views,
        actions: sent.actions.into_iter().map(action).collect::<Result<_, ApiError>>()?,
        conversions: sent.conversions,
        rules: sent.rules.into_iter().map(rule).collect::<Result<_, ApiError>>()?,
        tags: sent.tags,
    })
}

fn read<T: DeserializeOwned>(declared: Json) -> Result<T, ApiError> {
    serde_json::from_value(declared).map_err(|error| ApiError::unreadable(error.to_string()))
}

/// A part as the draft has it, with its tag.
///
/// # Errors
/// When the server refuses or cannot be reached; [`ApiError::is_missing`] when the draft has none.
pub async fn part(object: &str, part: &Part) -> Result<Reply<Json>, ApiError> {
    http::get_versioned(&part.path(object)).await
}

/// Adds or changes a part in the draft.
///
/// # Errors
/// When the server refuses or cannot be reached; [`ApiError::is_outdated`] when somebody else changed it meanwhile.
pub async fn save(object: &str, part: &Part, declaration: &Json, over: &Over) -> Result<Reply<Json>, ApiError> {
    http::send_over(Method::PUT, &part.path(object), declaration, over).await
}

/// Takes a part out of the draft; with a field goes what refers to it where nothing else is to be decided.
///
/// # Errors
/// When the server refuses or cannot be reached: as for [`save`], or something else needs it.
pub async fn remove(object: &str, part: &Part, over: &Over) -> Result<Reply<Json>, ApiError> {
    let mend = matches!(part, Part::Field(_)).then_some("true");
    http::send_over(Method::DELETE, &with_query(part.path(object), &[("mend", mend)]), &Json::Null, over).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_by_the_address_that_is_written_at() {
        let tags: Tags = serde_json::from_str(r#"{ "views": "\"d-1\"", "views/c_x": "\"d-2\"" }"#).unwrap();
        let tag = |part: Part| tags.of(&part);
        assert_eq!((tag(Part::Lists).as_deref(), tag(Part::View("c_x".into())).as_deref()), (Some("\"d-1\""), Some("\"d-2\"")));
        assert_eq!(
            (tag(Part::Settings), Part::View("c_x".into()).path("lead")),
            (None, "/api/v1/designer/draft/objects/lead/views/c_x".into())
        );
    }
}
