//! One scan, from paths to a [`Report`].
//!
//! First pass: read, classify, prefilter, parse, extract facts; all files at once. Then linking, which
//! sees all facts. Second pass: wrappers and uses of what was found. Results are merged in the order of
//! the sorted paths, so no thread count changes a byte.

mod first_pass;
mod names;
mod progress;
mod snippets;
mod source;
mod summary;
mod uses;
mod wrapped;

use std::path::PathBuf;

pub use first_pass::FirstPass;

use crate::{
    Error, assemble,
    cache::Cache,
    config::Config,
    feature::Features,
    lexicon::Lexicon,
    link,
    mechanism::{REPORT_VERSION, Report},
    prefilter::Prefilter,
    walk::{self, Walked},
};

/// Files that a thread takes at once; with more of them the others wait for the last one.
const AT_ONCE: usize = 16;

/// What a scan is asked to do.
#[derive(Debug, Clone)]
pub struct ScanOptions {
    /// Files and directories; results are relative to the first when it is the only one.
    pub paths: Vec<PathBuf>,
    /// Lowest confidence reported.
    pub min_confidence: u8,
    /// Worker threads; 0 takes one per processor.
    pub threads: usize,
    /// Configuration file; by default the nearest `selfmodel-inventory.toml` at or above the first path.
    pub config: Option<PathBuf>,
    /// Directory of the cache; none scans cold.
    pub cache: Option<PathBuf>,
    /// Parse every file, whatever words it holds.
    pub no_prefilter: bool,
    /// Leave the source lines out of the report.
    pub no_snippets: bool,
    /// Show a progress bar on the terminal.
    pub progress: bool,
}

/// Scans.
///
/// # Errors
/// A path that does not exist, a broken configuration or rule file. Unreadable or odd files inside the
/// tree are no error: they are listed under `skipped`.
pub fn scan(options: &ScanOptions) -> Result<Report, Error> {
    let config = Config::load(options)?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads)
        .stack_size(16 << 20)
        .build()
        .map_err(|error| {
            Error::Usage(format!("cannot start {} threads: {error}", options.threads))
        })?;
    pool.install(|| {
        let cache = Cache::open(options.cache.as_deref());
        let walk = || walk::files(&options.paths, pool.current_num_threads());
        let (walked, ()) = rayon::join(
            || cache.walked(&options.paths, walk),
            || {
                // A warm scan may need no rule at all; else they are ready when the first file is read.
                if cache.is_cold() {
                    Prefilter::get();
                }
                let _needed_by_linking = Lexicon::get();
            },
        );
        let Walked { files, skipped, .. } = walked?;
        let bar = progress::Bar::new(options.progress, files.len());
        let mut first = first_pass::run(files, &config, options, &cache, &bar);
        first.skipped.extend(skipped);
        wrapped::follow(&mut first, &cache);
        names::define_open_names(&mut first, &cache);
        let paths = first.sources.iter().map(|it| it.file.path.as_str());
        let (linked, features) = rayon::join(
            || link::link(&first.facts),
            || Features::of_project(&config.features, paths),
        );
        let candidates = uses::add(&first, linked.candidates, &cache, &bar);
        cache.save();
        bar.finish();
        let ignored = config.apply_ignores(candidates, &first.comments);
        let (mut mechanisms, mut excluded, stores) =
            assemble::mechanisms(ignored.kept, &features, options.min_confidence);
        excluded.extend(linked.excluded);
        excluded.extend(ignored.excluded);
        excluded.sort_by(|one, other| {
            (&one.name, &one.path, one.line).cmp(&(&other.name, &other.path, other.line))
        });
        excluded.dedup();
        assemble::link_silos(&mut mechanisms, &stores);
        if !options.no_snippets {
            snippets::add(&mut mechanisms, &first);
        }
        first.skipped.sort();
        first.skipped.dedup();
        let mut report = Report {
            version: REPORT_VERSION,
            root: root_name(&options.paths),
            mechanisms,
            excluded,
            skipped: std::mem::take(&mut first.skipped),
            summary: crate::mechanism::Summary::default(),
        };
        report.summary = summary::of(&report, &first, &features, options);
        report.summary.persons = linked.persons;
        report.summary.unresolved_keys = linked.unresolved_keys;
        report.summary.unused_ignores = ignored.unused;
        // Nobody waits until all that was read is given back.
        rayon::spawn(move || drop(first));
        Ok(report)
    })
}

/// What the scan is of: the path as given, `.` by the name it stands for, several by their names.
fn root_name(paths: &[PathBuf]) -> String {
    if let [only] = paths
        && only.file_name().is_some()
    {
        return only.to_string_lossy().replace('\\', "/");
    }
    let names = paths.iter().map(|path| {
        let whole = path.canonicalize().unwrap_or_else(|_| path.clone());
        let name = whole.file_name().unwrap_or(whole.as_os_str());
        name.to_string_lossy().into_owned()
    });
    names.collect::<Vec<_>>().join(" + ")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_report_is_titled_by_what_was_scanned() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let name = here.file_name().unwrap().to_string_lossy();
        assert_eq!(root_name(&[".".into()]), name);
        assert_eq!(root_name(&["a/tree".into()]), "a/tree");
        assert_eq!(root_name(&["src".into(), "tests".into()]), "src + tests");
    }
}
