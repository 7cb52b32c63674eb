//! Names of the metrics and how they are collected. No label ever holds a user, an id or anything
//! else without a small, known set of values.

use std::time::Duration;

use metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

const REQUESTS: &str = "selfmodel_http_requests_total";
const REQUEST_SECONDS: &str = "selfmodel_http_request_duration_seconds";
const OBSERVATIONS: &str = "selfmodel_observations_total";
const BELIEFS: &str = "selfmodel_beliefs_served_total";
const WITHHELD: &str = "selfmodel_beliefs_withheld_total";
const REFOLDED: &str = "selfmodel_refold_users_done";
const REFOLD_TOTAL: &str = "selfmodel_refold_users_total";

/// Upper ends of the duration buckets, in seconds.
const BUCKETS: [f64; 14] = [
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// Collects the metrics of this process from now on. Call it once.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_duration_seconds".into()), &BUCKETS)?;
    let handle = builder.install_recorder()?;
    describe_counter!(REQUESTS, "Requests answered, by method, route and status");
    describe_histogram!(
        REQUEST_SECONDS,
        Unit::Seconds,
        "From the request's head to the answer"
    );
    describe_counter!(OBSERVATIONS, "Observations judged, by outcome");
    describe_counter!(BELIEFS, "Beliefs served");
    describe_counter!(WITHHELD, "Beliefs withheld, by reason");
    describe_gauge!(REFOLDED, "Users that the newest refold has finished");
    describe_gauge!(REFOLD_TOTAL, "Users that the newest refold has to do");
    Ok(handle)
}

/// A request was answered.
pub(crate) fn answered(method: &'static str, route: &str, status: u16, took: Duration) {
    let route: metrics::SharedString = route.to_owned().into();
    let status = metrics::SharedString::from(status.to_string());
    counter!(REQUESTS, "method" => method, "route" => route.clone(), "status" => status)
        .increment(1);
    histogram!(REQUEST_SECONDS, "method" => method, "route" => route).record(took);
}

/// `count` observations were judged, with the same outcome.
pub(crate) fn observed(outcome: &'static str, count: u32) {
    if count > 0 {
        counter!(OBSERVATIONS, "outcome" => outcome).increment(u64::from(count));
    }
}

/// Beliefs were served.
pub(crate) fn served(beliefs: usize) {
    counter!(BELIEFS).increment(u64::try_from(beliefs).unwrap_or(u64::MAX));
}

/// Beliefs were withheld for `reason`.
pub(crate) fn withheld(reason: &'static str, count: u32) {
    if count > 0 {
        counter!(WITHHELD, "reason" => reason).increment(u64::from(count));
    }
}

/// How far the newest refold is.
#[expect(
    clippy::cast_precision_loss,
    reason = "gauges are floating point; counts of users stay far below 2^53"
)]
pub(crate) fn refold(done: u64, total: u64) {
    gauge!(REFOLDED).set(done as f64);
    gauge!(REFOLD_TOTAL).set(total as f64);
}
