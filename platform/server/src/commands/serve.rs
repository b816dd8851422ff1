//! `trellis serve`.

use std::{io::Write, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use trellis_engine::{Clock, FileStore};
use trellis_http::{AppState, Settings, router};
use trellis_identity::Installation;
use trellis_notify::Notifier;
use trellis_storage::Database;

use crate::{config::Config, modules, seed};

/// How long requests that are under way may take to finish when the server is asked to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// Opens the installation that the settings name.
///
/// # Errors
/// When the database cannot be opened.
pub async fn installation(config: &Config) -> anyhow::Result<Arc<Installation>> {
    let database = match &config.database_url {
        Some(url) => Database::server(url).await.context("cannot reach PostgreSQL")?,
        None => Database::folder(&config.data).context("cannot open the data folder")?,
    };
    let notifier = Notifier::new(config.messages.clone())?;
    let files = FileStore::folder(&config.data.join("files")).context("cannot open the folder of files")?;
    Ok(Installation::open(database, Clock::System, modules::registry(), notifier, files).await?)
}

/// Serves until it is asked to stop, then lets requests finish.
///
/// # Errors
/// When the database or the address cannot be had.
pub async fn serve(config: &Config) -> anyhow::Result<()> {
    log_to_stderr(config.log_json);
    let installation = installation(config).await?;
    if !config.listen.ip().is_loopback() && seed::has_demo_passwords(&installation).await? {
        anyhow::bail!("the demo company still has its well-known passwords: serve it on a loopback address, or change them first");
    }
    let listener = TcpListener::bind(config.listen).await.with_context(|| format!("cannot listen at {}", config.listen))?;
    let address = listener.local_addr()?;
    // Companies are opened ahead, so that the first request is as quick as the next.
    for (id, name) in installation.companies().await? {
        if let Err(error) = installation.company(id).await {
            tracing::error!(%id, name, %error, "cannot open a company");
        }
    }
    writeln!(std::io::stdout().lock(), "Trellis is at http://{}", shown(address))?;
    let notifier = installation.notifier.clone();
    let settings = Settings { secure: config.secure, trusted_proxies: config.trusted_proxies.clone() };
    let state = AppState::new(installation, settings);
    let app = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (stop, mut stopped) = tokio::sync::watch::channel(false);
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        asked_to_stop().await;
        tracing::info!("stopping");
        state.stop();
        let _ = stop.send(true);
    });
    let drained = async {
        let _ = stopped.wait_for(|stopped| *stopped).await;
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        outcome = server.into_future() => outcome?,
        () = drained => tracing::warn!("some requests did not finish in time"),
    }
    if tokio::time::timeout(DRAIN, notifier.settled()).await.is_err() {
        tracing::warn!("some messages were not sent in time");
    }
    Ok(())
}

fn shown(address: SocketAddr) -> String {
    if address.ip().is_unspecified() { format!("localhost:{}", address.port()) } else { address.to_string() }
}

async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut signal) => {
                    signal.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = interrupted => {}
            () = terminated => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}

fn log_to_stderr(json: bool) {
    let filter = EnvFilter::try_from_env("TRELLIS_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let done = if json { subscriber.json().try_init() } else { subscriber.try_init() };
    if done.is_err() {
        tracing::debug!("logging is set up already");
    }
}
