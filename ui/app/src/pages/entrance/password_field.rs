//! A password, hidden or shown.

use trellis_ui_kit::{Field, IconButton, Size, TextInput, t, use_i18n};
use yew::prelude::*;

/// The shortest password that is taken.
const SHORTEST: usize = 8;

/// Properties of [`PasswordField`].
#[derive(Properties, PartialEq)]
pub struct PasswordFieldProps {
    /// Its label.
    pub label: AttrValue,
    /// What was typed.
    pub value: AttrValue,
    /// Hears every change.
    pub oninput: Callback<String>,
    /// Whether a new one is chosen; otherwise one that exists is asked for.
    #[prop_or_default]
    pub chosen: bool,
    /// Why it is refused.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// A sentence below.
    #[prop_or_default]
    pub help: Option<AttrValue>,
    /// Something at the right of the label.
    #[prop_or_default]
    pub aside: Html,
    /// The control's id.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
}

/// A password; pasting and password managers work.
#[component]
pub fn PasswordField(props: &PasswordFieldProps) -> Html {
    let i18n = use_i18n();
    let visible = use_state_eq(|| false);
    let reveal = {
        let visible = visible.clone();
        Callback::from(move |_: MouseEvent| visible.set(!*visible))
    };
    let (icon, says) = if *visible { ("eye-off", t!(i18n, "auth-hide-password")) } else { ("eye", t!(i18n, "auth-show-password")) };
    let help = props.help.clone().or_else(|| props.chosen.then(|| t!(i18n, "password-rule")));
    html! {
        <Field id={props.id.clone()} label={props.label.clone()} required={props.chosen} error={props.error.clone()} {help} aside={props.aside.clone()}>
            <TextInput
                kind={if *visible { "text" } else { "password" }}
                value={props.value.clone()}
                oninput={props.oninput.clone()}
                autocomplete={if props.chosen { "new-password" } else { "current-password" }}
                size={props.size}
                trailing={html! { <IconButton label={says} {icon} size={Size::Small} onclick={reveal} /> }}
            />
        </Field>
    }
}

/// Whether a password is long enough to be tried.
pub fn is_long_enough(password: &str) -> bool {
    password.chars().count() >= SHORTEST
}
