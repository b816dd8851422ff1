//! Secrets at rest: encrypted with a key that is not in the company's store, each bound to its place, so that a stolen copy
//! of the store tells nothing and no ciphertext can be moved to another record.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use crate::{Error, Result};

/// Bytes of a nonce; random ones of this length do not meet.
const NONCE: usize = 24;

/// What seals and opens a company's secrets.
pub struct Vault(XChaCha20Poly1305);

impl Vault {
    /// A vault with a key of 256 bits.
    pub fn new(key: [u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(&key.into()))
    }

    /// Encrypts a text for one place, such as `object:field:record`.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal(&self, text: &str, place: &str) -> Result<String> {
        let mut nonce = [0_u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|error| Error::Internal(error.to_string()))?;
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::Internal("a secret cannot be sealed".to_owned()))?;
        Ok(STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Decrypts what [`Vault::seal`] gave for the same place; `None` for anything else.
    pub fn open(&self, sealed: &str, place: &str) -> Option<String> {
        let bytes = STANDARD_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        String::from_utf8(self.0.decrypt(&XNonce::from(nonce), payload).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_in_its_place() {
        let vault = Vault::new([7; 32]);
        let sealed = vault.seal("密码", "customer:f_1:1").unwrap();
        assert!(!sealed.contains("密码"));
        assert_eq!(vault.open(&sealed, "customer:f_1:1").as_deref(), Some("密码"));
        assert_eq!(vault.open(&sealed, "customer:f_1:2"), None);
        assert_eq!(Vault::new([8; 32]).open(&sealed, "customer:f_1:1"), None);
        assert_eq!(vault.open("x", "customer:f_1:1"), None);
        assert_ne!(vault.seal("密码", "p").unwrap(), vault.seal("密码", "p").unwrap());
    }
}
