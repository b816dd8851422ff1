//! Which files a field takes, how many, and how many stars there are.

use trellis_model::{Decimal, Field, FieldKind, field::FileRule};
use trellis_ui_kit::{Field as Shell, NumberInput, Rating, TagsInput, t};
use trellis_ui_renderers::Scope;
use yew::prelude::*;

use super::{pair, with};

/// Endings, size and number.
pub fn files(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let rule = field.file.clone().unwrap_or_default();
    let endings: Vec<AttrValue> = rule.accept.iter().map(|ending| AttrValue::from(ending.clone())).collect();
    let set_endings = with(field, onchange, |field, words: Vec<AttrValue>| {
        let accept = words.iter().map(|word| ending(word)).filter(|word| !word.is_empty()).collect();
        change(field, |rule| rule.accept = accept);
    });
    let set_size =
        with(field, onchange, |field, typed: String| change(field, |rule| rule.max_mb = typed.parse().ok().filter(|most| *most > 0)));
    let set_count = with(field, onchange, |field, typed: String| field.max_items = typed.parse().ok().filter(|most| *most > 0));
    let hint = if field.kind == FieldKind::Image { "setting-files-pictures" } else { "setting-files-any" };
    html! {
        <>
            <Shell label={t!(scope.i18n, "setting-files-accept")} help={t!(scope.i18n, "setting-files-help")}>
                <TagsInput value={endings} onchange={set_endings} placeholder={t!(scope.i18n, hint)} />
            </Shell>
            { pair(
                html! { <Shell label={t!(scope.i18n, "setting-files-mb")}><NumberInput value={rule.max_mb.map(|most| most.to_string()).unwrap_or_default()} suffix="MB" oninput={set_size} /></Shell> },
                html! { <Shell label={t!(scope.i18n, "setting-files-count")}><NumberInput value={field.max_items.map(|most| most.to_string()).unwrap_or_default()} oninput={set_count} /></Shell> },
            ) }
        </>
    }
}

/// How many stars there are.
pub fn stars(scope: &Scope, field: &Field, onchange: &Callback<Field>) -> Html {
    let most = u8::try_from(trellis_model::field::rating::most(field)).unwrap_or(5);
    let set = with(field, onchange, |field, stars: u8| field.maximum = (stars > 0).then(|| Decimal::new(i64::from(stars), 0)));
    html! { <Shell label={t!(scope.i18n, "setting-stars")}><Rating value={most} most={10} onchange={set} /></Shell> }
}

/// An ending as it is kept: small, without the dot.
fn ending(word: &str) -> String {
    word.trim().trim_start_matches(['*', '.']).to_lowercase()
}

/// Changes the rule; one that says nothing is none.
fn change(field: &mut Field, alter: impl FnOnce(&mut FileRule)) {
    let mut rule = field.file.take().unwrap_or_default();
    alter(&mut rule);
    field.file = (rule != FileRule::default()).then_some(rule);
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn endings_are_kept_without_their_dot() {
        assert_eq!([ending("*.PDF"), ending(".docx"), ending(" xlsx ")], ["pdf", "docx", "xlsx"]);
    }
}
