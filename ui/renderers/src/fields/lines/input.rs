//! Entering lines: a row each, moved by dragging or by keyboard.

use std::rc::Rc;

use trellis_model::{Field, Json, JsonMap};
use trellis_ui_client::Row;
use trellis_ui_kit::{
    Align, Button, ButtonKind, DragItem, DropZone, Dropped, Edges, Field as Shell, Icon, IconButton, Size, dom, dom::use_id,
    place_after_drop, t, use_field,
};
use yew::prelude::*;

use super::{
    super::{Edit, FieldInput, FieldInputProps, Place, held, renderer, shown_value, view},
    model::{Step, blank, fault, stepped, totals},
    name_in,
};
use crate::{Scope, rules::computed_lines, use_scope};

/// The lines as a table of controls. On a narrow screen each line is a card.
#[component]
pub fn LinesInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    let control = use_field();
    let kind = use_id("lines");
    let said = use_state(AttrValue::default);
    let refocus = use_mut_ref(|| None::<String>);
    // Lines that are not saved yet have no id: a number of this page's keeps them apart while they move.
    let keys = use_mut_ref(Keys::default);
    let fields: Rc<[Field]> = props.field.lines.clone().unwrap_or_default().into();
    let lines: Vec<Json> = props.value.as_array().cloned().unwrap_or_default();
    let lines = computed_lines(&scope, &fields, lines);
    keys.borrow_mut().fit(lines.len());
    use_effect_with(props.value.clone(), {
        let refocus = refocus.clone();
        move |_| {
            if let Some(id) = refocus.take() {
                dom::focus_id(&id);
            }
        }
    });
    let go = {
        let (lines, keys, onchange, names) = (lines.clone(), keys.clone(), props.onchange.clone(), props.label.clone());
        Callback::from(move |step: Step| {
            keys.borrow_mut().follow(&step);
            let after = stepped(lines.clone(), step);
            onchange.emit(Edit { label: names.clone(), ..Edit::value(if after.is_empty() { Json::Null } else { after.into() }) });
        })
    };
    let shift = {
        let (go, said, i18n, count) = (go.clone(), said.setter(), scope.i18n.clone(), lines.len());
        move |from: usize, to: usize| {
            said.set(t!(i18n, "kit-moved", name = t!(i18n, "lines-line", number = from + 1), place = to + 1, count = count));
            go.emit(Step::Move(from, to));
        }
    };
    let ids: Vec<AttrValue> = keys.borrow().0.iter().map(|key| AttrValue::from(key.to_string())).collect();
    let ondrop = {
        let (ids, shift) = (ids.clone(), shift.clone());
        Callback::from(move |dropped: Dropped| {
            let from = ids.iter().position(|id| *id == dropped.id);
            if let Some((from, to)) = from.zip(place_after_drop(&ids, &dropped)) {
                shift(from, to);
            }
        })
    };
    let add = {
        let (go, fields, scope, refocus, at) = (go.clone(), fields.clone(), scope.clone(), refocus.clone(), lines.len());
        let first = fields.iter().find(|field| field.is_writable()).map(|field| cell_id(&control.id, at, &field.name));
        Callback::from(move |_: MouseEvent| {
            refocus.borrow_mut().clone_from(&first);
            go.emit(Step::Add(blank(&fields, &*scope.meta)));
        })
    };
    let most = props.field.max_items.unwrap_or(500);
    let row = |(at, line): (usize, &Json)| {
        let handle = format!("{kind}-handle-{}", ids[at]);
        let step_to = |to: Option<usize>| {
            let (shift, refocus, handle) = (shift.clone(), refocus.clone(), handle.clone());
            move || {
                if let Some(to) = to {
                    *refocus.borrow_mut() = Some(handle.clone());
                    shift(at, to);
                }
            }
        };
        let (up, down) = (step_to(at.checked_sub(1)), step_to(Some(at + 1).filter(|to| *to < lines.len())));
        let onkeydown = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowUp" => {
                event.prevent_default();
                up();
            }
            "ArrowDown" => {
                event.prevent_default();
                down();
            }
            _ => {}
        });
        let number = t!(scope.i18n, "lines-line", number = at + 1);
        let values = line.as_object().cloned().unwrap_or_default();
        html! {
            <DragItem key={ids[at].to_string()} kind={kind.clone()} id={ids[at].clone()} edges={Some(Edges::Vertical)} handle={Some(".r-lines-row__handle")}>
                <div class="r-lines-row" role="row" aria-label={number.clone()}>
                    <span role="cell" class="r-lines-row__move">
                        <button type="button" id={handle.clone()} class="r-lines-row__handle c-sortable__handle" aria-label={t!(scope.i18n, "kit-move", name = &number)} disabled={props.disabled} {onkeydown}>
                            <Icon name="grip-vertical" />
                            <span class="r-lines-row__number" aria-hidden="true">{ at + 1 }</span>
                        </button>
                    </span>
                    { for fields.iter().map(|field| cell(&scope, props, &control.id, &fields, field, at, &values, &go)) }
                    <span role="cell" class="r-lines-row__steps">
                        <IconButton label={t!(scope.i18n, "lines-copy", line = &number)} icon="copy" size={Size::Small} disabled={props.disabled || lines.len() >= most} onclick={go.reform(move |_: MouseEvent| Step::Copy(at))} />
                        <IconButton label={t!(scope.i18n, "kit-remove", name = &number)} icon="trash-2" size={Size::Small} disabled={props.disabled} onclick={go.reform(move |_: MouseEvent| Step::Remove(at))} />
                    </span>
                </div>
            </DragItem>
        }
    };
    let whole = props.problems.iter().find(|(pointer, _)| pointer.matches('/').count() == 1);
    html! {
        <div
            id={control.id.clone()}
            class="r-lines-input"
            role="group"
            tabindex="-1"
            aria-labelledby={format!("{}-label", control.id)}
            aria-describedby={control.described_by.clone()}
            data-invalid={control.invalid.then_some("")}
        >
            if !lines.is_empty() {
                <DropZone kind={kind.clone()} {ondrop} class="r-lines-input__scroll">
                    <div class="r-lines-table" role="table" aria-labelledby={format!("{}-label", control.id)} style={columns(&fields)}>
                        <div class="r-lines-row" role="row" data-head="">
                            <span role="columnheader"><span class="u-hidden">{ t!(scope.i18n, "lines-order") }</span></span>
                            { for fields.iter().map(|field| head(&scope, field)) }
                            <span role="columnheader"><span class="u-hidden">{ t!(scope.i18n, "lines-steps") }</span></span>
                        </div>
                        { for lines.iter().enumerate().map(row) }
                        { total(&scope, &fields, &lines) }
                    </div>
                </DropZone>
            }
            if let Some((_, message)) = whole {
                <p class="c-field__error"><Icon name="circle-alert" size={14} />{ message }</p>
            }
            <div class="r-lines-input__foot">
                <Button
                    label={t!(scope.i18n, "lines-add")}
                    icon="plus"
                    kind={if lines.is_empty() { ButtonKind::Secondary } else { ButtonKind::Ghost }}
                    size={Size::Small}
                    disabled={props.disabled || lines.len() >= most}
                    onclick={add}
                />
                if lines.is_empty() {
                    <span class="u-muted">{ t!(scope.i18n, "lines-none") }</span>
                }
            </div>
            <p class="u-hidden" role="status">{ (*said).clone() }</p>
        </div>
    }
}

/// Numbers that keep the lines apart.
#[derive(Default)]
struct Keys(Vec<u32>, u32);

impl Keys {
    /// As many numbers as lines, also when those came from elsewhere.
    fn fit(&mut self, count: usize) {
        self.0.truncate(count);
        while self.0.len() < count {
            self.fresh(self.0.len());
        }
    }

    fn fresh(&mut self, at: usize) {
        self.1 += 1;
        self.0.insert(at.min(self.0.len()), self.1);
    }

    fn follow(&mut self, step: &Step) {
        match step {
            Step::Set(..) => {}
            Step::Add(_) => self.fresh(self.0.len()),
            Step::Copy(at) => self.fresh(at + 1),
            Step::Remove(at) if *at < self.0.len() => drop(self.0.remove(*at)),
            Step::Move(from, to) if *from < self.0.len() => {
                let key = self.0.remove(*from);
                self.0.insert((*to).min(self.0.len()), key);
            }
            Step::Remove(_) | Step::Move(..) => {}
        }
    }
}

fn cell_id(control: &str, line: usize, field: &str) -> String {
    format!("{control}-{line}-{field}")
}

/// The widths of the columns: as they share what room there is, and what they need at least.
fn columns(fields: &[Field]) -> String {
    let (mut tracks, mut least) = (String::from("36px"), 36.0 + 64.0 + 12.0);
    for field in fields {
        let width = renderer(field.value_kind()).width().clamp(90.0, 200.0);
        tracks.push_str(&format!(" minmax({width}px, {}fr)", (width / 10.0).round()));
        least += width + 6.0;
    }
    format!("--tracks:{tracks} 64px;--least:{least}px")
}

fn head(scope: &Scope, field: &Field) -> Html {
    let end = (renderer(field.value_kind()).align() == Align::End).then_some("end");
    html! {
        <span role="columnheader" data-align={end}>
            { scope.label(&field.label) }
            if field.required && field.is_writable() {
                <span class="c-field__required" aria-hidden="true">{ "*" }</span>
            }
        </span>
    }
}

#[expect(clippy::too_many_arguments, reason = "a cell is the crossing of all of these")]
fn cell(
    scope: &Scope,
    props: &FieldInputProps,
    control: &str,
    fields: &[Field],
    field: &Field,
    at: usize,
    values: &JsonMap,
    go: &Callback<Step>,
) -> Html {
    let label = scope.label(&field.label);
    let end = (renderer(field.value_kind()).align() == Align::End).then_some("end");
    let value = values.get(&field.name).cloned().unwrap_or_default();
    let named = name_in(props.label.as_ref(), field, &value).cloned();
    if !field.is_writable() {
        return html! {
            <span role="cell" class="r-lines-row__fixed" data-align={end}>
                <span class="r-lines-row__label" aria-hidden="true">{ label }</span>
                { shown_value(scope, field, &value, named.as_ref(), Place::Cell) }
            </span>
        };
    }
    let onchange = {
        let (go, name) = (go.clone(), field.name.clone());
        Callback::from(move |edit: Edit| go.emit(Step::Set(at, name.clone(), edit.value)))
    };
    let error = fault(&props.problems, at, &field.name).map(|message| AttrValue::from(message.to_owned()));
    html! {
        <span role="cell" key={field.name.clone()}>
            <Shell id={cell_id(control, at, &field.name)} {label} required={field.required} {error} bare={true}>
                <FieldInput
                    field={field.clone()}
                    {value}
                    label={named}
                    held={held(&*scope.meta, field, fields, values)}
                    disabled={props.disabled}
                    {onchange}
                    onblur={props.onblur.clone()}
                />
            </Shell>
        </span>
    }
}

fn total(scope: &Scope, fields: &[Field], lines: &[Json]) -> Html {
    let sums = totals(fields, lines);
    if sums.is_empty() || lines.len() < 2 {
        return Html::default();
    }
    let row = Row::new(sums.clone());
    let cell = |(at, field): (usize, &Field)| {
        let end = (renderer(field.value_kind()).align() == Align::End).then_some("end");
        html! {
            <span role="cell" data-align={end}>
                if sums.contains_key(&field.name) {
                    <span class="r-lines-row__label" aria-hidden="true">{ scope.label(&field.label) }</span>
                    { view(scope, field, &field.name, &row, Place::Cell) }
                } else if at == 0 {
                    { t!(scope.i18n, "lines-total") }
                }
            </span>
        }
    };
    html! {
        <div class="r-lines-row" role="row" data-total="">
            <span role="cell" />
            { for fields.iter().enumerate().map(cell) }
            <span role="cell" />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_number_while_it_moves() {
        let mut keys = Keys::default();
        keys.fit(3);
        keys.follow(&Step::Move(2, 0));
        assert_eq!(keys.0, [3, 1, 2]);
        keys.follow(&Step::Copy(0));
        assert_eq!(keys.0, [3, 4, 1, 2]);
        keys.follow(&Step::Remove(1));
        keys.follow(&Step::Add(JsonMap::new()));
        assert_eq!(keys.0, [3, 1, 2, 5]);
        keys.fit(2);
        assert_eq!(keys.0, [3, 1]);
    }
}
