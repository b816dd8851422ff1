//! The shell of a field: label above, help and error below, all joined to the control for assistive technology.

use yew::prelude::*;

use crate::{display::Icon, dom::use_id, i18n::use_i18n, t};

/// What a control must know of the field around it.
#[derive(Clone, PartialEq, Default)]
pub struct FieldInfo {
    /// The control's id, which the label points to.
    pub id: AttrValue,
    /// The ids of help and error.
    pub described_by: Option<AttrValue>,
    /// Whether the value is refused.
    pub invalid: bool,
    /// Whether a value is needed.
    pub required: bool,
}

/// The field around a control; a control that stands alone gets an id of its own.
#[hook]
pub fn use_field() -> FieldInfo {
    let own = use_id("control");
    use_context::<FieldInfo>().unwrap_or_else(|| FieldInfo { id: own, ..FieldInfo::default() })
}

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// The label.
    pub label: AttrValue,
    /// Whether a value is needed.
    #[prop_or_default]
    pub required: bool,
    /// A sentence below.
    #[prop_or_default]
    pub help: Option<AttrValue>,
    /// Why the value is refused, in words.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Something at the right of the label, such as a link.
    #[prop_or_default]
    pub aside: Html,
    /// The control's id; without, one is made.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Over all columns of the form.
    #[prop_or_default]
    pub wide: bool,
    /// In a table, whose head says the label already: it is kept for assistive technology, and for narrow screens.
    #[prop_or_default]
    pub bare: bool,
    /// The control.
    pub children: Html,
}

/// A control with its label, help and error.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let i18n = use_i18n();
    let own = use_id("field");
    let id = props.id.clone().unwrap_or(own);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described: Vec<&str> =
        [props.help.as_ref().map(|_| help_id.as_str()), props.error.as_ref().map(|_| error_id.as_str())].into_iter().flatten().collect();
    let info = FieldInfo {
        id: id.clone(),
        described_by: (!described.is_empty()).then(|| described.join(" ").into()),
        invalid: props.error.is_some(),
        required: props.required,
    };
    html! {
        <div class="c-field" data-wide={props.wide.then_some("")} data-bare={props.bare.then_some("")} data-invalid={props.error.is_some().then_some("")}>
            <div class="c-field__top">
                <label class="c-field__label" id={format!("{id}-label")} for={id}>
                    { &props.label }
                    if props.required {
                        <span class="c-field__required" aria-hidden="true">{ "*" }</span>
                        <span class="u-hidden">{ t!(i18n, "kit-required") }</span>
                    }
                </label>
                { props.aside.clone() }
            </div>
            <ContextProvider<FieldInfo> context={info}>{ props.children.clone() }</ContextProvider<FieldInfo>>
            if let Some(error) = &props.error {
                <p class="c-field__error" id={error_id}><Icon name="circle-alert" size={14} />{ error }</p>
            }
            if let Some(help) = &props.help {
                <p class="c-field__help" id={help_id}>{ help }</p>
            }
        </div>
    }
}
