//! The form as it will be, with the inputs that people will use. Fields are chosen by a click and moved by dragging.

use trellis_model::{Field, Layout, layout::Section, object::is_custom};
use trellis_ui_kit::{DragItem, DropZone, Dropped, Edges, Field as Shell, Icon, t};
use trellis_ui_renderers::{
    fields::{FieldInput, renderer},
    use_scope,
};
use yew::prelude::*;

use super::palette::FIELD;

/// Where fields are dropped that are to go off the form.
pub const OUTSIDE: &str = "outside";

/// Properties of [`Preview`].
#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    /// The fields of the draft, the one being edited as it is now.
    pub fields: Vec<Field>,
    /// Where they stand.
    pub layout: Layout,
    /// The chosen field.
    pub selected: Option<AttrValue>,
    /// Hears the field that was clicked.
    pub onselect: Callback<AttrValue>,
    /// Hears what was dropped where.
    pub ondrop: Callback<Dropped>,
}

/// The live form.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let scope = use_scope();
    let slot = |name: &String| {
        let field = props.fields.iter().find(|field| field.name == *name)?;
        Some(
            html! { <Slot key={name.clone()} field={field.clone()} selected={props.selected.as_deref() == Some(name)} onselect={props.onselect.clone()} /> },
        )
    };
    let section = |(at, section): (usize, &Section)| {
        html! {
            <DropZone kind={FIELD} id={format!("section:{at}")} class="p-preview__section">
                <h3 class="r-form__legend">{ scope.label(&section.label) }</h3>
                <div class="r-form__fields" style={format!("--columns:{}", section.columns.clamp(1, 2))}>
                    { for section.fields.iter().filter_map(slot) }
                </div>
                if section.fields.is_empty() {
                    <p class="p-preview__empty">{ t!(scope.i18n, "designer-drop-here") }</p>
                }
            </DropZone>
        }
    };
    let placed = |name: &str| props.layout.sections.iter().any(|section| section.fields.iter().any(|field| field == name));
    let loose: Vec<&Field> = props.fields.iter().filter(|field| !field.system && !placed(&field.name)).collect();
    html! {
        <DropZone kind={FIELD} ondrop={props.ondrop.clone()} scrolls={true} class="p-preview">
            { for props.layout.sections.iter().enumerate().map(section) }
            <DropZone kind={FIELD} id={OUTSIDE} class="p-preview__section p-preview__outside">
                <h3 class="r-form__legend">{ t!(scope.i18n, "designer-unplaced") }</h3>
                <div class="r-form__fields" style="--columns:2">{ for loose.iter().filter_map(|field| slot(&field.name)) }</div>
                if loose.is_empty() {
                    <p class="p-preview__empty">{ t!(scope.i18n, "tailor-drop-outside") }</p>
                }
            </DropZone>
        </DropZone>
    }
}

#[derive(Properties, PartialEq)]
struct SlotProps {
    field: Field,
    selected: bool,
    onselect: Callback<AttrValue>,
}

/// One field of the form, to be chosen rather than filled in.
#[component]
fn Slot(props: &SlotProps) -> Html {
    let scope = use_scope();
    let field = &props.field;
    let label = scope.label(&field.label);
    let onclick = {
        let (onselect, name) = (props.onselect.clone(), AttrValue::from(field.name.clone()));
        Callback::from(move |_: MouseEvent| onselect.emit(name.clone()))
    };
    let own = is_custom(&field.name);
    html! {
        <div class="p-slot" data-selected={props.selected.then_some("")} data-wide={renderer(field.value_kind()).is_wide().then_some("")}>
            <DragItem kind={FIELD} id={field.name.clone()} edges={Some(Edges::Vertical)}>
                <button type="button" class="p-slot__pick" aria-pressed={props.selected.to_string()} aria-label={t!(scope.i18n, "designer-edit-field", field = &label)} {onclick}>
                    <span class="p-slot__kind"><Icon name={field.kind.rules().icon()} size={14} /></span>
                </button>
                // The control is shown, not used: it takes neither clicks nor the focus.
                <div class="p-slot__control" inert={true}>
                    <Shell label={label.clone()} required={field.required} help={field.help.as_ref().map(|help| scope.label(help))} aside={own_mark(own, &t!(scope.i18n, "designer-own"))}>
                        <FieldInput field={field.clone()} value={field.default.clone().unwrap_or_default()} onchange={Callback::noop()} />
                    </Shell>
                </div>
            </DragItem>
        </div>
    }
}

fn own_mark(own: bool, label: &AttrValue) -> Html {
    if own {
        html! { <span class="p-slot__own">{ label }</span> }
    } else {
        Html::default()
    }
}
