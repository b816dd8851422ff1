//! What a conversion copies, while it is edited: pure.

use trellis_model::{Field, FieldKind, Json, JsonMap, Object, field::Shape};

/// One pair: the field that is filled, and the one that it is filled from. An empty name is not chosen yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pair {
    /// A field of the target object.
    pub to: String,
    /// A field of the object that is converted.
    pub from: String,
}

/// What becomes of one target object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The object.
    pub object: String,
    /// Its pairs in order.
    pub pairs: Vec<Pair>,
}

/// The targets as they are declared.
pub fn read(declared: &Json) -> Vec<Target> {
    let pair = |(to, from): (&String, &Json)| Pair { to: to.clone(), from: from.as_str().unwrap_or_default().to_owned() };
    let target = |(object, pairs): (&String, &Json)| Target {
        object: object.clone(),
        pairs: pairs.as_object().into_iter().flatten().map(pair).collect(),
    };
    declared.as_object().into_iter().flatten().map(target).collect()
}

/// The declaration; pairs that are not complete say nothing.
pub fn write(targets: &[Target]) -> Json {
    let complete = |pair: &&Pair| !pair.to.is_empty() && !pair.from.is_empty();
    let pairs = |target: &Target| -> JsonMap {
        target.pairs.iter().filter(complete).map(|pair| (pair.to.clone(), Json::from(pair.from.as_str()))).collect()
    };
    Json::Object(targets.iter().map(|target| (target.object.clone(), Json::Object(pairs(target)))).collect())
}

/// Fields whose values can be copied. What only the system knows of a record is none.
pub fn sources(object: &Object) -> impl Iterator<Item = &Field> {
    let inner = ["id", "version", "deleted_at"];
    object
        .fields()
        .iter()
        .filter(move |field| !inner.contains(&field.name.as_str()) && field.shape() != Shape::Secret && field.kind != FieldKind::Lines)
}

/// Fields that a conversion may fill: those that some source fits, and no other pair fills.
pub fn fillable<'a>(source: &'a Object, target: &'a Object, pairs: &'a [Pair], own: &'a str) -> impl Iterator<Item = &'a Field> {
    let taken = move |name: &str| name != own && pairs.iter().any(|pair| pair.to == name);
    let fed = move |to: &Field| sources(source).any(|from| from.fits_into(to));
    target.declared().filter(move |field| field.is_writable() && !taken(&field.name) && fed(field))
}

/// The source for a field just chosen: the one of the pair while it fits, else the field of the same name.
pub fn source_for(source: &Object, to: &Field, now: &str) -> String {
    let fits = |name: &str| sources(source).any(|from| from.name == name && from.fits_into(to));
    [now, &to.name].into_iter().find(|name| fits(name)).unwrap_or_default().to_owned()
}

/// Required fields of the target that nothing fills: neither a pair, nor a default, nor the conversion itself, which joins
/// the records that it makes.
pub fn unfilled<'a>(target: &'a Object, pairs: &'a [Pair], made: &'a [&'a str]) -> impl Iterator<Item = &'a Field> {
    let filled = move |field: &Field| pairs.iter().any(|pair| pair.to == field.name && !pair.from.is_empty());
    let joined = move |field: &Field| field.target().is_some_and(|object| object != target.name && made.contains(&object));
    let begins = |field: &Field| field.default.is_some() || field.default_when.is_some();
    target.declared().filter(move |field| field.required && field.is_writable() && !begins(field) && !joined(field) && !filled(field))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use trellis_model::{
        Label,
        field::{Lookup, OnDelete},
        object::Options,
    };

    use super::*;

    fn object(name: &str, fields: &[(&str, FieldKind)]) -> Object {
        let fields = fields.iter().map(|(name, kind)| Field::new(name, *kind, Label::default())).collect();
        Object::new(name, Label::default(), "sales", Options::default(), fields)
    }

    #[test]
    fn a_conversion_is_read_and_written() {
        let declared = json!({ "customer": { "name": "company", "phone": "phone" }, "contact": {} });
        let mut targets = read(&declared);
        assert_eq!(write(&targets), declared);
        targets[1].pairs.push(Pair { to: "name".into(), from: String::new() });
        assert_eq!(write(&targets), declared);
    }

    #[test]
    fn only_what_fits_is_offered() {
        use FieldKind as K;
        let lead = object("lead", &[("company", K::Text), ("phone", K::Phone), ("amount", K::Currency)]);
        let customer = object("customer", &[("name", K::Text), ("phone", K::Phone), ("employees", K::Integer)]);
        let pairs = [Pair { to: "name".into(), from: "company".into() }];
        let offered = |own| fillable(&lead, &customer, &pairs, own).map(|field| field.name.as_str()).collect::<Vec<_>>();
        assert_eq!((offered("name"), offered("")), (vec!["name", "phone"], vec!["phone"]));
        let phone = customer.field("phone").unwrap();
        assert_eq!((source_for(&lead, phone, "company"), source_for(&lead, phone, "amount")), ("company".into(), "phone".into()));
    }

    #[test]
    fn required_fields_without_a_source_are_told() {
        let mut name = Field::new("name", FieldKind::Text, Label::default());
        let mut stage = Field::new("stage", FieldKind::Text, Label::default());
        let mut customer = Field::new("customer", FieldKind::Lookup, Label::default());
        (name.required, stage.required, customer.required) = (true, true, true);
        stage.default = Some(json!("new"));
        customer.lookup = Some(Lookup { objects: vec!["customer".into()], on_delete: OnDelete::SetNull, filter: None });
        let deal = Object::new("deal", Label::default(), "sales", Options::default(), vec![name, stage, customer]);
        let told = |pairs: &[Pair], made: &[&str]| unfilled(&deal, pairs, made).map(|field| field.name.clone()).collect::<Vec<_>>();
        assert_eq!(told(&[], &["customer", "deal"]), ["name"]);
        assert_eq!(told(&[Pair { to: "name".into(), from: "company".into() }], &["deal"]), ["customer"]);
    }
}
