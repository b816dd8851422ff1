//! Text with headings, lists, tables and links: the island `richtext` with a toolbar of ours.

use std::{cell::Cell, rc::Rc};

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::{TextInput, use_field};
use crate::{
    action::{Button, ButtonKind, IconButton, Size},
    display::Skeleton,
    i18n::use_i18n,
    island,
    overlay::Popover,
    t,
};

/// Properties of [`RichText`].
#[derive(Properties, PartialEq)]
pub struct RichTextProps {
    /// The document as ProseMirror JSON; empty for none.
    pub value: AttrValue,
    /// Hears the document after every change, as JSON; empty when nothing is in it.
    pub onchange: Callback<String>,
    /// Hears that the editor was left.
    #[prop_or_default]
    pub onblur: Callback<()>,
    /// The name, when no [`super::Field`] is around it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Shown while there is nothing.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Not to be used now.
    #[prop_or_default]
    pub disabled: bool,
}

/// A mounted editor; dropped, it is taken away.
struct Mounted {
    handle: JsValue,
    _heard: [Closure<dyn FnMut(String)>; 3],
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = island::call(&self.handle, "dispose", &[]);
    }
}

/// A step of the toolbar: the island's command, its icon, and the message that names it.
type Tool = (&'static str, &'static str, &'static str);

const GROUPS: [&[Tool]; 5] = [
    &[("undo", "undo-2", "kit-text-undo"), ("redo", "redo-2", "kit-text-redo")],
    &[("h1", "heading-1", "kit-text-heading-1"), ("h2", "heading-2", "kit-text-heading-2"), ("h3", "heading-3", "kit-text-heading-3")],
    &[
        ("bold", "bold", "kit-text-bold"),
        ("italic", "italic", "kit-text-italic"),
        ("underline", "underline", "kit-text-underline"),
        ("strike", "strikethrough", "kit-text-strike"),
        ("code", "code", "kit-text-code"),
    ],
    &[
        ("bulletList", "list", "kit-text-bullets"),
        ("orderedList", "list-ordered", "kit-text-numbers"),
        ("taskList", "list-todo", "kit-text-tasks"),
    ],
    &[
        ("blockquote", "text-quote", "kit-text-quote"),
        ("codeBlock", "square-code", "kit-text-code-block"),
        ("table", "table-2", "kit-text-table"),
        ("rule", "minus", "kit-text-rule"),
    ],
];
/// Steps that make sense inside a table only.
const TABLE: [Tool; 5] = [
    ("rowAfter", "rows-3", "kit-text-row-add"),
    ("columnAfter", "columns-3", "kit-text-column-add"),
    ("deleteRow", "rows-4", "kit-text-row-delete"),
    ("deleteColumn", "grid-3x3", "kit-text-column-delete"),
    ("deleteTable", "trash-2", "kit-text-table-delete"),
];

/// The editor; its code loads with the first one.
#[component]
pub fn RichText(props: &RichTextProps) -> Html {
    let i18n = use_i18n();
    let field = use_field();
    let node = use_node_ref();
    let mounted = use_state(|| None::<Rc<Mounted>>);
    let failed = use_state_eq(|| false);
    // What is on at the cursor, as the island tells it: names between commas.
    let state = use_state_eq(String::new);
    let linking = use_state_eq(|| None::<String>);
    let link_button = use_node_ref();
    let latest = use_mut_ref(|| (props.onchange.clone(), props.onblur.clone()));
    *latest.borrow_mut() = (props.onchange.clone(), props.onblur.clone());
    // What the editor said last: when it comes back as the value, it is no change from outside.
    let said = use_mut_ref(|| props.value.to_string());
    {
        let (node, mounted, state, said, failed) = (node.clone(), mounted.setter(), state.setter(), said.clone(), failed.setter());
        let (id, described, disabled) = (field.id.clone(), field.described_by.clone(), props.disabled);
        let (value, placeholder, label) = (props.value.clone(), props.placeholder.clone(), props.label.clone());
        use_effect_with((), move |()| {
            let alive = Rc::new(Cell::new(true));
            let still = alive.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let Ok(module) = island::load("richtext").await else { return failed.set(true) };
                let (told, left) = (latest.clone(), latest);
                let changed = Closure::<dyn FnMut(String)>::new(move |json: String| {
                    said.borrow_mut().clone_from(&json);
                    let onchange = told.borrow().0.clone();
                    onchange.emit(json);
                });
                let moved = Closure::<dyn FnMut(String)>::new(move |now| state.set(now));
                let blurred = Closure::<dyn FnMut(String)>::new(move |_| {
                    let onblur = left.borrow().1.clone();
                    onblur.emit(());
                });
                let options = Object::new();
                let set = |key: &str, value: &JsValue| drop(Reflect::set(&options, &key.into(), value));
                set("content", &value.as_str().into());
                set("placeholder", &placeholder.as_str().into());
                set("id", &id.as_str().into());
                set("editable", &(!disabled).into());
                set("describedBy", &described.map_or(JsValue::NULL, |ids| ids.as_str().into()));
                set("label", &label.map_or(JsValue::NULL, |label| label.as_str().into()));
                set("labelledBy", &format!("{id}-label").into());
                set("onChange", changed.as_ref().unchecked_ref());
                set("onState", moved.as_ref().unchecked_ref());
                set("onBlur", blurred.as_ref().unchecked_ref());
                // The page may have moved on while the editor was loading.
                if let Some(element) = node.get().filter(|_| still.get())
                    && let Ok(handle) = island::call(&module, "mount", &[element.into(), options.into()])
                {
                    mounted.set(Some(Rc::new(Mounted { handle, _heard: [changed, moved, blurred] })));
                }
            });
            move || alive.set(false)
        });
    }
    use_effect_with((props.value.clone(), mounted.is_some()), {
        let (mounted, said) = (mounted.clone(), said.clone());
        move |(value, _)| {
            if let Some(mounted) = mounted.as_ref().filter(|_| *said.borrow() != value.as_str()) {
                said.borrow_mut().replace_range(.., value);
                let _ = island::call(&mounted.handle, "set", &[value.as_str().into()]);
            }
        }
    });
    use_effect_with((props.disabled, mounted.is_some()), {
        let mounted = mounted.clone();
        move |(disabled, _)| {
            if let Some(mounted) = mounted.as_ref() {
                let _ = island::call(&mounted.handle, "editable", &[(!disabled).into()]);
            }
        }
    });
    let run = {
        let mounted = mounted.clone();
        move |command: &str, argument: &str| {
            if let Some(mounted) = mounted.as_ref() {
                let _ = island::call(&mounted.handle, "run", &[command.into(), argument.into()]);
            }
        }
    };
    let is_on = |name: &str| state.split(',').any(|on| on == name);
    let tool = |(command, icon, message): &Tool| {
        let (run, command) = (run.clone(), *command);
        let toggles = !matches!(command, "undo" | "redo" | "rule" | "table") && !TABLE.iter().any(|(known, ..)| *known == command);
        html! {
            <IconButton
                label={t!(i18n, message)}
                icon={*icon}
                size={Size::Small}
                pressed={toggles.then(|| is_on(command))}
                disabled={props.disabled}
                onclick={Callback::from(move |_: MouseEvent| run(command, ""))}
            />
        }
    };
    let ask_link = {
        let (linking, handle) = (linking.setter(), mounted.clone());
        Callback::from(move |_: MouseEvent| {
            let now = handle.as_ref().and_then(|mounted| island::call(&mounted.handle, "link", &[]).ok());
            linking.set(Some(now.and_then(|now| now.as_string()).unwrap_or_default()));
        })
    };
    let close_link = {
        let linking = linking.setter();
        Callback::from(move |()| linking.set(None))
    };
    let set_link = {
        let (linking, run) = (linking.clone(), run.clone());
        Callback::from(move |()| {
            let address = linking.as_deref().map(web_address).unwrap_or_default();
            linking.set(None);
            run(if address.is_empty() { "unlink" } else { "link" }, &address);
        })
    };
    let onkeydown = {
        let set_link = set_link.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                event.stop_propagation();
                set_link.emit(());
            }
        })
    };
    let typed = {
        let linking = linking.setter();
        Callback::from(move |typed: String| linking.set(Some(typed)))
    };
    html! {
        <div class="c-richtext" data-invalid={field.invalid.then_some("")} data-disabled={props.disabled.then_some("")}>
            <div class="c-richtext__tools" role="toolbar" aria-label={t!(i18n, "kit-text-tools")}>
                { for GROUPS.iter().map(|group| html! { <span class="c-richtext__group">{ for group.iter().map(tool) }</span> }) }
                <span class="c-richtext__group">
                    <IconButton node={link_button.clone()} label={t!(i18n, "kit-text-link")} icon="link" size={Size::Small} pressed={Some(is_on("link"))} disabled={props.disabled} haspopup="dialog" expanded={linking.is_some()} onclick={ask_link} />
                </span>
                if is_on("table") {
                    <span class="c-richtext__group">{ for TABLE.iter().map(tool) }</span>
                }
            </div>
            <Popover open={linking.is_some()} anchor={link_button} onclose={close_link} role="dialog" label={t!(i18n, "kit-text-link")}>
                <div class="c-richtext__link" {onkeydown}>
                    // Outside the field: its id belongs to the editor.
                    <ContextProvider<super::FieldInfo> context={super::FieldInfo { id: format!("{}-link", field.id).into(), ..super::FieldInfo::default() }}>
                        <TextInput kind="url" label={t!(i18n, "kit-text-link-address")} placeholder="https://" value={linking.as_deref().unwrap_or_default().to_owned()} oninput={typed} autofocus={true} />
                    </ContextProvider<super::FieldInfo>>
                    <Button label={t!(i18n, "kit-apply")} kind={ButtonKind::Primary} onclick={set_link.reform(|_: MouseEvent| ())} />
                </div>
            </Popover>
            if *failed {
                <p class="c-combobox__none" role="alert">{ t!(i18n, "kit-text-failed") }</p>
            } else if mounted.is_none() {
                <div class="c-richtext__wait"><Skeleton lines={3} /></div>
            }
            <div ref={node} class="c-richtext__page" />
        </div>
    }
}

/// An address as people type it, with what they leave out.
fn web_address(typed: &str) -> String {
    let typed = typed.trim();
    let lower = typed.to_ascii_lowercase();
    if typed.is_empty() || lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("mailto:") {
        typed.to_owned()
    } else if typed.contains('@') && !typed.contains('/') {
        format!("mailto:{typed}")
    } else {
        format!("https://{typed}")
    }
}

#[cfg(test)]
mod tests {
    use super::web_address;

    #[test]
    fn addresses_get_what_people_leave_out() {
        for (typed, expected) in [
            ("example.com/a", "https://example.com/a"),
            (" HTTP://example.com", "HTTP://example.com"),
            ("a@example.com", "mailto:a@example.com"),
            ("", ""),
        ] {
            assert_eq!(web_address(typed), expected);
        }
    }
}
