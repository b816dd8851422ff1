//! The one form of an e-mail address or mobile number that is compared, stored and sent to.

use trellis_model::field::{email::is_email, phone::is_phone};
use trellis_notify::Address;
use unicode_normalization::UnicodeNormalization;

/// An e-mail address or mobile number in its one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login(String);

impl Login {
    /// Reads an e-mail address (compatibility forms unified, small letters, the domain in Punycode without a dot at its end)
    /// or a phone number (digits, without China's country code).
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().nfkc().collect();
        if text.contains('@') {
            return email(&text).map(Self);
        }
        if !is_phone(&text) {
            return None;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let national = digits.strip_prefix("86").filter(|rest| rest.len() == 11).map(str::to_owned);
        Some(Self(national.unwrap_or(digits)))
    }

    /// The stored form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is an e-mail address.
    pub fn is_email(&self) -> bool {
        self.0.contains('@')
    }

    /// `email` or `phone`.
    pub fn kind(&self) -> &'static str {
        if self.is_email() { "email" } else { "phone" }
    }

    /// Where messages to it go.
    pub fn address(&self) -> Address {
        if self.is_email() { Address::Email(self.0.clone()) } else { Address::Phone(self.0.clone()) }
    }
}

fn email(text: &str) -> Option<String> {
    let (local, domain) = text.rsplit_once('@')?;
    let domain = idna::domain_to_ascii_strict(domain.strip_suffix('.').unwrap_or(domain)).ok()?;
    let address = format!("{}@{domain}", local.to_lowercase());
    is_email(&address).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::Login;

    fn read(text: &str) -> Option<String> {
        Login::parse(text).map(|login| login.as_str().to_owned())
    }

    #[test]
    fn one_person_writes_one_login_in_many_ways() {
        for same in [" Boss@Demo.Example ", "ｂｏｓｓ＠ｄｅｍｏ．ｅｘａｍｐｌｅ", "boss@demo.example.", "BOSS@demo。example"]
        {
            assert_eq!(read(same).as_deref(), Some("boss@demo.example"), "{same}");
        }
        for same in ["+86 138-0000-1234", "13800001234", "１３８００００１２３４", "86 13800001234"] {
            assert_eq!(read(same).as_deref(), Some("13800001234"), "{same}");
        }
        assert_eq!(read("a@例子.中国"), read("A@xn--fsqu00a.xn--fiqs8s"));
    }

    #[test]
    fn what_only_looks_alike_is_somebody_else() {
        assert_ne!(read("a@cüre53.de"), read("a@cure53.de"));
        assert_ne!(read("boss+tag@demo.example"), read("boss@demo.example"));
        assert_ne!(read("mıke@demo.example"), read("mike@demo.example"));
        assert_ne!(read("MİKE@demo.example"), read("mike@demo.example"));
        for none in ["12", "boss@", "a@b", "a@b..example", "a@b.example..", "a@b.example\r\nBcc: c@d.example", "a@[127.0.0.1]", ""] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
