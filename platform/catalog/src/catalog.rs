//! One company's declarations, read and ready.

use std::{
    collections::{BTreeMap, VecDeque},
    hash::Hasher,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use rustc_hash::FxHashMap;
use trellis_model::{
    Dashboard, Field, FieldKind, Object, Picklist, Schema, both,
    field::{Lookup, OnDelete},
    object::PARENT,
    wire::App,
};

use crate::{
    FileKind, Files, Problem, check,
    computed::{self, Computed},
    files::part,
    meta, overlay,
    problem::Report,
    read,
};

/// The objects, dictionaries, dashboards and apps of one company. Immutable; shared by `Arc`.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    version: i64,
    parts: Arc<Parts>,
}

/// What a catalog is made of, shared by its copies.
#[derive(Debug, Default)]
struct Parts {
    objects: Vec<Arc<Object>>,
    index: FxHashMap<String, usize>,
    picklists: BTreeMap<String, Picklist>,
    dashboards: Vec<Dashboard>,
    apps: Vec<App>,
    relations: Vec<Relation>,
    computed: Computed,
    files: Files,
}

/// That records of one object look up records of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// The object that looks up.
    pub object: String,
    /// Its field.
    pub field: String,
    /// The object that is looked up. An `any_lookup` makes one relation for each of its objects.
    pub target: String,
    /// What happens to the records when their target is deleted.
    pub on_delete: OnDelete,
}

impl Relation {
    /// As layouts and URLs name it: `contact.customer`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.object, self.field)
    }
}

/// Reads and checks declarations: what can be read is in the catalog, everything that is wrong is in the list.
pub fn load(files: Files) -> (Catalog, Vec<Problem>) {
    load_changed(files, |_| true)
}

/// [`load`], where only the files that may have `changed` need be held against their meta-schemas.
fn load_changed(files: Files, changed: impl Fn(&str) -> bool) -> (Catalog, Vec<Problem>) {
    let mut problems = Vec::new();
    for (path, json) in files.iter().filter(|(path, _)| changed(path)) {
        match FileKind::of(path) {
            Some(kind) => problems.extend(meta::check(path, kind, json)),
            None => Report::new(path, &mut problems).add("", both!("此处不应有声明", "no declaration belongs here")),
        }
    }
    let catalog = Catalog::build(files, &mut problems);
    check::check(&catalog, &mut problems);
    problems.sort();
    (catalog, problems)
}

/// What tells one overlay from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Digest([u64; 2]);

impl Digest {
    fn of(overlay: &Files) -> Self {
        // Two independent hashes: nobody gains anything by making their own overlays meet.
        let one = |salt: u8| {
            let mut hasher = std::hash::DefaultHasher::new();
            hasher.write_u8(salt);
            for (path, json) in overlay {
                hasher.write(path.as_bytes());
                hasher.write(json.to_string().as_bytes());
                hasher.write_u8(0);
            }
            hasher.finish()
        };
        Self([one(1), one(2)])
    }
}

/// Catalogs that were made last: an administrator's edits and requests ask for the same ones again and again.
type Remembered = VecDeque<(Digest, Catalog, Vec<Problem>)>;
static REMEMBERED: Mutex<Remembered> = Mutex::new(VecDeque::new());
const MOST_REMEMBERED: usize = 16;

fn remembered(digest: Digest) -> Option<(Catalog, Vec<Problem>)> {
    let known = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    known.iter().find(|(other, ..)| *other == digest).map(|(_, catalog, problems)| (catalog.clone(), problems.clone()))
}

fn remember(digest: Digest, catalog: &Catalog, problems: &[Problem]) {
    let mut known = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    known.push_front((digest, catalog.clone(), problems.to_vec()));
    known.truncate(MOST_REMEMBERED);
}

impl Catalog {
    /// The shipped declarations, without any company's changes. A test holds that they have no problem, so they are not
    /// checked again.
    pub fn base() -> Arc<Self> {
        static BASE: OnceLock<Arc<Catalog>> = OnceLock::new();
        BASE.get_or_init(|| Arc::new(Self::build(crate::shipped().clone(), &mut Vec::new()))).clone()
    }

    /// The shipped declarations with a company's overlay: by path a JSON merge patch (RFC 7396), or a whole new file.
    /// `null` removes a file or a key. The problems are those of the whole; an overlay that has any should not be
    /// published, while one that came to have some (the product below it was upgraded) still works for the rest.
    pub fn with_overlay(overlay: &Files) -> (Self, Vec<Problem>) {
        if overlay.is_empty() {
            return (Self::base().as_ref().clone(), Vec::new());
        }
        let digest = Digest::of(overlay);
        if let Some(known) = remembered(digest) {
            return known;
        }
        let (catalog, mut problems) = load_changed(overlay::merge(crate::shipped(), overlay), |path| overlay.contains_key(path));
        problems.extend(overlay::check(crate::shipped(), overlay));
        problems.sort();
        remember(digest, &catalog, &problems);
        (catalog, problems)
    }

    /// [`Catalog::with_overlay`] over other shipped declarations than these: what an upgrade of the product would find.
    pub fn upgraded(shipped: &Files, overlay: &Files) -> (Self, Vec<Problem>) {
        let (catalog, mut problems) = load(overlay::merge(shipped, overlay));
        problems.extend(overlay::check(shipped, overlay));
        problems.sort();
        (catalog, problems)
    }

    fn build(files: Files, problems: &mut Vec<Problem>) -> Self {
        let mut parts = read::read(&files, problems);
        let computed = computed::resolve(&mut parts.objects);
        let index = parts.objects.iter().enumerate().map(|(at, object)| (object.name.clone(), at)).collect();
        let relations = parts.objects.iter().flat_map(relations).collect();
        let objects = parts.objects.into_iter().map(Arc::new).collect();
        let picklists = parts.picklists.into_iter().map(|picklist| (picklist.name.clone(), picklist)).collect();
        let (dashboards, apps) = (parts.dashboards, parts.apps);
        Self { version: 0, parts: Arc::new(Parts { objects, index, picklists, dashboards, apps, relations, computed, files }) }
    }

    /// The same catalog as the published version `version`.
    #[must_use]
    pub fn with_version(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    /// The published version; 0 is what the product ships.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// Every object, in the order of the apps.
    pub fn objects(&self) -> impl ExactSizeIterator<Item = &Arc<Object>> {
        self.parts.objects.iter()
    }

    /// The object with this name, to keep.
    pub fn shared_object(&self, name: &str) -> Option<Arc<Object>> {
        self.parts.index.get(name).map(|at| self.parts.objects[*at].clone())
    }

    /// Every dictionary, by name.
    pub fn picklists(&self) -> impl ExactSizeIterator<Item = &Picklist> {
        self.parts.picklists.values()
    }

    /// Every dashboard, by name.
    pub fn dashboards(&self) -> &[Dashboard] {
        &self.parts.dashboards
    }

    /// The dashboard with this name.
    pub fn dashboard(&self, name: &str) -> Option<&Dashboard> {
        self.parts.dashboards.iter().find(|dashboard| dashboard.name == name)
    }

    /// The apps in order, each with its objects in order.
    pub fn apps(&self) -> &[App] {
        &self.parts.apps
    }

    /// Every declared lookup of every object.
    pub fn relations(&self) -> &[Relation] {
        &self.parts.relations
    }

    /// Who looks up records of `object`.
    pub fn relations_to<'a>(&'a self, object: &'a str) -> impl Iterator<Item = &'a Relation> {
        self.parts.relations.iter().filter(move |relation| relation.target == object)
    }

    /// A filter that a declaration of the system's own, such as a roll-up, has on records of `object`.
    pub fn declared_filter(&self, object: &Object, filter: &trellis_model::Json) -> trellis_model::Filter {
        check::filters::read(self, object, filter)
    }

    /// What is computed from what.
    pub fn computed(&self) -> &Computed {
        &self.parts.computed
    }

    /// The declarations as they are with the overlay laid over them.
    pub fn files(&self) -> &Files {
        &self.parts.files
    }

    /// What an object's declaration says that it is, for those who use the API.
    pub fn description(&self, object: &str) -> Option<&str> {
        let object = self.object(object)?;
        self.parts.files.get(&part(&object.app, &object.name, FileKind::Object))?.get("description")?.as_str()
    }

    /// The field that `path` leads to from `object`, across one lookup at most, with the object that has it. A mirror leads
    /// to what it shows.
    pub fn resolve<'a>(&'a self, object: &'a Object, path: &str) -> Option<(&'a Object, &'a Field)> {
        match path.split_once('.') {
            None => match object.field(path)? {
                Field { mirror: Some(source), .. } => self.resolve(object, source),
                field => Some((object, field)),
            },
            Some((lookup, name)) => {
                let target = self.object(object.field(lookup)?.target()?)?;
                target.field(name).map(|field| (target, field))
            }
        }
    }
}

impl Schema for Catalog {
    fn object(&self, name: &str) -> Option<&Object> {
        self.parts.index.get(name).map(|at| self.parts.objects[*at].as_ref())
    }

    fn picklist(&self, name: &str) -> Option<&Picklist> {
        self.parts.picklists.get(name)
    }
}

fn relations(object: &Object) -> Vec<Relation> {
    let one = |field: &Field, lookup: &Lookup| -> Vec<Relation> {
        // People and departments are never deleted while something refers to them, whatever a declaration says.
        let kept = matches!(field.kind, FieldKind::User | FieldKind::Department);
        let on_delete = if kept { OnDelete::Restrict } else { lookup.on_delete };
        let relation =
            |target: &String| Relation { object: object.name.clone(), field: field.name.clone(), target: target.clone(), on_delete };
        lookup.objects.iter().map(relation).collect()
    };
    // A line belongs to its record and goes where it goes; a mirror only shows a lookup.
    let looks_up = |field: &&Field| !field.kind.is_computed() && (object.options.line_of.is_none() || field.name != PARENT);
    object.declared().filter(looks_up).filter_map(|field| Some(one(field, field.lookup.as_ref()?))).flatten().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_shipped_has_no_problem() {
        let (catalog, problems) = load(crate::shipped().clone());
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(catalog.objects().len(), 12);
    }

    #[test]
    fn objects_stand_in_the_order_of_their_apps() {
        let base = Catalog::base();
        let names: Vec<&str> = base.objects().map(|object| object.name.as_str()).take(4).collect();
        assert_eq!(names, ["lead", "customer", "contact", "opportunity"]);
        let apps: Vec<&str> = base.apps().iter().map(|app| app.name.as_str()).collect();
        assert_eq!(apps, ["sales", "office", "system"]);
    }

    #[test]
    fn knows_who_looks_up_whom() {
        let base = Catalog::base();
        let names: Vec<String> = base.relations_to("contract").map(Relation::name).collect();
        assert_eq!(names, ["follow_up.related", "task.related"]);
        assert!(base.relations_to("customer").any(|it| it.name() == "contact.customer" && it.on_delete == OnDelete::Cascade));
    }

    #[test]
    fn an_overlay_adds_and_renames_and_removes() {
        let overlay: Files = [
            (
                "sales/customer/object.json".into(),
                json!({ "x-label": { "zh-CN": "企业" }, "properties": { "short_name": { "x-label": { "en": "Nickname" } }, "c_vip": {
                    "x-id": "c_01", "x-type": "boolean", "type": "boolean", "x-label": { "zh-CN": "贵宾", "en": "VIP" } } } }),
            ),
            ("dashboards/acquisition.json".into(), json!(null)),
        ]
        .into();
        let (catalog, problems) = Catalog::with_overlay(&overlay);
        assert_eq!(problems, []);
        let customer = catalog.object("customer").unwrap();
        assert_eq!((customer.label.zh.as_str(), customer.label.en.as_str()), ("企业", "Customer"));
        assert_eq!(customer.field("short_name").unwrap().label.en, "Nickname");
        assert_eq!(customer.declared().last().unwrap().name, "c_vip");
        assert!(catalog.dashboard("acquisition").is_none());
        assert!(Catalog::base().object("customer").unwrap().field("c_vip").is_none());
    }
}
