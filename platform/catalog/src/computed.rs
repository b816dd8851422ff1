//! What is computed from what: formulas from fields, roll-ups from the records that look one up, mirrors from where a lookup
//! leads. Found out once a catalog, so that a write knows at once what follows from it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use trellis_model::{
    Field, FieldKind, Object, Picklist, Schema,
    expression::{ObjectNames, Type, check},
    field::{Rollup, RollupFunction},
    object::{PARENT, lines_object},
};

/// Where a name in an expression is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A field of the record itself.
    Own(String),
    /// A field of the record that a lookup leads to.
    Through {
        /// The lookup.
        lookup: String,
        /// The field there.
        field: String,
    },
}

/// A formula, ready to be computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The field that keeps it.
    pub field: String,
    /// Its expression.
    pub expression: String,
    /// By name in the expression, where that is read.
    pub reads: BTreeMap<String, Source>,
}

/// A roll-up, seen from the records that it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct RollupOf {
    /// The object that has the roll-up.
    pub object: String,
    /// Its field.
    pub field: String,
    /// The lookup from the counted record to the one that has it.
    pub lookup: String,
    /// How it is computed, with the relation written out.
    pub rollup: Rollup,
    /// The fields of the counted records that it depends on.
    pub reads: BTreeSet<String>,
}

/// Formulas of another object that read through a lookup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    /// The object that has the formulas.
    pub object: String,
    /// Its lookup.
    pub lookup: String,
    /// The fields here that they read.
    pub reads: BTreeSet<String>,
}

/// What is computed from what, by object.
#[derive(Debug, Clone, Default)]
pub struct Computed {
    formulas: HashMap<String, Vec<Formula>>,
    rollups: HashMap<String, Vec<RollupOf>>,
    dependents: HashMap<String, Vec<Dependent>>,
    circles: BTreeSet<(String, String)>,
    /// By object and computed field, what that comes from in the end.
    sources: HashMap<String, HashMap<String, Vec<Node>>>,
}

impl Computed {
    /// The formulas of an object, each after those that it reads.
    pub fn formulas(&self, object: &str) -> &[Formula] {
        self.formulas.get(object).map(Vec::as_slice).unwrap_or_default()
    }

    /// The roll-ups that records of an object are counted in.
    pub fn rollups_of(&self, object: &str) -> &[RollupOf] {
        self.rollups.get(object).map(Vec::as_slice).unwrap_or_default()
    }

    /// A roll-up by the object and field that have it, with the object that it counts.
    pub fn rollup(&self, object: &str, field: &str) -> Option<(&str, &RollupOf)> {
        self.rollups.iter().find_map(|(counted, rollups)| {
            rollups.iter().find(|rollup| rollup.object == object && rollup.field == field).map(|rollup| (counted.as_str(), rollup))
        })
    }

    /// The formulas elsewhere that read records of an object.
    pub fn dependents(&self, object: &str) -> &[Dependent] {
        self.dependents.get(object).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a formula or roll-up comes from in the end: fields that are no formulas or roll-ups themselves, with their objects.
    pub fn sources(&self, object: &str, field: &str) -> &[(String, String)] {
        self.sources.get(object).and_then(|fields| fields.get(field)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the field is computed from itself.
    pub(crate) fn is_circular(&self, object: &str, field: &str) -> bool {
        self.circles.contains(&(object.to_owned(), field.to_owned()))
    }
}

/// The objects while they are being completed.
struct Draft<'a>(&'a [Object]);

impl Schema for Draft<'_> {
    fn object(&self, name: &str) -> Option<&Object> {
        self.0.iter().find(|object| object.name == name)
    }

    fn picklist(&self, _: &str) -> Option<&Picklist> {
        None
    }
}

/// Adds the objects of lines, finds out what computed fields come to, and what depends on what.
pub(crate) fn resolve(objects: &mut Vec<Object>) -> Computed {
    let lines: Vec<Object> =
        objects.iter().flat_map(|object| object.declared().filter_map(|field| Object::of_lines(object, field))).collect();
    let free: Vec<Object> = lines.into_iter().filter(|line| objects.iter().all(|object| object.name != line.name)).collect();
    objects.extend(free);
    // A formula may read a roll-up of a formula: as many rounds as there is something new to find out.
    for _ in 0..4 {
        let found = results(objects);
        if found.is_empty() {
            break;
        }
        for (at, name, like) in found {
            if let Some(field) = objects[at].fields_mut().iter_mut().find(|field| field.name == name) {
                become_like(field, &like);
            }
        }
    }
    dependencies(objects)
}

/// What a computed field has in common with another.
fn become_like(field: &mut Field, like: &Field) {
    field.result = Some(like.value_kind());
    field.scale = field.scale.or(like.scale);
    field.picklist.clone_from(&like.picklist);
    field.lookup.clone_from(&like.lookup);
    field.mask = field.mask.or(like.mask);
    field.maximum = field.maximum.or(like.maximum);
}

fn results(objects: &[Object]) -> Vec<(usize, String, Field)> {
    let schema = Draft(objects);
    let mut found = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        for field in object.declared().filter(|field| field.result.is_none()) {
            let like = match field.kind {
                FieldKind::Formula => formula_result(&schema, object, field),
                FieldKind::Rollup => field.rollup.as_ref().and_then(|rollup| rollup_result(&schema, object, rollup)),
                FieldKind::Mirror => field.mirror.as_deref().and_then(|path| through(&schema, object, path)).cloned(),
                _ => None,
            };
            found.extend(like.filter(|like| !like.value_kind().is_computed()).map(|like| (at, field.name.clone(), like)));
        }
    }
    found
}

fn plain(kind: FieldKind) -> Field {
    Field::new("result", kind, trellis_model::Label::default())
}

fn formula_result(schema: &dyn Schema, object: &Object, field: &Field) -> Option<Field> {
    let checked = check(field.formula.as_deref()?, &ObjectNames { schema, object }).ok()?;
    let unknown = |path: &String| match path.split_once('.') {
        None => object.field(path).is_some_and(|field| field.value_kind().is_computed()),
        Some(_) => through(schema, object, path).is_some_and(|field| field.value_kind().is_computed()),
    };
    // While what it reads is not known, neither is what it comes to.
    if checked.result == Type::Any && checked.paths.iter().any(unknown) {
        return None;
    }
    Some(plain(checked.result.kind().unwrap_or(FieldKind::Text)))
}

fn rollup_result(schema: &dyn Schema, object: &Object, rollup: &Rollup) -> Option<Field> {
    if rollup.function == RollupFunction::Count {
        return Some(plain(FieldKind::Integer));
    }
    let (child, _) = relation(object, rollup)?;
    schema.object(&child)?.field(rollup.field.as_deref()?).cloned()
}

/// The object that a roll-up counts, and the lookup that leads from there.
pub(crate) fn relation(object: &Object, rollup: &Rollup) -> Option<(String, String)> {
    match rollup.relation.split_once('.') {
        Some((child, lookup)) => Some((child.to_owned(), lookup.to_owned())),
        None => {
            let lines = object.field(&rollup.relation).filter(|field| field.kind == FieldKind::Lines)?;
            Some((lines_object(&object.name, &lines.name), PARENT.to_owned()))
        }
    }
}

fn through<'a>(schema: &'a dyn Schema, object: &Object, path: &str) -> Option<&'a Field> {
    let (lookup, name) = path.split_once('.')?;
    schema.object(object.field(lookup)?.target()?)?.field(name)
}

/// Where a name is read; a mirror where it is kept.
fn source(object: &Object, path: &str) -> Source {
    let of =
        |path: &str| path.split_once('.').map(|(lookup, field)| Source::Through { lookup: lookup.to_owned(), field: field.to_owned() });
    let mirrored = object.field(path).and_then(|field| field.mirror.as_deref()).and_then(of);
    mirrored
        .or_else(|| of(path).filter(|_| object.field(path.split('.').next().unwrap_or_default()).is_some_and(|it| it.target().is_some())))
        .unwrap_or_else(|| Source::Own(path.split('.').next().unwrap_or_default().to_owned()))
}

type Node = (String, String);

fn dependencies(objects: &[Object]) -> Computed {
    let schema = Draft(objects);
    let mut computed = Computed::default();
    let mut reads: BTreeMap<Node, BTreeSet<Node>> = BTreeMap::new();
    for object in objects {
        for field in object.declared() {
            let node = (object.name.clone(), field.name.clone());
            if let Some(expression) = field.formula.as_deref() {
                let Ok(checked) = check(expression, &ObjectNames { schema: &schema, object }) else { continue };
                let sources: BTreeMap<String, Source> = checked.paths.iter().map(|path| (path.clone(), source(object, path))).collect();
                for source in sources.values() {
                    let (needed, from) = match source {
                        Source::Own(name) => (vec![(object.name.clone(), name.clone())], None),
                        Source::Through { lookup, field } => {
                            let target = object.field(lookup).and_then(Field::target).unwrap_or_default().to_owned();
                            let needed = vec![(object.name.clone(), lookup.clone()), (target.clone(), field.clone())];
                            (needed, Some((target, lookup.clone(), field.clone())))
                        }
                    };
                    reads.entry(node.clone()).or_default().extend(needed);
                    if let Some((target, lookup, read)) = from {
                        depend(&mut computed, target, &object.name, lookup, read);
                    }
                }
                let formula = Formula { field: field.name.clone(), expression: expression.to_owned(), reads: sources };
                computed.formulas.entry(object.name.clone()).or_default().push(formula);
            }
            if let Some(rollup) = &field.rollup
                && let Some((child, lookup)) = relation(object, rollup)
            {
                let mut fields: BTreeSet<String> = rollup.field.iter().cloned().collect();
                filter_fields(rollup.filter.as_ref(), &mut fields);
                let needed = fields.iter().chain([&lookup]).map(|name| (child.clone(), name.clone()));
                reads.entry(node.clone()).or_default().extend(needed);
                let rollup = Rollup { relation: format!("{child}.{lookup}"), ..rollup.clone() };
                let one = RollupOf { object: object.name.clone(), field: field.name.clone(), lookup, rollup, reads: fields };
                computed.rollups.entry(child).or_default().push(one);
            }
        }
    }
    computed.circles = circles(&reads);
    for (object, field) in reads.keys() {
        let found = in_the_end(&reads, (object, field));
        computed.sources.entry(object.clone()).or_default().insert(field.clone(), found);
    }
    for (object, formulas) in &mut computed.formulas {
        in_order(formulas, |field| computed.circles.contains(&(object.clone(), field.to_owned())));
    }
    computed
}

fn depend(computed: &mut Computed, target: String, object: &str, lookup: String, read: String) {
    let dependents = computed.dependents.entry(target).or_default();
    match dependents.iter_mut().find(|it| it.object == object && it.lookup == lookup) {
        Some(found) => drop(found.reads.insert(read)),
        None => dependents.push(Dependent { object: object.to_owned(), lookup, reads: [read].into() }),
    }
}

/// The fields that a filter asks about; of a path the lookup.
fn filter_fields(filter: Option<&trellis_model::Json>, fields: &mut BTreeSet<String>) {
    match filter {
        Some(trellis_model::Json::Object(map)) => {
            for (key, inner) in map {
                match key.as_str() {
                    "and" | "or" | "not" => filter_fields(Some(inner), fields),
                    path => drop(fields.insert(path.split('.').next().unwrap_or(path).to_owned())),
                }
            }
        }
        Some(trellis_model::Json::Array(items)) => items.iter().for_each(|item| filter_fields(Some(item), fields)),
        _ => {}
    }
}

/// What a node comes from that is not computed itself.
fn in_the_end(reads: &BTreeMap<Node, BTreeSet<Node>>, (object, field): (&str, &str)) -> Vec<Node> {
    let start = (object.to_owned(), field.to_owned());
    let (mut seen, mut ahead): (BTreeSet<&Node>, Vec<&Node>) = (BTreeSet::new(), vec![&start]);
    while let Some(node) = ahead.pop() {
        ahead.extend(reads.get(node).into_iter().flatten().filter(|next| seen.insert(next)));
    }
    seen.into_iter().filter(|node| !reads.contains_key(*node)).cloned().collect()
}

/// Every node that is computed from itself, on whatever way.
fn circles(reads: &BTreeMap<Node, BTreeSet<Node>>) -> BTreeSet<Node> {
    let reaches_itself = |start: &Node| {
        let (mut seen, mut ahead): (BTreeSet<&Node>, Vec<&Node>) = (BTreeSet::new(), vec![start]);
        while let Some(node) = ahead.pop() {
            for next in reads.get(node).into_iter().flatten() {
                if next == start {
                    return true;
                }
                if seen.insert(next) {
                    ahead.push(next);
                }
            }
        }
        false
    };
    reads.keys().filter(|node| reaches_itself(node)).cloned().collect()
}

/// Formulas after those that they read. Those that go round in circles are left out: they are never computed.
fn in_order(formulas: &mut Vec<Formula>, is_circular: impl Fn(&str) -> bool) {
    let mut left: Vec<Formula> = std::mem::take(formulas).into_iter().filter(|formula| !is_circular(&formula.field)).collect();
    while !left.is_empty() {
        let waits = |formula: &Formula| {
            let own = |source: &Source, other: &Formula| matches!(source, Source::Own(name) if *name == other.field);
            formula.reads.values().any(|source| left.iter().any(|other| own(source, other)))
        };
        let (waiting, ready): (Vec<Formula>, Vec<Formula>) = left.clone().into_iter().partition(waits);
        if ready.is_empty() {
            break;
        }
        formulas.extend(ready);
        left = waiting;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use crate::{Catalog, Files};

    fn with(fields: Json) -> (Catalog, Vec<String>) {
        let mut properties = fields;
        for (name, field) in properties.as_object_mut().unwrap() {
            field["x-id"] = json!(name);
            field["x-label"] = json!({ "zh-CN": "新", "en": "New" });
        }
        let overlay: Files = [("sales/contract/object.json".to_owned(), json!({ "properties": properties }))].into();
        let (catalog, problems) = Catalog::with_overlay(&overlay);
        (catalog, problems.iter().map(|problem| format!("{} {}", problem.pointer, problem.message.en)).collect())
    }

    fn kind(catalog: &Catalog, field: &str) -> &'static str {
        trellis_model::Schema::object(catalog, "contract").unwrap().field(field).unwrap().value_kind().name()
    }

    #[test]
    fn computed_fields_know_what_they_come_to() {
        let line = |kind: &str, more: Json| {
            let mut field = json!({ "x-id": "l", "x-type": kind, "x-label": { "zh-CN": "行", "en": "Line" } });
            field.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            field
        };
        let mut price = line("currency", json!({}));
        price["x-id"] = json!("l_price");
        let mut count = line("integer", json!({}));
        count["x-id"] = json!("l_count");
        let mut total = line("formula", json!({ "x-formula": { "expression": "price * count", "kind": "currency" } }));
        total["x-id"] = json!("l_total");
        let (catalog, problems) = with(json!({
            "c_items": { "x-type": "lines", "type": "array", "x-lines": { "properties": { "price": price, "count": count, "total": total } } },
            "c_total": { "x-type": "rollup", "x-rollup": { "relation": "c_items", "fn": "sum", "field": "total" } },
            "c_taxed": { "x-type": "formula", "x-formula": "c_total * 1.13" },
            "c_level": { "x-type": "mirror", "x-mirror": "customer.level" },
            "c_big": { "x-type": "formula", "x-formula": "c_taxed > 100 and c_level == 'a'" },
        }));
        assert_eq!(problems, [""; 0]);
        let found: Vec<&str> = ["c_total", "c_taxed", "c_level", "c_big"].map(|field| kind(&catalog, field)).to_vec();
        assert_eq!(found, ["currency", "decimal", "picklist", "boolean"]);
        let order: Vec<&str> = catalog.computed().formulas("contract").iter().map(|formula| formula.field.as_str()).collect();
        assert_eq!(order, ["c_taxed", "c_big"]);
        let named = |(object, field): &(String, String)| format!("{object}.{field}");
        let sources: Vec<String> = catalog.computed().sources("contract", "c_big").iter().map(named).collect();
        let lines = ["contract_c_items.count", "contract_c_items.parent", "contract_c_items.price"];
        assert_eq!(sources, [&["contract.customer"], &lines[..], &["customer.level"]].concat());
        let dependents: Vec<&str> = catalog.computed().dependents("customer").iter().map(|it| it.object.as_str()).collect();
        assert_eq!(dependents, ["contract"]);
        assert_eq!(catalog.computed().rollups_of("contract_c_items")[0].field, "c_total");
    }

    #[test]
    fn what_makes_no_sense_is_a_problem_before_it_is_published() {
        let (_, problems) = with(json!({
            "c_a": { "x-type": "formula", "x-formula": "c_b + 1" },
            "c_b": { "x-type": "formula", "x-formula": "c_a + 1" },
            "c_c": { "x-type": "formula", "x-formula": "amuont * 2" },
            "c_d": { "x-type": "formula", "x-formula": "today()" },
            "c_e": { "x-type": "rollup", "x-rollup": { "relation": "contact.nothing", "fn": "count" } },
            "c_f": { "x-type": "mirror", "x-mirror": "customer.nothing" },
            "c_g": { "x-type": "text", "type": "string", "x-visible": "amount" },
        }));
        assert_eq!(
            problems.iter().map(|it| it.split(' ').next().unwrap()).collect::<Vec<_>>(),
            [
                "/properties/c_a/x-formula",
                "/properties/c_b/x-formula",
                "/properties/c_c/x-formula",
                "/properties/c_d/x-formula",
                "/properties/c_e/x-rollup/relation",
                "/properties/c_f/x-mirror",
                "/properties/c_g/x-visible",
            ],
            "{problems:?}"
        );
    }
}
