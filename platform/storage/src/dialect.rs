//! Where the two databases differ, by concern.

use trellis_model::field::Shape;

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, one file a company.
    Sqlite,
    /// PostgreSQL, one schema a company.
    Postgres,
}

impl Dialect {
    /// The column type that keeps values of a shape.
    pub fn column_type(self, shape: Shape) -> String {
        match (self, shape) {
            (Self::Sqlite, Shape::Date | Shape::Id) => "TEXT".into(),
            (Self::Sqlite, Shape::Bool | Shape::Integer | Shape::Decimal(_) | Shape::DateTime | Shape::Lines) => "INTEGER".into(),
            (Self::Sqlite, _) => "TEXT".into(),
            // Texts compare by code point, as in Rust and SQLite.
            (Self::Postgres, Shape::Bool) => "BOOLEAN".into(),
            (Self::Postgres, Shape::Integer | Shape::Lines) => "BIGINT".into(),
            (Self::Postgres, Shape::Decimal(scale)) => format!("NUMERIC(16,{scale})"),
            (Self::Postgres, Shape::Date) => "DATE".into(),
            (Self::Postgres, Shape::DateTime) => "TIMESTAMPTZ".into(),
            (Self::Postgres, Shape::Id) => "UUID".into(),
            (Self::Postgres, _) => "TEXT COLLATE \"C\"".into(),
        }
    }

    /// How a column is selected so that one decoder reads it.
    pub fn select(self, column: &str, shape: Shape) -> String {
        match (self, shape) {
            (Self::Postgres, Shape::Decimal(_)) => format!("{column}::text"),
            _ => column.to_owned(),
        }
    }

    /// An expression of a text or id as a text.
    pub fn as_text(self, expression: &str) -> String {
        match self {
            Self::Sqlite => expression.to_owned(),
            Self::Postgres => format!("{expression}::text"),
        }
    }

    /// The aggregate that makes one JSON array of a column.
    pub fn array_of(self) -> &'static str {
        match self {
            Self::Sqlite => "json_group_array",
            Self::Postgres => "json_agg",
        }
    }

    /// A column as a number or a text, the same for both databases.
    pub fn plain(self, column: &str, shape: Shape) -> String {
        match (self, shape) {
            (Self::Postgres, Shape::Bool) => format!("{column}::int"),
            (Self::Postgres, Shape::Decimal(scale)) => format!("({column} * 1{})::bigint", "0".repeat(usize::from(scale))),
            (Self::Postgres, Shape::DateTime) => format!("(extract(epoch from {column}) * 1000000)::bigint"),
            _ => column.to_owned(),
        }
    }

    /// What the `CREATE TABLE` of a table ends with whose columns stay as they are. Those of records get columns while
    /// everybody works, and SQLite reads a STRICT table whole for that (docs/decisions/0006).
    pub fn table_options(self) -> &'static str {
        match self {
            Self::Sqlite => " STRICT",
            Self::Postgres => "",
        }
    }

    /// A column that counts up by itself.
    pub fn serial_key(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            Self::Postgres => "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        }
    }

    /// An expression with full-width letters, digits and signs made half-width, then ASCII capitals made small, and nothing
    /// else changed: what people who type with a Chinese input method take for the same.
    pub fn fold(self, expression: &str) -> String {
        match self {
            // SQLite has no `translate`, so each character is a step; only unique fields pay for it.
            Self::Sqlite => {
                let narrowed = wide().fold(expression.to_owned(), |so_far, (wide, narrow)| {
                    format!("replace({so_far},'{wide}','{}')", if narrow == '\'' { "''".to_owned() } else { narrow.to_string() })
                });
                format!("lower({narrowed})")
            }
            Self::Postgres => {
                let (wide, narrow): (String, String) = wide().unzip();
                format!("lower(translate({expression}, '{wide}', '{}') COLLATE \"C\")", narrow.replace('\'', "''"))
            }
        }
    }

    /// An equality that also holds between two absent values.
    pub fn is_not(self) -> &'static str {
        match self {
            Self::Sqlite => "IS NOT",
            Self::Postgres => "IS DISTINCT FROM",
        }
    }
}

/// Every full-width form of an ASCII character (U+FF01 to U+FF5E and the ideographic space) with that character.
fn wide() -> impl Iterator<Item = (char, char)> {
    let signs = ('\u{ff01}'..='\u{ff5e}').zip('!'..='~');
    std::iter::once(('\u{3000}', ' ')).chain(signs)
}

/// A name in double quotes. Names come from metadata that was checked; quoting is the second fence.
pub fn quoted(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    push_quoted(&mut text, name);
    text
}

/// Adds a name in double quotes to a text.
pub(crate) fn push_quoted(text: &mut String, name: &str) {
    text.push('"');
    for (at, part) in name.split('"').enumerate() {
        text.push_str(if at > 0 { "\"\"" } else { "" });
        text.push_str(part);
    }
    text.push('"');
}
