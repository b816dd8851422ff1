//! Several other records.

use trellis_model::{Field, Json};
use trellis_ui_client::{Key, Tag, records, use_query};
use trellis_ui_kit::{Choice, Combobox, Size, t};
use yew::prelude::*;

use super::{Edit, FieldInputProps, Place, Renderer, Shown, format, lookup::use_labels};
use crate::{RecordLink, Scope, use_scope};

/// How many records are offered at a time.
const OFFERED: u32 = 20;

/// Several other records, as chips.
pub(super) struct MultiLookup;

impl Renderer for MultiLookup {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        let names = names(props.label.as_ref());
        html! {
            <RecordsInput
                object={target(&props.field)}
                filter={props.field.lookup.as_ref().and_then(|lookup| lookup.filter.clone())}
                value={format::codes(&props.value).into_iter().map(str::to_owned).collect::<Vec<_>>()}
                {names}
                disabled={props.disabled}
                onchange={props.onchange.reform(|chosen: Vec<Choice>| edit(&chosen))}
            />
        }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let ids = format::codes(shown.value);
        let named = ids.iter().enumerate().map(|(at, id)| shown.name_at(at).unwrap_or(id));
        named.collect::<Vec<_>>().join(shown.scope.i18n.pick("、", ", "))
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let object = target(shown.field);
        let ids = format::codes(shown.value);
        let link = |(at, id): (usize, &&str)| {
            let label = shown.name_at(at).map(|name| AttrValue::from(name.to_owned()));
            html! { <span class="c-tag"><RecordLink object={object.clone()} id={(*id).to_owned()} {label} /></span> }
        };
        let most = if shown.place == Place::Cell { 3 } else { usize::MAX };
        html! {
            <span class="r-pills">
                { for ids.iter().enumerate().take(most).map(link) }
                if ids.len() > most {
                    <span class="u-muted">{ format!("+{}", ids.len() - most) }</span>
                }
            </span>
        }
    }

    fn width(&self) -> f64 {
        220.0
    }
}

/// The object whose records are chosen.
pub(crate) fn target(field: &Field) -> String {
    field.lookup.as_ref().and_then(|lookup| lookup.objects.first()).cloned().unwrap_or_default()
}

/// The names that came beside the ids.
pub(super) fn names(label: Option<&Json>) -> Vec<String> {
    label.and_then(Json::as_array).into_iter().flatten().map(|name| name.as_str().unwrap_or_default().to_owned()).collect()
}

fn edit(chosen: &[Choice]) -> Edit {
    if chosen.is_empty() {
        return Edit::default();
    }
    let ids: Vec<String> = chosen.iter().map(|choice| choice.value.to_string()).collect();
    let names: Vec<String> = chosen.iter().map(|choice| choice.label.to_string()).collect();
    Edit { label: Some(names.into()), ..Edit::value(ids) }
}

/// Properties of [`RecordsInput`].
#[derive(Properties, PartialEq)]
pub struct RecordsInputProps {
    /// Whose records are offered.
    pub object: String,
    /// Only records that pass are offered.
    #[prop_or_default]
    pub filter: Option<Json>,
    /// The ids.
    pub value: Vec<String>,
    /// The names that are known already, in the order of the ids.
    #[prop_or_default]
    pub names: Vec<String>,
    /// Offered before any record while nothing is typed.
    #[prop_or_default]
    pub special: Vec<Choice>,
    /// The name, when no field is around it.
    #[prop_or_default]
    pub label: AttrValue,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// Hears another choice.
    pub onchange: Callback<Vec<Choice>>,
}

/// Records of an object, found by typing. Names that are not known are looked up.
#[component]
pub fn RecordsInput(props: &RecordsInputProps) -> Html {
    let scope = use_scope();
    let words = use_state_eq(|| None::<String>);
    let object = props.object.clone();
    let known = |at: usize| props.names.get(at).filter(|name| !name.is_empty());
    let unknown = props.value.iter().enumerate().filter(|(at, _)| known(*at).is_none()).map(|(_, id)| id.clone()).collect();
    let labels = use_labels(object.clone(), unknown);
    let name = scope.meta.info(&object).map_or("name", |info| info.options.name_field.as_str()).to_owned();
    let query = records::ListQuery {
        q: (*words).clone().unwrap_or_default(),
        filter: props.filter.clone(),
        fields: vec!["id".into(), name.clone()],
        limit: OFFERED,
        ..records::ListQuery::default()
    };
    let key = Key::new(query.path(&object), [Tag::Records(object.clone())]).keeping().when(words.is_some());
    let found = {
        let object = object.clone();
        use_query(key, move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    let is_person = object == "user";
    let with_face = |choice: Choice| if is_person { choice.with_avatar() } else { choice };
    let rows = found.data.iter().flat_map(|page| page.items.iter());
    let options: Vec<Choice> = props
        .special
        .iter()
        .filter(|_| words.as_deref().is_none_or(str::is_empty))
        .cloned()
        .chain(rows.map(|row| with_face(Choice::new(row.id().to_owned(), row.text(&name).unwrap_or(row.id()).to_owned()))))
        .collect();
    let chosen = props.value.iter().enumerate().map(|(at, id)| {
        let offered = props.special.iter().chain(&options).find(|choice| choice.value == id.as_str()).map(|choice| choice.label.clone());
        let name = known(at).cloned().map(AttrValue::from).or(offered).or_else(|| labels.get(id).cloned().map(AttrValue::from));
        Choice::new(id.clone(), name.unwrap_or_else(|| t!(scope.i18n, "field-unnamed")))
    });
    let onsearch = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(Some(typed)))
    };
    html! {
        <Combobox
            label={props.label.clone()}
            size={props.size}
            multiple={true}
            value={chosen.collect::<Vec<_>>()}
            {options}
            onchange={props.onchange.clone()}
            {onsearch}
            loading={found.loading && words.is_some()}
            disabled={props.disabled}
        />
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_go_along_with_ids() {
        let edit = edit(&[Choice::new("1", "A"), Choice::new("2", "B")]);
        assert_eq!((edit.value, edit.label), (json!(["1", "2"]), Some(json!(["A", "B"]))));
        assert_eq!(super::edit(&[]), Edit::default());
        assert_eq!(names(Some(&json!(["A", null]))), ["A", ""]);
    }
}
