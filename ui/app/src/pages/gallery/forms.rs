//! What is filled in.

use trellis_ui_kit::{
    Button, ButtonKind, Checkbox, Choice, Combobox, Field, IconPicker, NumberInput, SearchInput, Select, Switch, TextArea, TextInput,
    use_i18n,
};
use yew::prelude::*;

use super::{Part, samples};

/// The chapter.
#[component]
pub fn Forms() -> Html {
    let i18n = use_i18n();
    let say = |chinese: &'static str, english: &'static str| AttrValue::from(i18n.pick(chinese, english).to_owned());
    let text = use_state(|| String::from("示例科技有限公司"));
    let amount = use_state(|| String::from("1234567.5"));
    let notes = use_state(String::new);
    let query = use_state(String::new);
    let level = use_state(|| None::<AttrValue>);
    let owner = use_state(Vec::<Choice>::new);
    let team = use_state(|| samples::people()[..2].to_vec());
    let ticked = use_state(|| true);
    let on = use_state(|| true);
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value: String| state.set(value))
    };
    let set_choices = |state: &UseStateHandle<Vec<Choice>>| {
        let state = state.setter();
        Callback::from(move |value: Vec<Choice>| state.set(value))
    };
    let set_flag = |state: &UseStateHandle<bool>| {
        let state = state.setter();
        Callback::from(move |value: bool| state.set(value))
    };
    let icon = use_state(|| AttrValue::from("building"));
    let set_icon = {
        let icon = icon.setter();
        Callback::from(move |name| icon.set(name))
    };
    let set_level = {
        let level = level.setter();
        Callback::from(move |value| level.set(value))
    };
    html! {
        <div class="s-gallery">
            <Part name="Field · TextInput · NumberInput · TextArea">
                <div class="s-form">
                    <Field label={say("客户名称", "Name")} required={true}><TextInput value={(*text).clone()} oninput={set(&text)} /></Field>
                    <Field label={say("联系电话", "Phone")} error={say("请输入 11 位手机号或带区号的座机号", "Enter a mobile number, or a landline with its area code")}>
                        <TextInput kind="tel" value="1380013" oninput={Callback::noop()} icon="phone" />
                    </Field>
                    <Field label={say("预计金额", "Amount")} help={say("含税", "Including tax")}><NumberInput value={(*amount).clone()} oninput={set(&amount)} scale={2} prefix="¥" /></Field>
                    <Field label={say("赢率", "Win probability")}><NumberInput value="35" oninput={Callback::noop()} suffix="%" /></Field>
                    <Field label={say("编号", "Number")} help={say("保存后自动生成", "Given when saved")}><TextInput value="HT-202611-0042" oninput={Callback::noop()} readonly={true} /></Field>
                    <Field label={say("网址", "Website")}><TextInput value="" oninput={Callback::noop()} placeholder="https://" disabled={true} /></Field>
                    <Field label={say("备注", "Notes")} wide={true}><TextArea value={(*notes).clone()} oninput={set(&notes)} max_length={500} placeholder={say("记录客户的关键需求", "What matters to the customer")} /></Field>
                </div>
            </Part>
            <Part name="Select · Combobox · IconPicker">
                <div class="s-form">
                    <Field label={say("客户级别", "Level")} required={true}><Select options={samples::levels(&i18n)} value={(*level).clone()} onchange={set_level} clearable={true} /></Field>
                    <Field label={say("负责人", "Owner")}><Combobox options={samples::people()} value={(*owner).clone()} onchange={set_choices(&owner)} create={Some((say("新建联系人", "New contact"), Callback::noop()))} /></Field>
                    <Field label={say("团队成员", "Team")}><Combobox options={samples::people()} value={(*team).clone()} onchange={set_choices(&team)} multiple={true} /></Field>
                    <Field label={say("图标", "Icon")}><IconPicker value={(*icon).clone()} onchange={set_icon} /></Field>
                    <Field label={say("来源", "Source")} error={say("请选择来源", "Choose a source")}><Select options={samples::levels(&i18n)} value={None::<AttrValue>} onchange={Callback::noop()} /></Field>
                </div>
            </Part>
            <Part name="Checkbox · Switch · SearchInput">
                <div class="u-row u-wrap">
                    <Checkbox label={say("同时创建联系人", "Create a contact too")} checked={*ticked} onchange={set_flag(&ticked)} />
                    <Checkbox label={say("部分选中", "Some")} checked={false} mixed={true} onchange={Callback::noop()} />
                    <Checkbox label={say("不可用", "Disabled")} checked={true} disabled={true} onchange={Callback::noop()} />
                    <Switch label={say("启用", "Enabled")} on={*on} onchange={set_flag(&on)} />
                    <Switch label={say("停用", "Off")} on={false} disabled={true} onchange={Callback::noop()} />
                </div>
                <SearchInput label={say("搜索客户", "Search customers")} value={(*query).clone()} oninput={set(&query)} keys="/" />
                <div class="u-row"><Button label={say("保存", "Save")} kind={ButtonKind::Primary} /><Button label={say("保存并新建", "Save and new")} /><Button label={say("取消", "Cancel")} kind={ButtonKind::Ghost} /></div>
            </Part>
        </div>
    }
}
