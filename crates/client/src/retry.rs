//! When and how patiently a call is repeated.

use std::time::{Duration, SystemTime};

use reqwest::{
    StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};

/// How a call is repeated when the server is unreachable, busy or restarting: after a random time
/// below a bound that doubles (full jitter), so that many clients do not come back at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retries {
    /// How often a call is sent at most, the first time included. 1 never repeats.
    pub attempts: u32,
    /// Bound of the first wait.
    pub first: Duration,
    /// Bound of every wait. A server that asks for a longer one is not asked again.
    pub longest: Duration,
}

impl Default for Retries {
    /// Four attempts, waiting up to 100, 200 and 400 ms, and at most 5 s when the server says so.
    fn default() -> Self {
        Self {
            attempts: 4,
            first: Duration::from_millis(100),
            longest: Duration::from_secs(5),
        }
    }
}

impl Retries {
    /// A call is sent once.
    pub const NEVER: Self = Self {
        attempts: 1,
        first: Duration::ZERO,
        longest: Duration::ZERO,
    };

    /// How long to wait after attempt number `sent` (from 1), or none when it was the last.
    /// `asked` is the wait that the server asks for, `random` is from 0 to 1.
    pub(crate) fn wait(&self, sent: u32, asked: Option<Duration>, random: f64) -> Option<Duration> {
        if sent >= self.attempts || asked.is_some_and(|asked| asked > self.longest) {
            return None;
        }
        let doubled = self.first.saturating_mul(1 << (sent - 1).min(20));
        let jitter = doubled.min(self.longest).mul_f64(random.clamp(0.0, 1.0));
        Some(asked.unwrap_or_default().saturating_add(jitter))
    }
}

/// Statuses that a later attempt may not meet again.
pub(crate) fn is_transient(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504)
}

/// The wait that an answer asks for, in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// A number from 0 to 1; the middle when the machine has no randomness.
pub(crate) fn random() -> f64 {
    getrandom::u32().map_or(0.5, |bits| f64::from(bits) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETRIES: Retries = Retries {
        attempts: 4,
        first: Duration::from_millis(100),
        longest: Duration::from_millis(300),
    };

    #[test]
    fn waits_double_up_to_the_longest() {
        let bounds = [1, 2, 3].map(|sent| RETRIES.wait(sent, None, 1.0).unwrap().as_millis());
        assert_eq!(bounds, [100, 200, 300]);
        assert_eq!(RETRIES.wait(1, None, 0.0), Some(Duration::ZERO));
        assert_eq!(RETRIES.wait(4, None, 0.5), None);
        assert_eq!(Retries::NEVER.wait(1, None, 0.5), None);
    }

    #[test]
    fn the_server_is_never_asked_before_it_wants_to_be() {
        let asked = Duration::from_millis(250);
        assert_eq!(RETRIES.wait(1, Some(asked), 0.0), Some(asked));
        assert!(RETRIES.wait(1, Some(asked), 0.7).unwrap() > asked);
        assert_eq!(RETRIES.wait(1, Some(Duration::from_secs(1)), 0.0), None);
    }

    #[test]
    fn a_wait_is_read_as_seconds_or_a_date() {
        let now = httpdate::parse_http_date("Sun, 01 Mar 2026 12:00:00 GMT").unwrap();
        let read = |text: &str| {
            let value = text.parse().unwrap();
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]), now)
        };
        assert_eq!(read("7"), Some(Duration::from_secs(7)));
        let later = "Sun, 01 Mar 2026 12:00:09 GMT";
        assert_eq!(read(later), Some(Duration::from_secs(9)));
        let past = "Sun, 01 Mar 2026 11:00:00 GMT";
        assert_eq!(read(past), Some(Duration::ZERO));
        assert_eq!(read("soon"), None);
    }
}
