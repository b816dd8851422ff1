//! What lies above the page.

use trellis_ui_kit::{Button, ButtonKind, Confirm, Dialog, Drawer, Field, TextInput, use_i18n, use_toasts};
use yew::prelude::*;

use super::Part;

/// The chapter.
#[component]
pub fn Overlays() -> Html {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let open = use_state(|| None::<&'static str>);
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let show = |which: Option<&'static str>| {
        let open = open.setter();
        Callback::from(move |_: MouseEvent| open.set(which))
    };
    let close = {
        let open = open.setter();
        Callback::from(move |()| open.set(None))
    };
    let ok = {
        let (toasts, text, undo) = (toasts.clone(), say("已将 3 个客户转移给韩梅梅", "3 customers handed to 韩梅梅"), say("撤销", "Undo"));
        Callback::from(move |_: MouseEvent| toasts.ok_with(text.clone(), undo.clone(), Callback::noop()))
    };
    let failed = {
        let text = say("保存失败，请检查网络后重试", "Not saved; check your connection and try again");
        Callback::from(move |_: MouseEvent| toasts.error(text.clone()))
    };
    let foot = html! {
        <>
            <Button label={say("取消", "Cancel")} onclick={show(None)} />
            <Button label={say("保存", "Save")} kind={ButtonKind::Primary} onclick={show(None)} />
        </>
    };
    let form = html! {
        <div class="s-form">
            <Field label={say("客户名称", "Name")} required={true}><TextInput value="" oninput={Callback::noop()} autofocus={true} /></Field>
            <Field label={say("联系电话", "Phone")}><TextInput value="" oninput={Callback::noop()} /></Field>
        </div>
    };
    html! {
        <div class="s-gallery">
            <Part name="Dialog · Drawer · Confirm">
                <div class="u-row u-wrap">
                    <Button label={say("打开对话框", "Open dialog")} onclick={show(Some("dialog"))} />
                    <Button label={say("打开抽屉", "Open drawer")} onclick={show(Some("drawer"))} />
                    <Button label={say("删除前确认", "Confirm")} kind={ButtonKind::Danger} onclick={show(Some("confirm"))} />
                </div>
            </Part>
            <Part name="Toasts">
                <div class="u-row u-wrap">
                    <Button label={say("成功（可撤销）", "Success with undo")} onclick={ok} />
                    <Button label={say("失败", "Failure")} onclick={failed} />
                </div>
            </Part>
            <Dialog open={*open == Some("dialog")} title={say("转换线索", "Convert lead")} onclose={close.clone()} footer={foot.clone()}>{ form.clone() }</Dialog>
            <Drawer open={*open == Some("drawer")} title={say("新建客户", "New customer")} onclose={close.clone()} footer={foot}>{ form }</Drawer>
            <Confirm
                open={*open == Some("confirm")}
                title={say("删除 3 个客户？", "Delete 3 customers?")}
                text={say("删除后可在回收站中恢复，30 天后将彻底清除。", "They go to the recycle bin and can be restored for 30 days.")}
                action={say("删除", "Delete")}
                danger={true}
                onconfirm={close.clone()}
                onclose={close}
            />
        </div>
    }
}
