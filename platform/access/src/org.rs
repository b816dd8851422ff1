//! People and departments, as far as access asks about them.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserFacts {
    /// The person's id.
    pub id: Uuid,
    /// What people read.
    pub name: String,
    /// The department that the person is in.
    pub department: Option<Uuid>,
    /// Whether the person works here now. Somebody who does not may do nothing, but may still own records.
    pub active: bool,
    /// The super administrator may do everything in the company.
    pub is_super: bool,
    /// The names of the roles. Without any, nothing is allowed.
    pub roles: Vec<String>,
}

/// The department tree and everybody in it, those who have left included.
#[derive(Debug, Clone, Default)]
pub struct Org {
    users: HashMap<Uuid, UserFacts>,
    /// By department, the people in it.
    people: HashMap<Uuid, Vec<Uuid>>,
    /// By department, those right below it.
    children: HashMap<Uuid, Vec<Uuid>>,
    /// By person, the departments that they manage.
    managed: HashMap<Uuid, Vec<Uuid>>,
}

impl Org {
    /// Adds a department.
    pub fn add_department(&mut self, id: Uuid, parent: Option<Uuid>, manager: Option<Uuid>) {
        if let Some(parent) = parent {
            self.children.entry(parent).or_default().push(id);
        }
        if let Some(manager) = manager {
            self.managed.entry(manager).or_default().push(id);
        }
    }

    /// Adds a person.
    pub fn add_user(&mut self, user: UserFacts) {
        if let Some(department) = user.department {
            self.people.entry(department).or_default().push(user.id);
        }
        self.users.insert(user.id, user);
    }

    /// The person with this id.
    pub fn user(&self, id: Uuid) -> Option<&UserFacts> {
        self.users.get(&id)
    }

    /// The departments of a person: the own one and those that the person manages.
    pub fn departments_of(&self, user: Uuid) -> BTreeSet<Uuid> {
        let own = self.user(user).and_then(|user| user.department);
        own.iter().chain(self.managed.get(&user).into_iter().flatten()).copied().collect()
    }

    /// The departments of a person and all below them: what `$my_departments` means.
    pub fn department_tree_of(&self, user: Uuid) -> Vec<Uuid> {
        self.with_below(&self.departments_of(user)).into_iter().collect()
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
        let mut org = Org::default();
        for (department, parent, manager) in [(1, None, None), (2, Some(1), None), (3, Some(2), Some(14)), (4, Some(1), None)] {
            org.add_department(id(department), parent.map(id), manager.map(id));
        }
        for (user, department) in [(11, Some(1)), (13, Some(3)), (14, Some(4)), (19, None)] {
            org.add_user(UserFacts { id: id(user), department: department.map(id), ..UserFacts::default() });
        }
        assert_eq!(org.with_below(&ids(&[2])), ids(&[2, 3]));
        assert_eq!(org.people_in(&org.with_below(&ids(&[2]))), ids(&[13]));
        assert_eq!(org.people_in(&org.with_below(&ids(&[1]))), ids(&[11, 13, 14]));
        assert_eq!(org.departments_of(id(14)), ids(&[3, 4]), "the own one and the one that is managed");
        assert_eq!(org.department_tree_of(id(11)), [id(1), id(2), id(3), id(4)]);
        assert!(org.department_tree_of(id(19)).is_empty());
    }

    #[test]
    fn a_tree_that_is_none_ends() {
        let mut org = Org::default();
        org.add_department(id(1), Some(id(2)), None);
        org.add_department(id(2), Some(id(1)), None);
        assert_eq!(org.with_below(&ids(&[1])), ids(&[1, 2]));
    }
}
