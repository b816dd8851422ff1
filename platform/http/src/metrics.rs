//! Counters for machines, in Prometheus' text format.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Upper bounds of the buckets, in seconds.
const BUCKETS: &[f64] = &[0.001, 0.005, 0.025, 0.1, 0.5, 2.5];

/// What was served since the start.
pub struct Metrics {
    started: Instant,
    requests: Mutex<BTreeMap<(String, String, u16), Timing>>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self { started: Instant::now(), requests: Mutex::default() }
    }
}

#[derive(Default, Clone)]
struct Timing {
    count: u64,
    sum: f64,
    buckets: [u64; BUCKETS.len()],
}

impl Metrics {
    /// Counts a request.
    pub fn record(&self, method: &str, route: &str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let timing = requests.entry((method.to_owned(), route.to_owned(), status)).or_default();
        let seconds = took.as_secs_f64();
        timing.count += 1;
        timing.sum += seconds;
        for (bucket, bound) in timing.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(seconds <= *bound);
        }
    }

    /// All of it as text.
    pub fn render(&self) -> String {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = String::from("# TYPE trellis_http_request_duration_seconds histogram\n");
        // Writing to a string cannot fail.
        for ((method, route, status), timing) in &requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            for (count, bound) in timing.buckets.iter().zip(BUCKETS) {
                let _ = writeln!(out, "trellis_http_request_duration_seconds_bucket{{{labels},le=\"{bound}\"}} {count}");
            }
            let _ = writeln!(out, "trellis_http_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {}", timing.count);
            let _ = writeln!(out, "trellis_http_request_duration_seconds_sum{{{labels}}} {}", timing.sum);
            let _ = writeln!(out, "trellis_http_request_duration_seconds_count{{{labels}}} {}", timing.count);
        }
        let _ = writeln!(out, "# TYPE trellis_uptime_seconds gauge\ntrellis_uptime_seconds {}", self.started.elapsed().as_secs_f64());
        out
    }
}
