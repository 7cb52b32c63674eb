//! Which files are worth parsing, told by their bytes alone.
//!
//! A file is parsed when a rule of its language could match in it: it holds an anchor of the rule, an
//! import it asks for and the fixed parts of one of its patterns, and these stand where a call, a base,
//! an attribute or a definition could stand. Stores that are not one person's by
//! construction also need a word for a person and one of the lexicon in the file; where models and
//! migrations live, columns arrive one by one, so nothing more is asked there. Files that only define
//! names for others are parsed later, when it is known which names are asked for.

mod behind;
mod literals;
mod need;
mod path;
mod place;
mod sign;
mod text;

use std::{collections::BTreeSet, sync::OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use self::{
    literals::{Collector, Literals, Seen},
    need::Need,
    sign::{Code, Sign},
};
pub(crate) use self::{
    path::{member_before, name_around},
    place::{declares_function, heads_class, is_base, is_in_comment, last_word, line_before},
};
use crate::{
    language::{Family, Language},
    lexicon::Lexicon,
    mechanism::Kind,
    rule::{Rule, Rules, Trigger, is_on_device, is_undo, wrapper::stem},
};

const PERSONS: &[&str] = &[
    "user",
    "account",
    "profile",
    "member",
    "customer",
    "visitor",
    "viewer",
    "person",
    "subscriber",
    "owner",
    "uid",
    "learner",
    "student",
];

/// Folders and files where the shape of data is declared.
const DECLARING: &[&str] = &["migrat", "schema", "model", "entit"];

/// Automata over the bytes of a file, and what each rule needs of them.
#[derive(Debug)]
pub(crate) struct Prefilter {
    literals: Literals,
    rules: Vec<RuleNeed>,
    anchor: Need,
    persons: AhoCorasick,
    words: AhoCorasick,
}

/// What a file is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Worth {
    /// Nothing.
    Nothing,
    /// It speaks of a person: its literals are read, no rule can match.
    Reading,
    /// Parsing.
    Parsing,
}

#[derive(Debug)]
struct RuleNeed {
    languages: Vec<Family>,
    personal: bool,
    need: Need,
    sign: Option<Sign>,
}

impl RuleNeed {
    fn holds(&self, seen: &Seen, code: Code<'_>) -> bool {
        (self.languages.is_empty() || self.languages.contains(&code.family))
            && self.need.holds(seen)
            && self.sign.as_ref().is_none_or(|sign| sign.is_in(code))
    }
}

impl Prefilter {
    /// Built once from the rules and the lexicon.
    pub(crate) fn get() -> &'static Self {
        static PREFILTER: OnceLock<Prefilter> = OnceLock::new();
        PREFILTER.get_or_init(|| {
            #[expect(clippy::expect_used, reason = "the literals are built in and tested")]
            let prefilter = Self::build(Rules::get()).expect("the built-in literals make automata");
            prefilter
        })
    }

    fn build(rules: &Rules) -> Result<Self, aho_corasick::BuildError> {
        let mut words: BTreeSet<String> = Lexicon::get()
            .vocabulary()
            .filter(|word| word.len() >= 4)
            .map(ToOwned::to_owned)
            .collect();
        words.extend(["bio", "tag", "lang", "goal", "cam", "hide", "show"].map(ToOwned::to_owned));
        let mut literals = Collector::default();
        let anchor = Need::one_of(rules.anchors(), &mut literals);
        let rules = rules.all().iter().map(|rule| RuleNeed {
            languages: rule.languages.clone(),
            personal: is_personal(rule),
            need: Need::of(rule, &mut literals),
            sign: Sign::of(rule),
        });
        let rules = rules.collect();
        Ok(Self {
            literals: literals.build()?,
            rules,
            anchor,
            persons: automaton(PERSONS)?,
            words: automaton(&words)?,
        })
    }

    /// What a file of this path and code is worth; the code of a page is its scripts.
    pub(crate) fn worth(&self, path: &str, language: Language, code: &[u8]) -> Worth {
        match language {
            Language::Sql if is_undo(path) || !text::declares_table(code) => return Worth::Nothing,
            Language::Text | Language::ResourceValues => return Worth::Nothing,
            _ if language.is_schema() => return Worth::Parsing,
            _ => {}
        }
        let family = language.family();
        let lower = path.to_ascii_lowercase();
        let seen = self.literals.seen_in(stem(path), code);
        let whole = Code {
            path,
            family,
            content: code,
        };
        let mut personal = self.rules.iter().filter(|rule| rule.personal);
        if personal.any(|rule| rule.holds(&seen, whole))
            || (family == Family::Script && text::keeps_first_state(&lower, code))
        {
            return Worth::Parsing;
        }
        let declares = DECLARING.iter().any(|part| lower.contains(part));
        let speaks = || self.persons.is_match(code) && self.words.is_match(code);
        // A statement inside a text or a macro is no rule's, so no anchor stands for it.
        let anchored = self.anchor.holds(&seen);
        let tables = text::declares_table(code);
        let sets = family == Family::CSharp && text::declares_set(code);
        // The sets of a database are few, and name what holds a person without naming one.
        if sets || tables && is_on_device(code, &lower) {
            return Worth::Parsing;
        }
        if !(anchored || tables) || !(declares || speaks()) {
            return Worth::Nothing;
        }
        let mut others = self.rules.iter().filter(|rule| !rule.personal);
        if tables || others.any(|rule| rule.holds(&seen, whole)) {
            Worth::Parsing
        } else {
            Worth::Reading
        }
    }
}

/// Its store is one person's, or one device's, by construction.
fn is_personal(rule: &Rule) -> bool {
    matches!(
        rule.kind,
        Kind::BrowserStorage | Kind::DeviceStorage | Kind::ConfigFile | Kind::InMemorySession
    ) || matches!(&rule.trigger, Trigger::Model(model) if model.on_device)
}

fn automaton<T: AsRef<[u8]>>(
    patterns: impl IntoIterator<Item = T>,
) -> Result<AhoCorasick, aho_corasick::BuildError> {
    AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(patterns)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_personal_store_passes_alone_and_a_server_store_needs_a_person() {
        let prefilter = Prefilter::get();
        let worth = |path, language, text: &str| prefilter.worth(path, language, text.as_bytes());
        let passes = |text| worth("a.ts", Language::TypeScript, text) == Worth::Parsing;
        assert!(passes("localStorage.setItem(K, v)"));
        assert!(passes("pgTable('user_settings', { theme: text() })"));
        assert!(passes(
            "run(`CREATE TABLE prefs (user_id int, theme text)`)"
        ));
        assert!(!passes("run(`CREATE TABLE prices (day int, cents int)`)"));
        assert!(!passes("const x = compute(1)"));
        assert!(!passes("cookie.parse(1)"));
        let sql = |text| worth("db/x.sql", Language::Sql, text);
        assert_eq!(sql("create table x (y int)"), Worth::Parsing);
        assert_eq!(sql("select 1"), Worth::Nothing);
        assert_eq!(
            worth("db/1/down.sql", Language::Sql, "create table x (y int)"),
            Worth::Nothing
        );
    }

    #[test]
    fn what_a_comment_says_is_no_attribute_but_in_php() {
        let comment = "/**\n * @property {string} theme\n * @ORM\\Entity\n */";
        let worth = |path, language, text: &str| {
            Prefilter::get().worth(path, language, format!("{comment} {text}").as_bytes())
        };
        let script = worth("models/user.js", Language::JavaScript, "class User {}");
        assert_ne!(script, Worth::Parsing);
        let php = worth("Entity/User.php", Language::Php, "class User {}");
        assert_eq!(php, Worth::Parsing);
    }

    #[test]
    fn every_sample_that_a_rule_hits_satisfies_what_the_rule_needs() {
        let prefilter = Prefilter::get();
        for (rule, need) in Rules::get().all().iter().zip(&prefilter.rules) {
            for sample in &rule.test {
                let path = if sample.file.contains('.') {
                    sample.file.clone()
                } else {
                    format!("sample.{}", sample.file)
                };
                let language = Language::of(Path::new(&path)).unwrap();
                let family = language.family();
                if language.is_schema() {
                    continue; // always parsed: nothing is asked of its literals
                }
                for code in &sample.hit {
                    let seen = prefilter.literals.seen_in(stem(&path), code.as_bytes());
                    let whole = Code {
                        path: &path,
                        family,
                        content: code.as_bytes(),
                    };
                    assert!(need.holds(&seen, whole), "{}: {code}", rule.id);
                }
            }
        }
    }
}
