//! Errors as `application/problem+json` (RFC 9457), in the caller's language.

use std::sync::Arc;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
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
        self.problem_in(self.language.unwrap_or_default())
    }

    fn problem_in(&self, language: Language) -> Problem {
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

/// An error that was answered before anybody said in which language.
#[derive(Clone)]
struct Unspoken(Arc<ApiError>);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.response(self.language.unwrap_or_default());
        if self.language.is_none() {
            response.extensions_mut().insert(Unspoken(Arc::new(self)));
        }
        response
    }
}

/// The answer as callers of the API get it: every error a problem in their language, also one that was answered without
/// knowing it, and one that the framework answers in its own words.
pub fn spoken(mut response: Response, language: Language) -> Response {
    let status = response.status();
    let mut problem = match response.extensions_mut().remove::<Unspoken>() {
        Some(Unspoken(error)) => error.response(language),
        None if is_plain(status, response.headers()) => ApiError::of_status(status).response(language),
        None => return response,
    };
    // What was put on the first answer on its way out stays, but for what describes its body.
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH && !problem.headers().contains_key(name) {
            problem.headers_mut().append(name, value.clone());
        }
    }
    problem
}

/// Whether an error is in words that are not ours.
fn is_plain(status: StatusCode, headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    (status.is_client_error() || status.is_server_error()) && (kind.is_empty() || kind.starts_with(b"text/plain"))
}

impl ApiError {
    /// What a status alone says.
    fn of_status(status: StatusCode) -> Self {
        let (code, zh, en) = match status {
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::UNAUTHORIZED => return Self::not_signed_in(),
            StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "请求内容过大", "The body is too large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ("media_type", "不支持请求内容的类型", "The body is of a type that is not taken here"),
            StatusCode::METHOD_NOT_ALLOWED => ("method", "不支持该方法", "The method is not allowed here"),
            status if status.is_client_error() => ("request", "请求无法读取", "The request cannot be read"),
            _ => ("internal", "系统内部错误，已记录", "Something is broken here; it has been logged"),
        };
        Self::new(status, code, zh, en)
    }

    fn response(&self, language: Language) -> Response {
        let body = serde_json::to_string(&self.problem_in(language)).unwrap_or_default();
        let mut response = (self.status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        let busy = (self.status == StatusCode::SERVICE_UNAVAILABLE).then_some(1);
        if let Some(seconds) = self.retry_after.or(busy) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
