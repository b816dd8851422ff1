//! Dictionaries.

use std::collections::HashSet;

use trellis_model::{Schema, both, picklist::COLORS};

use super::name_matches;
use crate::{
    Catalog,
    problem::{Report, What},
};

pub(super) fn check(catalog: &Catalog, name: &str, report: &mut Report<'_>) {
    name_matches(catalog, &format!("picklists/{name}.json"), "name", name, report);
    let Some(picklist) = catalog.picklist(name) else { return };
    if let Some(other) = picklist.depends_on.as_deref().filter(|other| *other == name || catalog.picklist(other).is_none()) {
        report.unknown("/depends_on", What::Picklist, other, catalog.picklists().map(|picklist| picklist.name.as_str()));
    }
    let mut codes = HashSet::new();
    let mut default = None;
    for (index, option) in picklist.options.iter().enumerate() {
        let pointer = |key: &str| format!("/options/{index}/{key}");
        if !codes.insert(option.code.as_str()) {
            report.add(pointer("code"), both!("已经有选项“{}”", "there is an option `{}` already", option.code));
        }
        if let Some(color) = option.color.as_deref().filter(|color| !COLORS.contains(color)) {
            report.unknown(pointer("color"), What::Color, color, COLORS.iter().copied());
        }
        if let Some(parent) = option.parent.as_deref()
            && (parent == option.code || !codes.contains(parent))
        {
            report
                .add(pointer("parent"), both!("“{parent}”不是排在此选项之前的选项", "`{parent}` is no option that stands before this one"));
        }
        let other = picklist.depends_on.as_deref().and_then(|name| catalog.picklist(name));
        for code in &option.when {
            if other.is_none_or(|other| other.option(code).is_none()) {
                report.add(
                    pointer("when"),
                    both!("“{code}”不是所依赖字典的选项", "`{code}` is no option of the dictionary that this one depends on"),
                );
            }
        }
        if option.default && !option.active {
            report.add(pointer("default"), both!("已停用的选项不能作为默认值", "a retired option cannot be the default"));
        }
        if let Some(first) = default.filter(|_| option.default) {
            report.add(pointer("default"), both!("“{first}”已是默认值", "`{first}` is the default already"));
        }
        if option.default {
            default = Some(option.code.as_str());
        }
    }
}
