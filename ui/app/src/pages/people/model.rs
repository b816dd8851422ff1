//! The tree of departments, from what the server lists.

use trellis_model::wire::DepartmentInfo;
use trellis_ui_kit::{Choice, TreeNode};

/// The departments as a tree; each counts the people below it, too. One whose parent is not known stands at the top.
pub fn forest(departments: &[DepartmentInfo]) -> Vec<TreeNode> {
    let known = |id: &str| departments.iter().any(|department| department.id == id);
    let tops = departments.iter().filter(|department| department.parent.as_deref().is_none_or(|parent| !known(parent)));
    tops.map(|top| branch(departments, top).0).collect()
}

fn branch(departments: &[DepartmentInfo], top: &DepartmentInfo) -> (TreeNode, usize) {
    let mut people = top.people;
    let mut children = Vec::new();
    for child in departments.iter().filter(|child| child.parent.as_deref() == Some(top.id.as_str())) {
        let (node, below) = branch(departments, child);
        children.push(node);
        people += below;
    }
    let node = TreeNode::new(top.id.clone(), top.name.clone()).with_count(people.to_string());
    (TreeNode { children, ..node }, people)
}

/// A department and all below it.
pub fn below(departments: &[DepartmentInfo], id: &str) -> Vec<String> {
    let mut found = vec![id.to_owned()];
    let mut at = 0;
    while let Some(parent) = found.get(at).cloned() {
        let children = departments.iter().filter(|child| child.parent.as_deref() == Some(parent.as_str()));
        // Two looks at the same one would never end.
        let fresh: Vec<String> = children.map(|child| child.id.clone()).filter(|child| !found.contains(child)).collect();
        found.extend(fresh);
        at += 1;
    }
    found
}

/// The departments to choose from, each with the way to it; without those in `except`.
pub fn choices(departments: &[DepartmentInfo], except: &[String]) -> Vec<Choice> {
    let offered = departments.iter().filter(|department| !except.contains(&department.id));
    offered.map(|department| choice(departments, department)).collect()
}

/// A department to choose, with the way to it.
pub fn choice(departments: &[DepartmentInfo], department: &DepartmentInfo) -> Choice {
    let choice = Choice::new(department.id.clone(), department.name.clone());
    let way = way(departments, department);
    if way.is_empty() { choice } else { choice.with_note(way) }
}

/// The names of the departments above, from the top.
fn way(departments: &[DepartmentInfo], department: &DepartmentInfo) -> String {
    let mut names = Vec::new();
    let mut above = department.parent.clone();
    while let Some(parent) = above.and_then(|id| departments.iter().find(|other| other.id == id)) {
        if names.len() > departments.len() {
            break;
        }
        names.push(parent.name.clone());
        above = parent.parent.clone();
    }
    names.reverse();
    names.join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn departments() -> Vec<DepartmentInfo> {
        let one = |id: &str, parent: Option<&str>, people: usize| DepartmentInfo {
            id: id.into(),
            name: id.to_uppercase(),
            parent: parent.map(str::to_owned),
            manager: None,
            people,
        };
        vec![one("sales", Some("hq"), 1), one("hq", None, 2), one("east", Some("sales"), 3), one("lost", Some("gone"), 4)]
    }

    #[test]
    fn a_department_counts_the_people_below() {
        let forest = forest(&departments());
        assert_eq!(forest.iter().map(|node| node.id.to_string()).collect::<Vec<_>>(), ["hq", "lost"]);
        assert_eq!(forest[0].count.as_deref(), Some("6"));
        assert_eq!(forest[0].children[0].children[0].label, "EAST");
    }

    #[test]
    fn below_holds_itself_and_ends_in_a_circle() {
        assert_eq!(below(&departments(), "sales"), ["sales", "east"]);
        let mut round = departments();
        round[1].parent = Some("east".into());
        assert_eq!(below(&round, "hq").len(), 3);
    }

    #[test]
    fn a_choice_says_where_it_is() {
        let found = choices(&departments(), &["hq".to_owned()]);
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].note.as_deref(), Some("HQ / SALES"));
    }
}
