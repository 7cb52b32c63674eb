//! A fuzz loop over the extractors and rules, for as long as `FUZZ_SECONDS` says.
//!
//! Seeds are the samples of the rules; mutations flip, cut, repeat and splice them. A seed gives the same
//! inputs again; an input that panics is printed before the panic is passed on, and the slowest is kept
//! in a file, to be looked into. Now and then a piece is multiplied to some hundred kilobytes and scanned as a
//! tree: what takes the processor far too long for its bytes fails, with the number that gives it again
//! (`FUZZ_INPUT`).
#![expect(clippy::unwrap_used, reason = "a mistake here is a failed test")]

mod multiply;
mod scanning;

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
    time::{Duration, Instant},
};

use multiply::{Random, cost, input};
use selfmodel_inventory::{
    language::Language,
    rule::{FileContext, Rules, facts},
    syntax::extract,
};

const TOKENS: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "`${",
    "\"",
    "'",
    "/*",
    "*/",
    "\0",
    "\u{feff}",
    "é",
    "\u{1f600}",
    "<<<<<<< HEAD\n",
    "localStorage.setItem(",
    "create table x (",
    "\\",
    "%s",
    "#{",
    "f\"{",
    "@",
    "::",
    "->",
    "=>",
    "\r\n",
    "<script>",
];

fn seeds() -> Vec<(Language, Vec<u8>)> {
    let mut seeds = Vec::new();
    for rule in Rules::get().all() {
        for sample in &rule.test {
            let Some(language) = Language::of(Path::new(&format!("x.{}", sample.file))) else {
                continue;
            };
            seeds.extend(
                [&sample.hit, &sample.miss]
                    .into_iter()
                    .flatten()
                    .map(|code| (language, code.clone().into_bytes())),
            );
        }
    }
    seeds
}

fn mutate(random: &mut Random, seeds: &[(Language, Vec<u8>)], base: &[u8]) -> Vec<u8> {
    let mut bytes = base.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes.truncate(at),
            2 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let piece: Vec<u8> = bytes[at..(at + random.below(60)).min(bytes.len())].to_vec();
                let times = if random.below(40) == 0 {
                    2000
                } else {
                    1 + random.below(4)
                };
                let repeated: Vec<u8> = std::iter::repeat_n(piece, times).flatten().collect();
                bytes.splice(at..at, repeated);
            }
            4 => {
                let (_, other) = &seeds[random.below(seeds.len())];
                let from = random.below(other.len() + 1);
                bytes.splice(at..at, other[from..].iter().copied());
            }
            _ => {
                let token = TOKENS[random.below(TOKENS.len())];
                bytes.splice(at..at, token.bytes());
            }
        }
        bytes.truncate(200_000);
    }
    bytes
}

/// The input that took longest.
#[derive(Default)]
struct Slowest {
    took: Duration,
    input: Option<(Language, Vec<u8>)>,
}

impl Slowest {
    fn see(&mut self, took: Duration, language: Language, input: &[u8]) {
        if took > self.took {
            self.took = took;
            self.input = Some((language, input.to_vec()));
        }
    }

    /// Writes it to a file and says where.
    fn keep(&self) -> String {
        let (language, input) = self.input.as_ref().unwrap();
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("slowest-input");
        std::fs::write(&path, input).unwrap();
        let (took, length, path) = (self.took, input.len(), path.display());
        format!("slowest input: {took:?}, {language:?}, {length} bytes, kept in {path}")
    }
}

/// One of how many inputs is a multiplied one.
const MULTIPLIED: usize = 300;

/// What an input of less than a megabyte may take of the processor: some twenty times what most take.
const MOST: Duration = Duration::from_secs(10);

/// What the multiplied input of a number takes.
fn multiplied(number: u64) -> Duration {
    let mut random = Random::of(number);
    let bytes = 50_000 << random.below(5);
    let input = input(&mut random, bytes);
    let took = cost(&input);
    let made = &input.made;
    assert!(
        took < MOST,
        "FUZZ_INPUT={number}: {bytes} bytes took {took:?}: {made}"
    );
    took
}

#[test]
#[ignore = "runs for FUZZ_SECONDS; tests/long/inventory-fuzz starts it"]
fn mutated_code_is_survived() {
    let number = |name: &str, default: u64| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let limit = Duration::from_secs(number("FUZZ_SECONDS", 600));
    let mut random = Random::of(number("FUZZ_SEED", 1));
    let only = number("FUZZ_INPUT", 0);
    if only > 0 {
        println!("{:?}", multiplied(only));
        return;
    }
    let seeds = seeds();
    let started = Instant::now();
    let (mut inputs, mut found, mut slowest) = (0_u64, 0_usize, Slowest::default());
    let mut longest = Duration::ZERO;
    while started.elapsed() < limit {
        if random.below(MULTIPLIED) == 0 {
            longest = longest.max(multiplied(random.next()));
        }
        let (language, base) = &seeds[random.below(seeds.len())];
        let input = mutate(&mut random, &seeds, base);
        let before = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let events = extract(*language, &input).events;
            let context = FileContext {
                path: "fuzz/input",
                language: *language,
                source: &input,
            };
            facts(Rules::get(), context, &events).accesses.len()
        }));
        slowest.see(before.elapsed(), *language, &input);
        match outcome {
            Ok(count) => found += count,
            Err(panic) => {
                println!(
                    "{language:?} panics on {:?}",
                    String::from_utf8_lossy(&input)
                );
                resume_unwind(panic);
            }
        }
        inputs += 1;
    }
    assert!(inputs > 0 && found > 0);
    let slowest = slowest.keep();
    println!("{inputs} inputs, {found} accesses found, no panic; {slowest}");
    println!("multiplied inputs took {longest:?} of the processor at most");
}
