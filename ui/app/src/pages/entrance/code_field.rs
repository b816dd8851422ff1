//! A code that was sent to an e-mail or mobile, and the button that has it sent.

use trellis_model::wire::Purpose;
use trellis_ui_client::{ApiError, account, use_mutation};
use trellis_ui_kit::{Button, Field, Size, TextInput, dom, t, use_i18n};
use trellis_ui_renderers::explain;
use yew::prelude::*;

/// How many digits a code has.
const DIGITS: u32 = 6;
/// How long to wait where the server does not say, in seconds.
const WAIT: u32 = 60;

/// Properties of [`CodeField`].
#[derive(Properties, PartialEq)]
pub struct CodeFieldProps {
    /// Where the code goes.
    pub address: AttrValue,
    /// What it is for.
    pub purpose: Purpose,
    /// What was typed.
    pub value: AttrValue,
    /// Hears every change.
    pub oninput: Callback<String>,
    /// Why it is refused.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Hears that the address cannot be one, instead of a code being sent.
    #[prop_or_default]
    pub onbadaddress: Callback<()>,
    /// The control's id.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// How large it is.
    #[prop_or_default]
    pub size: Size,
}

/// The code with its button, which counts the seconds until it can be pressed again.
#[component]
pub fn CodeField(props: &CodeFieldProps) -> Html {
    let i18n = use_i18n();
    let (left, start) = dom::use_countdown();
    let sent_to = use_state_eq(|| None::<AttrValue>);
    let own_id = dom::use_id("code");
    let id = props.id.clone().unwrap_or(own_id);
    let purpose = props.purpose;
    let done = {
        let (start, sent_to, address, id) = (start, sent_to.setter(), props.address.clone(), id.clone());
        Callback::from(move |result: Result<u64, ApiError>| match result {
            Ok(wait) => {
                start.emit(u32::try_from(wait).unwrap_or(WAIT).max(1));
                sent_to.set(Some(address.clone()));
                dom::focus_id(&id);
            }
            Err(error) if error.status == 429 => start.emit(error.retry_after.unwrap_or(WAIT)),
            Err(_) => {}
        })
    };
    let send = use_mutation(move |address: String| async move { account::send_code(&address, purpose).await }, done);
    let onclick = {
        let (address, run, bad) = (props.address.clone(), send.run.clone(), props.onbadaddress.clone());
        Callback::from(move |_: MouseEvent| {
            let address = address.trim();
            if is_address(address) { run.emit(address.to_owned()) } else { bad.emit(()) }
        })
    };
    let again = sent_to.is_some();
    let label = match left {
        0 if again => t!(i18n, "code-again"),
        0 => t!(i18n, "code-send"),
        left => t!(i18n, "code-wait", seconds = left),
    };
    let refused = send.error.as_ref().map(|error| match (error.status, left) {
        (429, left) if left > 0 => t!(i18n, "code-too-soon", seconds = left),
        _ => error.errors.first().map_or_else(|| explain(&i18n, error), |fault| fault.message.clone().into()),
    });
    let refused = refused.filter(|_| left > 0 || send.error.as_ref().is_some_and(|error| error.status != 429));
    let help = sent_to.as_ref().filter(|_| refused.is_none()).map(|address| t!(i18n, "code-sent", address = address));
    html! {
        <Field {id} label={t!(i18n, "code-label")} required={true} error={props.error.clone().or(refused)} {help}>
            <div class="p-code">
                <TextInput
                    value={props.value.clone()}
                    oninput={props.oninput.clone()}
                    autocomplete="one-time-code"
                    max_length={DIGITS + 2}
                    placeholder={t!(i18n, "code-placeholder")}
                    size={props.size}
                />
                <Button {label} size={props.size} disabled={left > 0} busy={send.busy} {onclick} />
            </div>
        </Field>
    }
}

/// Whether a text can be an e-mail or a mobile; whether it is one the server finds out.
pub fn is_address(text: &str) -> bool {
    match text.split_once('@') {
        Some((name, host)) => !name.is_empty() && host.contains('.') && !host.ends_with('.') && !text.contains(' '),
        None => {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            (7..=15).contains(&digits) && text.chars().all(|letter| letter.is_ascii_digit() || "+- ".contains(letter))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn what_can_be_no_address_is_not_sent_to() {
        for text in ["wang@example.com", "13800138000", "+86 138-0013-8000"] {
            assert!(is_address(text), "{text}");
        }
        for text in ["", "wang", "wang@", "@example.com", "wang@example", "wang@example.", "12345", "1380013800a"] {
            assert!(!is_address(text), "{text}");
        }
    }
}
