//! How a key was resolved, and how far that may still go.

/// Pieces of which a key is made: constants of constants multiply, and a longer one is no key.
const MOST_PIECES: usize = 500;

/// The way from a key to its texts: the names of the constants it came through, and how far it may still go.
pub(super) struct Way {
    pub(super) names: Vec<String>,
    left: usize,
}

impl Default for Way {
    fn default() -> Self {
        Self {
            names: Vec::new(),
            left: MOST_PIECES,
        }
    }
}

impl Way {
    pub(super) fn note(&mut self, name: String) {
        self.names.push(name);
    }

    /// Whether one more piece may be read; it is counted.
    pub(super) fn goes_on(&mut self) -> bool {
        let goes_on = self.left > 0;
        self.left = self.left.saturating_sub(1);
        goes_on
    }
}
