//! Two administrators changed the same field: theirs beside one's own, and the choice.

use trellis_model::{Json, JsonMap};
use trellis_ui_kit::{Button, ButtonKind, Dialog, DialogSize, Icon, t};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

/// A field that somebody else changed meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Their declaration, as the draft has it now.
    pub theirs: Json,
    /// Its version.
    pub etag: Option<String>,
    /// One's own.
    pub mine: Json,
}

/// Properties of [`ConflictDialog`].
#[derive(Properties, PartialEq)]
pub struct ConflictDialogProps {
    /// What differs.
    pub conflict: Conflict,
    /// Theirs is taken.
    pub onreload: Callback<()>,
    /// One's own is saved over it.
    pub onoverwrite: Callback<()>,
    /// Neither yet.
    pub onclose: Callback<()>,
}

/// Says that somebody else was there, shows what differs, and asks.
#[component]
pub fn ConflictDialog(props: &ConflictDialogProps) -> Html {
    let scope = use_scope();
    let differences = differences(&props.conflict.theirs, &props.conflict.mine);
    let line = |(key, theirs, mine): &(String, String, String)| {
        html! { <tr key={key.clone()}><th scope="row"><code>{ key }</code></th><td>{ theirs }</td><td>{ mine }</td></tr> }
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "conflict-overwrite")} kind={ButtonKind::Danger} onclick={props.onoverwrite.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "conflict-reload")} kind={ButtonKind::Primary} onclick={props.onreload.reform(|_: MouseEvent| ())} />
        </>
    };
    html! {
        <Dialog open={true} size={DialogSize::Large} title={t!(scope.i18n, "conflict-title")} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <p class="u-row"><Icon name="triangle-alert" />{ t!(scope.i18n, "conflict-text") }</p>
                if !differences.is_empty() {
                    <table class="p-conflict">
                        <thead>
                            <tr><td />
                                <th scope="col">{ t!(scope.i18n, "conflict-theirs") }</th>
                                <th scope="col">{ t!(scope.i18n, "conflict-mine") }</th>
                            </tr>
                        </thead>
                        <tbody>{ for differences.iter().map(line) }</tbody>
                    </table>
                }
            </div>
        </Dialog>
    }
}

/// The keywords that differ, with what each side says.
fn differences(theirs: &Json, mine: &Json) -> Vec<(String, String, String)> {
    let nothing = JsonMap::new();
    let map = |json: &'_ Json| json.as_object().cloned().unwrap_or_else(|| nothing.clone());
    let (theirs, mine) = (map(theirs), map(mine));
    let said = |map: &JsonMap, key: &str| match map.get(key) {
        None | Some(Json::Null) => "–".to_owned(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let added = mine.keys().filter(|key| !theirs.contains_key(*key));
    let keys: Vec<&String> = theirs.keys().chain(added).filter(|key| *key != "x-id" && theirs.get(*key) != mine.get(*key)).collect();
    keys.into_iter().map(|key| (key.clone(), said(&theirs, key), said(&mine, key))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::differences;

    #[test]
    fn only_what_differs_is_shown() {
        let theirs = json!({ "x-id": "f_1", "maxLength": 20, "x-label": { "en": "A" }, "x-unique": true });
        let mine = json!({ "maxLength": 30, "x-label": { "en": "A" }, "x-help": "x" });
        let found: Vec<String> =
            differences(&theirs, &mine).into_iter().map(|(key, theirs, mine)| format!("{key}: {theirs} | {mine}")).collect();
        assert_eq!(found, ["maxLength: 20 | 30", "x-unique: true | –", "x-help: – | x"]);
    }
}
