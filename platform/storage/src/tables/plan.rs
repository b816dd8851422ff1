//! The plan: a pure function of two table sets.

use super::{Column, Index, TableSet};

/// One step towards the tables that the metadata asks for. None of them loses data: what is no longer asked for stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A new object.
    CreateTable {
        /// Its table.
        table: String,
        /// Its columns.
        columns: Vec<Column>,
    },
    /// A new field.
    AddColumn {
        /// The object's table.
        table: String,
        /// The field's column.
        column: Column,
    },
    /// A new index.
    CreateIndex {
        /// The table.
        table: String,
        /// The index.
        index: Index,
    },
    /// A column that an administrator empties for good. No plan has it; it is asked for by name.
    DropColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A table that an administrator empties for good, likewise.
    DropTable {
        /// The table.
        table: String,
    },
    /// An index that nothing asks for any more.
    DropIndex {
        /// Its name.
        index: String,
    },
}

/// The steps from `current` to `desired`. Touches nothing.
pub fn plan(current: &TableSet, desired: &TableSet) -> Vec<Step> {
    let mut steps = Vec::new();
    for (name, table) in &desired.0 {
        let existing = current.0.get(name);
        match existing {
            None => steps.push(Step::CreateTable { table: name.clone(), columns: table.columns.clone() }),
            Some(existing) => {
                let missing = table.columns.iter().filter(|column| existing.columns.iter().all(|other| other.name != column.name));
                steps.extend(missing.map(|column| {
                    // Old rows have no value; only the engine's own columns are never empty, and they are there from the start.
                    let column = Column { not_null: false, ..column.clone() };
                    Step::AddColumn { table: name.clone(), column }
                }));
            }
        }
        let had = |index: &Index| existing.is_some_and(|table| table.indexes.iter().any(|other| other.name == index.name));
        let new = table.indexes.iter().filter(|index| !had(index));
        steps.extend(new.map(|index| Step::CreateIndex { table: name.clone(), index: index.clone() }));
        let wanted = |name: &str| table.indexes.iter().any(|index| index.name == name);
        let old = existing.into_iter().flat_map(|table| &table.indexes).filter(|index| !wanted(&index.name));
        steps.extend(old.map(|index| Step::DropIndex { index: index.name.clone() }));
    }
    steps
}

#[cfg(test)]
mod tests {
    use trellis_model::{Field, FieldKind, Label, Object, object::Options};

    use super::*;
    use crate::{Dialect, tables::render};

    /// An object as `name:kind#id` words; `!` behind a kind makes the field unique.
    fn tables(fields: &str) -> TableSet {
        let fields = fields.split_whitespace().map(|word| {
            let (name, rest) = word.split_once(':').unwrap();
            let (kind, id) = rest.split_once('#').unwrap();
            let mut field = Field::new(name, FieldKind::from_name(kind.trim_end_matches('!')).unwrap(), Label::default());
            field.unique = kind.ends_with('!');
            field.id = id.to_owned();
            field
        });
        let object = Object::new("lead", Label::default(), "sales", Options::default(), fields.collect());
        TableSet::of([&object])
    }

    fn check(current: &str, desired: &str, expected: &[&str]) {
        let steps = plan(&tables(current), &tables(desired));
        let sql: Vec<String> = steps.iter().flat_map(|step| render(step, Dialect::Sqlite, None)).collect();
        assert_eq!(sql, expected);
    }

    #[test]
    fn a_new_field_is_one_column() {
        check("name:text#f_1", "name:text#f_1 budget:currency#f_2", &[r#"ALTER TABLE "lead" ADD COLUMN "f_2" INTEGER"#]);
    }

    #[test]
    fn a_new_name_touches_nothing() {
        check("name:text#f_1", "title:text#f_1", &[]);
    }

    #[test]
    fn a_retired_field_keeps_its_column() {
        check("name:text#f_1 note:text#f_2", "name:text#f_1", &[]);
    }

    #[test]
    fn unique_comes_and_goes_as_an_index() {
        check(
            "name:text#f_1",
            "name:text!#f_1",
            &[&format!(r#"CREATE UNIQUE INDEX "uq_lead_f_1" ON "lead" ({}) WHERE "deleted_at" IS NULL"#, Dialect::Sqlite.fold(r#""f_1""#))],
        );
        check("name:text!#f_1", "name:text#f_1", &[r#"DROP INDEX "uq_lead_f_1""#]);
    }

    #[test]
    fn a_new_object_is_a_table() {
        let steps = plan(&TableSet::default(), &tables("name:text#f_1"));
        let sql: Vec<String> = steps.iter().flat_map(|step| render(step, Dialect::Postgres, Some("c_1"))).collect();
        assert!(sql[0].starts_with(r#"CREATE TABLE "c_1"."lead" ("f_1" TEXT COLLATE "C", "id" UUID NOT NULL"#), "{}", sql[0]);
        assert_eq!(sql[1], r#"CREATE INDEX "ix_lead_created_at" ON "c_1"."lead" ("created_at", "id") WHERE "deleted_at" IS NULL"#);
    }
}
