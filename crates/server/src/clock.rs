//! A clock that stands, and randomness. The domain takes both as arguments; here they come from.

use std::{
    fmt::Debug,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};

use selfmodel_core::time::Timestamp;
pub use selfmodel_store::clock::{Clock, SystemClock};
use sha2::{Digest, Sha256};

/// A clock that stands where it was put, for tests and demonstrations.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that stands at `instant`.
    #[must_use]
    pub const fn new(instant: Timestamp) -> Self {
        Self(AtomicI64::new(instant.millis()))
    }

    /// Puts the clock to `instant`.
    pub fn set(&self, instant: Timestamp) {
        self.0.store(instant.millis(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// Makes what nobody can guess: secrets and ids.
pub trait Random: Debug + Send + Sync + 'static {
    /// 32 fresh bytes.
    fn bytes(&self) -> [u8; 32];
}

/// Randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(
        clippy::expect_used,
        reason = "without randomness no secret can be made; going on would be unsafe"
    )]
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

/// The same sequence every time, for tests.
#[derive(Debug, Default)]
pub struct SeededRandom(AtomicU64);

impl Random for SeededRandom {
    fn bytes(&self) -> [u8; 32] {
        let drawn = self.0.fetch_add(1, Ordering::SeqCst);
        Sha256::digest(drawn.to_be_bytes()).into()
    }
}
