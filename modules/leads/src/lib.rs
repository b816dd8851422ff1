//! Lead handling that metadata cannot express: conversion into customers, and closing.
//!
//! Adds the actions `lead.convert` and `lead.close`. Touches leads, customers, contacts and opportunities, all through the
//! engine and with the caller's rights; which field becomes which is data, in `metadata/sales/lead/conversions.json`.

mod actions;
mod conversion;

use trellis_engine::actions::{Module, Registry};

/// The module.
pub struct LeadsModule;

impl Module for LeadsModule {
    fn name(&self) -> &'static str {
        "leads"
    }

    fn register(&self, registry: &mut Registry) {
        registry.action(actions::convert::ConvertLead).action(actions::close::CloseLead);
    }
}
