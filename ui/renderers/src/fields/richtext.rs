//! Text with headings, lists, tables and links. Shown from its tree, node by node, never as HTML.

use trellis_model::{Json, field::richtext::plain};
use trellis_ui_kit::RichText as Input;
use yew::prelude::*;

use super::{Edit, FieldInputProps, Place, Renderer, Shown};
use crate::Scope;

/// Text with headings, lists, tables and links.
pub(super) struct Richtext;

impl Renderer for Richtext {
    fn input(&self, _: &Scope, props: &FieldInputProps) -> Html {
        let onchange = props.onchange.reform(|json: String| Edit::value(serde_json::from_str::<Json>(&json).unwrap_or_default()));
        let value = if props.value.is_null() { String::new() } else { props.value.to_string() };
        html! { <Input {value} {onchange} onblur={props.onblur.clone()} disabled={props.disabled} /> }
    }

    fn text(&self, shown: Shown<'_>) -> String {
        plain(shown.value)
    }

    fn view(&self, shown: Shown<'_>) -> Html {
        match shown.place {
            Place::Cell => html! { <span class="u-ellipsis">{ plain(shown.value).replace('\n', " ") }</span> },
            Place::Page => document(shown.value),
        }
    }

    fn width(&self) -> f64 {
        240.0
    }

    fn is_wide(&self) -> bool {
        true
    }
}

/// A document on the page.
pub fn document(json: &Json) -> Html {
    html! { <div class="r-document">{ children(json) }</div> }
}

fn children(node: &Json) -> Html {
    node.get("content").and_then(Json::as_array).into_iter().flatten().map(block).collect()
}

fn attribute<'a>(node: &'a Json, name: &str) -> &'a Json {
    node.get("attrs").and_then(|attributes| attributes.get(name)).unwrap_or(&Json::Null)
}

/// A node that the model lets in; any other is left out.
fn block(node: &Json) -> Html {
    let inner = || children(node);
    let number = |name: &str| attribute(node, name).as_u64().map(|number| number.to_string());
    // One of four words, as the model has checked.
    let align = attribute(node, "textAlign").as_str().filter(|align| matches!(*align, "center" | "right" | "justify"));
    let style = align.map(|align| format!("text-align:{align}"));
    match node.get("type").and_then(Json::as_str).unwrap_or_default() {
        "text" => text(node),
        "hardBreak" => html! { <br /> },
        "paragraph" if node.get("content").is_none() => html! { <p><br /></p> },
        "paragraph" => html! { <p {style}>{ inner() }</p> },
        // The page has headings above these.
        "heading" => match attribute(node, "level").as_u64() {
            Some(1) => html! { <h3 data-level="1" {style}>{ inner() }</h3> },
            Some(2) => html! { <h4 data-level="2" {style}>{ inner() }</h4> },
            Some(3) => html! { <h5 data-level="3" {style}>{ inner() }</h5> },
            _ => html! { <h6 data-level="4" {style}>{ inner() }</h6> },
        },
        "blockquote" => html! { <blockquote>{ inner() }</blockquote> },
        "codeBlock" => html! { <pre><code>{ inner() }</code></pre> },
        "bulletList" => html! { <ul>{ inner() }</ul> },
        "orderedList" => html! { <ol start={number("start")}>{ inner() }</ol> },
        "listItem" => html! { <li>{ inner() }</li> },
        "taskList" => html! { <ul data-type="taskList">{ inner() }</ul> },
        "taskItem" => {
            let done = attribute(node, "checked").as_bool().unwrap_or_default();
            html! {
                <li data-checked={done.to_string()}>
                    <label><input type="checkbox" checked={done} disabled={true} /></label>
                    <div>{ inner() }</div>
                </li>
            }
        }
        "table" => html! { <div class="tableWrapper"><table><tbody>{ inner() }</tbody></table></div> },
        "tableRow" => html! { <tr>{ inner() }</tr> },
        "tableCell" => html! { <td colspan={number("colspan")} rowspan={number("rowspan")}>{ inner() }</td> },
        "tableHeader" => html! { <th colspan={number("colspan")} rowspan={number("rowspan")}>{ inner() }</th> },
        "horizontalRule" => html! { <hr /> },
        _ => Html::default(),
    }
}

fn text(node: &Json) -> Html {
    let words = node.get("text").and_then(Json::as_str).unwrap_or_default().to_owned();
    let marks = node.get("marks").and_then(Json::as_array).into_iter().flatten();
    marks.fold(html! { { words } }, |inner, mark| match mark.get("type").and_then(Json::as_str).unwrap_or_default() {
        "bold" => html! { <strong>{ inner }</strong> },
        "italic" => html! { <em>{ inner }</em> },
        "underline" => html! { <u>{ inner }</u> },
        "strike" => html! { <s>{ inner }</s> },
        "code" => html! { <code>{ inner }</code> },
        "link" => match address(attribute(mark, "href").as_str().unwrap_or_default()) {
            Some(href) => html! { <a class="u-link" {href} target="_blank" rel="noreferrer noopener">{ inner }</a> },
            None => inner,
        },
        _ => inner,
    })
}

/// An address that a link may lead to, whatever was kept: the web, or a mailbox.
fn address(href: &str) -> Option<String> {
    let lower = href.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|start| lower.starts_with(start)).then(|| href.to_owned())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn links_lead_to_the_web_or_a_mailbox_only() {
        assert!(address("https://example.com").is_some() && address("MAILTO:a@b.cc").is_some());
        for href in ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//example.com", ""] {
            assert_eq!(address(href), None, "{href}");
        }
    }
}
