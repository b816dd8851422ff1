//! The company, its departments and people.

use serde::{Deserialize, Serialize};

/// `GET /company`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyInfo {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who is in charge of it.
    pub super_admin: Option<PersonRef>,
    /// How many people can be active.
    pub seats: Seats,
    /// What was bought.
    pub edition: String,
    /// Where its calendar days begin and end: an IANA name, such as `Asia/Shanghai`.
    pub time_zone: String,
}

/// A person by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRef {
    /// The person.
    pub id: String,
    /// The name.
    pub name: String,
}

/// How many people can be active, and how many are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    /// Active people.
    pub used: u64,
    /// As many as there can be.
    pub total: u64,
}

/// A department in `GET /departments/tree`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentInfo {
    /// The department.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The department above it.
    pub parent: Option<String>,
    /// Who manages it.
    pub manager: Option<String>,
    /// How many people are in it, those who left included.
    pub people: usize,
}
