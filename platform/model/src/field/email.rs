//! An e-mail address.

use super::{
    Field, Kind, Setting, Shape, TEXT_OPS,
    text::{bounds, checked, kept},
    wrong,
};
use crate::{Json, JsonMap, Label, Value, Violation, filter::Op, object::Schema, violation::Code};

/// The most characters.
const LONGEST: usize = 254;

/// An e-mail address.
pub(super) struct Email;

impl Kind for Email {
    fn label(&self) -> Label {
        Label::new("邮箱", "E-mail")
    }

    fn icon(&self) -> &'static str {
        "mail"
    }

    fn shape(&self, _: &Field) -> Shape {
        Shape::Text
    }

    fn parse(&self, field: &Field, json: &Json, _: &dyn Schema) -> Result<Value, Violation> {
        let text = checked(field, json, LONGEST)?;
        if !(text.is_empty() || is_email(text)) {
            return Err(wrong(Code::Format).with("expected", "email"));
        }
        Ok(kept(text))
    }

    fn schema(&self, field: &Field, _: &dyn Schema) -> JsonMap {
        let mut schema = bounds(field, LONGEST);
        schema.insert("format".into(), "email".into());
        schema
    }

    fn operators(&self) -> &'static [Op] {
        TEXT_OPS
    }

    fn settings(&self) -> &'static [Setting] {
        &[Setting::Unique, Setting::Mask]
    }

    fn sample(&self, _: &Field, n: u32, _: &dyn Schema) -> Option<Json> {
        Some(format!("person{n}@example.com").into())
    }
}

/// Whether this looks like an address that mail can be sent to: one `@`, a local part of unquoted characters, a domain with
/// a dot. The real test of an address is a message to it.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c));
    let label_ok = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    local_ok && domain.contains('.') && domain.split('.').all(label_ok)
}

#[cfg(test)]
mod tests {
    use super::is_email;

    #[test]
    fn tells_addresses_from_other_texts() {
        for good in ["a@b.cn", "wang.wei+crm@sub.example.com", "张三@例子.中国"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.cn", "a b@c.cn", "a@b..cn", "a@@b.cn", ".a@b.cn", "a@-b.cn", "a@b.cn\n"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
