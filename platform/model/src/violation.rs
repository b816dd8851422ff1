//! What is wrong with an input, where, and in the reader's language.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::Language;

/// One thing wrong with one place of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// JSON pointer to the place, such as `/phone`.
    pub pointer: String,
    /// What is wrong, for programs.
    pub code: Code,
    /// What the message mentions: limits, suggestions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)*) => {
        /// The kinds of violation. Each has a stable code and a message in every language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $code)] $variant,)* }

        impl Code {
            /// The stable code.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The message's pattern; `{name}` stands for a parameter.
            fn pattern(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$variant, Language::ZhCn) => $zh, (Self::$variant, Language::En) => $en,)*
                }
            }
        }
    };
}

codes! {
    /// The field does not exist, or not for this caller.
    UnknownField = "unknown_field", "没有字段“{name}”{suggestion}", "There is no field `{name}`{suggestion}";
    /// Written by the system only.
    ReadOnly = "read_only", "该字段由系统维护，不能填写", "This field is kept by the system and cannot be written";
    /// A value must be given.
    Required = "required", "必填", "Required";
    /// Not of the kind that the field holds.
    Type = "type", "应为{expected}", "Must be {expected}";
    /// The text does not follow its format.
    Format = "format", "格式不正确，应为{expected}", "Not in the right format: must be {expected}";
    /// The text is too short.
    TooShort = "too_short", "至少 {min} 个字符", "At least {min} characters";
    /// The text is too long.
    TooLong = "too_long", "最多 {max} 个字符", "At most {max} characters";
    /// The number is too small.
    TooSmall = "too_small", "不能小于 {min}", "Must be at least {min}";
    /// The number is too large.
    TooLarge = "too_large", "不能大于 {max}", "Must be at most {max}";
    /// More digits after the point than the field keeps.
    Precision = "precision", "最多 {scale} 位小数", "At most {scale} digits after the point";
    /// Not one of the options.
    Option = "option", "没有选项“{value}”{known}", "There is no option `{value}`{known}";
    /// An option that may not be chosen any more.
    RetiredOption = "retired_option", "选项“{value}”已停用", "The option `{value}` is retired";
    /// The same option twice.
    Repeated = "repeated", "选项重复", "The same option is given twice";
    /// The record that it names does not exist, or not for this caller.
    Lookup = "lookup", "所选记录不存在或您无权查看", "That record does not exist or is not visible to you";
    /// A record cannot be its own ancestor.
    Cycle = "cycle", "不能选择自身或下级", "Cannot be the record itself or one below it";
    /// Another record holds this value already.
    Unique = "unique", "已有记录使用该值", "Another record has this value already";
    /// The operator does not go with the field's kind.
    Operator = "operator", "该字段不支持运算符“{op}”", "The operator `{op}` does not go with this field";
    /// The shape of the input is not what it must be.
    Shape = "shape", "结构不正确，应为{expected}", "Wrong shape: must be {expected}";
    /// Too many of something.
    TooMany = "too_many", "最多 {max} 个", "At most {max}";
    /// The name is taken.
    Taken = "taken", "名称“{name}”已被使用", "The name `{name}` is taken";
    /// Not an allowed name.
    Name = "name", "名称只能用小写字母、数字和下划线，以字母开头，最长 40 个字符{hint}", "A name has lower-case letters, digits and underscores, begins with a letter, and is at most 40 long{hint}";
    /// Something that the value refers to does not exist.
    UnknownReference = "unknown_reference", "没有“{name}”{suggestion}", "There is no `{name}`{suggestion}";
    /// The code from a message is not right, or not any more.
    WrongCode = "code", "验证码不正确或已过期", "The code is wrong or has expired";
    /// Not the account's password.
    WrongPassword = "wrong_password", "密码不正确", "The password is wrong";
    /// The metadata change cannot be made.
    Refused = "refused", "{reason_zh}", "{reason_en}";
}

impl Violation {
    /// A violation at the top-level key `field`.
    pub fn new(field: &str, code: Code) -> Self {
        Self::at(format!("/{}", escape(field)), code)
    }

    /// A violation at a JSON pointer.
    pub fn at(pointer: impl Into<String>, code: Code) -> Self {
        Self { pointer: pointer.into(), code, params: BTreeMap::new() }
    }

    /// With a parameter of the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// The same violation one level deeper: `pointer` goes in front.
    #[must_use]
    pub fn under(mut self, pointer: &str) -> Self {
        self.pointer = format!("{pointer}{}", self.pointer);
        self
    }

    /// The message in `language`.
    pub fn message(&self, language: Language) -> String {
        let mut message = self.code.pattern(language).to_owned();
        for (name, value) in &self.params {
            let value = match (name.as_str(), language) {
                ("expected", language) => expected(value, language),
                ("suggestion", Language::ZhCn) => format!("，是否为“{value}”？"),
                ("suggestion", Language::En) => format!(": did you mean `{value}`?"),
                ("known", Language::ZhCn) => format!("，可选：{value}"),
                ("known", Language::En) => format!("; there are {value}"),
                _ => value.as_str().to_owned(),
            };
            message = message.replace(&format!("{{{name}}}"), &value);
        }
        for optional in ["{suggestion}", "{hint}", "{known}"] {
            message = message.replace(optional, "");
        }
        message
    }
}

/// The words for what an input should have been. Some carry a detail, as `columns:12`.
fn expected(what: &str, language: Language) -> String {
    let (what, detail) = what.split_once(':').unwrap_or((what, ""));
    let (zh, en) = match what {
        "text" => ("文本", "a text"),
        "integer" => ("整数", "a whole number"),
        "number" => ("数字（最多 15 位）", "a number of at most 15 digits"),
        "boolean" => ("true 或 false", "true or false"),
        "date" => ("日期，如 2026-03-31", "a day such as 2026-03-31"),
        "datetime" => ("带时区的时间，如 2026-03-31T09:00:00Z", "a time with zone such as 2026-03-31T09:00:00Z"),
        "option" => ("选项代码", "an option's code"),
        "time" => ("时间，如 09:30", "a time such as 09:30"),
        "date_range" => {
            ("起止日期，如 [\"2026-03-01\", \"2026-03-31\"]", "a first and a last day such as [\"2026-03-01\", \"2026-03-31\"]")
        }
        "color" => ("颜色，如 #145ec1", "a colour such as #145ec1"),
        "texts" => ("文本的数组", "an array of texts"),
        "tag" => ("不含分号的文本", "a text without semicolons"),
        "ids" => ("记录 id 的数组", "an array of record ids"),
        "lines" => ("明细行的数组", "an array of lines"),
        "address" => ("地址：region、detail、postcode、coordinates", "an address: region, detail, postcode, coordinates"),
        "coordinates" => ("{\"lng\", \"lat\"}", "{\"lng\", \"lat\"}"),
        "document" => ("允许的富文本内容", "rich text of the allowed kinds"),
        "nothing" => ("系统计算的值", "a value that the system computes"),
        "options" => ("选项代码的数组", "an array of option codes"),
        "id" => ("记录 id", "a record's id"),
        "email" => ("邮箱地址", "an e-mail address"),
        "phone" => ("电话号码", "a phone number"),
        "account" => ("邮箱或手机号", "an e-mail address or a mobile number"),
        "image" => ("64 KB 以内的 PNG 或 JPEG 图片", "a PNG or JPEG image of at most 64 KB"),
        "url" => ("以 http:// 或 https:// 开头的网址", "a web address that begins with http:// or https://"),
        "reference" => ("{\"object\", \"id\"}", "{\"object\", \"id\"}"),
        "object" => ("JSON 对象", "a JSON object"),
        "array" => ("JSON 数组", "a JSON array"),
        "period" => ("时间段，如 this_month 或 last_30_days", "a period such as this_month or last_30_days"),
        "natural" => ("非负整数", "a whole number that is not negative"),
        "size" => ("大小合适的整数", "a whole number of a size that is kept"),
        "byte" => ("0 至 255 的整数", "a whole number from 0 to 255"),
        "label" => ("{\"zh-CN\": 中文, \"en\": 英文}", "{\"zh-CN\": Chinese, \"en\": English}"),
        "valid" => ("允许的值", "an allowed value"),
        "file" => ("内容与扩展名相符的文件", "a file whose content is what its name says"),
        "file_of" => ("以下类型的文件：{detail}", "a file of one of these types: {detail}"),
        "picture" => ("PNG、JPEG、GIF 或 WebP 图片", "a PNG, JPEG, GIF or WebP picture"),
        "columns" => ("{detail} 列", "{detail} columns"),
        other => (other, other),
    };
    let words = match language {
        Language::ZhCn => zh,
        Language::En => en,
    };
    words.replace("{detail}", detail)
}

/// Escapes a key for a JSON pointer (RFC 6901).
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The candidate most like `name`, when one is close enough to be a slip of the fingers.
pub fn suggest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many insertions, deletions, replacements and swaps of neighbours make one word the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut rows = vec![vec![0_usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_what_is_wrong() {
        let violation = Violation::new("emial", Code::UnknownField).with("name", "emial").with("suggestion", "email");
        assert_eq!(violation.message(Language::En), "There is no field `emial`: did you mean `email`?");
        assert_eq!(violation.message(Language::ZhCn), "没有字段“emial”，是否为“email”？");
        let plain = Violation::new("x", Code::UnknownField).with("name", "x");
        assert_eq!(plain.message(Language::En), "There is no field `x`");
    }

    #[test]
    fn suggests_only_near_names() {
        let names = ["email", "phone", "customer"];
        for (name, expected) in [("emial", Some("email")), ("custmer", Some("customer")), ("zebra", None), ("fone", Some("phone"))] {
            let found = suggest(name, names);
            assert_eq!(found, expected, "{name}");
        }
    }
}
