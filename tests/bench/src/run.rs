//! The measurements, one after another.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use serde_json::{Value as Json, json};

use crate::{
    load::{Connection, median, rate, request},
    report::{self, Line},
    shape,
};

pub const OURS: &str = "127.0.0.1:18431";
const FLOOR: &str = "127.0.0.1:18432";
/// How long each rate is measured, and how often; the median counts.
const LENGTH: Duration = Duration::from_secs(4);
const ROUNDS: usize = 3;

/// A process that ends with us.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Measures everything and writes the report; with `only`, just the parts of these names, and writes nothing.
pub async fn run(program: &str, data: &str, report: &str, only: &[&str]) -> anyhow::Result<()> {
    let wanted = |part: &str| only.is_empty() || only.contains(&part);
    let file = std::fs::read_dir(Path::new(data).join("companies"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "db"))
        .context("no company in the data folder")?;
    let copy = std::env::temp_dir().join("trellis-bench-floor.db");
    std::fs::copy(&file, &copy)?;
    // What a server that was killed left behind belongs to the file, and what another run left behind does not.
    for kind in ["db-wal", "db-shm"] {
        let _ = std::fs::remove_file(copy.with_extension(kind));
    }
    if file.with_extension("db-wal").exists() {
        std::fs::copy(file.with_extension("db-wal"), copy.with_extension("db-wal"))?;
    }
    let mut lines = Vec::new();

    let began = Instant::now();
    let server = Command::new(program).args(["serve", "--data", data, "--listen", OURS]).stdout(Stdio::null()).spawn()?;
    let server = Running(server);
    ready(OURS).await?;
    let started = began.elapsed().as_secs_f64() * 1000.0;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle = memory(server.0.id())?;
    line(&mut lines, "start to ready, ms", started, None, "< 500");
    line(&mut lines, "idle memory, MB", idle, None, "< 120");

    let floor = Command::new(std::env::current_exe()?).args(["floor", &copy.to_string_lossy(), FLOOR]).spawn()?;
    let _floor = Running(floor);
    tokio::time::sleep(Duration::from_secs(1)).await;

    let token = token("user1@scale.example").await?;
    let get = |path: &str| request("GET", path, &token, None);
    let page = send(&get("/api/v1/records/customer?limit=500&fields=name")).await?;
    let ids: Vec<String> =
        page["items"].as_array().into_iter().flatten().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect();
    ensure!(ids.len() == 500, "the manager sees too little");

    let ours: Vec<_> = ids.iter().map(|id| get(&format!("/api/v1/records/customer/{id}"))).collect();
    let bare: Vec<_> = ids.iter().map(|id| request("GET", &format!("/get/{id}"), "", None)).collect();
    if wanted("get") {
        compare(&mut lines, "record by id, 64 clients, requests/s", 64, ours, bare, (200, 200), "≥ 0.4").await?;
    }
    if wanted("list") {
        lists(&mut lines, &get).await?;
    }
    if wanted("page") {
        deep_page(&mut lines, &get).await?;
    }
    if wanted("create") {
        let body = json!({ "name": "新客户", "level": "b", "phone": "13800001234" }).to_string();
        let ours = vec![request("POST", "/api/v1/records/customer", &token, Some(&body))];
        let single = vec![request("POST", "/create", "", None)];
        compare(&mut lines, "create, durable, 64 clients, requests/s (floor: one fsync each)", 64, ours, single, (201, 201), "≥ 5").await?;
    }
    if wanted("dashboard") {
        dashboard(&mut lines, &token).await?;
    }
    if wanted("exchange") {
        exchange(&mut lines, &token, server.0.id()).await?;
    }
    if wanted("shape") {
        shape::shape(&mut lines).await?;
    }
    line(&mut lines, "memory after all that, MB", memory(server.0.id())?, None, "");
    let _ = std::fs::remove_file(copy);
    if only.is_empty() {
        let about = format!("Data: `{}`.", Path::new(data).file_name().unwrap_or_default().to_string_lossy());
        report::put(report, "A company at work", &about, &lines)?;
    }
    Ok(())
}

/// A list with a filter, with the scope of a department, with and without its count.
async fn lists(lines: &mut Vec<Line>, get: &impl Fn(&str) -> Vec<u8>) -> anyhow::Result<()> {
    let filter = "/api/v1/records/customer?filter=%7B%22level%22%3A%7B%22eq%22%3A%22b%22%7D%7D";
    let bare = || vec![request("GET", "/list", "", None)];
    let work = "list of 50, filtered, department scope, 16 clients, requests/s";
    compare(lines, work, 16, vec![get(filter)], bare(), (200, 200), "≥ 0.4").await?;
    let counted = |filter: &str| get(&format!("{filter}&count=estimate"));
    let plain = || vec![get(filter)];
    // Held against the list without its count. Whoever pages asks for the same number again; whoever types a filter does not.
    against_ours(lines, "the same with its count, asked again and again (against without)", 16, vec![counted(filter)], plain(), "≥ 0.5")
        .await?;
    let fresh: Vec<_> = (0..5_000)
        .map(|n| {
            let since = format!("2000-01-01T{:02}:{:02}:{:02}Z", n / 3_600, n / 60 % 60, n % 60);
            let both = format!(r#"{{"level":{{"eq":"b"}},"created_at":{{"gt":"{since}"}}}}"#);
            counted(&format!("/api/v1/records/customer?filter={}", form_encoded(&both)))
        })
        .collect();
    against_ours(lines, "the same with its count, never asked before (against without)", 16, fresh, plain(), "≥ 0.5").await
}

/// A text for a query parameter.
fn form_encoded(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Page 2,000 against page 1.
async fn deep_page(lines: &mut Vec<Line>, get: &impl Fn(&str) -> Vec<u8>) -> anyhow::Result<()> {
    let first = "/api/v1/records/opportunity?limit=50&fields=name,amount,owner.name";
    let mut cursor = String::new();
    // Long strides to the place of page 180 of the manager's own.
    for _ in 0..18 {
        let page = send(&get(&format!("/api/v1/records/opportunity?limit=500&fields=name&cursor={cursor}"))).await?;
        cursor = page["next"].as_str().context("too few opportunities")?.to_owned();
    }
    let near = median(OURS, 200, &[get(first)], 200).await?;
    let far = median(OURS, 200, &[get(&format!("{first}&cursor={cursor}"))], 200).await?;
    lines.push(Line {
        work: "page 181 of a list, ms (against page 1)".into(),
        ours: format!("{far:.2}"),
        floor: format!("{near:.2}"),
        ratio: format!("{:.2}", far / near),
        reach: "< 1.2",
    });
    // Numbered pages are found by walking there.
    let numbered = median(OURS, 50, &[get(&format!("{first}&page=181"))], 200).await?;
    lines.push(Line {
        work: "the same page by its number, ms (against page 1)".into(),
        ours: format!("{numbered:.2}"),
        floor: format!("{near:.2}"),
        ratio: format!("{:.2}", numbered / near),
        reach: "",
    });
    Ok(())
}

/// All charts of the sales dashboard, warm, and once more after a write.
async fn dashboard(lines: &mut Vec<Line>, token: &str) -> anyhow::Result<()> {
    let declared = send(&request("GET", "/api/v1/dashboards/sales", token, None)).await?;
    let charts: Vec<String> = declared["charts"].as_object().map(|charts| charts.keys().cloned().collect()).unwrap_or_default();
    let body = json!({ "compare": true }).to_string();
    let requests: Vec<_> =
        charts.iter().map(|chart| request("POST", &format!("/api/v1/dashboards/sales/charts/{chart}/data"), token, Some(&body))).collect();
    let cold = median(OURS, 1, &requests, 200).await?;
    let warm = median(OURS, 100, &requests, 200).await?;
    let write = request("POST", "/api/v1/records/customer", token, Some(r#"{"name":"one more"}"#));
    send(&write).await?;
    let after = median(OURS, 1, &requests, 200).await?;
    let work = |what: &str| format!("dashboard of {} charts over 200,000 opportunities, {what}, ms", charts.len());
    line(lines, &work("first"), cold, None, "");
    line(lines, &work("warm"), warm, None, "< 50");
    line(lines, &work("after one more write"), after, None, "");
    Ok(())
}

/// Rows of the file that is imported.
const ROWS: usize = 100_000;

/// A large file in and out, and one word in everything.
async fn exchange(lines: &mut Vec<Line>, token: &str, process: u32) -> anyhow::Result<()> {
    let before = memory(process)?;
    let rows: String = (0..ROWS).map(|n| format!("导入客户{n},b,139{n:08},城市{}\n", n % 300)).collect();
    let form = format!(
        "--x\r\ncontent-disposition: form-data; name=\"object\"\r\n\r\ncustomer\r\n--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nName,Level,Phone,City\n{rows}\r\n--x--\r\n"
    );
    let head = format!(
        "POST /api/v1/imports HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n\r\n",
        form.len()
    );
    let began = Instant::now();
    let import = send(&[head.as_bytes(), form.as_bytes()].concat()).await?;
    let path = format!("/api/v1/imports/{}", import["id"].as_str().context("no import")?);
    send(&request("POST", &format!("{path}/run"), token, Some("{}"))).await?;
    let mut most = before;
    let info = loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        most = most.max(memory(process)?);
        let info = send(&request("GET", &path, token, None)).await?;
        if info["status"] != "running" {
            break info;
        }
    };
    ensure!(info["counts"]["created"] == json!(ROWS), "{info}");
    line(lines, "import of 100,000 customers with duplicate check, s", began.elapsed().as_secs_f64(), None, "< 30");
    line(lines, "memory that it takes, MB", most - before, None, "< 200");
    for format in ["csv", "xlsx"] {
        let began = Instant::now();
        let bytes =
            download(&format!("/api/v1/records/customer/export?view=all&fields=name,level,phone,city,owner&format={format}"), token)
                .await?;
        ensure!(bytes > 1 << 20, "{bytes} bytes are too few");
        line(lines, &format!("export of the same and all others as {format}, s"), began.elapsed().as_secs_f64(), None, "");
    }
    for (what, words) in [("that many have", "导入"), ("that nobody has", "没有这个词")] {
        let words: String = words.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let search = median(OURS, 20, &[request("GET", &format!("/api/v1/search?q={words}"), token, None)], 200).await?;
        line(lines, &format!("search of a word {what}, in everything, ms"), search, None, "");
    }
    Ok(())
}

/// Reads a whole reply, however it is sent; says how long it is.
async fn download(path: &str, token: &str) -> anyhow::Result<usize> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(OURS).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let (mut buffer, mut bytes) = (vec![0; 1 << 16], 0);
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok(bytes),
            read => bytes += read,
        }
    }
}

/// One work of ours against another of ours.
async fn against_ours(
    lines: &mut Vec<Line>,
    work: &str,
    clients: usize,
    ours: Vec<Vec<u8>>,
    other: Vec<Vec<u8>>,
    reach: &'static str,
) -> anyhow::Result<()> {
    compare_at(lines, work, clients, ours, (OURS, other), (200, 200), reach).await
}

async fn compare(
    lines: &mut Vec<Line>,
    work: &str,
    clients: usize,
    ours: Vec<Vec<u8>>,
    floor: Vec<Vec<u8>>,
    expected: (u16, u16),
    reach: &'static str,
) -> anyhow::Result<()> {
    compare_at(lines, work, clients, ours, (FLOOR, floor), expected, reach).await
}

async fn compare_at(
    lines: &mut Vec<Line>,
    work: &str,
    clients: usize,
    ours: Vec<Vec<u8>>,
    (place, floor): (&str, Vec<Vec<u8>>),
    expected: (u16, u16),
    reach: &'static str,
) -> anyhow::Result<()> {
    let (ours, floor) = (Arc::new(ours), Arc::new(floor));
    let (mut mine, mut bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let a = rate(OURS, clients, LENGTH, Arc::clone(&ours), expected.0).await.with_context(|| work.to_owned())?;
        let b = rate(place, clients, LENGTH, Arc::clone(&floor), expected.1).await?;
        mine.push(a);
        bare.push(b);
        ratios.push(a / b);
    }
    let middle = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let (a, b, ratio) = (middle(&mut mine), middle(&mut bare), middle(&mut ratios));
    lines.push(Line { work: work.to_owned(), ours: format!("{a:.0}"), floor: format!("{b:.0}"), ratio: format!("{ratio:.2}"), reach });
    println!("{work}: {a:.0} against {b:.0}: {ratio:.2}");
    Ok(())
}

pub fn line(lines: &mut Vec<Line>, work: &str, ours: f64, floor: Option<f64>, reach: &'static str) {
    let floor = floor.map(|floor| format!("{floor:.1}")).unwrap_or_default();
    println!("{work}: {ours:.1}");
    lines.push(Line { work: work.to_owned(), ours: format!("{ours:.1}"), floor, ratio: String::new(), reach });
}

pub async fn ready(address: &str) -> anyhow::Result<()> {
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until {
        if let Ok(mut connection) = Connection::open(address).await
            && let Ok((200, _)) = connection.send(&request("GET", "/health/ready", "", None)).await
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    anyhow::bail!("the server does not become ready")
}

async fn send(request: &[u8]) -> anyhow::Result<Json> {
    let mut connection = Connection::open(OURS).await?;
    let (status, body) = connection.send(request).await?;
    ensure!(status < 300, "{status}: {}", String::from_utf8_lossy(body));
    Ok(serde_json::from_slice(body)?)
}

/// Signs in and makes a token.
pub async fn token(account: &str) -> anyhow::Result<String> {
    let login = json!({ "account": account, "password": "trellis-demo" }).to_string();
    let mut connection = Connection::open(OURS).await?;
    connection.send(&request("POST", "/api/v1/auth/login", "", Some(&login))).await?;
    let cookie = connection.header("set-cookie").and_then(|text| Some(text.split(';').next()?.to_owned())).context("cannot sign in")?;
    let made = format!(
        "POST /api/v1/me/tokens HTTP/1.1\r\nhost: bench\r\ncookie: {cookie}\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{}",
        r#"{"name":"bench"}"#
    );
    Ok(send(made.as_bytes()).await?["token"].as_str().context("no token")?.to_owned())
}

/// Resident memory of a process in MB.
fn memory(process: u32) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").trim().parse::<f64>()? / 1024.0)
}
