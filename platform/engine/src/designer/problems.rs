//! What no longer fits the shipped declarations, after an upgrade of the product, say: in words, with a way to mend it.

use trellis_catalog::{Catalog, Problem, difference};
use trellis_storage::Conn;

use super::{
    draft::{Draft, draft, over_shipped},
    edit::new_problems,
    references::remove_at,
};
use crate::{Result, company};

/// A way to mend is looked for in so many problems: each is tried on the whole catalog.
const MOST_TRIED: usize = 50;

/// What is wrong, and how much of it people live with until the draft is published.
#[derive(Debug)]
pub struct Problems {
    /// What the draft has not mended yet.
    pub items: Vec<Misfit>,
    /// How many problems what is published has.
    pub published: usize,
}

/// A place that does not fit what the product ships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The problem as `trellis check` tells it.
    pub problem: Problem,
    /// The place without which the problem is gone, for whoever mends; none when that takes a decision.
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
        mend: (at < MOST_TRIED).then(|| mending(&draft, problem)).flatten(),
    };
    Ok(Problems { items: draft.problems.iter().enumerate().map(misfit).collect(), published })
}

/// Whether a place is one without which a problem of the draft is gone.
pub(super) fn mends(draft: &Draft, file: &str, pointer: &str) -> bool {
    let around = |problem: &&Problem| problem.file == file && problem.pointer.starts_with(pointer);
    draft.problems.iter().filter(around).any(|problem| mending(draft, problem).as_deref() == Some(pointer))
}

/// The smallest thing around a problem without which it is gone, and no other comes.
fn mending(draft: &Draft, problem: &Problem) -> Option<String> {
    let before = draft.catalog.files().get(&problem.file)?;
    let mut pointer = problem.pointer.as_str();
    while !pointer.is_empty() {
        let mut after = before.clone();
        if remove_at(&mut after, pointer, None).is_some() {
            let change = [(problem.file.clone(), difference(before, &after))].into();
            let (_, left) = Catalog::with_overlay(&over_shipped(&draft.overlay, &change));
            if left.len() < draft.problems.len() && new_problems(&draft.problems, left).is_empty() {
                return Some(pointer.to_owned());
            }
        }
        pointer = pointer.rsplit_once('/')?.0;
    }
    None
}
