//! Forward decay in integers (belief-math 2.2): the mass of an event is fixed by its own time
//! against an epoch, so that masses add in any order to the same bits. Floats appear only when a
//! mass is read at an instant.

use crate::{evidence::MicroWeight, time::Millis, time::Timestamp};

/// An epoch spans this many half-lives.
const EPOCH_HALF_LIVES: i64 = 16;
/// 2 to the half-lives of an epoch.
const DOUBLINGS_OF_EPOCH: f64 = 65_536.0;
/// Epochs that ended this many half-lives ago carry no mass (2⁻⁴⁸ of it would remain).
const FORGOTTEN_HALF_LIVES: i64 = 48;
/// A mass of one event at its epoch's start: 2³² fractions of a millionth.
const UNIT: f64 = 4_294_967_296.0 * 1e6;
const ONE_Q62: u64 = 1 << 62;
/// No factor is greater than 2 to this.
const GREATEST_DOUBLINGS: i64 = 64;
/// After this many half-lives an f64 is 0.
const VANISHING_HALVINGS: i64 = 1_100;

/// `ROOTS[i]` = round(2^(2^−(i+1)) · 2⁶²), by integer square roots.
const ROOTS: [u64; 32] = [
    6_521_908_912_666_391_106,
    5_484_249_825_272_419_512,
    5_029_079_263_719_320_435,
    4_815_862_801_830_788_490,
    4_712_668_792_719_003_884,
    4_661_903_986_662_671_290,
    4_636_727_017_470_743_990,
    4_624_189_567_668_517_720,
    4_617_933_561_212_708_776,
    4_614_808_732_577_250_068,
    4_613_247_111_281_068_008,
    4_612_466_498_810_092_975,
    4_612_076_242_109_103_707,
    4_611_881_126_141_011_236,
    4_611_783_571_252_412_754,
    4_611_734_794_581_956_353,
    4_611_710_406_440_186_476,
    4_611_698_212_417_665_819,
    4_611_692_115_418_496_524,
    4_611_689_066_921_934_630,
    4_611_687_542_674_409_371,
    4_611_686_780_550_835_664,
    4_611_686_399_489_096_040,
    4_611_686_208_958_238_036,
    4_611_686_113_692_811_986,
    4_611_686_066_060_099_699,
    4_611_686_042_243_743_740,
    4_611_686_030_335_565_807,
    4_611_686_024_381_476_851,
    4_611_686_021_404_432_377,
    4_611_686_019_915_910_140,
    4_611_686_019_171_649_022,
];

/// The epoch of an event at `at`, and its mass relative to that epoch's start, in 2⁻³² millionths.
///
/// With k and f the whole and fractional half-lives since the epoch began, the mass is
/// (weight · round(2^f · 2⁶²) · 2^k + 2²⁹) / 2³⁰.
pub(crate) fn contribution(at: Timestamp, half_life: Millis, weight: MicroWeight) -> (i64, i128) {
    let span = EPOCH_HALF_LIVES * half_life.get();
    let epoch = at.millis().div_euclid(span);
    let (whole, power) = split(at.millis().rem_euclid(span), half_life);
    // 30 bits of weight, 63 of the power and 15 of the shift stay within 127.
    let mass = (i128::from(weight.0) * i128::from(power)) << whole;
    (epoch, (mass + (1 << 29)) >> 30)
}

/// 2^(−length / `half_life`); above 1 for a negative length, up to 2⁶⁴: with a half-life of moments
/// an event a few minutes ahead of now would count as infinitely many.
#[expect(
    clippy::cast_precision_loss,
    reason = "the specified rounding of a 63-bit integer"
)]
pub(crate) fn factor(length: i64, half_life: Millis) -> f64 {
    let (whole, power) = split(length, half_life);
    let fraction = ONE_Q62 as f64 / power as f64;
    let halvings = whole.clamp(-GREATEST_DOUBLINGS, VANISHING_HALVINGS);
    libm::scalbn(fraction, i32::try_from(-halvings).unwrap_or(0))
}

/// Whether masses of `epoch` no longer count at `now`.
pub(crate) fn is_forgotten(epoch: i64, now: Timestamp, half_life: Millis) -> bool {
    let age = now.since(epoch_start(epoch.saturating_add(1), half_life));
    age > FORGOTTEN_HALF_LIVES * half_life.get()
}

const fn epoch_start(epoch: i64, half_life: Millis) -> Timestamp {
    let span = EPOCH_HALF_LIVES * half_life.get();
    Timestamp::from_millis(span.saturating_mul(epoch))
}

/// Decay factors at one instant, each computed once per half-life.
#[derive(Debug)]
pub(crate) struct DecayTable {
    now: Timestamp,
    known: Vec<EpochFactors>,
}

impl DecayTable {
    pub(crate) const fn at(now: Timestamp) -> Self {
        Self {
            now,
            known: Vec::new(),
        }
    }

    pub(crate) fn of(&mut self, half_life: Millis) -> EpochFactors {
        let known = self.known.iter().find(|known| known.half_life == half_life);
        known.copied().unwrap_or_else(|| {
            let factors = EpochFactors::at(self.now, half_life);
            self.known.push(factors);
            factors
        })
    }
}

/// What masses of the epochs of one half-life are worth at one instant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EpochFactors {
    now: Timestamp,
    half_life: Millis,
    /// The epoch of now.
    newest: i64,
    /// By age in epochs, from the epoch of now on.
    by_age: [f64; EpochFactors::REMEMBERED],
}

impl EpochFactors {
    /// An epoch this many before that of now ended more than 48 half-lives ago.
    const REMEMBERED: usize = 5;

    fn at(now: Timestamp, half_life: Millis) -> Self {
        let newest = now.millis().div_euclid(EPOCH_HALF_LIVES * half_life.get());
        let of_newest = factor(now.since(epoch_start(newest, half_life)), half_life);
        let mut by_age = [0.0; Self::REMEMBERED];
        // Each epoch is 16 half-lives older, an exact power of two.
        let (mut epoch, mut factor) = (newest, of_newest);
        for slot in &mut by_age {
            if !is_forgotten(epoch, now, half_life) {
                *slot = factor / UNIT;
            }
            epoch = epoch.saturating_sub(1);
            factor /= DOUBLINGS_OF_EPOCH;
        }
        Self {
            now,
            half_life,
            newest,
            by_age,
        }
    }

    /// What a mass of 1 at the start of `epoch` is worth, in events; 0 for forgotten epochs.
    pub(crate) fn of(&self, epoch: i64) -> f64 {
        if let Ok(age) = usize::try_from(self.newest.saturating_sub(epoch)) {
            return self.by_age.get(age).copied().unwrap_or(0.0);
        }
        // Clocks may run ahead by minutes, which is epochs where half-lives are moments.
        let age = self.now.since(epoch_start(epoch, self.half_life));
        factor(age, self.half_life) / UNIT
    }
}

/// Whole half-lives in `length`, and 2^(the rest) in Q62.
fn split(length: i64, half_life: Millis) -> (i64, u64) {
    let whole = length.div_euclid(half_life.get());
    let rest = i128::from(length.rem_euclid(half_life.get()));
    let fraction = (rest << 32) / i128::from(half_life.get());
    (
        whole,
        power_of_two(u32::try_from(fraction).unwrap_or(u32::MAX)),
    )
}

/// round(2^(`fraction` / 2³²) · 2⁶²), to within the rounding of 32 multiplications.
fn power_of_two(fraction: u32) -> u64 {
    let mut power = ONE_Q62;
    for (bit, root) in ROOTS.iter().enumerate() {
        if fraction >> (31 - bit) & 1 == 1 {
            let product = u128::from(power) * u128::from(*root) + (1 << 61);
            // Below 2^63, as the result is below 2 · 2^62.
            power = u64::try_from(product >> 62).unwrap_or(u64::MAX);
        }
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);
    const HALF_LIFE: Millis = Millis::days(180);

    #[test]
    fn masses_are_the_golden_integers() {
        let one = MicroWeight(1_000_000);
        assert_eq!(
            contribution(NOW, HALF_LIFE, one),
            (6, 43_639_493_429_612_811_348)
        );
        let earlier = Timestamp::from_millis(NOW.millis() - Millis::days(90).get());
        assert_eq!(
            contribution(earlier, HALF_LIFE, one),
            (6, 30_857_781_731_625_004_581)
        );
    }

    #[test]
    #[expect(
        clippy::cast_precision_loss,
        clippy::float_cmp,
        reason = "the golden value is exact"
    )]
    fn a_mass_of_90_days_is_worth_the_golden_value() {
        let earlier = Timestamp::from_millis(NOW.millis() - Millis::days(90).get());
        let (epoch, mass) = contribution(earlier, HALF_LIFE, MicroWeight(1_000_000));
        let factor = DecayTable::at(NOW).of(HALF_LIFE).of(epoch);
        assert_eq!(mass as f64 * factor, std::f64::consts::FRAC_1_SQRT_2);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "powers of two are exact")]
    fn a_factor_by_age_is_the_factor_of_the_time_passed() {
        for half_life in [Millis::seconds(7), Millis::days(14), HALF_LIFE] {
            let factors = DecayTable::at(NOW).of(half_life);
            let newest = contribution(NOW, half_life, MicroWeight(1)).0;
            for epoch in newest - 7..=newest + 2 {
                let passed = NOW.since(epoch_start(epoch, half_life));
                let expected = if is_forgotten(epoch, NOW, half_life) {
                    0.0
                } else {
                    factor(passed, half_life) / UNIT
                };
                assert_eq!(factors.of(epoch), expected);
            }
        }
    }

    #[test]
    fn factors_are_finite_at_the_ends_of_time() {
        let moment = Millis::seconds(1);
        for millis in [i64::MIN, -1_000_000_000_000, 0, 1_000_000_000_000, i64::MAX] {
            let mut table = DecayTable::at(Timestamp::from_millis(millis));
            for epoch in [i64::MIN, -1, 0, 1, i64::MAX] {
                for half_life in [moment, HALF_LIFE, Millis::MAX] {
                    assert!(table.of(half_life).of(epoch).is_finite());
                }
            }
            assert!(factor(millis, moment).is_finite());
        }
    }

    #[test]
    fn each_root_squares_to_the_one_before() {
        for pair in ROOTS.windows(2) {
            let square = (u128::from(pair[1]) * u128::from(pair[1])) >> 62;
            assert!(square.abs_diff(u128::from(pair[0])) <= 2);
        }
    }
}
