//! A PostgreSQL server for the tests: its own data, its own socket and port, gone when the tests end.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::Context;

use crate::{tools, workspace::run};

/// A running server.
pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Server {
    /// Starts a server with fresh data.
    pub fn start() -> anyhow::Result<Self> {
        let programs = tools::postgres()?;
        let folder = std::env::temp_dir().join(format!("trellis-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        if tools::is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder), "hand the data folder to the server's user")?;
        }
        // Free a moment ago; nothing else on a test machine takes it in between.
        let port = TcpListener::bind("127.0.0.1:0").context("no free port")?.local_addr()?.port();
        let server = Self { programs, folder, port };
        run(
            server
                .program("initdb")
                .args(["--username=trellis", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D"])
                .arg(server.data()),
            "initialise PostgreSQL",
        )?;
        let options = format!("-p {port} -k {} -c listen_addresses=127.0.0.1 -c max_connections=200", server.folder.display());
        run(
            server
                .program("pg_ctl")
                .args(["-w", "-o", &options, "-l"])
                .arg(server.folder.join("log"))
                .arg("-D")
                .arg(server.data())
                .arg("start"),
            "start PostgreSQL",
        )?;
        Ok(server)
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("postgres://trellis@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// One of its programs, as a user that may run it.
    fn program(&self, name: &str) -> Command {
        let path: &Path = &self.programs.join(name);
        let mut command = if tools::is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(&self.folder).stdout(Stdio::null());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let stopped = self.program("pg_ctl").args(["-m", "immediate", "-D"]).arg(self.data()).arg("stop").status();
        if stopped.is_ok_and(|status| status.success()) {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
