//! Everybody who sees a record, and what they may do to it.

use std::collections::{BTreeMap, HashMap, HashSet};

use trellis_access::actions_of;
use trellis_model::{Filter, Object, Record, Schema, Value, filter::Related, object::Inherit, wire::WhoInfo};
use trellis_storage::{Conn, records as rows, records::Deleted};
use uuid::Uuid;

use super::asked;
use crate::{Cx, Result, records::in_scope};

/// How many lookups rights are inherited through.
const DEEPEST: usize = 4;

/// Who sees a record: by name, with the scope of every action that each may do to it and the clause by which it is seen.
///
/// # Errors
/// [`Error::NotFound`](crate::Error::NotFound) when the asker does not see the record,
/// [`Error::Forbidden`](crate::Error::Forbidden) without a right in the administration.
pub async fn who(cx: &Cx, conn: &mut Conn, object: &str, id: Uuid) -> Result<Vec<WhoInfo>> {
    let (object, record) = asked(cx, conn, object, id).await?;
    let around = Around::load(cx, conn, object, &record).await?;
    let mut found = Vec::new();
    for person in cx.snapshot.people.iter().filter(|person| person.active) {
        let Some(access) = cx.snapshot.access(person.facts.id) else { continue };
        let reaches = |action: &str| access.filter(&object.name, action).is_some_and(|filter| filter.matches(&record, &around));
        if !reaches("view") {
            continue;
        }
        let of = |action: &str| {
            let scope = access.scope(&object.name, action).filter(|_| reaches(action))?;
            Some((action.to_owned(), scope.name().to_owned()))
        };
        let actions: BTreeMap<String, String> =
            actions_of(object).into_iter().filter(|it| !matches!(*it, "create" | "import")).filter_map(of).collect();
        let clauses = access.clauses(&object.name, "view");
        let because = clauses.iter().find(|reach| reach.counts && reach.filter.matches(&record, &around));
        let because = because.map(|reach| reach.clause.name()).unwrap_or_default().to_owned();
        found.push(WhoInfo { id: person.facts.id.to_string(), name: person.name.clone(), actions, because });
    }
    found.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    Ok(found)
}

/// The records that rights come from, and who takes part in them: read once, asked for everybody.
struct Around {
    records: HashMap<(String, Uuid), Record>,
    teams: HashMap<Uuid, Vec<(Uuid, bool)>>,
}

impl Around {
    async fn load(cx: &Cx, conn: &mut Conn, object: &Object, record: &Record) -> Result<Self> {
        let mut around = Self { records: HashMap::new(), teams: HashMap::new() };
        let mut seen = HashSet::new();
        let mut ahead = vec![(object.name.clone(), record.clone(), 0)];
        while let Some((name, record, depth)) = ahead.pop() {
            let Some(object) = cx.catalog().object(&name) else { continue };
            if !seen.insert((name.clone(), record.id())) {
                continue;
            }
            if object.options.team {
                around.teams.insert(record.id(), rows::team(conn, &name, record.id()).await?);
            }
            if let Some(Inherit::Inherit(lookup) | Inherit::Also(lookup)) = &object.options.access
                && depth < DEEPEST
            {
                for (target, id) in targets(object, lookup, &record) {
                    let Some(target) = cx.catalog().object(&target) else { continue };
                    // Whatever the asker sees of it: nothing of the parent is told but that it decides.
                    if let Some(parent) = in_scope(cx, conn, target, id, Filter::True, Deleted::Live).await? {
                        around.records.insert((target.name.clone(), id), parent.clone());
                        ahead.push((target.name.clone(), parent, depth + 1));
                    }
                }
            }
        }
        Ok(around)
    }
}

fn targets(object: &Object, lookup: &str, record: &Record) -> Vec<(String, Uuid)> {
    let objects = object.field(lookup).and_then(|field| field.lookup.as_ref()).map(|lookup| lookup.objects.clone()).unwrap_or_default();
    match record.get(lookup) {
        Value::Id(id) => objects.into_iter().map(|object| (object, *id)).collect(),
        Value::Reference(target) => vec![(target.object.clone(), target.id)],
        _ => Vec::new(),
    }
}

impl Related for Around {
    fn find(&self, object: &str, id: Uuid) -> Option<&Record> {
        self.records.get(&(object.to_owned(), id))
    }

    fn on_team(&self, record: Uuid, user: Uuid, edit: bool) -> bool {
        self.teams.get(&record).into_iter().flatten().any(|(member, may_edit)| *member == user && (!edit || *may_edit))
    }
}
