//! Intervals by resampling people: predictions about one person hang together, people do not.

/// A figure and its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Estimate {
    pub(crate) measured: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// Sums of one person that add up with those of others.
pub(crate) trait Sums: Clone + Default {
    /// Adds another person's.
    fn add_all(&mut self, other: &Self);
}

impl<T: Sums + Copy, const N: usize> Sums for [T; N]
where
    Self: Default,
{
    fn add_all(&mut self, other: &Self) {
        for (own, other) in self.iter_mut().zip(other) {
            own.add_all(other);
        }
    }
}

impl<T: Sums> Sums for Vec<T> {
    fn add_all(&mut self, other: &Self) {
        if self.len() < other.len() {
            self.resize(other.len(), T::default());
        }
        for (own, other) in self.iter_mut().zip(other) {
            own.add_all(other);
        }
    }
}

const RESAMPLES: usize = 1_000;
const SEED: u64 = 20_260_823;

/// The figure over all people, with the interval in which 95 % of the resampled figures lie.
pub(crate) fn estimate<T: Sums>(people: &[T], figure: impl Fn(&T) -> f64) -> Estimate {
    let measured = figure(&total(people.iter()));
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut figures: Vec<f64> = Vec::with_capacity(RESAMPLES);
    for _ in 0..RESAMPLES {
        let drawn = (0..people.len()).filter_map(|_| people.get(random.usize(0..people.len())));
        figures.push(figure(&total(drawn)));
    }
    // A resample without any reported belief has no accuracy of those.
    figures.retain(|figure| figure.is_finite());
    figures.sort_by(f64::total_cmp);
    let at = |rank: usize| figures.get(rank).copied().unwrap_or(measured);
    Estimate {
        measured,
        low: at(figures.len() * 25 / 1_000),
        high: at((figures.len() * 975 / 1_000).min(figures.len().saturating_sub(1))),
    }
}

/// The sums of several people.
fn total<'a, T: Sums + 'a>(people: impl Iterator<Item = &'a T>) -> T {
    let mut total = T::default();
    for person in people {
        total.add_all(person);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Default)]
    struct Mean {
        sum: f64,
        count: f64,
    }

    impl Sums for Mean {
        fn add_all(&mut self, other: &Self) {
            self.sum += other.sum;
            self.count += other.count;
        }
    }

    /// Of the mean of 400 fair coins the interval is known: 0.5 ± 1.96 · 0.5 / √400 = ±0.049.
    #[test]
    fn the_interval_of_a_mean_is_the_normal_one() {
        let coins: Vec<Mean> = (0..400)
            .map(|index| Mean {
                sum: f64::from(index % 2),
                count: 1.0,
            })
            .collect();
        let estimate = estimate(&coins, |sums| sums.sum / sums.count);
        assert!((estimate.measured - 0.5).abs() < 1e-12);
        assert!((estimate.low - 0.451).abs() < 0.006, "{estimate:?}");
        assert!((estimate.high - 0.549).abs() < 0.006, "{estimate:?}");
    }

    #[test]
    fn the_same_people_give_the_same_interval() {
        let people: Vec<Mean> = (0..7)
            .map(|index| Mean {
                sum: f64::from(index),
                count: 1.0,
            })
            .collect();
        let figure = |sums: &Mean| sums.sum / sums.count;
        assert_eq!(estimate(&people, figure), estimate(&people, figure));
    }
}
