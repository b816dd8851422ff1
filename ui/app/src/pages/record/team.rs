//! Who takes part in a record, and may read or edit it.

use trellis_ui_client::{ApiError, Key, Tag, invalidate, records, records::Member, use_mutation, use_query};
use trellis_ui_kit::{Avatar, Button, Card, Choice, Dialog, DialogSize, IconButton, Select, Size, Skeleton, t, use_toasts};
use trellis_ui_renderers::{
    Failure, explain,
    fields::{Edit, LookupInput},
    use_scope,
};
use yew::prelude::*;

/// Properties of [`Team`].
#[derive(Properties, PartialEq)]
pub struct TeamProps {
    /// The object.
    pub object: AttrValue,
    /// The record's id.
    pub id: AttrValue,
    /// Whether the person may change the team.
    pub editable: bool,
}

/// The members as a card.
#[component]
pub fn Team(props: &TeamProps) -> Html {
    let scope = use_scope();
    let toasts = use_toasts();
    let adding = use_state_eq(|| false);
    let tag = Tag::Record(props.object.to_string(), props.id.to_string());
    let found = {
        let (object, id) = (props.object.clone(), props.id.clone());
        use_query(Key::new(format!("team {object} {id}"), [tag.clone()]), move || {
            let (object, id) = (object.clone(), id.clone());
            async move { records::team(&object, &id).await }
        })
    };
    let done = {
        let (toasts, i18n) = (toasts.clone(), scope.i18n.clone());
        Callback::from(move |result: Result<(), ApiError>| {
            if let Err(error) = result {
                toasts.error(explain(&i18n, &error));
            }
            invalidate(std::slice::from_ref(&tag));
        })
    };
    let save = {
        let (object, id) = (props.object.clone(), props.id.clone());
        use_mutation(
            move |members: Vec<Member>| {
                let (object, id) = (object.clone(), id.clone());
                async move { records::set_team(&object, &id, &members).await }
            },
            done,
        )
    };
    let members: Vec<Member> = found.data.as_deref().cloned().unwrap_or_default();
    let line = |member: &Member| {
        let others: Vec<Member> = members.iter().filter(|other| other.user != member.user).cloned().collect();
        let remove = save.run.reform(move |_: MouseEvent| others.clone());
        let right = if member.right == "edit" { "team-edit" } else { "team-read" };
        html! {
            <li class="p-team__member">
                <Avatar name={member.name.clone()} size={24} decorative={true} />
                <span class="u-grow u-ellipsis">{ &member.name }</span>
                <span class="u-muted">{ t!(scope.i18n, right) }</span>
                if props.editable {
                    <IconButton label={t!(scope.i18n, "kit-remove", name = &member.name)} icon="x" size={Size::Small} disabled={save.busy} onclick={remove} />
                }
            </li>
        }
    };
    let open = {
        let adding = adding.setter();
        Callback::from(move |_: MouseEvent| adding.set(true))
    };
    let actions = html! {
        if props.editable {
            <IconButton label={t!(scope.i18n, "team-add")} icon="user-plus" size={Size::Small} onclick={open} />
        }
    };
    let body = match (&found.data, found.error.clone()) {
        (None, Some(error)) => html! { <Failure {error} onretry={found.refetch.clone()} small={true} /> },
        (None, None) => html! { <Skeleton lines={2} /> },
        (Some(_), _) if members.is_empty() => html! { <p class="p-related__none">{ t!(scope.i18n, "team-empty") }</p> },
        (Some(_), _) => html! { <ul class="p-team">{ for members.iter().map(line) }</ul> },
    };
    let onadd = {
        let (members, run) = (members.clone(), save.run.clone());
        Callback::from(move |member: Member| {
            let mut members: Vec<Member> = members.iter().filter(|other| other.user != member.user).cloned().collect();
            members.push(member);
            run.emit(members);
        })
    };
    html! {
        <>
            <Card title={t!(scope.i18n, "team-title")} {actions} flush={true}>{ body }</Card>
            if *adding {
                <AddMember {onadd} onclose={{
                    let adding = adding.setter();
                    Callback::from(move |()| adding.set(false))
                }} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct AddMemberProps {
    onadd: Callback<Member>,
    onclose: Callback<()>,
}

/// Asks whom to add, with which right.
#[component]
fn AddMember(props: &AddMemberProps) -> Html {
    let scope = use_scope();
    let user = use_state(Edit::default);
    let right = use_state_eq(|| AttrValue::from("read"));
    let id = user.value.as_str().map(str::to_owned);
    let add = {
        let (onadd, onclose, id, right) = (props.onadd.clone(), props.onclose.clone(), id.clone(), (*right).clone());
        let name = user.name().unwrap_or_default().to_owned();
        Callback::from(move |_: MouseEvent| {
            if let Some(user) = id.clone() {
                onadd.emit(Member { user, name: name.clone(), right: right.to_string() });
                onclose.emit(());
            }
        })
    };
    let options = vec![Choice::new("read", t!(scope.i18n, "team-read")), Choice::new("edit", t!(scope.i18n, "team-edit"))];
    let footer = html! {
        <>
            <Button label={t!(scope.i18n, "form-cancel")} onclick={props.onclose.reform(|_: MouseEvent| ())} />
            <Button label={t!(scope.i18n, "team-add")} kind={trellis_ui_kit::ButtonKind::Primary} disabled={id.is_none()} onclick={add} />
        </>
    };
    html! {
        <Dialog open={true} title={t!(scope.i18n, "team-add")} size={DialogSize::Small} onclose={props.onclose.clone()} {footer}>
            <div class="u-stack">
                <trellis_ui_kit::Field label={t!(scope.i18n, "team-person")} required={true}>
                    <LookupInput
                        object="user"
                        value={id.map(AttrValue::from)}
                        label={user.name().map(|name| AttrValue::from(name.to_owned()))}
                        onchange={{
                            let user = user.setter();
                            Callback::from(move |edit: Edit| user.set(edit))
                        }}
                    />
                </trellis_ui_kit::Field>
                <trellis_ui_kit::Field label={t!(scope.i18n, "team-right")}>
                    <Select {options} value={(*right).clone()} onchange={{
                        let right = right.setter();
                        Callback::from(move |code: Option<AttrValue>| right.set(code.unwrap_or_else(|| "read".into())))
                    }} />
                </trellis_ui_kit::Field>
            </div>
        </Dialog>
    }
}
