//! Layouts of forms and record pages.

use std::collections::HashSet;

use trellis_model::{FieldKind, Layout, Object, both, layout::RelatedList};

use super::{field, object, path};
use crate::{
    Catalog,
    problem::{Report, What, at},
};

pub(super) fn check(catalog: &Catalog, of: &Object, report: &mut Report<'_>) {
    for (name, layout) in &of.layouts {
        let pointer = at("/layouts", name);
        sections(catalog, of, layout, &pointer, report);
        figures(of, layout, &pointer, report);
        for (index, related) in layout.related.iter().enumerate() {
            relation(catalog, of, related, &format!("{pointer}/related/{index}"), report);
        }
        for (index, name) in layout.quick_create.iter().enumerate() {
            let pointer = format!("{pointer}/quick_create/{index}");
            if field(of, name, &pointer, report).is_some_and(|found| !found.is_writable()) {
                report.add(
                    pointer,
                    both!("“{name}”由系统维护，表单不能要求填写", "`{name}` is kept by the system, so no form can ask for it"),
                );
            }
        }
    }
}

fn sections(catalog: &Catalog, of: &Object, layout: &Layout, pointer: &str, report: &mut Report<'_>) {
    let (mut names, mut placed) = (HashSet::new(), HashSet::new());
    for (at_section, section) in layout.sections.iter().enumerate() {
        let pointer = format!("{pointer}/sections/{at_section}");
        if !names.insert(section.name.as_str()) {
            report.add(at(&pointer, "name"), both!("已经有分区“{}”", "there is a section `{}` already", section.name));
        }
        if !(1..=2).contains(&section.columns) {
            report.add(at(&pointer, "columns"), both!("分区只能有一列或两列", "a section has one or two columns"));
        }
        if let Some(tab) = section.tab.as_deref().filter(|tab| layout.tabs.iter().all(|other| other.name != *tab)) {
            report.unknown(at(&pointer, "tab"), What::Tab, tab, layout.tabs.iter().map(|tab| tab.name.as_str()));
        }
        if let Some(condition) = &section.visible {
            super::computed::condition(catalog, of, condition, &at(&pointer, "visible"), report);
        }
        for (index, name) in section.fields.iter().enumerate() {
            let pointer = format!("{pointer}/fields/{index}");
            if !placed.insert(name.as_str()) {
                report.add(&pointer, both!("“{name}”已在布局中", "`{name}` stands in the layout already"));
            }
            field(of, name, &pointer, report);
        }
    }
    let missing = of.declared().filter(|field| field.required && field.is_writable() && !placed.contains(field.name.as_str()));
    for field in missing {
        report.add(at(pointer, "sections"), both!("“{}”为必填，但没有分区包含它", "`{}` is required, but no section has it", field.name));
    }
}

fn figures(of: &Object, layout: &Layout, pointer: &str, report: &mut Report<'_>) {
    for (index, name) in layout.highlights.iter().enumerate() {
        field(of, name, &format!("{pointer}/highlights/{index}"), report);
    }
    if let Some(name) = &layout.path {
        let pointer = at(pointer, "path");
        if field(of, name, &pointer, report).is_some_and(|found| found.kind != FieldKind::Picklist) {
            report.add(pointer, both!("“{name}”不是选项字段，没有阶段", "`{name}` is no picklist, so it has no stages"));
        }
    }
}

fn relation(catalog: &Catalog, of: &Object, related: &RelatedList, pointer: &str, report: &mut Report<'_>) {
    let here = at(pointer, "relation");
    let Some((other, lookup)) = related.relation.split_once('.') else {
        report.add(here, both!("关系须写作 `<对象>.<关联字段>`", "a relation is `<object>.<lookup field>`"));
        return;
    };
    let Some(other) = object(catalog, other, &here, report) else { return };
    if let Some(found) = field(other, lookup, &here, report)
        && !found.lookup.as_ref().is_some_and(|lookup| lookup.objects.contains(&of.name))
    {
        report.add(here, both!("“{}”并不关联“{}”的记录", "`{}` does not look up records of `{}`", related.relation, of.name));
    }
    for (index, column) in related.columns.iter().enumerate() {
        path(catalog, other, column, &format!("{pointer}/columns/{index}"), report);
    }
}
