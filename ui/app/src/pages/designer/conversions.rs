//! What the conversions of an object copy: for each record that they make, which field is filled from which.

use std::rc::Rc;

use trellis_model::{Json, Object, Schema};
use trellis_ui_client::{
    Tag,
    designer::{Draft, DraftObject, Part, Parts},
    http::{Over, Reply},
};
use trellis_ui_kit::{Button, ButtonKind, Choice, Combobox, Icon, IconButton, Size, t};
use trellis_ui_renderers::{Scope, forms::use_unsaved_guard, use_scope};
use yew::prelude::*;

use super::{
    conflict,
    design::Design,
    mapping::{Pair, Target, fillable, read, source_for, sources, unfilled, write},
};
use crate::workspace::{Conflict, Saved, reason, use_base, use_save_over};

/// Properties of [`Conversions`].
#[derive(Properties, PartialEq)]
pub struct ConversionsProps {
    /// The object.
    pub object: DraftObject,
    /// The draft that it is part of.
    pub draft: Rc<Draft>,
    /// What is declared of it; its actions name its conversions.
    pub parts: Rc<Parts>,
}

/// Every conversion of the object; nothing where there is none.
#[component]
pub fn Conversions(props: &ConversionsProps) -> Html {
    let scope = use_scope();
    let name = props.object.name.clone();
    let design = use_memo((props.draft.clone(), props.object.clone()), |(draft, object)| Design::new(draft, &object.name, &object.fields));
    let label = |action: &str| {
        let known = props.parts.actions.iter().find(|it| it.name == action);
        known.map_or_else(|| AttrValue::from(action.to_owned()), |action| scope.label(&action.label))
    };
    let conversion = |(action, declared): (&String, &Json)| {
        let tag = props.parts.tags.of(&Part::Conversion(action.clone()));
        html! {
            <Conversion key={action.clone()} object={name.clone()} action={action.clone()} label={label(action)} declared={declared.clone()} {tag} design={(*design).clone()} />
        }
    };
    html! { <>{ for props.parts.conversions.iter().map(conversion) }</> }
}

#[derive(Properties, PartialEq)]
struct ConversionProps {
    object: AttrValue,
    action: AttrValue,
    label: AttrValue,
    declared: Json,
    /// Which declaration that is.
    tag: Option<String>,
    design: Design,
}

/// One conversion with all the objects that it makes, saved as one.
#[component]
fn Conversion(props: &ConversionProps) -> Html {
    let scope = use_scope();
    let (targets, base) = (use_state_eq(|| read(&props.declared)), use_state_eq(|| props.declared.clone()));
    // What is edited here stays when somebody else changes the draft.
    use_effect_with(props.declared.clone(), {
        let (targets, base) = (targets.clone(), base.clone());
        move |declared: &Json| {
            if write(&targets) == *base {
                targets.set(read(declared));
            }
            base.set(declared.clone());
        }
    });
    let dirty = write(&targets) != props.declared;
    use_unsaved_guard(dirty);
    let part = Part::Conversion(props.action.to_string());
    let version = use_base(&part.address(), props.tag.clone(), dirty);
    let reset = {
        let (targets, declared) = (targets.setter(), props.declared.clone());
        Callback::from(move |()| targets.set(read(&declared)))
    };
    let (save, met) = {
        let then = {
            let (version, at) = (version.clone(), part.address());
            Callback::from(move |(_, reply): (Json, Reply<Json>)| version.wrote(&at, reply.etag))
        };
        let object = props.object.clone();
        let call = move |declared: Json, over: Over| {
            let (object, part) = (object.clone(), part.clone());
            async move { conflict::write(&object, &part, Some(declared), &over).await }
        };
        let saved = Saved { said: t!(scope.i18n, "object-saved"), tags: vec![Tag::Draft], then, tells: false };
        use_save_over(&scope.i18n, call, saved, reset.reform(|_: Conflict| ()))
    };
    let onchange = {
        let targets = targets.clone();
        Callback::from(move |(at, pairs): (usize, Vec<Pair>)| {
            let mut changed = (*targets).clone();
            if let Some(target) = changed.get_mut(at) {
                target.pairs = pairs;
            }
            targets.set(changed);
        })
    };
    let fault = |target: &str, to: &str| {
        let place = format!("/conversions/{}/{target}/{to}", props.action);
        let errors = save.error.iter().flat_map(|error| &error.errors);
        errors.filter(|error| error.pointer.ends_with(&place)).map(|error| AttrValue::from(error.message.clone())).next()
    };
    let elsewhere = save.error.as_ref().filter(|error| {
        let at_a_pair = |pointer: &str| {
            targets.iter().any(|target| target.pairs.iter().any(|pair| pointer.ends_with(&format!("/{}/{}", target.object, pair.to))))
        };
        !error.errors.iter().any(|it| at_a_pair(&it.pointer))
    });
    let made: Vec<&str> = targets.iter().map(|target| target.object.as_str()).collect();
    let send = {
        let declared = write(&targets);
        save.run.reform(move |_: MouseEvent| (declared.clone(), version.over()))
    };
    let Some(source) = props.design.object(&props.object) else { return Html::default() };
    html! {
        <section class="p-panel p-conversion" aria-label={t!(scope.i18n, "conv-title", action = &props.label)}>
            <header class="p-head">
                <h2 class="p-objectset__title">{ t!(scope.i18n, "conv-title", action = &props.label) }</h2>
                <div class="p-head__actions">
                    <Button label={t!(scope.i18n, "object-reset")} size={Size::Small} disabled={!dirty} onclick={reset.reform(|_: MouseEvent| ())} />
                    <Button label={t!(scope.i18n, "designer-save-field")} size={Size::Small} kind={ButtonKind::Primary} disabled={!dirty} busy={save.busy} onclick={send} />
                </div>
            </header>
            <p class="u-muted">{ t!(scope.i18n, "conv-text") }</p>
            if let Some(error) = elsewhere {
                <p class="r-form__error" role="alert">{ reason(&scope.i18n, error) }</p>
            }
            { for targets.iter().enumerate().map(|(at, target)| {
                let onchange = onchange.reform(move |pairs: Vec<Pair>| (at, pairs));
                mapping(&scope, source, props.design.object(&target.object), target, &made, &onchange, &fault)
            }) }
            { met }
        </section>
    }
}

/// The pairs of one target object.
fn mapping(
    scope: &Scope,
    source: &Object,
    target: Option<&Object>,
    now: &Target,
    made: &[&str],
    onchange: &Callback<Vec<Pair>>,
    fault: &dyn Fn(&str, &str) -> Option<AttrValue>,
) -> Html {
    let Some(target) = target else {
        return html! { <p class="r-form__error" role="alert">{ t!(scope.i18n, "conv-no-object", object = &now.object) }</p> };
    };
    let (name, color) = (scope.label(&target.label), target.options.color.clone().unwrap_or_else(|| "blue".into()));
    let missing: Vec<AttrValue> = unfilled(target, &now.pairs, made).map(|field| scope.label(&field.label)).collect();
    let free = fillable(source, target, &now.pairs, "").next().is_some();
    let add = {
        let pairs = now.pairs.clone();
        onchange.reform(move |_: MouseEvent| pairs.iter().cloned().chain([Pair::default()]).collect::<Vec<_>>())
    };
    html! {
        <section class="p-mapping" key={now.object.clone()} aria-label={name.clone()}>
            <h3 class="p-mapping__title">
                <span class="r-tile" data-color={color}><Icon name={target.options.icon.clone()} size={14} /></span>
                { name.clone() }
                <span class="u-muted">{ t!(scope.i18n, "conv-count", count = now.pairs.len()) }</span>
            </h3>
            if !now.pairs.is_empty() {
                <div class="p-mapping__heads u-muted" aria-hidden="true">
                    <span>{ t!(scope.i18n, "conv-to", object = &name) }</span><span /><span>{ t!(scope.i18n, "conv-from", object = scope.label(&source.label)) }</span>
                </div>
                <ul>
                    { for now.pairs.iter().enumerate().map(|(at, pair)| {
                        line(scope, source, target, &now.pairs, (at, pair), onchange, fault(&now.object, &pair.to).filter(|_| !pair.to.is_empty()))
                    }) }
                </ul>
            }
            if !missing.is_empty() {
                <p class="p-mapping__missing" role="status">
                    <Icon name="triangle-alert" size={14} />
                    { t!(scope.i18n, "conv-missing", fields = missing.join(scope.i18n.pick("、", ", "))) }
                </p>
            }
            <div><Button label={t!(scope.i18n, "conv-add")} icon="plus" size={Size::Small} disabled={!free} onclick={add} /></div>
        </section>
    }
}

fn line(
    scope: &Scope,
    source: &Object,
    target: &Object,
    pairs: &[Pair],
    (at, pair): (usize, &Pair),
    onchange: &Callback<Vec<Pair>>,
    fault: Option<AttrValue>,
) -> Html {
    let choice = |field: &trellis_model::Field| {
        let kind = scope.label(&field.kind.rules().label());
        let label = scope.label(&field.label);
        let label = if field.required { format!("{label} *").into() } else { label };
        Choice::new(field.name.clone(), label).with_icon(field.kind.rules().icon()).with_note(kind)
    };
    let (to, from) = (target.field(&pair.to), source.field(&pair.from));
    let targets: Vec<Choice> = fillable(source, target, pairs, &pair.to).map(choice).collect();
    let fitting: Vec<Choice> = sources(source).filter(|from| to.is_some_and(|to| from.fits_into(to))).map(choice).collect();
    let set_to = {
        // What fits is known for every field beforehand, so that a choice needs no schema.
        let source_of: Vec<(String, String)> = target.declared().map(|to| (to.name.clone(), source_for(source, to, &pair.from))).collect();
        put(pairs, at, onchange, move |name| {
            let to = name.unwrap_or_default().to_owned();
            let from = source_of.iter().find(|(known, _)| *known == to).map(|(_, from)| from.clone()).unwrap_or_default();
            Pair { to, from }
        })
    };
    let set_from = {
        let to = pair.to.clone();
        put(pairs, at, onchange, move |name| Pair { to: to.clone(), from: name.unwrap_or_default().to_owned() })
    };
    let remove = {
        let pairs = pairs.to_vec();
        onchange.reform(move |_: MouseEvent| {
            let mut pairs = pairs.clone();
            pairs.remove(at);
            pairs
        })
    };
    let number = at + 1;
    html! {
        <li class="p-pair" key={at} data-invalid={fault.is_some().then_some("")}>
            <Combobox size={Size::Small} label={t!(scope.i18n, "conv-to-label", number = number)} value={to.map(choice).into_iter().collect::<Vec<_>>()} options={targets} onchange={set_to} />
            <Icon name="arrow-left" size={14} class="p-pair__arrow" />
            <Combobox size={Size::Small} label={t!(scope.i18n, "conv-from-label", number = number)} value={from.map(choice).into_iter().collect::<Vec<_>>()} options={fitting} onchange={set_from} disabled={to.is_none()} />
            <IconButton size={Size::Small} label={t!(scope.i18n, "conv-remove", number = number)} icon="trash-2" onclick={remove} />
            if let Some(fault) = fault {
                <p class="c-field__error p-pair__fault" role="alert"><Icon name="circle-alert" size={14} />{ fault }</p>
            }
        </li>
    }
}

/// Puts another pair at a place, made from the name that was chosen.
fn put(pairs: &[Pair], at: usize, onchange: &Callback<Vec<Pair>>, made: impl Fn(Option<&str>) -> Pair + 'static) -> Callback<Vec<Choice>> {
    let pairs = pairs.to_vec();
    onchange.reform(move |picked: Vec<Choice>| {
        let mut pairs = pairs.clone();
        if let Some(pair) = pairs.get_mut(at) {
            *pair = made(picked.first().map(|choice| choice.value.as_str()));
        }
        pairs
    })
}
