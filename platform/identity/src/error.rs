//! What can go wrong with identities.

use trellis_engine::Error;
use trellis_storage::{IsRetry, StorageError};

/// Why somebody was not let in, or an identity was not changed.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The account does not exist or the password is wrong: never said which.
    #[error("wrong account or password")]
    WrongPassword,
    /// No valid session or token.
    #[error("not signed in")]
    NotSignedIn,
    /// Signed in, but no company is chosen.
    #[error("no company is chosen")]
    NoCompany,
    /// The person has no role in that company yet.
    #[error("not activated in that company")]
    NotActivated,
    /// The person is disabled in that company.
    #[error("disabled in that company")]
    Disabled,
    /// The code is wrong, used, burnt or too old: never said which.
    #[error("wrong or expired code")]
    WrongCode,
    /// A code was sent a moment ago; another one after so many seconds.
    #[error("a code was sent a moment ago")]
    CodeWait(u64),
    /// Enough codes for an address or a client; again after so many seconds.
    #[error("too many codes")]
    TooManyCodes(u64),
    /// Too many wrong tries; again after so many seconds.
    #[error("too many wrong tries")]
    TooManyTries(u64),
    /// A token that may only read.
    #[error("the token may only read")]
    ReadOnly,
    /// What the engine says.
    #[error(transparent)]
    Engine(#[from] Error),
}

impl From<StorageError> for IdentityError {
    fn from(error: StorageError) -> Self {
        Self::Engine(error.into())
    }
}

impl IsRetry for IdentityError {
    fn is_retry(&self) -> bool {
        matches!(self, Self::Engine(error) if error.is_retry())
    }
}
