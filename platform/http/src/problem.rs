//! Errors as `application/problem+json` (RFC 9457), in the caller's language.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use trellis_engine::Error;
use trellis_identity::IdentityError;
use trellis_model::{
    Label, Language, Violation,
    violation::Code,
    wire::{Problem, ProblemField},
};

/// What a handler answers instead of a reply.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: &'static str,
    text: Label,
    violations: Vec<Violation>,
    language: Option<Language>,
    /// Seconds after which it may be tried again.
    retry_after: Option<u64>,
}

impl ApiError {
    /// An error with its own words.
    pub fn new(status: StatusCode, code: &'static str, zh: &str, en: &str) -> Self {
        Self { status, code, text: Label::new(zh, en), violations: Vec::new(), language: None, retry_after: None }
    }

    /// The request cannot be read.
    pub fn malformed(code: &'static str, zh: &str, en: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, zh, en)
    }

    /// Absent, or not visible: the same words.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "不存在，或您无权查看", "It does not exist, or you may not see it")
    }

    /// Not signed in.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "请先登录", "Sign in first")
    }

    /// One thing wrong with the input.
    pub fn invalid(violation: Violation) -> Self {
        Error::invalid(violation).into()
    }

    /// Too often: again after so many seconds.
    fn too_often(code: &'static str, seconds: u64, zh: &str, en: &str) -> Self {
        let [zh, en] = [zh, en].map(|text| text.replace("{seconds}", &seconds.to_string()));
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, code, &zh, &en) }
    }

    /// In this language, if none was chosen.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language.get_or_insert(language);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let plain = |status, reason: &trellis_engine::Reason| Self {
            status,
            code: reason.code(),
            text: reason.text(),
            violations: Vec::new(),
            language: None,
            retry_after: None,
        };
        match error {
            Error::Invalid(violations) => {
                let mut invalid = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "输入有误", "Some of the input is not valid");
                invalid.violations = violations;
                invalid
            }
            Error::Malformed(reason) => plain(StatusCode::BAD_REQUEST, &reason),
            Error::Forbidden(reason) => plain(StatusCode::FORBIDDEN, &reason),
            Error::NotFound => Self::not_found(),
            Error::Conflict(reason) => plain(StatusCode::CONFLICT, &reason),
            Error::Precondition => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "changed",
                "记录已被他人修改，请刷新后再试",
                "Somebody changed it in the meantime; reload and try again",
            ),
            Error::Busy | Error::Retry | Error::Outdated => {
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "系统繁忙，请稍后再试", "Too busy right now; try again")
            }
            Error::Internal(cause) => {
                tracing::error!(cause, "internal error");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "internal",
                    "系统内部错误，已记录",
                    "Something is broken here; it has been logged",
                )
            }
        }
    }
}

impl From<IdentityError> for ApiError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::WrongPassword => {
                Self::new(StatusCode::UNAUTHORIZED, "wrong_password", "账号或密码不正确", "The account or the password is wrong")
            }
            IdentityError::NotSignedIn => Self::not_signed_in(),
            IdentityError::NoCompany => Self::new(StatusCode::FORBIDDEN, "no_company", "请先选择企业", "Choose a company first"),
            IdentityError::NotActivated => Self::new(
                StatusCode::FORBIDDEN,
                "not_activated",
                "您在该企业的账号尚未激活，请联系管理员分配角色",
                "You are not activated in that company yet; ask an administrator for a role",
            ),
            IdentityError::Disabled => Self::new(
                StatusCode::FORBIDDEN,
                "disabled",
                "您在该企业的账号已停用，请联系管理员",
                "You have been disabled in that company; ask an administrator",
            ),
            IdentityError::WrongCode => Self::invalid(Violation::new("code", Code::WrongCode)),
            IdentityError::CodeWait(seconds) => Self::too_often(
                "code_wait",
                seconds,
                "验证码刚刚发送过，请在 {seconds} 秒后重新获取",
                "A code was sent a moment ago; ask for another one in {seconds} seconds",
            ),
            IdentityError::TooManyCodes(seconds) => Self::too_often(
                "too_many_codes",
                seconds,
                "获取验证码过于频繁，请稍后再试",
                "Too many codes were asked for; try again later",
            ),
            IdentityError::TooManyTries(seconds) => Self::too_often(
                "too_many_tries",
                seconds,
                "尝试次数过多，请在 {seconds} 秒后再试",
                "Too many wrong tries; try again in {seconds} seconds",
            ),
            IdentityError::ReadOnly => Self::new(StatusCode::FORBIDDEN, "read_only_token", "该令牌只能读取", "This token may only read"),
            IdentityError::Engine(error) => error.into(),
        }
    }
}

impl From<trellis_storage::StorageError> for ApiError {
    fn from(error: trellis_storage::StorageError) -> Self {
        Error::from(error).into()
    }
}

impl ApiError {
    /// As it is sent.
    pub fn problem(&self) -> Problem {
        let language = self.language.unwrap_or_default();
        Problem {
            kind: "about:blank".to_owned(),
            title: self.status.canonical_reason().unwrap_or_default().to_owned(),
            status: self.status.as_u16(),
            detail: self.text.get(language).to_owned(),
            code: self.code.to_owned(),
            errors: self.violations.iter().map(|violation| ProblemField::new(violation, language)).collect(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = serde_json::to_string(&self.problem()).unwrap_or_default();
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        let busy = (self.status == StatusCode::SERVICE_UNAVAILABLE).then_some(1);
        if let Some(seconds) = self.retry_after.or(busy) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
