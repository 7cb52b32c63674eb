//! The configuration file and the ignore comments; every ignore states its reason.

mod comment;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

pub use comment::{Comment, comments_in};

use crate::{
    Error,
    feature::FeatureRule,
    link::Candidate,
    mechanism::{Excluded, UnusedIgnore},
    scan::ScanOptions,
};

/// Name of the configuration file.
pub const FILE_NAME: &str = "selfmodel-inventory.toml";

/// `selfmodel-inventory.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Features by path; what is not listed is attributed by folder.
    #[serde(default, rename = "feature")]
    pub features: Vec<FeatureRule>,
    /// Path prefixes that are not looked into.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Mechanisms that are not to be reported.
    #[serde(default)]
    pub ignore: Vec<Ignore>,
    /// Where it was read from.
    #[serde(skip)]
    pub file: Option<PathBuf>,
}

/// A mechanism that is not to be reported, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    /// One of its names, or the name it is reported under.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Candidates after ignores.
#[derive(Debug, Default)]
pub(crate) struct Ignored {
    pub(crate) kept: Vec<Candidate>,
    pub(crate) excluded: Vec<Excluded>,
    pub(crate) unused: Vec<UnusedIgnore>,
}

impl Config {
    /// The configuration a scan asks for, or the nearest one, or the default.
    ///
    /// # Errors
    /// The file asked for is not there, or is not valid.
    pub fn load(options: &ScanOptions) -> Result<Self, Error> {
        let file = match &options.config {
            Some(file) => Some(file.clone()),
            None => options.paths.first().and_then(|path| nearest(path)),
        };
        let Some(file) = file else {
            return Ok(Self::default());
        };
        let text = fs::read_to_string(&file).map_err(|source| Error::Read {
            path: file.clone(),
            what: "the configuration that --config names; without --config the nearest \
                   selfmodel-inventory.toml is taken, if there is one",
            source,
        })?;
        let mut config: Self = toml::from_str(&text).map_err(|error| Error::Invalid {
            path: file.clone(),
            what: "configuration",
            reason: error.to_string(),
        })?;
        if let Some(ignore) = config.ignore.iter().find(|it| it.reason.trim().is_empty()) {
            return Err(Error::Invalid {
                path: file,
                what: "configuration",
                reason: format!(
                    "the ignore of `{}` has an empty reason; say why it is not reported",
                    ignore.name
                ),
            });
        }
        config.file = Some(file);
        Ok(config)
    }

    /// Whether a path is excluded.
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude
            .iter()
            .any(|prefix| path.starts_with(prefix.trim_start_matches("./")))
    }

    /// Takes out what is ignored, by configuration or by a comment at a site.
    pub(crate) fn apply_ignores(
        &self,
        candidates: Vec<Candidate>,
        comments: &[(String, Comment)],
    ) -> Ignored {
        let mut result = Ignored::default();
        let mut used_comments = vec![false; comments.len()];
        let mut used_ignores = vec![false; self.ignore.len()];
        for candidate in candidates {
            let by_config = self
                .ignore
                .iter()
                .position(|it| candidate.name == it.name || candidate.names.contains(&it.name));
            let by_comment = comments.iter().position(|(path, comment)| {
                candidate
                    .places
                    .first()
                    .is_some_and(|place| place.path == *path && comment.covers(place.line))
            });
            let reason = by_config
                .and_then(|at| {
                    mark(&mut used_ignores, at);
                    self.ignore.get(at).map(|it| it.reason.clone())
                })
                .or_else(|| {
                    let at = by_comment?;
                    mark(&mut used_comments, at);
                    comments.get(at).map(|(_, comment)| comment.reason.clone())
                });
            match reason {
                Some(reason) => result
                    .excluded
                    .push(candidate.excluded(format!("ignored: {reason}"))),
                None => result.kept.push(candidate),
            }
        }
        self.collect_unused(&mut result, &used_ignores, comments, &used_comments);
        result
    }

    fn collect_unused(
        &self,
        result: &mut Ignored,
        used_ignores: &[bool],
        comments: &[(String, Comment)],
        used_comments: &[bool],
    ) {
        let file = self
            .file
            .as_deref()
            .and_then(Path::file_name)
            .map_or_else(String::new, |it| it.to_string_lossy().into_owned());
        for (ignore, used) in self.ignore.iter().zip(used_ignores) {
            if !used {
                result.unused.push(UnusedIgnore {
                    path: file.clone(),
                    line: 0,
                    text: ignore.name.clone(),
                });
            }
        }
        for ((path, comment), used) in comments.iter().zip(used_comments) {
            if !used {
                result.unused.push(UnusedIgnore {
                    path: path.clone(),
                    line: comment.line,
                    text: comment.reason.clone(),
                });
            }
        }
    }
}

fn mark(used: &mut [bool], at: usize) {
    if let Some(slot) = used.get_mut(at) {
        *slot = true;
    }
}

fn nearest(path: &Path) -> Option<PathBuf> {
    let start = path.canonicalize().ok()?;
    start
        .ancestors()
        .map(|folder| folder.join(FILE_NAME))
        .find(|file| file.is_file())
}
