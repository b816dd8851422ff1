//! What an object is called, looks like and can do: the inputs that a new object and an object's settings share.

use trellis_model::{
    Field, FieldKind, Json, JsonMap, Label,
    object::{Inherit, KEPT_AS_SHIPPED, Options},
    picklist::COLORS,
};
use trellis_ui_kit::{Choice, Combobox, Field as Shell, Icon, IconButton, IconPicker, Select, Switch, TextArea, TextInput, t};
use trellis_ui_renderers::Scope;
use yew::prelude::*;

/// What an object says of itself, as it is being edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// What people read.
    pub label: Label,
    /// What it can do.
    pub options: Options,
    /// What it is, for those who use the API.
    pub description: String,
}

/// How the settings are shown and changed.
pub struct Inputs<'a> {
    /// Words and labels.
    pub scope: &'a Scope,
    /// The settings now.
    pub settings: &'a Settings,
    /// Whether the object is the product's, so that some of it stays.
    pub shipped: bool,
    /// Hears every change.
    pub onchange: &'a Callback<Settings>,
    /// What the server says about a place below `x-object`.
    pub fault: &'a dyn Fn(&str) -> Option<AttrValue>,
}

impl Inputs<'_> {
    fn change<T: 'static>(&self, alter: impl Fn(&mut Settings, T) + 'static) -> Callback<T> {
        let settings = self.settings.clone();
        self.onchange.reform(move |value: T| {
            let mut settings = settings.clone();
            alter(&mut settings, value);
            settings
        })
    }

    fn say(&self, message: &str) -> AttrValue {
        t!(self.scope.i18n, message)
    }

    fn is_kept(&self, key: &str) -> bool {
        self.shipped && KEPT_AS_SHIPPED.contains(&key)
    }

    /// Why something cannot be changed, where it cannot.
    pub fn kept(&self, key: &str) -> Option<AttrValue> {
        self.is_kept(key).then(|| self.say("object-kept"))
    }

    /// Names in both languages, icon and colour.
    pub fn look(&self, autofocus: bool) -> Html {
        let Settings { label, options, .. } = self.settings;
        let colors: Vec<Choice> =
            COLORS.iter().map(|color| Choice::new(*color, t!(self.scope.i18n, &format!("color-{color}"))).with_color(*color)).collect();
        let color = options.color.clone().unwrap_or_else(|| "blue".to_owned());
        let set_color = self.change(|settings, color: Option<AttrValue>| settings.options.color = color.map(|color| color.to_string()));
        html! {
            <div class="r-form__fields">
                <Shell label={self.say("designer-label-zh")} required={true}>
                    <TextInput value={label.zh.clone()} max_length={Some(40)} {autofocus} oninput={self.change(|settings, typed| settings.label.zh = typed)} />
                </Shell>
                <Shell label={self.say("designer-label-en")}>
                    <TextInput value={label.en.clone()} max_length={Some(60)} oninput={self.change(|settings, typed| settings.label.en = typed)} />
                </Shell>
                <Shell label={self.say("designer-icon")}>
                    <IconPicker value={options.icon.clone()} onchange={self.change(|settings, icon: AttrValue| settings.options.icon = icon.to_string())} />
                </Shell>
                <Shell label={self.say("object-color")} error={(self.fault)("color")}>
                    <Select options={colors} value={AttrValue::from(color)} onchange={set_color} />
                </Shell>
            </div>
        }
    }

    /// What it is, for those who use the API.
    pub fn description(&self) -> Html {
        html! {
            <Shell label={self.say("object-description")} help={self.say("object-description-help")}>
                <TextArea value={self.settings.description.clone()} rows={2} max_length={Some(500)} oninput={self.change(|settings, typed| settings.description = typed)} />
            </Shell>
        }
    }

    /// One thing that records can do, with a sentence about it.
    fn ability(&self, key: &str, on: bool, disabled: bool, onchange: Callback<bool>) -> Html {
        html! {
            <div class="p-ability">
                <Switch {on} label={self.say(&format!("object-{key}"))} disabled={disabled || self.is_kept(key)} {onchange} />
                <p class="u-muted p-ability__text">{ self.say(&format!("object-{key}-help")) }</p>
                if let Some(why) = self.kept(key) {
                    <p class="p-ability__kept"><Icon name="lock" size={14} />{ why }</p>
                }
                if let Some(fault) = (self.fault)(key) {
                    <p class="c-field__error" role="alert"><Icon name="circle-alert" size={14} />{ fault }</p>
                }
            </div>
        }
    }

    /// Owner, team and timeline.
    pub fn abilities(&self) -> Html {
        let options = &self.settings.options;
        let owned = self.change(|settings, on: bool| {
            settings.options.owned = on;
            // Without an owner nobody takes part.
            settings.options.team &= on;
            if !on {
                settings.options.participants.clear();
            }
        });
        html! {
            <>
                { self.ability("owned", options.owned, false, owned) }
                { self.ability("team", options.team, !options.owned, self.change(|settings, on| settings.options.team = on)) }
                { self.ability("timeline", options.timeline, false, self.change(|settings, on| settings.options.timeline = on)) }
            </>
        }
    }

    /// Who else sees and edits a record: people in its fields, and whoever sees the record that it belongs to.
    pub fn people(&self, fields: &[Field]) -> Html {
        let options = &self.settings.options;
        let users: Vec<Choice> =
            fields.iter().filter(|field| field.kind == FieldKind::User && !field.system).map(|field| self.choice(field)).collect();
        let value = chosen(&users, &options.participants);
        let participants = self.change(|settings, picked: Vec<Choice>| settings.options.participants = names(&picked));
        let lookups: Vec<Choice> = fields
            .iter()
            .filter(|field| field.kind == FieldKind::Lookup && !field.system)
            .flat_map(|field| {
                let label = self.scope.label(&field.label);
                ["also", "inherit"].map(|mode| {
                    let said = t!(self.scope.i18n, &format!("object-access-{mode}"), field = &label);
                    Choice::new(format!("{mode}:{}", field.name), said)
                })
            })
            .collect();
        let access = match &options.access {
            Some(Inherit::Inherit(field)) => Some(AttrValue::from(format!("inherit:{field}"))),
            Some(Inherit::Also(field)) => Some(AttrValue::from(format!("also:{field}"))),
            None => None,
        };
        let set_access = self.change(|settings, picked: Option<AttrValue>| {
            settings.options.access = picked.as_deref().and_then(|picked| picked.split_once(':')).map(|(mode, field)| match mode {
                "inherit" => Inherit::Inherit(field.to_owned()),
                _ => Inherit::Also(field.to_owned()),
            });
        });
        let help = |key: &str| Some(self.kept(key).unwrap_or_else(|| self.say(&format!("object-{key}-help"))));
        html! {
            <>
                <Shell label={self.say("object-participants")} help={help("participants")} error={(self.fault)("participants")}>
                    <Combobox multiple={true} options={users} {value} onchange={participants} disabled={!options.owned || self.is_kept("participants")} placeholder={self.say("object-participants-none")} />
                </Shell>
                <Shell label={self.say("object-access")} help={help("access")} error={(self.fault)("access")}>
                    <Select options={lookups} value={access} onchange={set_access} clearable={true} disabled={self.is_kept("access")} placeholder={self.say("object-access-own")} />
                </Shell>
            </>
        }
    }

    /// What names a record, what a keyword is looked for in, and what makes two records the same.
    pub fn finding(&self, fields: &[Field]) -> Html {
        let options = &self.settings.options;
        let choices = |can: &dyn Fn(&Field) -> bool| -> Vec<Choice> {
            fields.iter().filter(|field| !field.system && can(field)).map(|field| self.choice(field)).collect()
        };
        let (naming, texts) = (choices(&Field::can_name), choices(&Field::is_text));
        let set_name = self.change(|settings, name: Option<AttrValue>| {
            if let Some(name) = name {
                settings.options.name_field = name.to_string();
            }
        });
        let search = self.change(|settings, picked: Vec<Choice>| settings.options.search = names(&picked));
        let help = self.kept("name_field").unwrap_or_else(|| self.say("object-name-field-help"));
        html! {
            <>
                <Shell label={self.say("object-name-field")} required={true} {help} error={(self.fault)("name_field")}>
                    <Select options={naming} value={AttrValue::from(options.name_field.clone())} onchange={set_name} disabled={self.is_kept("name_field")} />
                </Shell>
                <Shell label={self.say("object-search")} help={self.say("object-search-help")} error={(self.fault)("search")}>
                    <Combobox multiple={true} value={chosen(&texts, &options.search)} options={texts} onchange={search} />
                </Shell>
            </>
        }
    }

    fn choice(&self, field: &Field) -> Choice {
        Choice::new(field.name.clone(), self.scope.label(&field.label)).with_icon(field.kind.rules().icon()).with_note(field.name.clone())
    }

    /// The sets of fields in which two records that agree are the same, and a way to add one.
    pub fn duplicates(&self, fields: &[Field], add: Html) -> Html {
        let comparable = |field: &&Field| !field.system && field.is_stored() && field.rules().is_sortable() && !field.kind.is_computed();
        let options: Vec<Choice> = fields.iter().filter(comparable).map(|field| self.choice(field)).collect();
        let line = |(at, set): (usize, &Vec<String>)| {
            let onchange = self.change(move |settings, picked: Vec<Choice>| {
                if let Some(set) = settings.options.duplicates.get_mut(at) {
                    *set = names(&picked);
                }
            });
            let remove = self.change(move |settings, _: MouseEvent| {
                if at < settings.options.duplicates.len() {
                    settings.options.duplicates.remove(at);
                }
            });
            let label = t!(self.scope.i18n, "object-duplicate-set", number = at + 1);
            html! {
                <li class="p-duplicate" key={at}>
                    <Combobox multiple={true} {label} value={chosen(&options, set)} options={options.clone()} {onchange} placeholder={self.say("object-duplicate-choose")} />
                    <IconButton label={t!(self.scope.i18n, "object-duplicate-remove", number = at + 1)} icon="trash-2" onclick={remove} />
                </li>
            }
        };
        html! {
            <div class="p-setting">
                <span class="c-field__label">{ self.say("object-duplicates") }</span>
                <p class="u-muted p-ability__text">{ self.say("object-duplicates-help") }</p>
                <ul class="p-duplicates">{ for self.settings.options.duplicates.iter().enumerate().map(line) }</ul>
                if let Some(fault) = (self.fault)("duplicates") {
                    <p class="c-field__error" role="alert"><Icon name="circle-alert" size={14} />{ fault }</p>
                }
                { add }
            </div>
        }
    }
}

fn names(picked: &[Choice]) -> Vec<String> {
    picked.iter().map(|choice| choice.value.to_string()).collect()
}

/// The choices with these names, in the order of the names.
fn chosen(options: &[Choice], names: &[String]) -> Vec<Choice> {
    names.iter().filter_map(|name| options.iter().find(|choice| choice.value == name.as_str()).cloned()).collect()
}

impl Settings {
    /// Whether it has a name in one of the languages.
    pub fn is_named(&self) -> bool {
        !self.label.zh.trim().is_empty() || !self.label.en.trim().is_empty()
    }

    /// The declaration; `before` are the object's options as they are declared now.
    pub fn written(&self, before: &JsonMap) -> JsonMap {
        let label = self.label.filled();
        let mut options = self.options.clone();
        options.duplicates.retain(|set| !set.is_empty());
        let mut written = serde_json::to_value(&options).ok().and_then(|json| json.as_object().cloned()).unwrap_or_default();
        // What was never said and is not so needs no word.
        let says_nothing = |value: &Json| value == &Json::Bool(false) || value.as_array().is_some_and(Vec::is_empty);
        written.retain(|key, value| before.contains_key(key) || !says_nothing(value));
        let mut declaration = JsonMap::new();
        declaration.insert("title".into(), label.en.as_str().into());
        declaration.insert("x-label".into(), serde_json::json!({ "zh-CN": label.zh, "en": label.en }));
        if !self.description.trim().is_empty() {
            declaration.insert("description".into(), self.description.trim().into());
        }
        declaration.insert("x-object".into(), Json::Object(written));
        declaration
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_say_what_changed_and_nothing_more() {
        let before = json!({ "icon": "box", "name_field": "name", "owned": true, "team": true });
        let options: Options = serde_json::from_value(before.clone()).unwrap();
        let mut settings = Settings { label: Label::new("走访", " "), options, description: String::new() };
        settings.options.team = false;
        settings.options.duplicates = vec![Vec::new()];
        let written = settings.written(before.as_object().unwrap());
        assert_eq!(written["x-object"], json!({ "icon": "box", "name_field": "name", "owned": true, "team": false }));
        let keys: Vec<&str> = written.keys().map(String::as_str).collect();
        assert_eq!((&written["x-label"]["en"], keys), (&json!("走访"), vec!["title", "x-label", "x-object"]));
    }
}
