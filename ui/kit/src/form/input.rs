//! Text on one line, on several, and to search with.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::use_field;
use crate::{
    action::{IconButton, Size},
    display::{Icon, Kbd},
    i18n::use_i18n,
    t,
};

/// Properties of [`TextInput`].
#[derive(Properties, PartialEq)]
pub struct TextInputProps {
    /// The text.
    pub value: AttrValue,
    /// Hears every change.
    pub oninput: Callback<String>,
    /// Hears that the field was left.
    #[prop_or_default]
    pub onblur: Callback<FocusEvent>,
    /// Hears Enter.
    #[prop_or_default]
    pub onenter: Callback<()>,
    /// `text`, `email`, `tel`, `url`, `password`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// An example of what belongs here.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// What the browser may fill in.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// The most signs it takes.
    #[prop_or_default]
    pub max_length: Option<u32>,
    /// An icon at the start.
    #[prop_or_default]
    pub icon: Option<AttrValue>,
    /// Something at the end, such as a unit or a button.
    #[prop_or_default]
    pub trailing: Html,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Shown, not to be changed.
    #[prop_or_default]
    pub readonly: bool,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// Takes the focus when it appears, with its text chosen, so that typing replaces it.
    #[prop_or_default]
    pub autofocus: bool,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// The element itself.
    #[prop_or_default]
    pub node: NodeRef,
}

/// Text on one line.
#[component]
pub fn TextInput(props: &TextInputProps) -> Html {
    let field = use_field();
    let oninput = props.oninput.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onkeydown = {
        let onenter = props.onenter.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Enter that ends a Chinese composition is not a step.
            if event.key() == "Enter" && !event.is_composing() {
                onenter.emit(());
            }
        })
    };
    use_effect_with(props.autofocus, {
        let node = props.node.clone();
        move |autofocus| {
            // The attribute alone works once a page, and in dialogs as they open.
            if let Some(input) = node.cast::<HtmlInputElement>().filter(|_| *autofocus) {
                let _ = input.focus();
                input.select();
            }
        }
    });
    html! {
        <div class="c-input" data-size={props.size.code()} data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")} data-readonly={props.readonly.then_some("")}>
            if let Some(name) = props.icon.clone() {
                <Icon {name} class="c-input__icon" />
            }
            <input
                ref={props.node.clone()}
                class="c-input__control"
                id={field.id.clone()}
                type={props.kind.clone()}
                value={props.value.clone()}
                placeholder={props.placeholder.clone()}
                autocomplete={props.autocomplete.clone()}
                maxlength={props.max_length.map(|most| most.to_string())}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                readonly={props.readonly}
                disabled={props.disabled}
                autofocus={props.autofocus}
                {oninput}
                {onkeydown}
                onblur={props.onblur.clone()}
            />
            { props.trailing.clone() }
        </div>
    }
}

/// Properties of [`TextArea`].
#[derive(Properties, PartialEq)]
pub struct TextAreaProps {
    /// The text.
    pub value: AttrValue,
    /// Hears every change.
    pub oninput: Callback<String>,
    /// Hears that the field was left.
    #[prop_or_default]
    pub onblur: Callback<FocusEvent>,
    /// An example of what belongs here.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// How many lines it shows at least; it grows with the text.
    #[prop_or(3)]
    pub rows: u32,
    /// The most signs it takes; the count is shown near the end.
    #[prop_or_default]
    pub max_length: Option<u32>,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Shown, not to be changed.
    #[prop_or_default]
    pub readonly: bool,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
    /// The element itself.
    #[prop_or_default]
    pub node: NodeRef,
}

/// Text on several lines.
#[component]
pub fn TextArea(props: &TextAreaProps) -> Html {
    let field = use_field();
    let oninput = props.oninput.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let typed = props.value.chars().count();
    let near_end = props.max_length.filter(|most| typed * 10 >= *most as usize * 8);
    html! {
        <div class="c-input" data-multiline="" data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")} data-readonly={props.readonly.then_some("")}>
            <textarea
                ref={props.node.clone()}
                class="c-input__control"
                id={field.id.clone()}
                value={props.value.clone()}
                rows={props.rows.to_string()}
                placeholder={props.placeholder.clone()}
                maxlength={props.max_length.map(|most| most.to_string())}
                aria-label={props.label.clone()}
                aria-describedby={field.described_by.clone()}
                aria-invalid={field.invalid.then_some("true")}
                aria-required={field.required.then_some("true")}
                readonly={props.readonly}
                disabled={props.disabled}
                {oninput}
                onblur={props.onblur.clone()}
            />
            if let Some(most) = near_end {
                <span class="c-input__count">{ format!("{typed}/{most}") }</span>
            }
        </div>
    }
}

/// Properties of [`SearchInput`].
#[derive(Properties, PartialEq)]
pub struct SearchInputProps {
    /// What is searched, for assistive technology and as the placeholder.
    pub label: AttrValue,
    /// The words.
    pub value: AttrValue,
    /// Hears every change.
    pub oninput: Callback<String>,
    /// Hears Enter.
    #[prop_or_default]
    pub onenter: Callback<()>,
    /// The keys that lead here.
    #[prop_or_default]
    pub keys: Option<AttrValue>,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
    /// The element itself.
    #[prop_or_default]
    pub node: NodeRef,
}

/// Words to search with, and a cross to clear them.
#[component]
pub fn SearchInput(props: &SearchInputProps) -> Html {
    let i18n = use_i18n();
    let clear = {
        let oninput = props.oninput.clone();
        let node = props.node.clone();
        Callback::from(move |_: MouseEvent| {
            oninput.emit(String::new());
            if let Some(input) = node.cast::<web_sys::Element>() {
                crate::dom::focus(&input);
            }
        })
    };
    let trailing = if !props.value.is_empty() {
        html! { <IconButton label={t!(i18n, "kit-clear")} icon="x" size={Size::Small} onclick={clear} /> }
    } else if let Some(keys) = props.keys.clone() {
        html! { <Kbd {keys} /> }
    } else {
        Html::default()
    };
    html! {
        <div class="c-search" role="search">
            <TextInput
                node={props.node.clone()}
                value={props.value.clone()}
                oninput={props.oninput.clone()}
                onenter={props.onenter.clone()}
                icon="search"
                size={props.size}
                label={props.label.clone()}
                placeholder={props.label.clone()}
                {trailing}
            />
        </div>
    }
}
