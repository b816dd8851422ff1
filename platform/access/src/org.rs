//! People and departments, as far as access asks about them.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

/// What access must know of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFacts {
    /// The person's id.
    pub id: Uuid,
    /// The super administrator may do everything in the company.
    pub is_super: bool,
    /// The department that the person is in.
    pub department: Option<Uuid>,
    /// The departments whose manager the person is.
    pub managed: Vec<Uuid>,
    /// The names of the roles. Without any, nothing is allowed.
    pub roles: Vec<String>,
}

/// The department tree and who is in it.
#[derive(Debug, Clone, Default)]
pub struct Org {
    children: HashMap<Uuid, Vec<Uuid>>,
    people: HashMap<Uuid, Vec<Uuid>>,
}

impl Org {
    /// An organization from its departments, each with its parent, and its people, each with the department. People who
    /// have left belong here too, as long as they own records.
    pub fn new(
        departments: impl IntoIterator<Item = (Uuid, Option<Uuid>)>,
        people: impl IntoIterator<Item = (Uuid, Option<Uuid>)>,
    ) -> Self {
        let mut org = Self::default();
        for (department, parent) in departments {
            if let Some(parent) = parent {
                org.children.entry(parent).or_default().push(department);
            }
        }
        for (person, department) in people {
            if let Some(department) = department {
                org.people.entry(department).or_default().push(person);
            }
        }
        org
    }

    /// The departments of a person: the own one and those that the person manages.
    pub fn departments_of(&self, user: &UserFacts) -> BTreeSet<Uuid> {
        user.department.iter().chain(&user.managed).copied().collect()
    }

    /// These departments and all below them.
    pub fn with_below(&self, departments: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
        let mut found = BTreeSet::new();
        let mut ahead: Vec<Uuid> = departments.iter().copied().collect();
        while let Some(department) = ahead.pop() {
            if found.insert(department) {
                ahead.extend(self.children.get(&department).into_iter().flatten());
            }
        }
        found
    }

    /// The people in these departments.
    pub fn people_in(&self, departments: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
        departments.iter().filter_map(|department| self.people.get(department)).flatten().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn ids(numbers: &[u128]) -> BTreeSet<Uuid> {
        numbers.iter().copied().map(id).collect()
    }

    #[test]
    fn finds_who_is_below() {
        let departments = [(id(1), None), (id(2), Some(id(1))), (id(3), Some(id(2))), (id(4), Some(id(1)))];
        let org = Org::new(departments, [(id(11), Some(id(1))), (id(13), Some(id(3))), (id(14), Some(id(4))), (id(19), None)]);
        assert_eq!(org.with_below(&ids(&[2])), ids(&[2, 3]));
        assert_eq!(org.people_in(&org.with_below(&ids(&[2]))), ids(&[13]));
        assert_eq!(org.people_in(&org.with_below(&ids(&[1]))), ids(&[11, 13, 14]));
        let user = UserFacts { department: Some(id(4)), managed: vec![id(3)], ..UserFacts::default() };
        assert_eq!(org.departments_of(&user), ids(&[3, 4]));
    }

    #[test]
    fn a_tree_that_is_none_ends() {
        let org = Org::new([(id(1), Some(id(2))), (id(2), Some(id(1)))], []);
        assert_eq!(org.with_below(&ids(&[1])), ids(&[1, 2]));
    }
}
