//! Integration tests through the real router, on SQLite and PostgreSQL. One binary, so that it links once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod account;
mod audit;
mod codes;
mod counts;
mod designer;
mod editing_together;
mod events;
mod export;
mod fields;
mod follow_ups;
mod hidden;
mod imports;
mod keeping;
mod labels;
mod leads;
mod lists_and_rules;
mod malformed;
mod messages;
mod nodes;
mod objects;
mod organization;
mod people;
mod places;
mod publishing;
mod records;
mod refusals;
mod roles;
mod routes;
mod shaping;
mod signing_in;
mod tailoring;
mod tasks;
