//! The files that declarations live in: where each kind has its place, and the shipped ones.

use std::{collections::BTreeMap, fs, io, path::Path, sync::OnceLock};

use rust_embed::RustEmbed;
use trellis_model::{Json, both};

use crate::Problem;

/// Declarations by their path from the metadata folder, such as `sales/customer/object.json`.
pub type Files = BTreeMap<String, Json>;

/// What a file declares; its place tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// `<app>/app.json`
    App,
    /// `<app>/<object>/object.json`
    Object,
    /// `<app>/<object>/views.json`
    Views,
    /// `<app>/<object>/layouts.json`
    Layouts,
    /// `<app>/<object>/actions.json`
    Actions,
    /// `<app>/<object>/conversions.json`
    Conversions,
    /// `picklists/<name>.json`
    Picklist,
    /// `dashboards/<name>.json`
    Dashboard,
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// What it declares.
    pub kind: FileKind,
    /// The app, for apps and what belongs to objects.
    pub app: &'a str,
    /// The name of what is declared, or whose part it is.
    pub name: &'a str,
}

impl FileKind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::App, Self::Object, Self::Views, Self::Layouts, Self::Actions, Self::Conversions, Self::Picklist, Self::Dashboard];

    /// The name of its meta-schema in `metadata/schema/`.
    pub fn schema_name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Object => "object",
            Self::Views => "views",
            Self::Layouts => "layouts",
            Self::Actions => "actions",
            Self::Conversions => "conversions",
            Self::Picklist => "picklist",
            Self::Dashboard => "dashboard",
        }
    }

    /// What the file at `path` declares; `None` where no declaration belongs.
    pub fn of(path: &str) -> Option<Self> {
        place(path).map(|place| place.kind)
    }
}

/// Where `path` stands; `None` where no declaration belongs.
pub(crate) fn place(path: &str) -> Option<Place<'_>> {
    let steps: Vec<&str> = path.strip_suffix(".json")?.split('/').collect();
    let (kind, app, name) = match steps.as_slice() {
        ["picklists", name] => (FileKind::Picklist, "", *name),
        ["dashboards", name] => (FileKind::Dashboard, "", *name),
        [app, "app"] => (FileKind::App, *app, *app),
        [app, object, part] => {
            let part = FileKind::ALL[1..6].iter().find(|kind| kind.schema_name() == *part)?;
            (*part, *app, *object)
        }
        _ => return None,
    };
    Some(Place { kind, app, name })
}

/// The path of a part of an object.
pub(crate) fn part(app: &str, object: &str, kind: FileKind) -> String {
    format!("{app}/{object}/{}.json", kind.schema_name())
}

/// Folders of the metadata that are not declarations of this crate: the meta-schemas, and what other crates read.
const OTHERS: &[&str] = &["schema/", "providers/", "editions/", "gateways/"];

#[derive(RustEmbed)]
#[folder = "../../metadata"]
struct Embedded;

/// The declarations that the product ships.
pub fn shipped() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| {
        let texts = Embedded::iter().filter_map(|path| Some((path.to_string(), Embedded::get(&path)?.data.into_owned())));
        parse(texts, |path| !OTHERS.iter().any(|folder| path.starts_with(folder))).0
    })
}

/// The meta-schemas by name, such as `object`.
pub(crate) fn meta_schemas() -> Files {
    let texts = Embedded::iter().filter_map(|path| {
        let name = path.strip_prefix("schema/")?.strip_suffix(".schema.json")?.to_owned();
        Some((name, Embedded::get(&path)?.data.into_owned()))
    });
    parse(texts, |_| true).0
}

/// Reads the declarations of a folder on disk. A file that is no JSON is a problem, not an error.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn read_folder(folder: &Path) -> io::Result<(Files, Vec<Problem>)> {
    let mut texts = Vec::new();
    collect(folder, "", &mut texts)?;
    texts.sort();
    Ok(parse(texts, |path| path.ends_with(".json") && !OTHERS.iter().any(|folder| path.starts_with(folder))))
}

fn collect(folder: &Path, prefix: &str, texts: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), texts)?;
        } else {
            texts.push((format!("{prefix}{name}"), fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn parse(texts: impl IntoIterator<Item = (String, Vec<u8>)>, wanted: impl Fn(&str) -> bool) -> (Files, Vec<Problem>) {
    let (mut files, mut problems) = (Files::new(), Vec::new());
    for (path, text) in texts.into_iter().filter(|(path, _)| wanted(path)) {
        match serde_json::from_slice(&text) {
            Ok(json) => {
                files.insert(path, json);
            }
            Err(error) => problems.push(Problem::new(&path, "", both!("不是 JSON：{error}", "not JSON: {error}"))),
        }
    }
    (files, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_tells_what_a_file_declares() {
        for (path, expected) in [
            ("sales/app.json", Some((FileKind::App, "sales", "sales"))),
            ("sales/lead/object.json", Some((FileKind::Object, "sales", "lead"))),
            ("sales/lead/conversions.json", Some((FileKind::Conversions, "sales", "lead"))),
            ("picklists/industry.json", Some((FileKind::Picklist, "", "industry"))),
            ("dashboards/sales.json", Some((FileKind::Dashboard, "", "sales"))),
            ("sales/lead/veiws.json", None),
            ("sales/lead/app.json", None),
            ("readme.md", None),
        ] {
            assert_eq!(place(path).map(|it| (it.kind, it.app, it.name)), expected, "{path}");
        }
    }

    #[test]
    fn a_folder_reads_as_what_is_compiled_in() {
        let folder = Path::new(&std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join("../../metadata");
        let (files, problems) = read_folder(&folder).unwrap();
        assert_eq!(problems, []);
        assert_eq!(&files, shipped());
    }
}
