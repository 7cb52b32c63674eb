//! Each format from the same product, and hostile text in each.

use clap::ValueEnum as _;
use proptest::prelude::*;

use super::{OutputFormat, Paint, write};
use crate::{
    fixture::{self, HOSTILE, PLAIN},
    mechanism::Report,
};

fn rendered(format: OutputFormat, report: &Report) -> String {
    written(format, report, PLAIN)
}

fn written(format: OutputFormat, report: &Report, paint: Paint) -> String {
    let mut out = Vec::new();
    write(&mut out, format, report, paint).expect("memory takes it");
    String::from_utf8(out).expect("every format is text")
}

#[test]
fn terminal_of_a_product() {
    insta::assert_snapshot!(rendered(OutputFormat::Terminal, &fixture::product()));
}

#[test]
fn terminal_of_a_product_without_mechanisms() {
    insta::assert_snapshot!(rendered(
        OutputFormat::Terminal,
        &fixture::report(Vec::new())
    ));
}

#[test]
fn terminal_fits_the_width_with_many_mechanisms() {
    for width in [60, 80, 100, 160] {
        let paint = Paint {
            width,
            color: false,
        };
        let text = written(OutputFormat::Terminal, &fixture::many(60), paint);
        for line in text.lines() {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            assert!(columns <= width, "{columns} columns of {width}: {line}");
        }
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let paint = Paint {
        width: 100,
        color: true,
    };
    let text = written(OutputFormat::Terminal, &fixture::product(), paint);
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let trimmed = |text: &str| -> Vec<String> {
        text.lines()
            .map(|line| line.trim_end().to_owned())
            .collect()
    };
    assert_ne!(text, plain);
    assert_eq!(
        trimmed(&plain),
        trimmed(&rendered(OutputFormat::Terminal, &fixture::product()))
    );
}

#[test]
fn terminal_is_not_steered_by_what_is_scanned() {
    let text = rendered(OutputFormat::Terminal, &fixture::hostile());
    assert!(text.contains("alert"), "the hostile text is shown");
    assert!(!text.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn markdown_of_a_product() {
    insta::assert_snapshot!(rendered(OutputFormat::Markdown, &fixture::product()));
}

#[test]
fn markdown_shows_what_is_scanned_and_does_not_run_it() {
    let text = rendered(OutputFormat::Markdown, &fixture::hostile());
    assert!(text.contains("alert"), "the hostile text is shown");
    for harm in ["<script", "<img", "</script", "[x](", "\u{1b}"] {
        assert!(!text.contains(harm), "{harm} in {text}");
    }
}

#[test]
fn markdown_fits_a_comment() {
    let text = rendered(OutputFormat::Markdown, &fixture::many(900));
    assert!(text.len() < 65_536, "{}", text.len());
    assert!(text.ends_with("--format html or json\n"));
}

#[test]
fn json_reads_back_as_the_same_report() {
    for report in [fixture::product(), fixture::hostile(), fixture::many(60)] {
        let text = rendered(OutputFormat::Json, &report);
        assert_eq!(
            serde_json::from_str::<Report>(&text).expect("it parses"),
            report
        );
    }
}

#[test]
fn json_matches_the_published_schema() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../schemas/report.schema.json")).expect("it parses");
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    for report in [fixture::product(), fixture::hostile(), fixture::many(60)] {
        let text = rendered(OutputFormat::Json, &report);
        let json = serde_json::from_str(&text).expect("it parses");
        let errors: Vec<String> = validator
            .iter_errors(&json)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
        let mut broken = json;
        broken["mechanisms"][0]["kind"] = "spreadsheet".into();
        assert!(!validator.is_valid(&broken), "an unknown kind is refused");
    }
}

/// The published schema is made from the types: `INSTA_UPDATE=always cargo test` has no part in it, so
/// that a change of the format is a visible act. Set `UPDATE_SCHEMA` to write it.
#[test]
fn the_published_schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(super::json::AnalysedReport<'_>);
    let made = serde_json::to_string_pretty(&schema).expect("it serialises") + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/report.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &made).expect("it can be written");
    }
    let published = std::fs::read_to_string(path).expect("it is published");
    assert!(
        made == published,
        "the format changed: run the tests with UPDATE_SCHEMA=1 and review"
    );
}

#[test]
fn html_of_a_product() {
    let text = rendered(OutputFormat::Html, &fixture::product());
    let (_, main) = text.split_once("<main").expect("there is a main part");
    let (main, _) = main.split_once("</main>").expect("it ends");
    insta::assert_snapshot!(main.replace("><", ">\n<"));
}

#[test]
fn html_runs_its_own_script_only() {
    let text = rendered(OutputFormat::Html, &fixture::hostile());
    assert!(text.contains("alert"), "the hostile text is shown");
    assert_eq!(text.matches("<script").count(), 1);
    assert_eq!(text.matches("</script").count(), 1);
    for harm in [
        "<img",
        "\u{1b}",
        "\u{202e}",
        "unsafe-inline",
        " style=",
        " onerror=\"",
        "javascript:1\"",
    ] {
        assert!(!text.contains(harm), "{harm}");
    }
}

#[test]
fn html_names_the_hashes_of_its_style_and_script() {
    let text = rendered(OutputFormat::Html, &fixture::product());
    for element in ["style", "script"] {
        let (_, rest) = text
            .split_once(&format!("<{element}>"))
            .expect("it is there");
        let (body, _) = rest.split_once(&format!("</{element}>")).expect("it ends");
        let hash = data_encoding::BASE64.encode(&<sha2::Sha256 as sha2::Digest>::digest(body));
        assert!(
            text.contains(&format!("{element}-src &#39;sha256-{hash}&#39;"))
                || text.contains(&format!("{element}-src 'sha256-{hash}'")),
            "{element}"
        );
    }
}

#[test]
fn html_loads_nothing_and_every_link_has_its_target() {
    let text = rendered(OutputFormat::Html, &fixture::many(60));
    for load in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!text.contains(load), "{load}");
    }
    let ids: std::collections::BTreeSet<&str> = attribute_values(&text, " id=\"").collect();
    assert_eq!(
        ids.len(),
        attribute_values(&text, " id=\"").count(),
        "ids are unique"
    );
    for link in attribute_values(&text, " href=\"#") {
        assert!(ids.contains(link), "{link}");
    }
}

fn attribute_values<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

#[test]
fn sarif_of_a_product() {
    insta::assert_snapshot!(rendered(OutputFormat::Sarif, &fixture::product()));
}

#[test]
fn sarif_matches_the_schema_of_the_standard() {
    let mut schema: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/fixtures/sarif-2.1.0.schema.json"))
            .expect("it parses");
    // The standard's pattern for languages has an unmatched bracket; the report names no language.
    for object in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][object]["properties"]["language"];
        let language = language.as_object_mut().expect("it is there");
        language.remove("pattern").expect("it is there");
    }
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    for report in [
        fixture::product(),
        fixture::hostile(),
        fixture::many(60),
        fixture::report(Vec::new()),
    ] {
        let text = rendered(OutputFormat::Sarif, &report);
        let mut json: serde_json::Value = serde_json::from_str(&text).expect("it parses");
        let errors: Vec<String> = validator
            .iter_errors(&json)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
        json["runs"][0]["invocations"][0]["executionSuccessful"] = "perhaps".into();
        assert!(!validator.is_valid(&json), "a wrong type is refused");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn markdown_never_lets_text_out_of_its_place(text in "\\PC{0,40}") {
        let escaped = super::markdown::escape(&text);
        prop_assert!(!escaped.contains(['<', '>', '\n']));
        let unescaped_pipe = escaped.match_indices('|').any(|(at, _)| !escaped[..at].ends_with('\\'));
        prop_assert!(!unescaped_pipe);
        prop_assert!(!super::markdown::code(&text).contains('\n'));
    }

    #[test]
    fn every_format_takes_any_report(report in fixture::any_report()) {
        for format in OutputFormat::value_variants().iter().copied() {
            prop_assert!(!rendered(format, &report).is_empty());
        }
    }
}

#[test]
fn the_hostile_text_is_hostile() {
    assert!(HOSTILE.contains("<script>") && HOSTILE.contains('\u{1b}'));
}
