//! Scales that people name in many ways: `brief`, `short` and `concise` are one value. Values of several
//! silos are unified only where every one of them is on one scale.

/// One scale.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scale {
    /// The kind of dimension it makes.
    pub(super) kind: &'static str,
    /// Each value with the other words for it, in order.
    values: &'static [(&'static str, &'static [&'static str])],
    /// Dimensions that are on this scale where the code names no values.
    dimensions: &'static [&'static str],
}

const SCALES: [Scale; 5] = [
    Scale {
        kind: "ordinal",
        values: &[
            ("concise", &["brief", "short", "terse"]),
            ("balanced", &["normal", "medium", "standard"]),
            ("detailed", &["long", "verbose", "full"]),
        ],
        dimensions: &["communication.verbosity"],
    },
    Scale {
        kind: "category",
        values: &[
            ("light", &["day", "white"]),
            ("dark", &["night", "black"]),
            ("system", &["auto", "default", "os"]),
        ],
        dimensions: &["appearance.theme"],
    },
    Scale {
        kind: "progression",
        values: &[
            ("novice", &["beginner", "basic"]),
            ("intermediate", &["medium"]),
            ("expert", &["advanced", "pro"]),
        ],
        dimensions: &["knowledge.expertise"],
    },
    Scale {
        kind: "ordinal",
        values: &[
            ("small", &["s", "compact"]),
            ("normal", &["medium", "m", "default"]),
            ("large", &["l", "big"]),
        ],
        dimensions: &["appearance.typography"],
    },
    Scale {
        kind: "ordinal",
        values: &[("low", &[]), ("medium", &["normal"]), ("high", &[])],
        dimensions: &[],
    },
];

impl Scale {
    /// The scale on which every one of `values` is; none for no values.
    pub(super) fn of_values(values: &[String]) -> Option<&'static Self> {
        let mut scales = SCALES.iter();
        scales.find(|scale| {
            !values.is_empty() && values.iter().all(|value| scale.canonical(value).is_some())
        })
    }

    /// The usual scale of a dimension.
    pub(super) fn of_dimension(dimension: &str) -> Option<&'static Self> {
        let mut scales = SCALES.iter();
        scales.find(|scale| scale.dimensions.contains(&dimension))
    }

    /// The scale's word for `value`.
    pub(super) fn canonical(&self, value: &str) -> Option<&'static str> {
        let value = value.to_ascii_lowercase();
        self.values.iter().find_map(|(name, others)| {
            let same = *name == value || others.contains(&value.as_str());
            same.then_some(*name)
        })
    }

    /// All its values, in order.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.values.iter().map(|(name, _)| *name).collect()
    }
}
