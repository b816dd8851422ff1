//! What the engine answers instead of a result.

use trellis_model::{Label, Violation};
use trellis_storage::{IsRetry, StorageError};

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input breaks the schema or a rule. All violations at once.
    #[error("invalid input: {0:?}")]
    Invalid(Vec<Violation>),
    /// The request cannot be read at all.
    #[error("malformed request: {0:?}")]
    Malformed(Reason),
    /// Known, but not allowed.
    #[error("forbidden: {0:?}")]
    Forbidden(Reason),
    /// Absent, or not visible to the caller: the two cannot be told apart.
    #[error("not found")]
    NotFound,
    /// It does not go with how things stand.
    #[error("conflict: {0:?}")]
    Conflict(Reason),
    /// `If-Match` names another version.
    #[error("the record has changed")]
    Precondition,
    /// Too many at once; again later.
    #[error("busy")]
    Busy,
    /// Something is broken. Logged, never sent.
    #[error("internal: {0}")]
    Internal(String),
    /// To be tried again as it was.
    #[error("retry")]
    Retry,
    /// Somebody published since the call began: to be tried again with what is in force now.
    #[error("outdated")]
    Outdated,
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)*) => {
        /// Why something is forbidden, in conflict or malformed, with a stable code and a sentence.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Reason {
            $($(#[$doc])* $variant,)*
            /// A module's own reason: code and sentence.
            Other(&'static str, Label),
        }

        impl Reason {
            /// The stable code.
            pub fn code(&self) -> &'static str {
                match self { $(Self::$variant => $code,)* Self::Other(code, _) => code }
            }

            /// The sentence for people.
            pub fn text(&self) -> Label {
                match self { $(Self::$variant => Label::new($zh, $en),)* Self::Other(_, label) => label.clone() }
            }
        }
    };
}

reasons! {
    /// No role of the caller allows the action on the object, or on this record.
    NotAllowed = "not_allowed", "您没有执行此操作的权限", "You are not allowed to do this";
    /// A field that the caller may not write.
    FieldNotAllowed = "field_not_allowed", "您没有修改该字段的权限", "You are not allowed to change this field";
    /// Giving a record away needs the right to transfer.
    TransferNotAllowed = "transfer_not_allowed", "您没有转移该记录的权限", "You are not allowed to give this record to somebody else";
    /// Something still refers to it.
    HasRelated = "has_related", "仍有其他记录引用它，不能删除", "Other records still refer to it, so it cannot be deleted";
    /// The action does not go with the record as it stands.
    NotApplicable = "not_applicable", "当前状态下不能执行此操作", "This cannot be done to the record as it is now";
    /// The same key came with another body.
    IdempotencyKey = "idempotency_key_reused", "同一个 Idempotency-Key 用于了不同的请求", "The same Idempotency-Key came with another request";
    /// A cursor that this list did not give.
    Cursor = "cursor", "分页游标无效", "The cursor is not one that this list gave";
    /// A query parameter that cannot be read.
    Query = "query", "查询参数无效", "A query parameter cannot be read";
    /// A body that is not JSON of the right form.
    Body = "body", "请求内容不是有效的 JSON", "The body is not valid JSON of the right form";
    /// Nothing to publish.
    NoDraft = "no_draft", "没有待发布的修改", "There is nothing to publish";
    /// A package and the company changed the same.
    PackageConflicts = "package_conflicts", "包与本公司的修改有冲突，请选择以哪一方为准", "The package and the company changed the same; choose which one holds";
    /// Something else has that name.
    NameTaken = "name_taken", "该名称已被使用", "That name is taken";
    /// Publishing would lose data.
    Losses = "losses", "发布会丢失数据，请先确认", "Publishing would lose data; confirm that first";
    /// Nobody can grant, change or take away a right that they lack.
    ExceedsOwnRights = "exceeds_own_rights", "不能授予、调整或收回您自己没有的权限", "You cannot grant, change or take away rights that you do not have yourself";
    /// The super administrator is touched by nobody else.
    SuperAdmin = "super_admin", "超级管理员不能被他人修改", "Nobody else can change the super administrator";
    /// The super administrator stays active and in charge until the company is transferred.
    SuperAdminStays = "super_admin_stays", "超级管理员不能被停用，请先转让企业", "The super administrator cannot be disabled; transfer the company first";
    /// Only the super administrator does this.
    OnlySuperAdmin = "only_super_admin", "只有超级管理员可以执行此操作", "Only the super administrator can do this";
    /// Oneself cannot be disabled.
    Oneself = "oneself", "不能停用自己", "You cannot disable yourself";
    /// Every seat of the edition is taken.
    NoSeats = "no_seats", "可用席位已用完，请先停用其他用户或购买席位", "No seat is free; disable somebody else or buy more seats";
    /// The person is not in the state that this asks for.
    PersonState = "person_state", "该用户当前状态下不能执行此操作", "This cannot be done to the person as things are now";
    /// People still have the role.
    RoleInUse = "role_in_use", "仍有用户拥有该角色，请先收回", "People still have this role; take it away from them first";
    /// A role that the product ships keeps its name and stays.
    ShippedRole = "shipped_role", "预置角色不能重命名或删除，可以复制后修改", "A ready-made role cannot be renamed or deleted; copy it and change the copy";
    /// The department still has people.
    DepartmentHasPeople = "department_has_people", "部门中还有人员，请先移走", "The department still has people; move them first";
    /// The department still has departments below it.
    DepartmentHasChildren = "department_has_children", "该部门还有下级部门，请先移走或删除", "The department still has departments below it; move or delete them first";
    /// The import goes on by itself, or is over.
    ImportState = "import_state", "导入任务当前状态下不能执行此操作", "This cannot be done to the import as it is now";
    /// Records of this object are kept by the product's own services.
    SystemObject = "system_object", "该对象由系统维护，请使用对应的管理功能", "Records of this object are kept by the system; use its own functions";
}

impl Error {
    /// The same error, of something that stands at `place` of what was sent.
    #[must_use]
    pub fn under(self, place: &str) -> Self {
        match self {
            Self::Invalid(violations) => Self::Invalid(violations.into_iter().map(|violation| violation.under(place)).collect()),
            other => other,
        }
    }

    /// One violation.
    pub fn invalid(violation: Violation) -> Self {
        Self::Invalid(vec![violation])
    }
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Retry => Self::Retry,
            StorageError::Busy => Self::Busy,
            other => Self::Internal(other.to_string()),
        }
    }
}

impl IsRetry for Error {
    fn is_retry(&self) -> bool {
        matches!(self, Self::Retry)
    }
}
