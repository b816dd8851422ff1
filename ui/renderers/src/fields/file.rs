//! Files and pictures: sent as soon as they are chosen, kept with the record when it is saved.

use std::rc::Rc;

use trellis_model::{Field, FieldKind, Json};
use trellis_ui_client::{
    ApiError,
    files::{self, FileInfo},
    use_query,
};
use trellis_ui_kit::{FileDrop, Icon, IconButton, Size, Spinner, t};
use wasm_bindgen_futures::spawn_local;
use web_sys::File as Chosen;
use yew::prelude::*;

use super::{Edit, FieldInputProps, Place, Renderer, Shown, email::stay, format, multi_lookup::names};
use crate::{Scope, explain, use_scope};

/// Most files of one field that does not say fewer; the same as in the model.
const MOST: usize = 20;
/// Pictures that browsers show.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// Files.
pub(super) struct File;

impl Renderer for File {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        html! { <FilesInput ..props.clone() /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        let ids = format::codes(shown.value);
        let known: Vec<&str> = (0..ids.len()).filter_map(|at| shown.name_at(at)).collect();
        match known.len() == ids.len() {
            true => known.join(shown.scope.i18n.pick("、", ", ")),
            false => t!(shown.scope.i18n, "field-files-count", count = ids.len()).to_string(),
        }
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let ids = format::codes(shown.value);
        let file = |(at, id): (usize, &&str)| {
            html! { <FileLink id={(*id).to_owned()} name={shown.name_at(at).map(str::to_owned)} /> }
        };
        if shown.place == Place::Page {
            return html! { <ul class="r-files">{ for ids.iter().enumerate().map(|it| html! { <li class="r-file">{ file(it) }</li> }) }</ul> };
        }
        html! {
            <span class="r-file-cell">
                { for ids.iter().enumerate().take(1).map(file) }
                if ids.len() > 1 {
                    <span class="u-muted">{ format!("+{}", ids.len() - 1) }</span>
                }
            </span>
        }
    }

    fn width(&self) -> f64 {
        180.0
    }

    fn is_wide(&self) -> bool {
        true
    }
}

/// Pictures.
pub(super) struct Image;

impl Renderer for Image {
    fn input(&self, scope: &Scope, props: &FieldInputProps) -> Html {
        File.input(scope, props)
    }

    fn text(&self, shown: Shown<'_>) -> String {
        File.text(shown)
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        let ids = format::codes(shown.value);
        let most = if shown.place == Place::Cell { 3 } else { usize::MAX };
        let picture = |(at, id): (usize, &&str)| {
            let name = shown.name_at(at).unwrap_or_default().to_owned();
            html! {
                <a class="r-picture" href={files::address(id)} target="_blank" rel="noreferrer noopener" title={name.clone()} onclick={stay()}>
                    <img src={files::address(id)} alt={name} loading="lazy" />
                </a>
            }
        };
        html! {
            <span class="r-pictures" data-small={(shown.place == Place::Cell).then_some("")}>
                { for ids.iter().enumerate().take(most).map(picture) }
                if ids.len() > most {
                    <span class="u-muted">{ format!("+{}", ids.len() - most) }</span>
                }
            </span>
        }
    }

    fn width(&self) -> f64 {
        120.0
    }

    fn is_wide(&self) -> bool {
        true
    }
}

#[derive(Properties, PartialEq)]
struct FileLinkProps {
    id: AttrValue,
    name: Option<String>,
}

/// A file by its name, which leads to its content. A name that did not come along is asked for.
#[component]
fn FileLink(props: &FileLinkProps) -> Html {
    let scope = use_scope();
    let given = props.name.clone().filter(|name| !name.is_empty());
    let found = use_info(props.id.clone(), given.is_none());
    let name = given.or_else(|| found.as_ref().map(|info| info.name.clone()));
    let label = name.clone().map_or_else(|| t!(scope.i18n, "field-file"), AttrValue::from);
    html! {
        <a class="u-link r-file__link" href={files::address(&props.id)} target="_blank" rel="noreferrer noopener" title={label.clone()} onclick={stay()}>
            <Icon name={icon(name.as_deref().unwrap_or_default())} />
            <span class="u-ellipsis">{ label }</span>
        </a>
    }
}

#[hook]
fn use_info(id: AttrValue, wanted: bool) -> Option<Rc<FileInfo>> {
    use_query(files::info_key(&id).when(wanted), move || {
        let id = id.clone();
        async move { files::info(&id).await }
    })
    .data
}

/// A file on its way.
#[derive(Clone, PartialEq)]
struct Upload {
    key: u32,
    name: String,
    /// From nothing to one.
    progress: f64,
    /// Why it was not taken.
    error: Option<AttrValue>,
}

/// What can happen to the files on their way.
enum Step {
    Begin(u32, String),
    Progress(u32, f64),
    Fail(u32, String, AttrValue),
    End(u32),
}

#[derive(Clone, PartialEq, Default)]
struct Uploads(Vec<Upload>);

impl Reducible for Uploads {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut list = self.0.clone();
        match step {
            Step::Begin(key, name) => list.push(Upload { key, name, progress: 0.0, error: None }),
            Step::Progress(key, progress) => {
                list.iter_mut().filter(|upload| upload.key == key).for_each(|upload| upload.progress = progress);
            }
            Step::Fail(key, name, error) => {
                list.retain(|upload| upload.key != key);
                list.push(Upload { key, name, progress: 0.0, error: Some(error) });
            }
            Step::End(key) => list.retain(|upload| upload.key != key),
        }
        Rc::new(Self(list))
    }
}

/// The files that are there, those on their way, and a place for more.
#[component]
fn FilesInput(props: &FieldInputProps) -> Html {
    let scope = use_scope();
    let uploads = use_reducer_eq(Uploads::default);
    let next = use_mut_ref(|| 0_u32);
    let ids: Vec<String> = format::codes(&props.value).into_iter().map(str::to_owned).collect();
    let names = names(props.label.as_ref());
    // Uploads end in any order, after this was drawn anew: what holds now is asked then.
    let now = use_mut_ref(|| (ids.clone(), names.clone(), 0_usize));
    {
        let mut now = now.borrow_mut();
        let mut names = names.clone();
        names.resize(ids.len(), String::new());
        (now.0, now.1) = (ids.clone(), names);
    }
    let tell = {
        let (onchange, now, i18n) = (props.onchange.clone(), now.clone(), scope.i18n.clone());
        Callback::from(move |()| {
            let (ids, names, waiting) = now.borrow().clone();
            let fault = (waiting > 0).then(|| t!(i18n, "field-file-waiting").to_string());
            let value = if ids.is_empty() { Json::Null } else { ids.into() };
            onchange.emit(Edit { value, label: Some(names.into()), fault });
        })
    };
    let is_image = props.field.kind == FieldKind::Image;
    let onfiles = {
        let (field, scope, uploads, now, tell) = (props.field.clone(), scope.clone(), uploads.dispatcher(), now.clone(), tell.clone());
        Callback::from(move |chosen: Vec<Chosen>| {
            for file in chosen {
                let key = {
                    let mut next = next.borrow_mut();
                    *next += 1;
                    *next
                };
                let room = {
                    let now = now.borrow();
                    field.max_items.unwrap_or(MOST).saturating_sub(now.0.len() + now.2)
                };
                if let Some(fault) = fault(&scope, &field, &file.name(), file.size(), room) {
                    uploads.dispatch(Step::Fail(key, file.name(), fault));
                    continue;
                }
                uploads.dispatch(Step::Begin(key, file.name()));
                now.borrow_mut().2 += 1;
                let (uploads, now, tell, i18n) = (uploads.clone(), now.clone(), tell.clone(), scope.i18n.clone());
                spawn_local(async move {
                    let moved = uploads.clone();
                    let sent = files::upload(&file, move |progress| moved.dispatch(Step::Progress(key, progress))).await;
                    {
                        let mut now = now.borrow_mut();
                        now.2 -= 1;
                        if let Ok(info) = &sent {
                            now.0.push(info.id.clone());
                            now.1.push(info.name.clone());
                        }
                    }
                    uploads.dispatch(match sent {
                        Ok(_) => Step::End(key),
                        Err(error) => Step::Fail(key, file.name(), why(&i18n, &error)),
                    });
                    tell.emit(());
                });
            }
            if now.borrow().2 > 0 {
                tell.emit(());
            }
        })
    };
    let remove = |at: usize| {
        let (now, tell) = (now.clone(), tell.clone());
        Callback::from(move |_: MouseEvent| {
            {
                let mut now = now.borrow_mut();
                if at < now.0.len() {
                    now.0.remove(at);
                    now.1.remove(at);
                }
            }
            tell.emit(());
        })
    };
    let there = |(at, id): (usize, &String)| {
        let name = names.get(at).filter(|name| !name.is_empty()).cloned();
        let said = name.clone().unwrap_or_else(|| t!(scope.i18n, "field-file").to_string());
        html! {
            <li class="r-file" key={id.clone()} data-picture={is_image.then_some("")}>
                if is_image {
                    <a class="r-picture" href={files::address(id)} target="_blank" rel="noreferrer noopener"><img src={files::address(id)} alt={said.clone()} /></a>
                } else {
                    <FileLink id={id.clone()} {name} />
                }
                if !props.disabled {
                    <IconButton label={t!(scope.i18n, "kit-remove", name = &said)} icon="x" size={Size::Small} onclick={remove(at)} />
                }
            </li>
        }
    };
    let coming = |upload: &Upload| {
        let forget = {
            let (uploads, key) = (uploads.dispatcher(), upload.key);
            Callback::from(move |_: MouseEvent| uploads.dispatch(Step::End(key)))
        };
        match &upload.error {
            Some(error) => html! {
                <li class="r-file" data-failed="" key={upload.key} role="alert">
                    <Icon name="circle-alert" />
                    <span class="u-grow"><strong>{ &upload.name }</strong>{ " " }{ error }</span>
                    <IconButton label={t!(scope.i18n, "kit-remove", name = &upload.name)} icon="x" size={Size::Small} onclick={forget} />
                </li>
            },
            None => html! {
                <li class="r-file" key={upload.key}>
                    <Spinner size={14} />
                    <span class="u-ellipsis u-grow">{ &upload.name }</span>
                    <progress value={format!("{:.3}", upload.progress)} max="1" aria-label={t!(scope.i18n, "field-file-sending", name = &upload.name)} />
                </li>
            },
        }
    };
    let most = props.field.max_items.unwrap_or(MOST);
    let full = ids.len() >= most;
    html! {
        <div class="r-files-input">
            if !ids.is_empty() || !uploads.0.is_empty() {
                <ul class="r-files" data-pictures={is_image.then_some("")}>
                    { for ids.iter().enumerate().map(there) }
                    { for uploads.0.iter().map(coming) }
                </ul>
            }
            if !full {
                <FileDrop {onfiles} accept={accept(&props.field)} multiple={most > 1} hint={hint(&scope, &props.field)} disabled={props.disabled} small={!ids.is_empty()} />
            }
        </div>
    }
}

/// Endings that the field takes; every one when empty.
fn endings(field: &Field) -> Vec<String> {
    let declared = field.file.as_ref().map(|rule| rule.accept.clone()).unwrap_or_default();
    match declared.is_empty() && field.kind == FieldKind::Image {
        true => PICTURES.map(str::to_owned).to_vec(),
        false => declared,
    }
}

/// The endings as the browser's dialog wants them.
fn accept(field: &Field) -> String {
    endings(field).iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(",")
}

fn hint(scope: &Scope, field: &Field) -> AttrValue {
    let endings = endings(field).iter().map(|ending| ending.to_uppercase()).collect::<Vec<_>>().join(scope.i18n.pick("、", ", "));
    let size = field.file.as_ref().and_then(|rule| rule.max_mb).map(|most| t!(scope.i18n, "field-file-most-mb", most = most).to_string());
    let count = field.max_items.map(|most| t!(scope.i18n, "field-file-most-count", most = most).to_string());
    let parts: Vec<String> = [Some(endings).filter(|endings| !endings.is_empty()), size, count].into_iter().flatten().collect();
    parts.join(" · ").into()
}

/// Why a file is not even sent. `room` is how many more the field takes.
fn fault(scope: &Scope, field: &Field, name: &str, size: f64, room: usize) -> Option<AttrValue> {
    let refusal = refused(&endings(field), field.file.as_ref().and_then(|rule| rule.max_mb), name, size, room)?;
    Some(match refusal {
        Refused::Full => t!(scope.i18n, "field-file-full", most = field.max_items.unwrap_or(MOST)),
        Refused::Ending => t!(scope.i18n, "field-file-ending"),
        Refused::Empty => t!(scope.i18n, "field-file-empty"),
        Refused::TooLarge(most) => t!(scope.i18n, "field-file-too-large", most = most),
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Refused {
    Full,
    Ending,
    Empty,
    TooLarge(u32),
}

fn refused(endings: &[String], max_mb: Option<u32>, name: &str, size: f64, room: usize) -> Option<Refused> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if room == 0 {
        Some(Refused::Full)
    } else if !endings.is_empty() && !endings.contains(&ending) {
        Some(Refused::Ending)
    } else if size <= 0.0 {
        Some(Refused::Empty)
    } else {
        max_mb.filter(|most| size > f64::from(*most) * 1_048_576.0).map(Refused::TooLarge)
    }
}

fn why(i18n: &trellis_ui_kit::I18n, error: &ApiError) -> AttrValue {
    error.errors.first().map_or_else(|| explain(i18n, error), |fault| fault.message.clone().into())
}

/// The icon of a file by its name.
fn icon(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp" | "svg" | "heic" => "file-image",
        "xls" | "xlsx" | "csv" | "ods" | "numbers" => "file-spreadsheet",
        "zip" | "rar" | "7z" | "gz" | "tar" => "file-archive",
        "mp4" | "mov" | "avi" | "mkv" => "file-video",
        "mp3" | "wav" | "m4a" => "file-audio",
        "pdf" | "doc" | "docx" | "txt" | "md" | "ppt" | "pptx" => "file-text",
        _ => "file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_field_does_not_take_is_not_sent() {
        let pdf = ["pdf".to_owned()];
        for (name, size, room, expected) in [
            ("a.PDF", 10.0, 1, None),
            ("a.exe", 10.0, 1, Some(Refused::Ending)),
            ("pdf", 10.0, 1, Some(Refused::Ending)),
            ("a.pdf", 3_000_000.0, 1, Some(Refused::TooLarge(2))),
            ("a.pdf", 0.0, 1, Some(Refused::Empty)),
            ("a.pdf", 10.0, 0, Some(Refused::Full)),
        ] {
            assert_eq!(refused(&pdf, Some(2), name, size, room), expected, "{name}");
        }
        assert_eq!(refused(&[], None, "anything", 1e12, 1), None);
    }

    #[test]
    fn pictures_are_pictures_also_when_nothing_is_declared() {
        let mut field = Field::new("photo", FieldKind::Image, trellis_model::Label::default());
        assert_eq!(accept(&field), ".png,.jpg,.jpeg,.gif,.webp");
        field.kind = FieldKind::File;
        assert_eq!(accept(&field), "");
    }
}
