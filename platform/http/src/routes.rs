//! The one table of routes: method, path, who may call, what it does, how it answers.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    handler::Handler,
    http::{Method, header},
    middleware::{self, Next},
    response::IntoResponse,
    routing::{MethodFilter, MethodRouter, get, on},
};

pub use crate::caller::COOKIE;
use crate::{
    ApiError, AppState, access, audit, auth, dashboards, designer, files, headers, imports, input::Query, organization, records, system,
};

/// Who may call a route. What they then may see or do is the engine's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Anybody.
    Public,
    /// Somebody signed in, perhaps without a company yet.
    SignedIn,
    /// Somebody signed in to a company.
    Company,
}

/// How a route answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A record.
    Record,
    /// A page of items.
    Page,
    /// Some other object.
    Object,
    /// A file of this media type.
    File(&'static str),
    /// Server-sent events, for as long as the client listens.
    Events,
    /// Nothing but the status.
    Nothing,
}

/// One route.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path below `/api`.
    pub path: &'static str,
    /// A name for programs, unique.
    pub name: &'static str,
    /// Who may call.
    pub guard: Guard,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// How it answers.
    pub reply: Shape,
    /// Whether it answers 201.
    pub creates: bool,
    /// Whether it answers 202: what it asks for happens afterwards.
    pub accepts: bool,
    /// Whether it takes a body.
    pub takes_body: bool,
    /// When the body is a form with a file instead of JSON, what else is in it.
    pub takes_file: Option<&'static [&'static str]>,
    /// Its query parameters; others are refused.
    pub query: &'static [(&'static str, &'static str)],
    handler: MethodRouter<AppState>,
}

const CSV: &str = "text/csv";

const LIST: &[(&str, &str)] = &[
    ("view", "A saved list view"),
    ("filter", "Which records, as JSON: {\"field\":{\"op\":value}}, and, or, not"),
    ("q", "A keyword"),
    ("sort", "-created_at,name"),
    ("fields", "name,owner.name"),
    ("limit", "1 to 500, 50 when absent"),
    ("cursor", "Where the last page ended"),
    ("page", "The number of the page instead, within the first 10,000 records"),
    ("count", "none, estimate or exact"),
    ("deleted", "true: the recycle bin"),
];

const PEOPLE: &[(&str, &str)] = &[
    ("role", "Only those who have this role"),
    ("view", "A saved list view"),
    ("filter", "Which people, as in a list"),
    ("q", "A keyword"),
    ("sort", "name"),
    ("fields", "name,department.name"),
    ("limit", "1 to 500, 50 when absent"),
    ("cursor", "Where the last page ended"),
    ("page", "The number of the page instead, within the first 10,000 people"),
    ("count", "none, estimate or exact"),
    ("deleted", "true: the recycle bin"),
];

const EXPORT: &[(&str, &str)] = &[
    ("format", "csv when absent, or xlsx"),
    ("language", "zh-CN or en, instead of Accept-Language"),
    ("ids", "true: with the ids of the records and of those that they look up, to be imported again"),
    ("view", "A saved list view"),
    ("filter", "Which records, as in a list"),
    ("q", "A keyword"),
    ("sort", "-created_at,name"),
    ("fields", "name,owner,customer.level; every visible field when absent"),
    ("deleted", "true: the recycle bin"),
    ("limit", "As a list's; an export has no pages"),
    ("cursor", "As a list's; an export has no pages"),
    ("page", "As a list's; an export has no pages"),
    ("count", "As a list's; an export has no pages"),
];

const SEARCH: &[(&str, &str)] =
    &[("q", "The keyword"), ("objects", "Only these: customer,contact"), ("limit", "Of each object 1 to 20, 5 when absent")];

const EXPLAIN: &[(&str, &str)] = &[
    ("user", "The person"),
    ("object", "The object"),
    ("id", "The record"),
    ("action", "view when absent"),
    ("field", "Ask about this field of the record"),
];

const COLUMN: &[(&str, &str)] = &[("column", "Which of the field's columns, when it has had several")];

const WHO: &[(&str, &str)] = &[("object", "The object"), ("id", "The record")];

const MISSING: &[(&str, &str)] =
    &[("user", "The person"), ("object", "The object"), ("id", "The record"), ("view", "The list view, all when absent")];

const AUDIT: &[(&str, &str)] = &[
    ("user", "Of this person"),
    ("event", "Of this kind"),
    ("from", "Not before this RFC 3339 time"),
    ("to", "Before this RFC 3339 time"),
    ("limit", "1 to 500, 50 when absent"),
    ("cursor", "Where the last page ended"),
];

const AUDIT_EXPORT: &[(&str, &str)] = &[
    ("format", "csv"),
    ("user", "Of this person"),
    ("event", "Of this kind"),
    ("from", "Not before this RFC 3339 time"),
    ("to", "Before this RFC 3339 time"),
];

fn route<H, T>(
    method: Method,
    path: &'static str,
    name: &'static str,
    guard: Guard,
    reply: Shape,
    summary: &'static str,
    handler: H,
) -> Route
where
    H: Handler<T, AppState>,
    T: 'static,
{
    let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
    let takes_body = matches!(method, Method::POST | Method::PUT | Method::PATCH);
    Route {
        method,
        path,
        name,
        guard,
        summary,
        reply,
        creates: false,
        accepts: false,
        takes_body,
        takes_file: None,
        query: &[],
        handler: on(filter, handler),
    }
}

impl Route {
    fn creates(mut self) -> Self {
        self.creates = true;
        self
    }

    fn accepts(mut self) -> Self {
        self.accepts = true;
        self
    }

    /// Takes a form with a file, of so many bytes at most, and these other parts.
    fn takes_file(mut self, most: usize, parts: &'static [&'static str]) -> Self {
        self.takes_file = Some(parts);
        // The form's own lines come on top.
        self.handler = self.handler.layer(DefaultBodyLimit::max(most + (64 << 10)));
        self
    }

    /// Takes a body of so many bytes, which is not JSON.
    fn takes_upload(mut self, bytes: usize) -> Self {
        self.handler = self.handler.layer(DefaultBodyLimit::max(bytes));
        self
    }

    fn query(mut self, query: &'static [(&'static str, &'static str)]) -> Self {
        self.query = query;
        self
    }
}

/// Every route of the API.
#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    use Guard::{Company, Public, SignedIn};
    use Shape::{Events, File, Nothing, Object, Page, Record};
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    const PUT: Method = Method::PUT;
    const PATCH: Method = Method::PATCH;
    const DELETE: Method = Method::DELETE;
    vec![
        route(POST, "/v1/auth/login", "login", Public, Object, "Sign in with e-mail or mobile and password", auth::login),
        route(POST, "/v1/auth/codes", "request_code", Public, Object, "Send a code of six digits to an e-mail address or a mobile number: channel, address, purpose", auth::request_code).accepts(),
        route(POST, "/v1/auth/register", "register", Public, Object, "Register a company: company, name, account, code, password", auth::register).creates(),
        route(POST, "/v1/auth/reset", "reset_password", Public, Nothing, "Set a new password by a code: account, code, password", auth::reset_password),
        route(GET, "/v1/auth/companies", "list_companies", SignedIn, Object, "The companies of one's account, and the one of this session", auth::list_companies),
        route(POST, "/v1/auth/company", "choose_company", SignedIn, Object, "Choose or switch company", auth::choose_company),
        route(POST, "/v1/auth/logout", "logout", SignedIn, Nothing, "Sign out", auth::logout),
        route(GET, "/v1/me", "me", Company, Object, "User, company, roles, effective permissions, preferences", auth::me),
        route(PATCH, "/v1/me", "patch_me", Company, Nothing, "Change one's own name, phone, title, avatar", auth::patch_me),
        route(PUT, "/v1/me/password", "put_password", SignedIn, Nothing, "Change one's password: current, password. Other sessions end", auth::put_password),
        route(GET, "/v1/me/logins", "list_logins", SignedIn, Page, "The e-mail address and mobile number that one signs in with", auth::list_logins),
        route(PUT, "/v1/me/login", "put_login", SignedIn, Nothing, "Sign in with another address: account, code, password", auth::put_login),
        route(GET, "/v1/me/sessions", "list_sessions", SignedIn, Page, "One's sessions", auth::list_sessions),
        route(DELETE, "/v1/me/sessions", "end_other_sessions", SignedIn, Nothing, "End every other session of one's own", auth::end_other_sessions),
        route(DELETE, "/v1/me/sessions/{id}", "end_session", SignedIn, Nothing, "End one of one's sessions", auth::end_session),
        route(PUT, "/v1/me/preferences", "put_preferences", Company, Nothing, "Replace one's preferences", auth::put_preferences),
        route(GET, "/v1/me/tokens", "list_tokens", Company, Page, "One's personal access tokens", auth::list_tokens),
        route(POST, "/v1/me/tokens", "create_token", Company, Object, "Make a personal access token, shown once", auth::create_token).creates(),
        route(DELETE, "/v1/me/tokens/{id}", "delete_token", Company, Nothing, "End a personal access token", auth::delete_token),

        route(GET, "/v1/records/{object}", "list_records", Company, Page, "A page of records", records::list).query(LIST),
        route(POST, "/v1/records/{object}", "create_record", Company, Record, "Create a record", records::create).creates(),
        route(POST, "/v1/records/{object}/batch", "batch_records", Company, Object, "Up to 1,000 operations, all or nothing", records::batch),
        route(POST, "/v1/records/{object}/actions/{action}", "act_on_records", Company, Object, "A business action on many records, or delete or transfer", records::act_many),
        route(GET, "/v1/records/{object}/export", "export_records", Company, File(CSV), "What a list shows as a file, of the records that the caller may export", records::export).query(EXPORT),
        route(GET, "/v1/records/{object}/{id}", "read_record", Company, Record, "One record, or as it was at a moment", records::read)
            .query(&[("fields", "name,owner.name"), ("as_of", "An RFC 3339 time")]),
        route(PATCH, "/v1/records/{object}/{id}", "update_record", Company, Record, "Change a record (RFC 7396)", records::update),
        route(DELETE, "/v1/records/{object}/{id}", "delete_record", Company, Nothing, "Delete a record to the recycle bin", records::delete),
        route(POST, "/v1/records/{object}/{id}/restore", "restore_record", Company, Record, "Restore a record from the recycle bin", records::restore),
        route(POST, "/v1/records/{object}/{id}/actions/{action}", "act_on_record", Company, Object, "A business action on one record", records::act),
        route(GET, "/v1/records/{object}/{id}/related/{relation}", "related_records", Company, Page, "The records that look this one up, by <object>.<field>", records::related).query(LIST),
        route(GET, "/v1/records/{object}/{id}/history", "record_history", Company, Page, "What happened to a record", records::history).query(&[("cursor", "Where the last page ended")]),
        route(GET, "/v1/records/{object}/{id}/timeline", "record_timeline", Company, Page, "What happened to a record and what was noted about it, together", records::timeline).query(&[("cursor", "Where the last page ended")]),
        route(GET, "/v1/records/{object}/{id}/team", "read_team", Company, Object, "The people who take part in a record", records::read_team),
        route(PUT, "/v1/records/{object}/{id}/team", "write_team", Company, Object, "Replace the people who take part in a record", records::write_team),

        route(GET, "/v1/events", "events", Company, Events, "Server-sent events: record, metadata, rights, resync, end", system::events).query(&[("after", "What is known already, instead of Last-Event-ID")]),
        route(GET, "/v1/search", "search", Company, Page, "Records of any object with a keyword: object, id, name, and where it stands", records::search).query(SEARCH),

        route(GET, "/v1/imports", "list_imports", Company, Page, "One's own imports, the newest first", imports::list),
        route(POST, "/v1/imports", "create_import", Company, Object, "Upload a CSV or XLSX file (`file`) of records of an object (`object`)", imports::upload).creates().takes_file(trellis_engine::imports::LARGEST, &["object"]),
        route(GET, "/v1/imports/{id}", "get_import", Company, Object, "Where an import stands, with the first of the refused rows", imports::get),
        route(DELETE, "/v1/imports/{id}", "discard_import", Company, Nothing, "Give an import up; records that were made stay", imports::discard),
        route(PUT, "/v1/imports/{id}/mapping", "map_import", Company, Object, "Which column fills which field, and what happens to duplicates: skip, update, create", imports::map),
        route(POST, "/v1/imports/{id}/check", "check_import", Company, Object, "Try every row, in the background", imports::check).accepts(),
        route(POST, "/v1/imports/{id}/run", "run_import", Company, Object, "Carry the import out, in the background", imports::run).accepts(),
        route(GET, "/v1/imports/{id}/rejects", "import_rejects", Company, File(CSV), "The refused rows as CSV, with what is wrong with each", imports::rejects).query(&[("language", "zh-CN or en, instead of Accept-Language")]),
        route(POST, "/v1/files", "upload_file", Company, Object, "Keep a file, the part `file` of a form, for a record that will be saved with it", files::upload_file).creates().takes_file(trellis_engine::files::MOST_BYTES, &[]),
        route(GET, "/v1/files/{id}", "download_file", Company, File("application/octet-stream"), "The bytes of a file", files::download_file),
        route(GET, "/v1/files/{id}/info", "file_info", Company, Object, "A file's name, size and type", files::file_info),

        route(GET, "/v1/objects", "list_objects", Company, Page, "The objects that the caller may view, with apps and dictionaries", designer::list_objects),
        route(GET, "/v1/objects/{object}", "get_object", Company, Object, "An object: fields, views, layout, actions", designer::get_object),
        route(GET, "/v1/objects/{object}/schema", "get_schema", Company, Object, "The JSON Schema of an object's records", designer::get_schema),
        route(GET, "/v1/picklists", "list_picklists", Company, Page, "The dictionaries", designer::list_picklists),
        route(GET, "/v1/picklists/{name}", "get_picklist", Company, Object, "A dictionary", designer::get_picklist),
        route(PUT, "/v1/picklists/{name}", "put_picklist", Company, Object, "Replace a dictionary at once; options left out are retired", designer::put_picklist),

        route(GET, "/v1/designer/draft/objects", "list_draft_objects", Company, Page, "The objects of the draft", designer::list_draft_objects),
        route(GET, "/v1/designer/draft/objects/{object}", "get_draft_object", Company, Object, "An object of the draft as JSON Schema", designer::get_draft_object),
        route(PUT, "/v1/designer/draft/objects/{object}", "put_draft_object", Company, Object, "Add or change an object", designer::put_draft_object),
        route(DELETE, "/v1/designer/draft/objects/{object}", "delete_draft_object", Company, Nothing, "Retire an object", designer::delete_draft_object).query(&[("mend", "true: take out of the draft what refers to it")]),
        route(GET, "/v1/designer/draft/objects/{object}/fields/{field}", "get_draft_field", Company, Object, "A field of the draft as JSON Schema", designer::get_draft_field),
        route(PUT, "/v1/designer/draft/objects/{object}/fields/{field}", "put_draft_field", Company, Object, "Add or change a field", designer::put_draft_field),
        route(DELETE, "/v1/designer/draft/objects/{object}/fields/{field}", "delete_draft_field", Company, Nothing, "Retire a field", designer::delete_draft_field).query(&[("mend", "true: take out of the draft what refers to it")]),
        route(GET, "/v1/designer/draft/objects/{object}/views/{view}", "get_draft_view", Company, Object, "A list view of the draft", designer::get_draft_entry),
        route(PUT, "/v1/designer/draft/objects/{object}/views/{view}", "put_draft_view", Company, Nothing, "Add or change a list view", designer::put_draft_entry),
        route(GET, "/v1/designer/draft/objects/{object}/views", "get_draft_lists", Company, Object, "What an object's lists share: columns, sort, scenes, the order of the views", designer::get_draft_lists),
        route(PUT, "/v1/designer/draft/objects/{object}/views", "put_draft_lists", Company, Nothing, "Change what an object's lists share: columns, sort, scenes, the order of the views", designer::put_draft_lists),
        route(DELETE, "/v1/designer/draft/objects/{object}/views/{view}", "delete_draft_view", Company, Nothing, "Take a list view out of the draft", designer::delete_draft_entry),
        route(GET, "/v1/designer/draft/objects/{object}/layouts/{layout}", "get_draft_layout", Company, Object, "A layout of the draft", designer::get_draft_entry),
        route(PUT, "/v1/designer/draft/objects/{object}/layouts/{layout}", "put_draft_layout", Company, Nothing, "Change a layout", designer::put_draft_entry),
        route(DELETE, "/v1/designer/draft/objects/{object}/layouts/{layout}", "delete_draft_layout", Company, Nothing, "Take a layout out of the draft", designer::delete_draft_entry),
        route(GET, "/v1/designer/draft/objects/{object}/rules/{rule}", "get_draft_rule", Company, Object, "A rule of the draft", designer::get_draft_entry),
        route(PUT, "/v1/designer/draft/objects/{object}/rules/{rule}", "put_draft_rule", Company, Nothing, "Add or change a rule between fields", designer::put_draft_entry),
        route(DELETE, "/v1/designer/draft/objects/{object}/rules/{rule}", "delete_draft_rule", Company, Nothing, "Take a rule out of the draft", designer::delete_draft_entry),
        route(GET, "/v1/designer/draft/objects/{object}/actions/{action}", "get_draft_action", Company, Object, "An action of the draft", designer::get_draft_entry),
        route(PUT, "/v1/designer/draft/objects/{object}/actions/{action}", "put_draft_action", Company, Nothing, "Change an action's label, icon, placement, condition and question", designer::put_draft_entry),
        route(GET, "/v1/designer/draft/objects/{object}/conversions/{conversion}", "get_draft_conversion", Company, Object, "What a conversion of the draft copies", designer::get_draft_entry),
        route(PUT, "/v1/designer/draft/objects/{object}/conversions/{conversion}", "put_draft_conversion", Company, Nothing, "Change what a conversion copies", designer::put_draft_entry),
        route(GET, "/v1/designer/draft/objects/{object}/settings", "get_draft_settings", Company, Object, "What an object says of itself: title, label, description, what it can do", designer::get_draft_settings),
        route(PUT, "/v1/designer/draft/objects/{object}/settings", "put_draft_settings", Company, Nothing, "Change what an object says of itself", designer::put_draft_settings),
        route(GET, "/v1/designer/draft/objects/{object}/parts", "get_draft_parts", Company, Object, "An object's views, layouts, actions, conversions and rules, with the tags that If-Match takes by the address of each part", designer::get_draft_parts),
        route(GET, "/v1/designer/draft/objects/{object}/parts/{part}", "get_draft_part", Company, Object, "An object's views, layouts, actions or conversions as their file declares them", designer::get_draft_part),
        route(POST, "/v1/designer/draft/objects/{object}/fields/{field}/rename", "rename_draft_field", Company, Nothing, "Give a field another name; what mentions it follows", designer::rename_draft_field),
        route(POST, "/v1/designer/draft/check", "check_expression", Company, Object, "What an expression comes to, and what is wrong with it", designer::check_expression),
        route(GET, "/v1/designer/draft/references", "get_references", Company, Page, "What refers to a field, or to a whole object", designer::get_references).query(&[("object", "The object"), ("field", "The field; without, the whole object")]),
        route(POST, "/v1/designer/draft/mend", "mend_draft", Company, Nothing, "Take a reference out of the draft: file, pointer", designer::mend_draft),
        route(GET, "/v1/designer/draft/plan/rows", "get_unfit_rows", Company, Page, "The rows that do not fit what the draft makes of a field", designer::get_unfit_rows).query(&[("object", "The object"), ("field", "The field"), ("format", "csv: as a file")]),
        route(GET, "/v1/designer/draft/preview", "preview_draft", Company, Page, "The objects as they would be", designer::preview_draft).query(&[("role", "As somebody with this role would see them")]),
        route(GET, "/v1/designer/versions/{version}/compare/{other}", "compare_versions", Company, Object, "What became different from one version to another", designer::compare_versions),
        route(GET, "/v1/designer/retired", "list_retired", Company, Page, "Fields and objects that are no longer declared, with the data that they keep", designer::list_retired),
        route(POST, "/v1/designer/retired/{object}/{field}/restore", "restore_retired", Company, Nothing, "Put a retired field back into the draft", designer::restore_retired).query(COLUMN),
        route(POST, "/v1/designer/retired/{object}/restore", "restore_retired_object", Company, Nothing, "Put a retired object back into the draft", designer::restore_retired),
        route(DELETE, "/v1/designer/retired/{object}/{field}", "purge_retired", Company, Object, "Empty a retired field for good", designer::purge_retired).query(COLUMN),
        route(DELETE, "/v1/designer/retired/{object}", "purge_retired_object", Company, Object, "Empty a retired object for good", designer::purge_retired),
        route(GET, "/v1/designer/package", "export_package", Company, Object, "The company's changes as a zip of JSON files", designer::export_package),
        route(POST, "/v1/designer/package", "import_package", Company, Object, "Apply a package, a zip of JSON files", designer::import_package).query(&[("dry_run", "true: only say what it would do"), ("conflicts", "Whose holds where both changed the same: mine or theirs for all, or for each place of a dry run's conflicts as JSON: {\"place\":\"mine\"}"), ("accept_losses", "true")]).takes_upload(designer::LARGEST_PACKAGE),
        route(GET, "/v1/designer/problems", "list_problems", Company, Page, "What is wrong with the company's changes over what is shipped", designer::list_problems),
        route(GET, "/v1/designer/draft/plan", "get_plan", Company, Object, "What publishing would do", designer::get_plan),
        route(POST, "/v1/designer/draft/publish", "publish_draft", Company, Object, "Publish the draft", designer::publish_draft),
        route(DELETE, "/v1/designer/draft", "discard_draft", Company, Nothing, "Throw the draft away", designer::discard_draft),
        route(GET, "/v1/designer/versions", "list_versions", Company, Page, "Every published version", designer::list_versions),
        route(POST, "/v1/designer/versions/{version}/rollback", "rollback_to", Company, Object, "Publish a version equal to an older one", designer::rollback_to),

        route(GET, "/v1/departments", "list_departments", Company, Page, "The departments", organization::list_departments).query(LIST),
        route(POST, "/v1/departments", "create_department", Company, Record, "Add a department", organization::create_department).creates(),
        route(PATCH, "/v1/departments/{id}", "update_department", Company, Record, "Rename or move a department", organization::update_department),
        route(DELETE, "/v1/departments/{id}", "delete_department", Company, Nothing, "Delete an empty department", organization::delete_department),
        route(GET, "/v1/users", "list_users", Company, Page, "The people of the company", organization::list_users).query(PEOPLE),
        route(POST, "/v1/users", "create_user", Company, Record, "Add a person", organization::create_user).creates(),
        route(PATCH, "/v1/users/{id}", "update_user", Company, Record, "Change a person", organization::update_user),
        route(PUT, "/v1/users/{id}/roles", "set_user_roles", Company, Object, "Give a person these roles and no others", organization::set_user_roles),
        route(POST, "/v1/users/{id}/disable", "disable_user", Company, Nothing, "Disable a person: sessions end, the seat is free", organization::disable_user),
        route(POST, "/v1/users/{id}/restore", "restore_user", Company, Nothing, "Let a disabled person in again", organization::restore_user),
        route(POST, "/v1/users/{id}/handover", "hand_over", Company, Object, "Give everything that a person owns to somebody else", organization::hand_over),
        route(GET, "/v1/departments/tree", "department_tree", Company, Page, "Every department at once, with how many people are in each", organization::department_tree),
        route(GET, "/v1/company", "get_company", Company, Object, "The company: name, super administrator, seats", organization::get_company),
        route(PATCH, "/v1/company", "update_company", Company, Object, "Give the company another name or time zone", organization::update_company),
        route(POST, "/v1/company/transfer", "transfer_company", Company, Nothing, "Make somebody else the super administrator", organization::transfer_company),

        route(GET, "/v1/roles", "list_roles", Company, Page, "The roles", access::list_roles),
        route(POST, "/v1/roles", "create_role", Company, Object, "Make a role, perhaps as a copy of another", access::create_role).creates(),
        route(PATCH, "/v1/roles/{name}", "update_role", Company, Object, "Rename a role", access::update_role),
        route(DELETE, "/v1/roles/{name}", "delete_role", Company, Nothing, "Delete a role that nobody has", access::delete_role),
        route(GET, "/v1/roles/{name}/permissions", "get_permissions", Company, Object, "What a role may do", access::get_permissions),
        route(PUT, "/v1/roles/{name}/permissions", "put_permissions", Company, Object, "Make a role do exactly this", access::put_permissions),
        route(POST, "/v1/roles/{name}/permissions/preview", "preview_permissions", Company, Object, "What saving these permissions would change, and for whom", access::preview_permissions),
        route(GET, "/v1/access/explain", "explain_access", Company, Object, "Why a person may do something to a record, or not", access::explain).query(EXPLAIN),
        route(GET, "/v1/access/who", "who_has_access", Company, Page, "Who may do what to a record", access::who).query(WHO),
        route(GET, "/v1/access/missing", "missing_record", Company, Object, "Why a record is missing from a person's list", access::missing).query(MISSING),

        route(GET, "/v1/audit", "list_audit", Company, Page, "The audit log, the newest first", audit::list).query(AUDIT),
        route(GET, "/v1/audit/export", "export_audit", Company, File(CSV), "The audit log as CSV", audit::export).query(AUDIT_EXPORT),
        route(GET, "/v1/audit/verify", "verify_audit", Company, Object, "Whether the audit log is as it was written", audit::verify),

        route(GET, "/v1/dashboards", "list_dashboards", Company, Page, "The dashboards", dashboards::list_dashboards),
        route(GET, "/v1/dashboards/{name}", "get_dashboard", Company, Object, "A dashboard", dashboards::get_dashboard),

        route(POST, "/v1/dashboards/{name}/charts/{chart}/data", "chart_data", Company, Object, "The numbers of a chart", dashboards::chart_data),
        route(POST, "/v1/dashboards/{name}/charts/{chart}/rows", "chart_rows", Company, Page, "The records behind a chart", dashboards::chart_rows),
        route(POST, "/v1/analytics/query", "analytics_query", Company, Object, "An aggregation", dashboards::query),

        route(GET, "/openapi.json", "openapi", Public, Object, "This API as OpenAPI 3.1", system::openapi),
        route(GET, "/docs", "docs", Public, Object, "This API to read", system::docs),
    ]
}

/// The router of the whole server.
pub fn router(state: AppState) -> Router {
    let mut router = Router::new();
    for route in table() {
        let known: Vec<&'static str> = route.query.iter().map(|(name, _)| *name).collect();
        let only = middleware::from_fn(move |request: Request, next: Next| {
            let refused = Query::read(request.uri().query()).and_then(|query| query.only(&known));
            async move {
                match refused {
                    Ok(()) => next.run(request).await,
                    Err(error) => error.into_response(),
                }
            }
        });
        router = router.route(&format!("/api{}", route.path), route.handler.route_layer(only));
    }
    router
        .route("/api/docs.css", get(|| async { ([(header::CONTENT_TYPE, "text/css")], include_str!("system/docs.css")).into_response() }))
        .route("/health/live", get(system::live))
        .route("/health/ready", get(system::ready))
        .route("/metrics", get(system::metrics))
        .route("/assets/{*file}", get(system::asset))
        .fallback(system::page)
        .method_not_allowed_fallback(|| async {
            ApiError::new(axum::http::StatusCode::METHOD_NOT_ALLOWED, "method", "不支持该方法", "The method is not allowed here")
                .into_response()
        })
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            ApiError::from(trellis_engine::Error::Internal("a handler panicked".to_owned())).into_response()
        }))
        .layer(middleware::from_fn_with_state(state.clone(), headers::around))
        .with_state(state)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_route_has_its_own_name_and_says_what_it_does() {
        let mut names = HashSet::new();
        for route in table() {
            assert!(names.insert(route.name), "{} twice", route.name);
            assert!(!route.summary.is_empty());
            assert!(route.method != Method::GET || !route.takes_body, "{} changes by GET", route.name);
        }
    }
}
