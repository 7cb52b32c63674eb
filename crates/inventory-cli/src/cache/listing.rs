//! A walk that need not be repeated.
//!
//! The names in a folder are the same while its entry is, and what is ignored while the ignore files are: each
//! folder is asked for its entry instead of its names.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use ignore::gitignore::gitconfig_excludes_path;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::walk::{SourceFile, Stat, Walked};

/// Files of a folder that decide what is ignored below it.
const RULES: [&str; 3] = [".ignore", ".gitignore", ".git/info/exclude"];

/// What a walk found, and all that it depended on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Listing {
    roots: Vec<PathBuf>,
    folders: Vec<(PathBuf, Stat)>,
    /// Files of rules, some of which are not there.
    rules: Vec<(PathBuf, Option<Stat>)>,
    /// The rules for all that a person works on.
    global: Option<PathBuf>,
    /// Paths in the report, and places.
    files: Vec<(String, PathBuf)>,
}

impl Listing {
    /// What a scan that began at `begun` has walked. None where a later change could go unnoticed, and where the
    /// cache itself, in the folder `own`, is part of the tree: to keep it would change the tree.
    pub(super) fn of(
        roots: &[PathBuf],
        walked: &Walked,
        begun: SystemTime,
        own: &Path,
    ) -> Option<Self> {
        // Elsewhere nothing tells one folder from another that took its place.
        let are_folders = roots.iter().all(|root| root.is_dir());
        if !cfg!(unix) || !are_folders || !walked.skipped.is_empty() {
            return None;
        }
        let own = own.canonicalize().ok();
        let is_own = |folder: &Path| {
            let named = own
                .as_ref()
                .filter(|own| own.file_name() == folder.file_name());
            named.is_some_and(|own| folder.canonicalize().is_ok_and(|it| it == *own))
        };
        let looked: Option<Vec<_>> = walked
            .folders
            .par_iter()
            .map(|folder| {
                let stat = stat(folder).filter(|it| it.is_settled(begun) && !is_own(folder))?;
                Some(((folder.clone(), stat), rules_in(folder, false)?))
            })
            .collect();
        let (folders, rules): (Vec<_>, Vec<_>) = looked?.into_iter().unzip();
        let global = gitconfig_excludes_path();
        let mut rules: Vec<_> = rules.into_iter().flatten().collect();
        rules.extend(global.iter().map(|path| (path.clone(), stat(path))));
        for root in roots {
            for above in root.canonicalize().ok()?.ancestors().skip(1) {
                rules.extend(rules_in(above, true)?);
            }
        }
        let are_settled = rules
            .iter()
            .all(|(_, it)| it.is_none_or(|it| it.is_settled(begun)));
        are_settled.then(|| Self {
            roots: roots.to_vec(),
            folders,
            rules,
            global,
            files: walked
                .files
                .iter()
                .map(|it| (it.path.clone(), it.location.clone()))
                .collect(),
        })
    }

    /// The files below `roots`, unless something that they depend on is no longer as it was.
    pub(super) fn files(&self, roots: &[PathBuf]) -> Option<Vec<SourceFile>> {
        let is_same = self.roots == roots
            && self.global == gitconfig_excludes_path()
            && self.rules.iter().all(|(path, known)| stat(path) == *known)
            && self
                .folders
                .par_iter()
                .all(|(path, known)| stat(path) == Some(*known));
        let file = |(path, location): &(String, PathBuf)| SourceFile {
            path: path.clone(),
            location: location.clone(),
        };
        is_same.then(|| self.files.iter().map(file).collect())
    }
}

fn stat(path: &Path) -> Option<Stat> {
    Stat::of(&fs::metadata(path).ok()?)
}

/// The files of rules in a folder, also `absent` ones where nothing else tells that one appears; none where they
/// are kept elsewhere, as for a linked work tree of git.
fn rules_in(folder: &Path, absent: bool) -> Option<Vec<(PathBuf, Option<Stat>)>> {
    let git = fs::metadata(folder.join(".git")).ok();
    if git.as_ref().is_some_and(fs::Metadata::is_file) {
        return None;
    }
    let rules = RULES.iter().filter_map(|name| {
        let path = folder.join(name);
        let stat = stat(&path);
        // A file inside of `.git` leaves the folder around it as it is.
        let appears_unseen = absent || git.is_some();
        (stat.is_some() || appears_unseen).then_some((path, stat))
    });
    Some(rules.collect())
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::walk;

    /// Every change to a tree is told, and a tree that did not change is the same.
    #[test]
    fn a_walk_holds_until_the_tree_or_its_rules_change() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("tree");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("src/a.ts", "1");
        write("src/deep/b.ts", "1");
        write(".gitignore", "skipped\n");
        write("skipped/c.ts", "1");
        write(".git/HEAD", "");
        let roots = vec![root.clone()];
        let begun = SystemTime::now() + Duration::from_secs(9);
        let own = outer.path().join("cache");
        let names = |files: &[SourceFile]| {
            files
                .iter()
                .map(|it| it.path.clone())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let changed_by = |change: &dyn Fn()| {
            let walked = walk::files(&roots, 2).unwrap();
            let listing = Listing::of(&roots, &walked, begun, &own).unwrap();
            let known = listing.files(&roots).expect("nothing has changed");
            assert_eq!(names(&known), names(&walked.files));
            // Times of folders are those of the clock's last tick.
            std::thread::sleep(Duration::from_millis(20));
            change();
            listing.files(&roots).is_none()
        };
        assert!(changed_by(&|| write("src/deep/new.ts", "1")), "a file more");
        assert!(changed_by(&|| write("src/new/b.ts", "1")), "a folder more");
        assert!(changed_by(
            &|| fs::remove_file(root.join("src/a.ts")).unwrap()
        ));
        assert!(changed_by(&|| fs::rename(
            root.join("src/deep"),
            root.join("src/d")
        )
        .unwrap()));
        assert!(
            changed_by(&|| write(".gitignore", "skipped\nnew\n")),
            "rules"
        );
        assert!(changed_by(&|| write("src/.ignore", "x.ts\n")), "rules more");
        assert!(
            changed_by(&|| write(".git/info/exclude", "x\n")),
            "own rules"
        );
        let above = outer.path().join(".gitignore");
        assert!(
            changed_by(&|| fs::write(&above, "x\n").unwrap()),
            "rules above"
        );
        assert!(!changed_by(&|| write("skipped/d.ts", "1")), "ignored");
        assert!(
            !changed_by(&|| write("src/d/b.ts", "2")),
            "its bytes are asked for apart"
        );
    }

    #[test]
    fn what_could_change_unnoticed_is_walked_again() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path();
        fs::create_dir(root.join("cache")).unwrap();
        let roots = vec![root.to_owned()];
        let walked = walk::files(&roots, 1).unwrap();
        let later = SystemTime::now() + Duration::from_secs(9);
        let of = |begun, own: &str| Listing::of(&roots, &walked, begun, &root.join(own));
        assert!(of(later, "elsewhere").is_some());
        assert!(
            of(later, "cache").is_none(),
            "to keep it would change the tree"
        );
        assert!(
            of(SystemTime::now(), "elsewhere").is_none(),
            "it could change once more"
        );
        fs::write(root.join(".git"), "gitdir: elsewhere").unwrap();
        assert!(of(later, "elsewhere").is_none(), "its rules are elsewhere");
    }
}
