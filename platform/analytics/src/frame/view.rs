//! The frames of one computation, all as fresh as the moment it began.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use trellis_engine::{Cx, Result};
use trellis_model::{Filter, Object, Schema};
use trellis_storage::{
    Conn,
    records::{Column, Deleted, Select},
};
use uuid::Uuid;

use super::{Cache, Frame, Needs};

/// What a computation reads.
#[derive(Default)]
pub struct View {
    frames: HashMap<String, Arc<Frame>>,
    teams: HashMap<(String, Uuid, bool), HashSet<u128>>,
}

impl View {
    /// Brings together what is needed.
    pub async fn gather(cache: &Cache, cx: &Cx, needs: &Needs) -> Result<Self> {
        let (catalog, store) = (cx.catalog(), &cx.company.store);
        let mut view = Self::default();
        for (name, fields) in &needs.fields {
            let Some(object) = catalog.object(name) else { continue };
            let usual = || Needs::of_dashboards(catalog).fields.remove(name).unwrap_or_default();
            view.add(name, cache.frame(cx.company.id, store, catalog, object, fields, usual).await?);
        }
        if !needs.teams.is_empty() {
            view.add_teams(&mut store.reader().await?, catalog, needs).await?;
        }
        Ok(view)
    }

    /// Adds an object's frame.
    pub fn add(&mut self, object: &str, frame: Arc<Frame>) {
        self.frames.insert(object.to_owned(), frame);
    }

    /// Adds the records that people take part in.
    pub async fn add_teams(&mut self, conn: &mut Conn, schema: &dyn Schema, needs: &Needs) -> Result<()> {
        for (name, user, edit) in &needs.teams {
            if let Some(object) = schema.object(name) {
                let rows = team(schema, object, *user, *edit).rows(conn).await?;
                let records = rows.iter().filter_map(|row| row.first()?.as_id()).map(|id| id.as_u128()).collect();
                self.teams.insert((name.clone(), *user, *edit), records);
            }
        }
        Ok(())
    }

    /// An object's frame; `None` when nothing was said to need it.
    pub fn frame(&self, object: &str) -> Option<&Arc<Frame>> {
        self.frames.get(object)
    }

    /// The keys of the records of `object` that the person takes part in.
    pub fn team(&self, object: &str, user: Uuid, edit: bool) -> impl Iterator<Item = u128> {
        self.teams.get(&(object.to_owned(), user, edit)).into_iter().flatten().copied()
    }
}

fn team<'a>(schema: &'a dyn Schema, object: &'a Object, user: Uuid, edit: bool) -> Select<'a> {
    let columns = object.field("id").map(Column::Own).into_iter().collect();
    let filter = Filter::Team { user, edit };
    Select { object, schema, filter, columns, sort: Vec::new(), after: None, skip: 0, limit: u32::MAX / 2, deleted: Deleted::Live }
}
