//! Parts of the page that are written in JavaScript and load when they are first needed.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The module of an island; the start script knows where each is.
pub async fn load(name: &str) -> Result<JsValue, JsValue> {
    let import: Function = Reflect::get(&js_sys::global(), &"trellisIsland".into())?.dyn_into()?;
    let promise: Promise = import.call1(&JsValue::NULL, &name.into())?.dyn_into()?;
    JsFuture::from(promise).await
}

/// Calls a function of a module or object.
pub fn call(object: &JsValue, function: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &function.into())?.dyn_into()?;
    function.apply(object, &arguments.iter().collect::<Array>())
}
