//! Passwords: Argon2id, off the async threads, no more at once than there are processors.

use std::sync::{LazyLock, OnceLock};

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use tokio::sync::Semaphore;
use trellis_engine::Error;
use trellis_model::{Violation, violation::Code};

use crate::Result;

/// Fewest and most characters. No rules of composition; most, because hashing is costly.
const SHORTEST: usize = 8;
const LONGEST: usize = 128;

/// Hashing is memory-hard; more of it at once than processors only makes every caller wait.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, usize::from)));

/// Refuses a password that is too short, too long or among the commonest.
pub fn check(password: &str, field: &str) -> Result<(), Violation> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Violation::new(field, Code::TooShort).with("min", SHORTEST));
    }
    if length > LONGEST {
        return Err(Violation::new(field, Code::TooLong).with("max", LONGEST));
    }
    Ok(())
}

/// The hash to store, in PHC form.
pub async fn hash(password: String) -> Result<String> {
    let _turn = TURNS.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || -> Result<String, argon2::password_hash::Error> {
        let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes())?;
        Ok(hash.to_string())
    });
    let hashed = hashed.await.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(hashed.map_err(|error| Error::Internal(error.to_string()))?)
}

/// Whether the password fits the hash. Takes as long without a hash, so that time does not tell whether an account is there.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    static DUMMY: OnceLock<String> = OnceLock::new();
    if DUMMY.get().is_none() {
        let dummy = self::hash("nobody's password".to_owned()).await?;
        let _ = DUMMY.set(dummy);
    }
    if password.chars().count() > LONGEST {
        return Ok(false);
    }
    let exists = hash.is_some();
    let against = hash.or_else(|| DUMMY.get().cloned()).unwrap_or_default();
    let _turn = TURNS.acquire().await;
    let fits = tokio::task::spawn_blocking(move || Argon2::default().verify_password(password.as_bytes(), against.as_str()).is_ok());
    Ok(fits.await.map_err(|error| Error::Internal(error.to_string()))? && exists)
}
