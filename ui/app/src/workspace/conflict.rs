//! Two people change the same thing: whoever comes second is told, sees theirs beside one's own, and decides.

use std::{cell::RefCell, future::Future, rc::Rc};

use trellis_model::{Field, Json};
use trellis_ui_client::{
    ApiError, Mutation,
    http::{Over, Reply},
    roles, use_query,
};
use trellis_ui_kit::{Button, ButtonKind, Dialog, DialogSize, I18n, Icon, t, use_toasts};
use trellis_ui_renderers::use_scope;
use yew::prelude::*;

use super::{
    differences::{Difference, Words, differences},
    save::{Saved, use_save},
};

/// Something that somebody else changed meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The object that it is part of, if it is.
    pub object: Option<String>,
    /// Theirs, as it is now; nothing when they took it out.
    pub theirs: Json,
    /// What one's own goes over if that is wanted all the same.
    pub over: Over,
    /// One's own; nothing when it was to be taken out.
    pub mine: Json,
}

/// What came of a write over what was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It was written, and is this now.
    Kept(Reply<Json>),
    /// Somebody else was there before.
    Conflict(Conflict),
}

/// What came of a write of `mine`; `now` reads what is there when somebody else was there before.
///
/// # Errors
/// When the server refuses for another reason or cannot be reached.
pub async fn outcome(
    sent: Result<Reply<Json>, ApiError>,
    mine: Json,
    now: impl Future<Output = Result<Reply<Json>, ApiError>>,
) -> Result<Outcome, ApiError> {
    match sent {
        Err(error) if error.is_outdated() => {}
        sent => return sent.map(Outcome::Kept),
    }
    let (theirs, over) = match now.await {
        Ok(now) => (now.body, now.etag.into()),
        Err(error) if error.is_missing() => (Json::Null, Over::Nothing),
        Err(error) => return Err(error),
    };
    // Both took it out.
    if theirs.is_null() && mine.is_null() {
        return Ok(Outcome::Kept(Reply { body: Json::Null, etag: None }));
    }
    Ok(Outcome::Conflict(Conflict { object: None, theirs, over, mine }))
}

/// Which declaration the work on a page began with: it stays while there is work, whatever the page hears meanwhile.
#[derive(Debug, Clone, Default)]
pub struct Base(Rc<RefCell<Held>>);

#[derive(Debug, Default)]
struct Held {
    at: String,
    /// What the page was told last, and followed.
    seen: Option<String>,
    tag: Option<String>,
}

impl Base {
    fn follow(&self, at: &str, tag: Option<&String>, worked_on: bool) {
        let mut held = self.0.borrow_mut();
        if held.at != at || (!worked_on && held.seen.as_ref() != tag) {
            *held = Held { at: at.to_owned(), seen: tag.cloned(), tag: tag.cloned() };
        }
    }

    /// What a write goes over.
    pub fn over(&self) -> Over {
        self.0.borrow().tag.clone().into()
    }

    /// What was written at `at` is what the next change goes over, before the page hears of it.
    pub fn wrote(&self, at: &str, tag: Option<String>) {
        let mut held = self.0.borrow_mut();
        let seen = held.seen.take().filter(|_| held.at == at);
        *held = Held { at: at.to_owned(), seen, tag };
    }
}

/// Which declaration the work on what stands at `at` began with; `tag` is the one that the page has been told now.
#[hook]
pub fn use_base(at: &str, tag: Option<String>, worked_on: bool) -> Base {
    let base = (*use_memo((), |()| Base::default())).clone();
    base.follow(at, tag.as_ref(), worked_on);
    base
}

/// A write over what was read, otherwise as [`use_save`]; the second is the question when somebody else was there before.
/// `onload` takes theirs.
#[hook]
pub fn use_save_over<W, F, Sent>(
    i18n: &I18n,
    call: F,
    saved: Saved<(W, Reply<Json>)>,
    onload: Callback<Conflict>,
) -> (Mutation<(W, Over)>, Html)
where
    W: Clone + PartialEq + 'static,
    F: Fn(W, Over) -> Sent + 'static,
    Sent: Future<Output = Result<Outcome, ApiError>> + 'static,
{
    let toasts = use_toasts();
    let conflict = use_state_eq(|| None::<(Conflict, W)>);
    let Saved { said, tags, then, tells } = saved;
    let ended = {
        let conflict = conflict.setter();
        Callback::from(move |(write, outcome): (W, Outcome)| match outcome {
            Outcome::Kept(reply) => {
                if !said.is_empty() {
                    toasts.ok(said.clone());
                }
                then.emit((write, reply));
            }
            Outcome::Conflict(found) => conflict.set(Some((found, write))),
        })
    };
    let call = move |(write, over): (W, Over)| {
        let sent = call(write.clone(), over);
        async move { Ok((write, sent.await?)) }
    };
    let save = use_save(i18n, call, Saved { said: AttrValue::default(), tags, then: ended, tells });
    let question = asked(&conflict, &[], onload, &save.run);
    (save, question)
}

/// The question, while there is a conflict: theirs is loaded, or one's own written over it. `fields` are those of the object
/// that the metadata may not have yet.
pub fn asked<W: Clone + 'static>(
    conflict: &UseStateHandle<Option<(Conflict, W)>>,
    fields: &[Field],
    onload: Callback<Conflict>,
    run: &Callback<(W, Over)>,
) -> Html {
    let Some((found, write)) = (**conflict).clone() else { return Html::default() };
    let close = {
        let conflict = conflict.setter();
        Callback::from(move |()| conflict.set(None))
    };
    let reload = {
        let (close, found) = (close.clone(), found.clone());
        Callback::from(move |()| {
            onload.emit(found.clone());
            close.emit(());
        })
    };
    let overwrite = {
        let (close, run, over) = (close.clone(), run.clone(), found.over.clone());
        Callback::from(move |()| {
            run.emit((write.clone(), over.clone()));
            close.emit(());
        })
    };
    html! { <ConflictDialog conflict={found} fields={fields.to_vec()} onreload={reload} onoverwrite={overwrite} onclose={close} /> }
}

#[derive(Properties, PartialEq)]
struct ConflictDialogProps {
    conflict: Conflict,
    fields: Vec<Field>,
    onreload: Callback<()>,
    onoverwrite: Callback<()>,
    onclose: Callback<()>,
}

/// Says that somebody else was there, shows what differs, and asks.
#[component]
fn ConflictDialog(props: &ConflictDialogProps) -> Html {
    let scope = use_scope();
    let Conflict { theirs, mine, object, .. } = &props.conflict;
    let names_roles = [theirs, mine].iter().any(|json| json.get("roles").is_some());
    let roles = use_query(roles::roles_key().when(names_roles), roles::roles);
    let roles = roles.data.as_deref().map(Vec::as_slice).unwrap_or_default();
    let words = Words { scope: &scope, object: object.as_deref(), fields: &props.fields, roles };
    let differences = differences(&words, theirs, mine);
    let line = |difference: &Difference| {
        html! { <tr><th scope="row">{ &difference.place }</th><td>{ &difference.theirs }</td><td>{ &difference.mine }</td></tr> }
    };
    let (text, overwrite) = match (theirs.is_null(), mine.is_null()) {
        (true, _) => ("conflict-text-gone", "conflict-overwrite-gone"),
        (false, true) => ("conflict-text", "conflict-remove"),
        (false, false) => ("conflict-text", "conflict-overwrite"),
    };
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, overwrite)} kind={ButtonKind::Danger} onclick={props.onoverwrite.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "conflict-reload")} kind={ButtonKind::Primary} onclick={props.onreload.reform(|_: MouseEvent| ())} />
        </>
    };
    html! {
        <Dialog open={true} size={DialogSize::Large} title={t!(scope.i18n, "conflict-title")} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <p class="u-row"><Icon name="triangle-alert" />{ t!(scope.i18n, text) }</p>
                if !differences.is_empty() && !theirs.is_null() && !mine.is_null() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_goes_over_what_it_began_with() {
        let (base, one, two) = (Base::default(), Some("1".to_owned()), Some("2".to_owned()));
        base.follow("a", one.as_ref(), false);
        base.follow("a", two.as_ref(), true);
        assert_eq!(base.over(), Over::Version("1".into()), "somebody else's change is no reason to forget what was read");
        base.follow("a", two.as_ref(), false);
        assert_eq!(base.over(), Over::Version("2".into()));
        base.wrote("a", Some("3".into()));
        base.follow("a", two.as_ref(), false);
        assert_eq!(base.over(), Over::Version("3".into()), "the page has not heard of its own write yet");
        base.wrote("b", Some("4".into()));
        base.follow("b", None, true);
        assert_eq!(base.over(), Over::Version("4".into()));
        base.follow("c", None, false);
        assert_eq!(base.over(), Over::Anything);
    }
}
