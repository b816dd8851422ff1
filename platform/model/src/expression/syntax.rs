//! What the parser finds wrong with an expression, in words of both languages. It speaks English only, in sentences of a few
//! forms: `unexpected X, expected Y` and some fixed ones.

use minijinja::{Error, ErrorKind};

use crate::{Label, both};

/// A syntax error of `source` in words. Of an expression of several lines it says which.
pub(super) fn words(source: &str, error: &Error) -> Label {
    let said = match error.kind() {
        ErrorKind::BadEscape => both!("引号内的转义字符不正确", "a text has a wrong escape"),
        _ => sentence(error.detail().unwrap_or_default()),
    };
    let line = error.line().filter(|_| source.trim().contains('\n'));
    let (zh, en) = line.map(|line| (format!("（第 {line} 行）"), format!(" (line {line})"))).unwrap_or_default();
    Label::new(format!("表达式有语法错误：{}{zh}", said.zh), format!("this cannot be read as an expression: {}{en}", said.en))
}

fn sentence(detail: &str) -> Label {
    let (found, wanted) = match detail.split_once(", expected ") {
        Some((found, wanted)) => (found, Some(thing(wanted))),
        None => (detail, None),
    };
    let (zh, en) = wanted.map(|wanted| (format!("，应为{}", wanted.zh), format!(", where {} should be", wanted.en))).unwrap_or_default();
    match found {
        "unexpected end of input" => both!("表达式不完整{zh}", "it ends too early{en}"),
        "unexpected end of string" => both!("文本缺少结束的引号", "a text has no closing quote"),
        "unexpected character" => both!("有不能识别的字符", "there is a character that means nothing here"),
        "unexpected input after expression" => both!("表达式之后还有多余的内容", "there is something left over behind it"),
        "Too many arguments in function call" => both!("函数的参数过多", "a function has too many arguments"),
        "invalid float" | "invalid integer (too large)" | "'_' may not occur at end of number" => {
            both!("数字的写法不正确", "a number is not written as it must be")
        }
        _ => match found.strip_prefix("unexpected ") {
            Some(found) => {
                let found = thing(found);
                Label::new(format!("此处不能是{}{zh}", found.zh), format!("there is {}{en}", found.en))
            }
            // A limit of the parser, or a sentence that a later version of it says.
            None if detail.contains("recursion") => both!("嵌套过深", "it is nested too deeply"),
            None => Label::new("无法理解", if detail.is_empty() { "it makes no sense" } else { detail }),
        },
    }
}

/// A token as the parser names it: signs stand in quotes.
fn thing(name: &str) -> Label {
    if let Some(sign) = name.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        return both!("“{sign}”", "`{sign}`");
    }
    let (zh, en) = match name {
        "identifier" => ("名称", "a name"),
        "string" => ("文本", "a text"),
        "integer" | "float" => ("数字", "a number"),
        "expression" => ("一个值", "a value"),
        "identifier or integer" => ("名称或整数", "a name or a whole number"),
        "end of input" => ("末尾", "the end"),
        "in" => ("“in”", "`in`"),
        "start of variable block" => ("“{{”", "`{{`"),
        "end of variable block" => ("“}}”", "`}}`"),
        "start of block" => ("“{%”", "`{%`"),
        "end of block" => ("“%}”", "`%}`"),
        _ => ("其他内容", name),
    };
    Label::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::super::Expression;

    #[test]
    fn the_usual_slips_are_said_in_both_languages() {
        for (source, zh, en) in [
            ("amount *", "表达式不完整，应为一个值", "it ends too early, where a value should be"),
            ("(amount + 1", "表达式不完整，应为“)”", "it ends too early, where `)` should be"),
            ("[1, 2", "表达式不完整，应为“,”", "it ends too early, where `,` should be"),
            ("max(1, 2", "表达式不完整，应为“,”", "it ends too early, where `,` should be"),
            ("tags[1", "表达式不完整，应为“]”", "it ends too early, where `]` should be"),
            ("'open", "文本缺少结束的引号", "a text has no closing quote"),
            ("a b", "表达式之后还有多余的内容", "there is something left over behind it"),
            ("a == )", "此处不能是“)”", "there is `)`"),
            ("* 2", "此处不能是“*”", "there is `*`"),
            ("a.", "表达式不完整，应为名称或整数", "it ends too early, where a name or a whole number should be"),
            ("a.'b'", "此处不能是文本，应为名称或整数", "there is a text, where a name or a whole number should be"),
            ("a 《 b", "有不能识别的字符", "there is a character that means nothing here"),
            ("'\\ud800'", "引号内的转义字符不正确", "a text has a wrong escape"),
            ("a\n+ +\n* b", "此处不能是“+”（第 2 行）", "there is `+` (line 2)"),
            ("99999999999999999999999999999999999999999999", "数字的写法不正确", "a number is not written as it must be"),
        ] {
            let Err(error) = Expression::new(source) else { panic!("{source} is read") };
            assert_eq!(error.0.zh, format!("表达式有语法错误：{zh}"), "{source}");
            assert_eq!(error.0.en, format!("this cannot be read as an expression: {en}"), "{source}");
        }
        let Err(deep) = Expression::new(&format!("{}1{}", "(".repeat(900), ")".repeat(900))) else { panic!("it is read") };
        assert_eq!(deep.0.zh, "表达式有语法错误：嵌套过深");
    }
}
