//! What no longer fits the shipped declarations, after an upgrade of the product, say: in words, with a way to mend it.

use serde::Serialize;
use trellis_catalog::{Catalog, Problem};
use trellis_model::Label;
use trellis_storage::Conn;

use super::{
    draft::{Draft, compose, difference, draft},
    edit::new_problems,
    references::remove_at,
};
use crate::{Result, company};

/// A way to mend is looked for in so many problems: each is tried on the whole catalog.
const MOST_TRIED: usize = 50;

/// What is wrong, and how much of it people live with until the draft is published.
#[derive(Debug, Serialize)]
pub struct Problems {
    /// What the draft has not mended yet.
    pub items: Vec<Misfit>,
    /// How many problems what is published has.
    pub published: usize,
}

/// A place that does not fit what the product ships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Misfit {
    /// The problem as `trellis check` tells it.
    #[serde(flatten)]
    pub problem: Problem,
    /// The same in words.
    pub text: Label,
    /// The place without which the problem is gone, for whoever mends; none when that takes a decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
}

/// What is wrong with the company's changes over what is shipped.
///
/// # Errors
/// When the store fails.
pub async fn problems(conn: &mut Conn) -> Result<Problems> {
    let (_, overlay) = company::overlay(conn).await?;
    let published = Catalog::with_overlay(&overlay).1.len();
    let draft = draft(conn).await?;
    let misfit = |(at, problem): (usize, &Problem)| Misfit {
        problem: problem.clone(),
        text: in_words(&problem.message).unwrap_or_else(unfit),
        mend: (at < MOST_TRIED).then(|| mending(&draft, problem)).flatten(),
    };
    Ok(Problems { items: draft.problems.iter().enumerate().map(misfit).collect(), published })
}

/// What is said where a message is for writers of declarations.
fn unfit() -> Label {
    Label::new("这里的设置不再符合当前版本的产品", "What is set here no longer fits this version of the product")
}

/// The smallest thing around a problem without which it is gone, and no other comes.
fn mending(draft: &Draft, problem: &Problem) -> Option<String> {
    let before = draft.catalog.files().get(&problem.file)?;
    let mut pointer = problem.pointer.as_str();
    while !pointer.is_empty() {
        let mut after = before.clone();
        if remove_at(&mut after, pointer, None).is_some() {
            let change = [(problem.file.clone(), difference(before, &after))].into();
            let (_, left) = Catalog::with_overlay(&compose(&draft.overlay, &change));
            if left.len() < draft.problems.len() && new_problems(&draft.problems, left).is_empty() {
                return Some(pointer.to_owned());
            }
        }
        pointer = pointer.rsplit_once('/')?.0;
    }
    None
}

/// A message of the catalog, which speaks to whoever writes declarations, in the words of whoever clicks them together; none
/// for what only the former meet.
pub(super) fn in_words(message: &str) -> Option<Label> {
    if let Some(name) = message.strip_suffix(" is required, but no section has it") {
        let name = name.trim_matches('`');
        return Some(Label::new(
            format!("字段“{name}”必填，但布局中没有它"),
            format!("The field {name} is required, but the layout lacks it"),
        ));
    }
    let missing = message.strip_prefix("unknown ").or_else(|| message.strip_prefix("There is no "))?;
    let (what, rest) = missing.split_once(" `")?;
    let name = rest.split('`').next().unwrap_or_default();
    let (zh, en) = match what {
        "field" => ("字段", "field"),
        "object" => ("对象", "object"),
        "picklist" => ("数据字典", "dictionary"),
        "tab" => ("页签", "tab"),
        "action" => ("操作", "action"),
        "relation" => ("关联", "relation"),
        "option" => ("选项", "option"),
        _ => ("名称", "name"),
    };
    Some(Label::new(format!("这里用到的{zh}“{name}”不存在"), format!("The {en} {name} that is used here does not exist")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let said = |message: &str| in_words(message).unwrap();
        assert_eq!(said("unknown field `emial`").en, "The field emial that is used here does not exist");
        assert_eq!(said("There is no field `emial`"), said("unknown field `emial`"));
        assert_eq!(said("unknown picklist `x`").zh, "这里用到的数据字典“x”不存在");
        assert_eq!(said("`name` is required, but no section has it").zh, "字段“name”必填，但布局中没有它");
        assert_eq!(in_words("3 is not one of 1, 2"), None);
    }
}
