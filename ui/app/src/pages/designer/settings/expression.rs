//! An expression, with what it comes to and what is wrong with it, said while it is written.

use trellis_model::expression::Type;
use trellis_ui_kit::{Button, ButtonKind, Choice, Combobox, Field as Shell, Icon, Popover, Size, TextArea, dom, t};
use trellis_ui_renderers::{Scope, use_scope};
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::pages::designer::design::use_design;

/// Functions with an example each, as they are shown.
const FUNCTIONS: [(&str, &str); 12] = [
    ("today()", "today"),
    ("now()", "now"),
    ("me()", "me"),
    ("days_between(a, b)", "days-between"),
    ("add_days(day, n)", "add-days"),
    ("add_months(day, n)", "add-months"),
    ("year(day)", "year"),
    ("min(a, b)", "min"),
    ("max(a, b)", "max"),
    ("contains(text, 'x')", "contains"),
    ("x if c else y", "if"),
    ("x|default(0)", "default"),
];

/// Properties of [`ExpressionInput`].
#[derive(Properties, PartialEq)]
pub struct ExpressionInputProps {
    /// What it is for.
    pub label: AttrValue,
    /// A sentence below.
    #[prop_or_default]
    pub help: Option<AttrValue>,
    /// The expression.
    pub value: String,
    /// What it must come to; anything when absent.
    #[prop_or_default]
    pub expect: Option<Type>,
    /// Hears every change.
    pub onchange: Callback<String>,
}

/// A text area for an expression. Fields are put in where the cursor is.
#[component]
pub fn ExpressionInput(props: &ExpressionInputProps) -> Html {
    let scope = use_scope();
    let design = use_design();
    let node = use_node_ref();
    let anchor = use_node_ref();
    let open = use_state_eq(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(false))
    };
    let put = {
        let (node, value, onchange, open) = (node.clone(), props.value.clone(), props.onchange.clone(), open.setter());
        Callback::from(move |word: String| {
            open.set(false);
            let area = node.cast::<HtmlTextAreaElement>();
            let at = |place: Option<u32>| place.and_then(|place| usize::try_from(place).ok());
            let (from, to) = area
                .as_ref()
                .map_or((None, None), |area| (at(area.selection_start().ok().flatten()), at(area.selection_end().ok().flatten())));
            onchange.emit(inserted(&value, from, to, &word));
            if let Some(area) = area.and_then(|area| area.dyn_into::<web_sys::Element>().ok()) {
                dom::focus(&area);
            }
        })
    };
    let verdict = design.as_ref().filter(|_| !props.value.trim().is_empty()).map(|design| design.check(&props.value));
    let status = match &verdict {
        None => Html::default(),
        Some(Ok(checked)) => match props.expect.filter(|expect| !checked.result.fits(*expect)) {
            Some(expect) => problem(t!(
                scope.i18n,
                "expression-wrong-type",
                found = scope.label(&checked.result.label()),
                wanted = scope.label(&expect.label())
            )),
            None => html! {
                <p class="p-expression__ok"><Icon name="circle-check" size={14} />{ t!(scope.i18n, "expression-result", found = scope.label(&checked.result.label())) }</p>
            },
        },
        Some(Err(problems)) => problems.iter().map(|it| problem(scope.label(it))).collect(),
    };
    let options: Vec<Choice> = design
        .iter()
        .flat_map(|design| design.paths(|label| scope.label(label)))
        .map(|choice| {
            Choice::new(choice.path.clone(), choice.label.clone())
                .with_note(choice.path.clone())
                .with_icon(choice.field.kind.rules().icon())
        })
        .collect();
    let onfield = put.reform(|chosen: Vec<Choice>| chosen.first().map(|choice| choice.value.to_string()).unwrap_or_default());
    let aside = html! {
        <Button node={anchor.clone()} label={t!(scope.i18n, "expression-insert")} icon="plus" kind={ButtonKind::Ghost} size={Size::Small} haspopup="dialog" expanded={*open} onclick={toggle} />
    };
    html! {
        <div class="p-expression">
            <Shell label={props.label.clone()} help={props.help.clone()} {aside}>
                <TextArea node={node} value={props.value.clone()} rows={2} max_length={2000} oninput={props.onchange.clone()} placeholder="amount * 0.1" />
            </Shell>
            <div role="status">{ status }</div>
            <Popover open={*open} anchor={anchor} onclose={close} role="dialog" label={t!(scope.i18n, "expression-insert")}>
                <div class="p-expression__insert">
                    <Combobox label={t!(scope.i18n, "expression-field")} placeholder={t!(scope.i18n, "expression-field")} {options} value={Vec::new()} onchange={onfield} />
                    <p class="u-muted">{ t!(scope.i18n, "expression-functions") }</p>
                    <ul>{ for FUNCTIONS.iter().map(|it| function(&scope, it, &put)) }</ul>
                </div>
            </Popover>
        </div>
    }
}

fn function(scope: &Scope, (example, message): &(&'static str, &'static str), put: &Callback<String>) -> Html {
    let word = (*example).to_owned();
    let onclick = put.reform(move |_: MouseEvent| word.clone());
    html! {
        <li><button type="button" {onclick}><code>{ *example }</code><span class="u-muted">{ t!(scope.i18n, &format!("expression-{message}")) }</span></button></li>
    }
}

fn problem(text: AttrValue) -> Html {
    html! { <p class="c-field__error"><Icon name="circle-alert" size={14} />{ text }</p> }
}

/// The text with a word put in where the cursor is (counted in UTF-16 units), over what is selected; at the end without one.
fn inserted(text: &str, from: Option<usize>, to: Option<usize>, word: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let from = from.unwrap_or(units.len()).min(units.len());
    let to = to.unwrap_or(from).clamp(from, units.len());
    let (before, after) = (String::from_utf16_lossy(&units[..from]), String::from_utf16_lossy(&units[to..]));
    // Names that touch would become one.
    let touches = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
    let (left, right) = (if touches(before.chars().last()) { " " } else { "" }, if touches(after.chars().next()) { " " } else { "" });
    format!("{before}{left}{word}{right}{after}")
}

#[cfg(test)]
mod tests {
    use super::inserted;

    #[test]
    fn a_word_goes_where_the_cursor_is() {
        assert_eq!(inserted("amount * ", Some(9), None, "count"), "amount * count");
        assert_eq!(inserted("a * 2", Some(0), Some(1), "price"), "price * 2");
        assert_eq!(inserted("'金' ~ x", Some(6), Some(6), "name"), "'金' ~ name x");
        assert_eq!(inserted("a", None, None, "b"), "a b");
    }
}
