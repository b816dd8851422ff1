//! The page for signing in, against a stand-in for the server: any password is right except `no`.

use trellis_ui_kit::dom::Timer;
use yew::prelude::*;

use crate::{
    api::{Api, ApiError, ApiHandle, Company, Me, Person, Reply, SignedIn},
    pages::sign_in::SignInPage,
};

/// How long an answer takes, in milliseconds.
const DELAY: i32 = 500;

struct StandIn;

impl Api for StandIn {
    fn me(&self) -> Reply<Me> {
        let company = companies().swap_remove(0);
        answer(Ok(Me { user: Person { id: "1".into(), name: "李雷".into() }, company }))
    }

    fn login(&self, _: String, password: String) -> Reply<SignedIn> {
        answer(match password.as_str() {
            "no" => Err(ApiError::Refused { status: 401, code: "credentials".into() }),
            _ => Ok(SignedIn { companies: companies(), company: None }),
        })
    }

    fn choose_company(&self, _: String) -> Reply<()> {
        answer(Ok(()))
    }

    fn logout(&self) -> Reply<()> {
        answer(Ok(()))
    }
}

fn companies() -> Vec<Company> {
    [("1", "示例科技"), ("2", "北辰信息技术有限公司"), ("3", "Northwind Traders")]
        .map(|(id, name)| Company { id: id.into(), name: name.into() })
        .to_vec()
}

fn answer<T: 'static>(reply: Result<T, ApiError>) -> Reply<T> {
    Box::pin(async {
        let promise = js_sys::Promise::new(&mut |resolve, _| {
            let timer = Timer::after(DELAY, move || {
                let _ = resolve.call0(&wasm_bindgen::JsValue::NULL);
            });
            // It has to outlive this call; it ends with its one shot.
            std::mem::forget(timer);
        });
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        reply
    })
}

/// The page.
#[component]
pub fn SignIn() -> Html {
    let api = use_memo((), |()| ApiHandle::new(StandIn));
    html! { <ContextProvider<ApiHandle> context={(*api).clone()}><SignInPage /></ContextProvider<ApiHandle>> }
}
