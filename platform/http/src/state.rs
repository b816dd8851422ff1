//! What every request shares.

use std::{net::IpAddr, sync::Arc};

use tokio::sync::watch;
use trellis_analytics::Analytics;
use trellis_identity::Installation;

use crate::metrics::Metrics;

/// What every request shares. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// The parts of [`AppState`].
pub struct Inner {
    /// Accounts and companies.
    pub installation: Arc<Installation>,
    /// Dashboards.
    pub analytics: Analytics,
    /// Counters.
    pub metrics: Metrics,
    /// How it is served.
    pub settings: Settings,
    /// Whether the server is to stop: what would never end by itself ends then.
    pub stopping: watch::Sender<bool>,
}

/// How the server is reached.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Behind TLS: cookies are `Secure`, and browsers are told to stay on TLS.
    pub secure: bool,
    /// The proxies whose `X-Forwarded-For` is believed. What a client says about its own address is not.
    pub trusted_proxies: Vec<IpAddr>,
}

impl AppState {
    /// The state of a server.
    pub fn new(installation: Arc<Installation>, settings: Settings) -> Self {
        Self(Arc::new(Inner {
            installation,
            analytics: Analytics::new(),
            metrics: Metrics::default(),
            settings,
            stopping: watch::Sender::new(false),
        }))
    }

    /// Ends what would never end by itself.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
