//! Whether an expression makes sense, asked before it is published: unknown names and wrong types are problems there, never
//! at run time. Walks minijinja's own syntax tree.

use minijinja::machinery::{
    ast::{BinOpKind, Call, CallArg, CallType, CompareOpKind, Expr, UnaryOpKind},
    parse_expr,
};

use super::{Expression, functions, syntax};
use crate::{FieldKind, Label, Object, Schema, violation::suggest};

/// What an expression comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// Cannot be told, and goes with everything.
    Any,
    /// No value.
    Null,
    /// Yes or no.
    Bool,
    /// A number.
    Number,
    /// A text, a code or an id.
    Text,
    /// A day.
    Date,
    /// An instant. Also serves where a day is wanted.
    DateTime,
    /// Several texts.
    List,
}

/// What names stand for.
pub trait Names {
    /// What the name or path stands for.
    fn find(&self, path: &str) -> Option<Type>;
    /// The names that there are, to suggest one.
    fn names(&self) -> Vec<String>;
}

/// The fields of an object, and those one lookup away.
pub struct ObjectNames<'a> {
    /// The objects.
    pub schema: &'a dyn Schema,
    /// Whose record it is.
    pub object: &'a Object,
}

/// What was found out about an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What it comes to.
    pub result: Type,
    /// The names and paths that it reads.
    pub paths: Vec<String>,
    /// Whether it changes with the moment or the person.
    pub volatile: bool,
}

impl Type {
    /// What values of a kind are; `None` for what expressions may not read.
    pub fn of(kind: FieldKind) -> Option<Self> {
        Some(match kind {
            FieldKind::Boolean => Self::Bool,
            FieldKind::Integer
            | FieldKind::Decimal
            | FieldKind::Percent
            | FieldKind::Currency
            | FieldKind::Rating
            | FieldKind::Duration
            | FieldKind::Lines => Self::Number,
            FieldKind::Date => Self::Date,
            FieldKind::DateTime => Self::DateTime,
            FieldKind::MultiPicklist
            | FieldKind::Cascade
            | FieldKind::Tags
            | FieldKind::MultiLookup
            | FieldKind::DateRange
            | FieldKind::File
            | FieldKind::Image => Self::List,
            FieldKind::Json | FieldKind::Secret | FieldKind::Richtext => return None,
            FieldKind::Address | FieldKind::Formula | FieldKind::Rollup | FieldKind::Mirror => Self::Any,
            _ => Self::Text,
        })
    }

    /// The kind of field that holds such results; `None` where there is none.
    pub fn kind(self) -> Option<FieldKind> {
        match self {
            Self::Bool => Some(FieldKind::Boolean),
            Self::Number => Some(FieldKind::Decimal),
            Self::Text => Some(FieldKind::Text),
            Self::Date => Some(FieldKind::Date),
            Self::DateTime => Some(FieldKind::DateTime),
            Self::Any | Self::Null | Self::List => None,
        }
    }

    /// Whether a result of this type can be one of `wanted`.
    pub fn fits(self, wanted: Self) -> bool {
        matches!((self, wanted), (Self::Any | Self::Null, _) | (_, Self::Any) | (Self::DateTime, Self::Date) | (Self::Date, Self::DateTime))
            || self == wanted
    }

    /// What people call it.
    pub fn label(self) -> Label {
        let (zh, en) = match self {
            Self::Any => ("任意值", "any value"),
            Self::Null => ("空值", "no value"),
            Self::Bool => ("是/否", "yes or no"),
            Self::Number => ("数字", "a number"),
            Self::Text => ("文本", "a text"),
            Self::Date => ("日期", "a day"),
            Self::DateTime => ("时间", "a time"),
            Self::List => ("多个值", "several values"),
        };
        Label::new(zh, en)
    }
}

impl Names for ObjectNames<'_> {
    fn find(&self, path: &str) -> Option<Type> {
        match path.split_once('.') {
            None => self.object.field(path).and_then(|field| Type::of(field.value_kind())),
            Some((lookup, name)) => {
                let field = self.object.field(lookup)?;
                if field.kind == FieldKind::Address {
                    return match name {
                        "detail" | "postcode" => Some(Type::Text),
                        "region" => Some(Type::List),
                        _ => None,
                    };
                }
                let target = self.schema.object(field.target()?)?;
                target.field(name).and_then(|field| Type::of(field.value_kind()))
            }
        }
    }

    fn names(&self) -> Vec<String> {
        self.object.fields().iter().map(|field| field.name.clone()).collect()
    }
}

/// Checks an expression; the problems are all that were found.
///
/// # Errors
/// What is wrong with it, in both languages.
pub fn check(source: &str, names: &dyn Names) -> Result<Checked, Vec<Label>> {
    let read = Expression::new(source).map_err(|error| vec![error.0])?;
    let tree = parse_expr(source).map_err(|error| vec![syntax::words(source, &error)])?;
    let mut walk = Walk { names, problems: Vec::new() };
    let result = walk.type_of(&tree);
    let paths: Vec<String> = read.paths().map(str::to_owned).collect();
    for path in
        paths.iter().filter(|path| paths.iter().any(|other| other.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'))))
    {
        walk.problem(
            format!("“{path}”既单独使用又带字段使用，请改用“{path}.id”"),
            format!("`{path}` stands alone and with a field: write `{path}.id` for the record itself"),
        );
    }
    if walk.problems.is_empty() { Ok(Checked { result, paths, volatile: Expression::is_volatile(source) }) } else { Err(walk.problems) }
}

struct Walk<'a> {
    names: &'a dyn Names,
    problems: Vec<Label>,
}

impl Walk<'_> {
    fn problem(&mut self, zh: String, en: String) -> Type {
        self.problems.push(Label::new(zh, en));
        Type::Any
    }

    fn name(&mut self, path: &str) -> Type {
        if let Some(found) = self.names.find(path) {
            return found;
        }
        let names = self.names.names();
        let near = suggest(path, names.iter().map(String::as_str));
        let (zh, en) = near.map(|near| (format!("，是否为“{near}”？"), format!(": did you mean `{near}`?"))).unwrap_or_default();
        self.problem(format!("没有可用的字段“{path}”{zh}"), format!("there is no field `{path}` that can be used here{en}"))
    }

    fn expect(&mut self, expr: &Expr<'_>, wanted: Type, place: &str) {
        let found = self.type_of(expr);
        if !found.fits(wanted) {
            let (is, should) = (found.label(), wanted.label());
            self.problem(
                format!("“{place}”需要{}，但得到的是{}", should.zh, is.zh),
                format!("`{place}` needs {}, not {}", should.en, is.en),
            );
        }
    }

    fn type_of(&mut self, expr: &Expr<'_>) -> Type {
        match expr {
            Expr::Const(constant) => constant_type(&constant.value),
            Expr::Var(variable) => self.name(variable.id),
            Expr::GetAttr(attribute) => match &attribute.expr {
                Expr::Var(variable) => self.name(&format!("{}.{}", variable.id, attribute.name)),
                _ => self.problem("只能跨越一个关联字段".into(), "a path crosses one lookup only".into()),
            },
            Expr::UnaryOp(unary) => match unary.op {
                UnaryOpKind::Not => {
                    self.type_of(&unary.expr);
                    Type::Bool
                }
                UnaryOpKind::Neg => {
                    self.expect(&unary.expr, Type::Number, "-");
                    Type::Number
                }
            },
            Expr::BinOp(binary) => self.binary(binary.op, &binary.left, &binary.right),
            Expr::Compare(compare) => {
                let mut left = self.type_of(&compare.expr);
                for next in &compare.ops {
                    let right = self.type_of(&next.expr);
                    match next.op {
                        CompareOpKind::In | CompareOpKind::NotIn => self.within(right),
                        _ => self.comparable(left, right),
                    }
                    left = right;
                }
                Type::Bool
            }
            Expr::IfExpr(choice) => {
                self.type_of(&choice.test_expr);
                let yes = self.type_of(&choice.true_expr);
                let no = choice.false_expr.as_ref().map_or(Type::Null, |expr| self.type_of(expr));
                self.either(yes, no)
            }
            Expr::Filter(filter) => self.filter(filter.name, filter.expr.as_ref(), &filter.args),
            Expr::Test(test) => {
                self.type_of(&test.expr);
                if !functions::TESTS.contains(&test.name) {
                    let name = test.name;
                    self.problem(format!("没有判断“is {name}”"), format!("there is no test `is {name}`"));
                }
                Type::Bool
            }
            Expr::Call(call) => self.call(call),
            Expr::List(list) => {
                for item in &list.items {
                    self.type_of(item);
                }
                Type::List
            }
            Expr::Slice(_) | Expr::GetItem(_) | Expr::Tuple(_) | Expr::Map(_) => {
                let what = expr.description();
                self.problem(format!("表达式中不能使用 {what}"), format!("{what}s of this sort do not stand in expressions"))
            }
        }
    }

    fn binary(&mut self, op: BinOpKind, left: &Expr<'_>, right: &Expr<'_>) -> Type {
        let sign = match op {
            BinOpKind::Sub => "-",
            BinOpKind::Mul => "*",
            BinOpKind::Div => "/",
            BinOpKind::FloorDiv => "//",
            BinOpKind::Rem => "%",
            BinOpKind::Pow => "**",
            BinOpKind::Add => "+",
            BinOpKind::Concat => {
                self.type_of(left);
                self.type_of(right);
                return Type::Text;
            }
            BinOpKind::ScAnd | BinOpKind::ScOr => {
                let (left, right) = (self.type_of(left), self.type_of(right));
                return self.either(left, right);
            }
            BinOpKind::In => {
                self.type_of(left);
                let right = self.type_of(right);
                self.within(right);
                return Type::Bool;
            }
            _ => {
                let (left, right) = (self.type_of(left), self.type_of(right));
                self.comparable(left, right);
                return Type::Bool;
            }
        };
        if matches!(op, BinOpKind::Add) {
            let (left, right) = (self.type_of(left), self.type_of(right));
            if left == Type::Text && right.fits(Type::Text) || right == Type::Text && left.fits(Type::Text) {
                return Type::Text;
            }
            for side in [left, right].into_iter().filter(|side| !side.fits(Type::Number)) {
                let label = side.label();
                self.problem(
                    format!("“+”需要数字，但得到的是{}；日期请用 add_days，文本请用 ~", label.zh),
                    format!("`+` needs a number, not {}: use add_days for days and ~ for texts", label.en),
                );
            }
            return Type::Number;
        }
        self.expect(left, Type::Number, sign);
        self.expect(right, Type::Number, sign);
        Type::Number
    }

    fn comparable(&mut self, left: Type, right: Type) {
        if !left.fits(right) && !right.fits(left) && !is_day_text(left, right) {
            let (one, other) = (left.label(), right.label());
            self.problem(format!("不能比较{}与{}", one.zh, other.zh), format!("{} is not compared with {}", one.en, other.en));
        }
    }

    fn within(&mut self, container: Type) {
        if !matches!(container, Type::List | Type::Text | Type::Any) {
            let label = container.label();
            self.problem(
                format!("“in”后需要多个值或文本，但得到的是{}", label.zh),
                format!("after `in` stand several values or a text, not {}", label.en),
            );
        }
    }

    fn either(&mut self, one: Type, other: Type) -> Type {
        match (one, other) {
            (Type::Null, other) => other,
            (one, Type::Null) => one,
            (one, other) if one == other => one,
            _ => Type::Any,
        }
    }

    fn arguments<'b>(&mut self, args: &'b [CallArg<'b>]) -> Vec<&'b Expr<'b>> {
        let mut positional = Vec::with_capacity(args.len());
        for arg in args {
            match arg {
                CallArg::Pos(expr) => positional.push(expr),
                _ => {
                    self.problem("只支持按位置传参".into(), "arguments are given by place only".into());
                }
            }
        }
        positional
    }

    fn filter(&mut self, name: &str, on: Option<&Expr<'_>>, args: &[CallArg<'_>]) -> Type {
        let Some((_, takes, [least, most], gives)) = functions::FILTERS.iter().find(|(known, ..)| *known == name) else {
            return self.unknown(name, functions::FILTERS.iter().map(|(known, ..)| *known));
        };
        let args = self.arguments(args);
        if args.len() < *least || args.len() > *most {
            let wanted = if least == most { least.to_string() } else { format!("{least}–{most}") };
            self.wrong_count("过滤器", name, &wanted, args.len());
        }
        let arguments: Vec<Type> = args.into_iter().map(|expr| self.type_of(expr)).collect();
        let found = on.map_or(Type::Any, |expr| self.type_of(expr));
        if !found.fits(*takes) {
            let (is, should) = (found.label(), takes.label());
            self.problem(format!("“{name}”需要{}，但得到的是{}", should.zh, is.zh), format!("`{name}` needs {}, not {}", should.en, is.en));
        }
        match (name, arguments.first()) {
            ("default", Some(other)) => self.either(found, *other),
            _ => *gives,
        }
    }

    fn wrong_count(&mut self, what: &str, name: &str, wanted: &str, given: usize) {
        self.problem(
            format!("{what}“{name}”需要 {wanted} 个参数，给出了 {given} 个"),
            format!("`{name}` takes {wanted} arguments, not {given}"),
        );
    }

    fn call(&mut self, call: &Call<'_>) -> Type {
        let CallType::Function(name) = call.identify_call() else {
            return self.problem("只能调用列出的函数".into(), "only the listed functions can be called".into());
        };
        let Some((_, takes, more, gives)) = functions::NAMES.iter().find(|(known, ..)| *known == name) else {
            return self.unknown(name, functions::NAMES.iter().map(|(known, ..)| *known));
        };
        let args = self.arguments(&call.args);
        if args.len() < takes.len() || (args.len() > takes.len() && !more) {
            self.wrong_count("函数", name, &takes.len().to_string(), args.len());
        }
        let last = takes.last().copied().unwrap_or(Type::Any);
        for (at, arg) in args.into_iter().enumerate() {
            self.expect(arg, takes.get(at).copied().unwrap_or(last), name);
        }
        *gives
    }

    fn unknown<'b>(&mut self, name: &str, known: impl Iterator<Item = &'b str>) -> Type {
        let near = suggest(name, known);
        let (zh, en) = near.map(|near| (format!("，是否为“{near}”？"), format!(": did you mean `{near}`?"))).unwrap_or_default();
        self.problem(format!("没有函数“{name}”{zh}"), format!("there is no function `{name}`{en}"))
    }
}

/// Days are compared with texts such as `'2026-01-01'`.
fn is_day_text(left: Type, right: Type) -> bool {
    let is_day = |it| matches!(it, Type::Date | Type::DateTime);
    (is_day(left) && right == Type::Text) || (is_day(right) && left == Type::Text)
}

fn constant_type(value: &minijinja::Value) -> Type {
    use minijinja::value::ValueKind;
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => Type::Null,
        ValueKind::Bool => Type::Bool,
        ValueKind::Number => Type::Number,
        ValueKind::String => Type::Text,
        ValueKind::Seq => Type::List,
        _ => Type::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sample;

    impl Names for Sample {
        fn find(&self, path: &str) -> Option<Type> {
            Some(match path {
                "amount" | "quantity" => Type::Number,
                "name" | "customer.level" | "customer" => Type::Text,
                "signed_on" => Type::Date,
                "tags" => Type::List,
                _ => return None,
            })
        }

        fn names(&self) -> Vec<String> {
            ["amount", "quantity", "name", "customer", "signed_on", "tags"].map(str::to_owned).to_vec()
        }
    }

    fn found(source: &str) -> String {
        match check(source, &Sample) {
            Ok(checked) => format!("{:?}", checked.result),
            Err(problems) => problems.into_iter().map(|it| it.en).collect::<Vec<_>>().join("; "),
        }
    }

    #[test]
    fn types_are_found_out() {
        for (source, expected) in [
            ("amount * quantity", "Number"),
            ("amount > 3 and name == 'x'", "Bool"),
            ("name ~ amount", "Text"),
            ("add_days(signed_on, 30)", "Date"),
            ("signed_on < '2026-01-01'", "Bool"),
            ("amount|default(0)", "Number"),
            ("'a' in tags", "Bool"),
            ("'高' if amount > 10 else none", "Text"),
            ("customer.level in ['a', 'b']", "Bool"),
            ("today() if amount else signed_on", "Date"),
        ] {
            assert_eq!(found(source), expected, "{source}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_said_wherever_it_stands() {
        for (source, expected) in [
            ("amuont * 2", "there is no field `amuont` that can be used here: did you mean `amount`?"),
            ("customer.lvl", "there is no field `customer.lvl` that can be used here"),
            ("name * 2 if amount else 1", "`*` needs a number, not a text"),
            ("signed_on + 1", "`+` needs a number, not a day: use add_days for days and ~ for texts"),
            ("amount > 'x'", "a number is not compared with a text"),
            ("tody()", "there is no function `tody`: did you mean `today`?"),
            ("add_days(signed_on)", "`add_days` takes 2 arguments, not 1"),
            ("name|replace('x')", "`replace` takes 2 arguments, not 1"),
            ("amount|round(1, 2, 3)", "`round` takes 0–1 arguments, not 3"),
            ("amount|upper", "`upper` needs a text, not a number"),
            ("amount[0]", "expressions of this sort do not stand in expressions"),
            ("amount.x.y", "a path crosses one lookup only"),
            (
                "customer == 'x' and customer.level == 'a'",
                "`customer` stands alone and with a field: write `customer.id` for the record itself",
            ),
            ("name.upper()", "only the listed functions can be called"),
        ] {
            assert_eq!(found(source), expected, "{source}");
        }
    }
}
