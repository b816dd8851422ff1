//! Finding a record by typing, and making the one that is not there.

use trellis_model::{Json, JsonMap};
use trellis_ui_client::{Key, Row, Tag, records, use_query};
use trellis_ui_kit::{Choice, Combobox, t};
use yew::prelude::*;

use super::{Edit, use_labels};
use crate::{forms::QuickCreate, use_scope};

/// How many records are offered at a time.
const OFFERED: u32 = 20;

/// Properties of [`LookupInput`].
#[derive(Properties, PartialEq)]
pub struct LookupInputProps {
    /// Whose records are offered.
    pub object: AttrValue,
    /// Only records that pass are offered.
    #[prop_or_default]
    pub filter: Option<Json>,
    /// The chosen record's id.
    #[prop_or_default]
    pub value: Option<AttrValue>,
    /// The chosen record's name.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Hears another choice, with its name.
    pub onchange: Callback<Edit>,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A record of an object, found by typing.
#[component]
pub fn LookupInput(props: &LookupInputProps) -> Html {
    let scope = use_scope();
    let words = use_state_eq(|| None::<String>);
    let creating = use_state_eq(|| None::<String>);
    let info = scope.meta.info(&props.object);
    let name_field = info.map_or("name", |info| info.options.name_field.as_str()).to_owned();
    let is_person = props.object == "user";
    let note = is_person.then(|| "department.name".to_owned());
    let query = records::ListQuery {
        q: (*words).clone().unwrap_or_default(),
        filter: props.filter.clone(),
        fields: ["id".to_owned(), name_field.clone()].into_iter().chain(note.clone()).collect(),
        limit: OFFERED,
        ..records::ListQuery::default()
    };
    let key = Key::new(query.path(&props.object), [Tag::Records(props.object.to_string())]).keeping().when(words.is_some());
    let found = {
        let object = props.object.clone();
        use_query(key, move || {
            let (object, query) = (object.clone(), query.clone());
            async move { records::list(&object, &query).await }
        })
    };
    // A name that did not come along, as in lines, is looked up.
    let unknown = props.value.iter().filter(|_| props.label.is_none()).map(ToString::to_string).collect();
    let labels = use_labels(props.object.to_string(), unknown);
    let choice = |row: &Row| {
        let label = row.text(&name_field).unwrap_or(row.id()).to_owned();
        let choice = Choice::new(row.id().to_owned(), label);
        let choice = if is_person { choice.with_avatar() } else { choice };
        match note.as_deref().and_then(|note| row.text(note)) {
            Some(note) => choice.with_note(note.to_owned()),
            None => choice,
        }
    };
    let options: Vec<Choice> = found.data.iter().flat_map(|page| page.items.iter().map(choice)).collect();
    let chosen = props.value.clone().map(|id| {
        let known = options.iter().find(|choice| choice.value == id).map(|choice| choice.label.clone());
        let name = props.label.clone().or(known).or_else(|| labels.get(id.as_str()).cloned().map(AttrValue::from));
        let choice = Choice::new(id.clone(), name.unwrap_or_else(|| t!(scope.i18n, "field-unnamed")));
        if is_person { choice.with_avatar() } else { choice }
    });
    let onchange = props.onchange.reform(|chosen: Vec<Choice>| match chosen.into_iter().next() {
        Some(choice) => Edit { label: Some(choice.label.to_string().into()), ..Edit::value(choice.value.to_string()) },
        None => Edit::default(),
    });
    let can_create = scope.meta.can(&props.object, "create") && info.is_some_and(|info| !info.layout.quick_create.is_empty());
    let create = info.filter(|_| can_create).map(|info| {
        let start = {
            let creating = creating.setter();
            Callback::from(move |typed: String| creating.set(Some(typed)))
        };
        (t!(scope.i18n, "form-create-object", object = scope.label(&info.label)), start)
    });
    let close = {
        let creating = creating.setter();
        Callback::from(move |()| creating.set(None))
    };
    let created = {
        let (creating, onchange, name_field) = (creating.setter(), props.onchange.clone(), name_field.clone());
        Callback::from(move |row: Row| {
            creating.set(None);
            let label = row.text(&name_field).map(Json::from);
            onchange.emit(Edit { label, ..Edit::value(row.id()) });
        })
    };
    let preset = creating
        .as_ref()
        .filter(|typed| !typed.is_empty())
        .map(|typed| JsonMap::from_iter([(name_field.clone(), Json::String(typed.clone()))]));
    html! {
        <>
            <Combobox
                value={chosen.into_iter().collect::<Vec<_>>()}
                {options}
                {onchange}
                onsearch={Callback::from({
                    let words = words.setter();
                    move |typed: String| words.set(Some(typed))
                })}
                loading={found.loading && words.is_some()}
                {create}
                disabled={props.disabled}
            />
            if creating.is_some() {
                <QuickCreate object={props.object.clone()} preset={preset.unwrap_or_default()} onclose={close} oncreated={created} />
            }
        </>
    }
}
