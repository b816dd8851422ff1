//! Which fields a role sees, and how.

use trellis_model::{
    Field,
    wire::{FieldLevel, ObjectInfo, Permissions},
};
use trellis_ui_kit::{Choice, Pill, Select, Size, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::model::{LEVELS, RightChange};

/// Properties of [`FieldLevels`].
#[derive(Properties, PartialEq)]
pub struct FieldLevelsProps {
    /// The rights that are kept.
    pub kept: Permissions,
    /// The rights as they are being changed.
    pub now: Permissions,
    /// Whether they may be changed.
    pub editable: bool,
    /// Hears a change.
    pub onchange: Callback<RightChange>,
}

/// Stands for "as its object".
const FOLLOWS: &str = "follows";

/// The objects at the left, the fields of the chosen one at the right.
#[component]
pub fn FieldLevels(props: &FieldLevelsProps) -> Html {
    let scope = use_scope();
    let chosen = use_state_eq(|| None::<String>);
    let infos: Vec<&ObjectInfo> = scope.meta.infos().iter().collect();
    let open = chosen.as_ref().and_then(|name| infos.iter().find(|info| info.name == *name)).or(infos.first()).copied();
    let Some(open) = open else { return Html::default() };
    let entry = |info: &&ObjectInfo| {
        let start = format!("{}.", info.name);
        let count = props.now.fields.keys().filter(|field| field.starts_with(&start)).count();
        let onclick = {
            let (chosen, name) = (chosen.setter(), info.name.clone());
            Callback::from(move |_: MouseEvent| chosen.set(Some(name.clone())))
        };
        html! {
            <li key={info.name.clone()} aria-current={(info.name == open.name).then_some("true")}>
                <button type="button" class="p-index__item" {onclick}>
                    <span class="u-grow u-ellipsis">{ scope.label(&info.label) }</span>
                    if count > 0 {
                        <span class="u-muted">{ count.to_string() }</span>
                    }
                </button>
            </li>
        }
    };
    let line = |field: &Field| {
        let path = format!("{}.{}", open.name, field.name);
        let now = props.now.fields.get(&path).copied();
        let is_name = field.name == open.options.name_field;
        let levels = LEVELS.iter().filter(|(level, _)| !is_name || *level > FieldLevel::Masked);
        let options: Vec<Choice> = std::iter::once(Choice::new(FOLLOWS, t!(scope.i18n, "level-follows")))
            .chain(levels.map(|(level, name)| Choice::new(*name, t!(scope.i18n, &format!("level-{name}"))).with_color(color(*level))))
            .collect();
        let value = now.map_or(FOLLOWS, |level| LEVELS[level as usize].1);
        let onchange = {
            let path = path.clone();
            props.onchange.reform(move |name: Option<AttrValue>| {
                let level = LEVELS.iter().find(|(_, known)| name.as_deref() == Some(*known)).map(|(level, _)| *level);
                RightChange::Field(path.clone(), level)
            })
        };
        let label = scope.label(&field.label);
        html! {
            <li key={path.clone()} class="p-field-right" data-changed={(now != props.kept.fields.get(&path).copied()).then_some("")}>
                <span class="u-grow u-ellipsis">{ &label }</span>
                if is_name {
                    <Pill label={t!(scope.i18n, "roles-name-field")} color="gray" dot={false} />
                }
                <span class="p-field-right__level"><Select label={label.clone()} size={Size::Small} {options} {value} {onchange} disabled={!props.editable} /></span>
            </li>
        }
    };
    let fields = open.fields.iter().filter(|field| !field.system);
    html! {
        <div class="p-field-rights">
            <nav class="p-field-rights__objects" aria-label={t!(scope.i18n, "roles-object")}><ul>{ for infos.iter().map(entry) }</ul></nav>
            <div>
                <p class="u-muted p-field-rights__hint">{ t!(scope.i18n, "roles-fields-hint") }</p>
                <ul class="p-field-rights__fields" aria-label={scope.label(&open.label)}>{ for fields.map(line) }</ul>
            </div>
        </div>
    }
}

fn color(level: FieldLevel) -> &'static str {
    match level {
        FieldLevel::Hidden => "red",
        FieldLevel::Masked => "amber",
        FieldLevel::Read => "blue",
        FieldLevel::Edit => "green",
    }
}
