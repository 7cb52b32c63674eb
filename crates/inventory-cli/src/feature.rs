//! Attributing code to features of the product.
//!
//! By configuration, else by the folders frameworks use for features, else by the nearest folder or file
//! with a name of its own. Shared places (`utils`, `models`, `migrations`) are no features.

use crate::lexicon::words;

/// A configured feature: files below any of `paths` belong to it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureRule {
    /// Name.
    pub name: String,
    /// Path prefixes, relative to the root.
    pub paths: Vec<String>,
}

/// Folders whose children are features.
const CONTAINERS: &[&str] = &[
    "features",
    "feature",
    "modules",
    "apps",
    "domains",
    "domain",
    "routes",
    "pages",
    "views",
    "packages",
    "services",
    "controllers",
    "screens",
    "plugins",
    "areas",
    "endpoints",
    "handlers",
    "components",
    "sections",
    "contexts",
    "engines",
    "addons",
    "extensions",
    "blueprints",
    "routers",
    "resources",
    "api",
    "jobs",
    "controller",
    "presentation",
    "activities",
    "fragments",
    "viewmodels",
    "usecases",
];

/// Names that say nothing about the product.
const SHARED: &[&str] = &[
    "util",
    "utils",
    "helper",
    "helpers",
    "lib",
    "libs",
    "common",
    "shared",
    "core",
    "db",
    "database",
    "model",
    "models",
    "migration",
    "migrations",
    "store",
    "stores",
    "hooks",
    "types",
    "config",
    "constants",
    "src",
    "app",
    "main",
    "index",
    "server",
    "client",
    "frontend",
    "backend",
    "web",
    "ui",
    "assets",
    "static",
    "js",
    "ts",
    "css",
    "templates",
    "public",
    "java",
    "kotlin",
    "com",
    "org",
    "io",
    "http",
    "internal",
    "pkg",
    "cmd",
    "prisma",
    "schema",
    "structure",
    "reducers",
    "actions",
    "middleware",
    "middlewares",
    "entities",
    "entity",
    "dto",
    "dtos",
    "repositories",
    "repository",
    "persistence",
    "data",
    "base",
    "global",
    "globals",
    "layout",
    "layouts",
    "v1",
    "v2",
    "support",
    "concerns",
    "presenters",
    "serializers",
    "forms",
    "mod",
    "init",
    "application",
    "settings",
    "resources",
    "views",
    "snippets",
    "partials",
    "storage",
    "queries",
    "providers",
    "tasks",
    "scripts",
    "tools",
    "res",
    "www",
    "javascript",
    "javascripts",
    "stylesheets",
    "python",
    "site",
    "project",
    "root",
    "context",
    "contexts",
    "console",
    "commands",
    "traits",
    "interfaces",
    "impl",
    "graphql",
    "rest",
    "rpc",
    "proto",
    "consts",
    "state",
];

/// Endings of names that say what a file is and not what it is about.
const ROLES: &[&str] = &[
    "controller",
    "service",
    "view",
    "viewmodel",
    "model",
    "page",
    "screen",
    "component",
    "repository",
    "handler",
    "router",
    "route",
    "reducer",
    "slice",
    "store",
    "presenter",
    "serializer",
    "job",
    "activity",
    "fragment",
    "widget",
    "manager",
    "provider",
    "module",
    "resource",
    "pipeline",
    "helper",
    "trait",
    "impl",
    "api",
    "spec",
    "form",
    "tag",
    "middleware",
    "agent",
    "worker",
    "hook",
    "util",
    "mixin",
    "concern",
    "endpoint",
    "action",
    "container",
    "dialog",
    "modal",
    "index",
    "entry",
];

/// The feature of a file, and by which rule.
#[must_use]
pub fn feature_of(path: &str, configured: &[FeatureRule]) -> (String, String) {
    for rule in configured {
        if rule
            .paths
            .iter()
            .any(|prefix| path.starts_with(prefix.trim_start_matches("./")))
        {
            return (rule.name.clone(), "configured".to_owned());
        }
    }
    let parts: Vec<&str> = path.split('/').collect();
    let (file, folders) = parts.split_last().unwrap_or((&"", &[]));
    for (index, folder) in folders.iter().enumerate() {
        if !CONTAINERS.contains(&folder.to_ascii_lowercase().as_str()) {
            continue;
        }
        for inner in folders.iter().skip(index + 1) {
            if let Some(name) = telling(inner) {
                return (name, format!("folder {folder}/{inner}"));
            }
        }
        if let Some(name) = telling(file.split('.').next().unwrap_or(file)) {
            return (name, format!("file in {folder}/"));
        }
    }
    let stem = file.split('.').next().unwrap_or(file);
    for folder in folders.iter().rev() {
        if let Some(name) = telling(folder) {
            return (name, format!("folder {folder}"));
        }
    }
    match telling(stem) {
        Some(name) => (name, "file name".to_owned()),
        None => ("shared".to_owned(), "no telling folder".to_owned()),
    }
}

/// A folder or file name as a feature, if it is one.
fn telling(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    if SHARED.contains(&lower.as_str()) || lower.starts_with(['[', '(', '_', '.', '@', '+']) {
        return None;
    }
    let mut parts = words(name);
    while parts.len() > 1
        && parts
            .last()
            .is_some_and(|last| ROLES.contains(&last.as_str()))
    {
        parts.pop();
    }
    while parts.len() > 1
        && parts
            .first()
            .is_some_and(|it| matches!(it.as_str(), "use" | "get" | "with" | "create" | "base"))
    {
        parts.remove(0);
    }
    let joined = match parts.as_slice() {
        // A single word keeps its number: `docs` is not `doc`.
        [only]
            if lower.starts_with(only.as_str())
                && lower.chars().all(char::is_alphanumeric)
                && lower.len() <= only.len() + 3 =>
        {
            lower.clone()
        }
        _ => parts.join("-"),
    };
    let numeric = joined.chars().all(|it| it.is_numeric() || it == '-');
    (!joined.is_empty() && !numeric && !SHARED.contains(&joined.as_str()) && joined.len() <= 40)
        .then_some(joined)
}

/// Whether a path is part of no feature: a schema or a migration.
#[must_use]
pub fn is_schema_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [
        "migration",
        "schema",
        "/db/",
        "/models/",
        "/model/",
        "/entities/",
        "/entity/",
        "prisma",
        "structure.sql",
        ".sql",
    ]
    .iter()
    .any(|part| lower.contains(part))
        || lower.starts_with("db/")
        || lower.starts_with("model/")
        || lower.starts_with("models/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frameworks_folders_name_features() {
        for (path, expected) in [
            ("src/features/search/index.ts", "search"),
            (
                "app/controllers/saved_searches_controller.rb",
                "saved-search",
            ),
            ("app/Http/Controllers/DiscoverController.php", "discover"),
            ("chat.ts", "chat"),
            ("bookwyrm/views/preferences/edit_user.py", "preferences"),
            ("src/docs.ts", "docs"),
            ("src/utils/index.ts", "shared"),
            (
                "frontend/src/components/Sidebar/SidebarToggle/index.jsx",
                "sidebar",
            ),
        ] {
            assert_eq!(feature_of(path, &[]).0, expected, "{path}");
        }
        let configured = [FeatureRule {
            name: "billing".into(),
            paths: vec!["src/pay".into()],
        }];
        assert_eq!(feature_of("src/payments/a.ts", &configured).0, "billing");
    }
}
