//! Where a person can go, and what can be created from anywhere: from metadata and rights.

use trellis_model::{Dashboard, wire::Me};
use trellis_ui_client::Metadata;
use trellis_ui_kit::t;
use trellis_ui_renderers::Scope;

use super::{holds, import_path, list_path};
use crate::shell::{Command, NavGroup, NavItem};

/// The groups of the rail: home, the apps with their objects, analysis, administration.
pub fn groups(scope: &Scope, boards: &[Dashboard], me: &Me) -> Vec<NavGroup> {
    let mut groups = vec![NavGroup { label: None, items: vec![NavItem::new("/", t!(scope.i18n, "shell-home"), "house")] }];
    for app in scope.meta.apps() {
        // What one may create and not see has no list to go to.
        let infos = app.objects.iter().filter(|name| scope.meta.can(name, "view")).filter_map(|name| scope.meta.info(name));
        let items: Vec<NavItem> =
            infos.map(|info| NavItem::new(list_path(&info.name), scope.label(&info.label), info.options.icon.clone())).collect();
        if !items.is_empty() {
            groups.push(NavGroup { label: Some(scope.label(&app.label)), items });
        }
    }
    if !boards.is_empty() {
        let items =
            boards.iter().map(|board| NavItem::new(format!("/dashboards/{}", board.name), scope.label(&board.label), "chart-column"));
        groups.push(NavGroup { label: Some(t!(scope.i18n, "nav-analysis")), items: items.collect() });
    }
    let designs = me.super_admin || me.permissions.get("designer").is_some_and(|rights| !rights.is_null());
    let see = |part: &str| holds(me, part, "view");
    let places = [
        (see("users"), "/admin/people", "people-title", "users"),
        (see("roles"), "/admin/roles", "roles-title", "shield-check"),
        (see("users") || see("roles") || see("audit"), "/admin/access", "access-title", "key-round"),
        (see("audit"), "/admin/audit", "audit-title", "history"),
        (see("settings") || see("users"), "/admin/company", "company-title", "building-2"),
        (designs, "/designer", "designer-title", "wand-sparkles"),
        (designs, "/dictionaries", "dictionary-title", "book-open"),
    ];
    let open = places.into_iter().filter(|(open, ..)| *open);
    let items: Vec<NavItem> = open.map(|(_, href, label, icon)| NavItem::new(href, t!(scope.i18n, label), icon)).collect();
    if !items.is_empty() {
        groups.push(NavGroup { label: Some(t!(scope.i18n, "nav-administration")), items });
    }
    groups
}

/// What can be created from anywhere.
pub fn creatable(scope: &Scope, meta: &Metadata) -> Vec<Command> {
    let shown = |name: &String| {
        let info = meta.info(name).filter(|info| !info.options.system && meta.can(name, "create"))?;
        Some(Command {
            value: name.clone().into(),
            label: scope.label(&info.label),
            icon: info.options.icon.clone().into(),
            note: None,
            detail: None,
        })
    };
    meta.apps().iter().flat_map(|app| app.objects.iter()).filter_map(shown).collect()
}

/// What the palette offers beside places: files that come in.
pub fn steps(scope: &Scope) -> Vec<NavItem> {
    let importable = scope.meta.infos().iter().filter(|info| !info.options.system && scope.meta.can(&info.name, "import"));
    let item = |label| t!(scope.i18n, "import-title", object = &label);
    importable.map(|info| NavItem::new(import_path(&info.name), item(scope.label(&info.label)), "upload")).collect()
}
