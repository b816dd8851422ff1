//! A chart, drawn by the island `chart` from an option in JSON.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use yew::prelude::*;

use super::Skeleton;
use crate::{i18n::use_i18n, island};

/// Properties of [`Chart`].
#[derive(Properties, PartialEq)]
pub struct ChartProps {
    /// What the chart shows, in one sentence for those who do not see it.
    pub label: AttrValue,
    /// The option as JSON; a number's format is named, `{"fmt":"cny"}`, never code.
    pub option: AttrValue,
    /// The height in pixels.
    #[prop_or(280)]
    pub height: u32,
    /// Hears which mark was clicked, as JSON with `name`, `value`, `series`, `index` and `series_index`.
    #[prop_or_default]
    pub onpick: Callback<String>,
}

/// A mounted chart; dropped, it is taken away.
struct Mounted {
    handle: JsValue,
    _picked: Closure<dyn FnMut(String)>,
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = island::call(&self.handle, "dispose", &[]);
    }
}

/// Draws a chart; the library loads with the first one.
#[component]
pub fn Chart(props: &ChartProps) -> Html {
    let i18n = use_i18n();
    let node = use_node_ref();
    let mounted = use_state(|| None::<std::rc::Rc<Mounted>>);
    let onpick = use_mut_ref(|| props.onpick.clone());
    *onpick.borrow_mut() = props.onpick.clone();
    {
        let (node, mounted) = (node.clone(), mounted.setter());
        use_effect_with(i18n.locale().to_owned(), move |locale| {
            let locale = locale.clone();
            let alive = std::rc::Rc::new(std::cell::Cell::new(true));
            let still = alive.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let Ok(module) = island::load("chart").await else { return };
                let picked = Closure::<dyn FnMut(String)>::new(move |json| {
                    let onpick = onpick.borrow().clone();
                    onpick.emit(json);
                });
                let options = js_sys::Object::new();
                let _ = js_sys::Reflect::set(&options, &"locale".into(), &locale.into());
                let _ = js_sys::Reflect::set(&options, &"onPick".into(), picked.as_ref().unchecked_ref());
                // The page may have moved on while the library was loading.
                if let Some(element) = node.get().filter(|_| still.get())
                    && let Ok(handle) = island::call(&module, "mount", &[element.into(), options.into()])
                {
                    mounted.set(Some(std::rc::Rc::new(Mounted { handle, _picked: picked })));
                }
            });
            move || alive.set(false)
        });
    }
    use_effect_with((props.option.clone(), mounted.is_some()), {
        let mounted = mounted.clone();
        move |(option, _)| {
            if let Some(mounted) = mounted.as_ref() {
                let _ = island::call(&mounted.handle, "set", &[option.as_str().into()]);
            }
        }
    });
    html! {
        <div class="c-chart" style={format!("height:{}px", props.height)}>
            if mounted.is_none() {
                <Skeleton lines={4} />
            }
            <div ref={node} class="c-chart__canvas" role="img" aria-label={props.label.clone()} />
        </div>
    }
}
