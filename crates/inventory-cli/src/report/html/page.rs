//! The frame of the page: policy, style, navigation, sections.

use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::{Page, View, answers, compounding, graph, matrix, mechanism, start, usage, words};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

const SECTIONS: [(&str, &str); 8] = [
    ("answers", "Answers"),
    ("fragmentation", "Fragmentation"),
    ("silos", "Silo graph"),
    ("features", "Features"),
    ("start", "Start here"),
    ("compounding", "Compounding"),
    ("mechanisms", "Mechanisms"),
    ("coverage", "Coverage"),
];

/// The whole page.
pub(in crate::report) fn render(view: View<'_>) -> String {
    let page = Page::new(view);
    let title = format!("Personalization in {}", words::tree(&view.report.root));
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                (top(&title))
                main #main {
                    (answers::tiles(&page))
                    (answers::section(&page))
                    (matrix::section(&page))
                    (graph::section(&page))
                    (usage::section(&page))
                    (start::section(&page))
                    (compounding::section(&page))
                    (mechanism::section(&page))
                    (answers::coverage(&page))
                }
                footer {
                    "Made by selfmodel-inventory " (env!("CARGO_PKG_VERSION"))
                    ". Scores are sums of the reasons shown; nothing in this file is loaded from anywhere."
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    markup.into_string() + "\n"
}

fn top(title: &str) -> Markup {
    html! {
        header.top {
            h1 { (title) }
            nav aria-label="Sections" {
                @for (id, label) in SECTIONS { a href={ "#" (id) } { (label) } }
            }
            button #theme type="button" hidden { "Dark" }
        }
    }
}

/// The source expression that lets one inline text run.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(text)))
}
