//! The tables that every company has beside its objects'.

use trellis_model::field::Shape;

use crate::{Conn, Dialect, Result, dialect::quoted};

/// A system table.
struct System {
    name: &'static str,
    columns: &'static [(&'static str, Shape)],
    /// Behind the columns: keys and constraints.
    key: &'static str,
    /// A first column that counts up.
    serial: bool,
    indexes: &'static [(&'static str, &'static str)],
}

const TABLES: &[System] = &[
    // The spine: what happened to every record.
    System {
        name: "sys_change",
        serial: true,
        columns: &[
            ("object", Shape::Text),
            ("record", Shape::Id),
            ("op", Shape::Text),
            ("at", Shape::DateTime),
            ("user_id", Shape::Id),
            ("action", Shape::Text),
            ("before", Shape::Text),
            ("after", Shape::Text),
        ],
        key: "",
        indexes: &[("ix_sys_change_record", "record, seq"), ("ix_sys_change_object", "object, seq")],
    },
    System {
        name: "sys_team",
        serial: false,
        columns: &[("object", Shape::Text), ("record", Shape::Id), ("user_id", Shape::Id), ("may_edit", Shape::Bool)],
        key: "PRIMARY KEY (object, record, user_id)",
        indexes: &[("ix_sys_team_user", "user_id, object, record")],
    },
    // Uploaded files; those without a record wait for one.
    System {
        name: "sys_file",
        serial: false,
        columns: &[
            ("id", Shape::Id),
            ("name", Shape::Text),
            ("size", Shape::Integer),
            ("type", Shape::Text),
            ("object", Shape::Text),
            ("record", Shape::Id),
            ("field", Shape::Text),
            ("at", Shape::DateTime),
            ("user_id", Shape::Id),
        ],
        key: "PRIMARY KEY (id)",
        indexes: &[("ix_sys_file_record", "record"), ("ix_sys_file_at", "at")],
    },
    // Objects whose formulas and roll-ups are being computed anew, and up to which record.
    System {
        name: "sys_backfill",
        serial: false,
        columns: &[("object", Shape::Text), ("after", Shape::Id)],
        key: "PRIMARY KEY (object)",
        indexes: &[],
    },
    // The package of metadata that was applied last: what a newer one is compared with.
    System {
        name: "sys_package",
        serial: false,
        columns: &[("id", Shape::Integer), ("files", Shape::Text), ("at", Shape::DateTime)],
        key: "PRIMARY KEY (id)",
        indexes: &[],
    },
    System {
        name: "sys_idempotency",
        serial: false,
        columns: &[
            ("user_id", Shape::Id),
            ("key", Shape::Text),
            ("hash", Shape::Text),
            ("status", Shape::Integer),
            ("headers", Shape::Text),
            ("body", Shape::Text),
            ("at", Shape::DateTime),
        ],
        key: "PRIMARY KEY (user_id, key)",
        indexes: &[("ix_sys_idempotency_at", "at")],
    },
    System {
        name: "sys_sequence",
        serial: false,
        columns: &[("object", Shape::Text), ("field", Shape::Text), ("period", Shape::Text), ("value", Shape::Integer)],
        key: "PRIMARY KEY (object, field, period)",
        indexes: &[],
    },
    // Published metadata: version 0 is the shipped base alone.
    System {
        name: "sys_version",
        serial: false,
        columns: &[
            ("version", Shape::Integer),
            ("comment", Shape::Text),
            ("at", Shape::DateTime),
            ("user_id", Shape::Id),
            ("files", Shape::Text),
        ],
        key: "PRIMARY KEY (version)",
        indexes: &[],
    },
    System {
        name: "sys_draft",
        serial: false,
        columns: &[("id", Shape::Integer), ("files", Shape::Text), ("at", Shape::DateTime), ("user_id", Shape::Id)],
        key: "PRIMARY KEY (id)",
        indexes: &[],
    },
    // The company's own policy lines, over the shipped ones.
    System {
        name: "sys_policy",
        serial: false,
        columns: &[("kind", Shape::Text), ("role", Shape::Text), ("target", Shape::Text), ("action", Shape::Text), ("value", Shape::Text)],
        key: "PRIMARY KEY (kind, role, target, action)",
        indexes: &[],
    },
    // The roles that the company made itself; what they may do is in sys_policy.
    System {
        name: "sys_role",
        serial: false,
        columns: &[("name", Shape::Text), ("label", Shape::Text), ("description", Shape::Text), ("created_at", Shape::DateTime)],
        key: "PRIMARY KEY (name)",
        indexes: &[],
    },
    // Who did what to people, rights and data. Only ever appended to; each entry carries the hash of the one before.
    System {
        name: "sys_audit",
        serial: false,
        columns: &[
            ("seq", Shape::Integer),
            ("at", Shape::DateTime),
            ("user_id", Shape::Id),
            ("event", Shape::Text),
            ("target", Shape::Text),
            ("detail", Shape::Text),
            ("address", Shape::Text),
            ("previous", Shape::Text),
            ("hash", Shape::Text),
        ],
        key: "PRIMARY KEY (seq)",
        indexes: &[("ix_sys_audit_user", "user_id, seq"), ("ix_sys_audit_event", "event, seq")],
    },
    System {
        name: "sys_user_role",
        serial: false,
        columns: &[("user_id", Shape::Id), ("role", Shape::Text)],
        key: "PRIMARY KEY (user_id, role)",
        indexes: &[],
    },
    // Tables of records on their way in: what is asked for, the rows that wait, those that were refused.
    System {
        name: "sys_import",
        serial: false,
        columns: &[
            ("id", Shape::Id),
            ("user_id", Shape::Id),
            ("object", Shape::Text),
            ("status", Shape::Text),
            ("info", Shape::Text),
            ("created_at", Shape::DateTime),
            ("updated_at", Shape::DateTime),
        ],
        key: "PRIMARY KEY (id)",
        indexes: &[("ix_sys_import_user", "user_id, created_at")],
    },
    System {
        name: "sys_import_chunk",
        serial: false,
        columns: &[("import", Shape::Id), ("chunk", Shape::Integer), ("rows", Shape::Text)],
        key: "PRIMARY KEY (import, chunk)",
        indexes: &[],
    },
    System {
        name: "sys_import_reject",
        serial: false,
        columns: &[("import", Shape::Id), ("row", Shape::Integer), ("cells", Shape::Text), ("reasons", Shape::Text)],
        key: "PRIMARY KEY (import, \"row\")",
        indexes: &[],
    },
    // Which field a column's title meant the last time.
    System {
        name: "sys_import_title",
        serial: false,
        columns: &[("object", Shape::Text), ("title", Shape::Text), ("field", Shape::Text)],
        key: "PRIMARY KEY (object, title)",
        indexes: &[],
    },
    System {
        name: "sys_setting",
        serial: false,
        columns: &[("name", Shape::Text), ("value", Shape::Text)],
        key: "PRIMARY KEY (name)",
        indexes: &[],
    },
];

/// Makes the system tables that are not there yet.
///
/// # Errors
/// When the database refuses.
pub async fn create_system_tables(conn: &mut Conn) -> Result<()> {
    let dialect = conn.dialect();
    let prefix = conn.schema().map(|schema| format!("{}.", quoted(schema))).unwrap_or_default();
    for table in TABLES {
        conn.run(&statement(table, dialect, &prefix)).await?;
        for (name, columns) in table.indexes {
            conn.run(&format!("CREATE INDEX IF NOT EXISTS {name} ON {prefix}{} ({columns})", table.name)).await?;
        }
        if table.serial && dialect == Dialect::Postgres {
            // What changed since a moment is found by transaction there.
            conn.run(&format!("CREATE INDEX IF NOT EXISTS ix_{0}_tx ON {prefix}{0} (object, tx)", table.name)).await?;
        }
    }
    Ok(())
}

fn statement(table: &System, dialect: Dialect, prefix: &str) -> String {
    let mut parts = Vec::new();
    if table.serial {
        parts.push(format!("seq {}", dialect.serial_key()));
        if dialect == Dialect::Postgres {
            // Sequence numbers are given before commit; readers go by transaction, see `changes`.
            parts.push("tx xid8 NOT NULL DEFAULT pg_current_xact_id()".to_owned());
        }
    }
    parts.extend(table.columns.iter().map(|(name, shape)| format!("{} {}", quoted(name), dialect.column_type(*shape))));
    if !table.key.is_empty() {
        parts.push(table.key.to_owned());
    }
    format!("CREATE TABLE IF NOT EXISTS {prefix}{} ({}){}", table.name, parts.join(", "), dialect.table_options())
}
