//! Inputs that multiply: the same piece of code thousands of times, in itself, in files of its own, under one
//! name or under many; constants that name constants; one object that everything takes in.
//!
//! Such an input costs what its bytes cost, or the square of it, where something looks through all of a thing
//! for each of them.

use std::{fmt::Write as _, fs, path::Path, time::Duration};

use selfmodel_inventory::{language::Language, rule::Rules};

use crate::scanning::scan;

/// Numbers that a seed gives again.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.max(1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap();
        usize::try_from(self.next() % bound).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Files, and how they were made.
pub(crate) struct Input {
    pub(crate) made: String,
    pub(crate) files: Vec<(String, String)>,
}

/// Pieces that no sample of a rule has: schemas, their changes, pages, preferences.
const PIECES: &[(&str, &str)] = &[
    (
        "db/migrations/a.sql",
        "create table user_settings (user_id int unique references users(id), theme text default 'x', unique (theme));\n",
    ),
    (
        "db/migrations/a.sql",
        "alter table user_settings add column theme text;\nalter table user_settings drop column theme;\n",
    ),
    (
        "db/migrations/a.sql",
        "create table user_settings (user_id int);\ndrop table user_settings;\nalter table settings rename to preferences;\n",
    ),
    (
        "db/migrations/a.sql",
        "create table t ({{ if .x }}theme text{{ else }}theme json{{ end }});\n{{ else }}\n",
    ),
    (
        "db/a.prisma",
        "model UserSetting {\n userId Int @unique\n theme String @default(\"x\")\n others Other[]\n}\n",
    ),
    (
        "api/a.proto",
        "message UserSettings {\n string theme = 1;\n}\n",
    ),
    (
        "api/a.graphql",
        "type UserSetting @model {\n theme: String\n owner: String\n}\n",
    ),
    (
        "app/res/xml/a.xml",
        "<PreferenceScreen>\n<SwitchPreference android:key=\"theme\" android:defaultValue=\"true\"/>\n",
    ),
    (
        "app/res/values/a.xml",
        "<resources>\n<string name=\"theme_key\">@string/font_key</string>\n",
    ),
    (
        "src/a.vue",
        "<template x-data><a @click=\"localStorage.setItem('theme', 1)\">x</a></template>\n<script>localStorage.getItem('theme')</script>\n",
    ),
    (
        "src/a.ts",
        "export function saveTheme(key, value) { localStorage.setItem(key, value) }\nsaveTheme('theme', 1)\n",
    ),
    (
        "src/a.ts",
        "class Kept { constructor(options) { this.options = options }\n get() { return localStorage.getItem(this.options.key) } }\nnew Kept({ key: 'theme' })\n",
    ),
    (
        "src/a.ts",
        "import { saveTheme } from './store'\nsaveTheme('theme', { size: 1 })\n",
    ),
    (
        "src/a.ts",
        "export interface UserSettings { theme: string; fontSize: number; sortOrder: string }\n",
    ),
    (
        "src/a.ts",
        "const prompt = `You talk to ${user.preferences.tone} and much more text`\nask({ role: 'system', content: prompt })\n",
    ),
    (
        "src/a.py",
        "def recommend_items(user_id):\n    a\n    b\n    c\n    d\n    return f'user:{user_id}:feed'\n",
    ),
];

/// How constants are written that name another one, per language.
const CONSTANTS: &[(&str, &str, &str)] = &[
    (
        "src/a.ts",
        "export const KEY_{i} = `${KEY_{j}}.${KEY_{k}}`\n",
        "localStorage.setItem(KEY_{i}, KEY_{j})\n",
    ),
    (
        "src/a.ts",
        "const KEY_{i} = { theme: KEY_{j}, size: KEY_{k}, ...KEY_{j} }\n",
        "localStorage.setItem('theme', JSON.stringify(KEY_{i}))\n",
    ),
    (
        "src/a.py",
        "KEY_{i} = f'{KEY_{j}}.{KEY_{k}}'\n",
        "request.session[KEY_{i}] = KEY_{j}\n",
    ),
    (
        "src/a.kt",
        "const val KEY_{i} = \"$KEY_{j}.$KEY_{k}\"\n",
        "val a{i} = prefs.getString(KEY_{i}, KEY_{j})\n",
    ),
    (
        "src/A.java",
        "class A{i} { static final String KEY_{i} = KEY_{j} + KEY_{k};\n",
        "String a() { return prefs.getString(KEY_{i}, KEY_{j}); } }\n",
    ),
    (
        "src/a.rb",
        "KEY_{i} = \"#{KEY_{j}}.#{KEY_{k}}\"\n",
        "cookies[KEY_{i}] = KEY_{j}\n",
    ),
    (
        "src/a.swift",
        "let KEY_{i} = \"\\(KEY_{j}).\\(KEY_{k})\"\n",
        "UserDefaults.standard.set(KEY_{j}, forKey: KEY_{i})\n",
    ),
    (
        "src/a.php",
        "<?php const KEY_{i} = KEY_{j} . KEY_{k};\n",
        "$_SESSION[KEY_{i}] = KEY_{j}; ?>\n",
    ),
];

/// An input of about `bytes`.
pub(crate) fn input(random: &mut Random, bytes: usize) -> Input {
    if random.below(6) == 0 {
        return constants(random, bytes);
    }
    let (path, piece) = piece(random);
    let how = random.below(6);
    let words: Vec<String> = (0..random.below(4))
        .map(|_| word(random, &piece).to_owned())
        .collect();
    let count = bytes / piece.len().max(1) + 1;
    let copies = (0..count).map(|it| numbered(&piece, &words, it));
    let made = format!("{how}, {words:?} numbered, {count} times {piece:?}");
    let files = match how {
        0 => {
            let folder = |it: usize| path.replacen('/', &format!("/part{it}/"), 1);
            let copies = copies.take(400).enumerate();
            copies.map(|(it, copy)| (folder(it), copy)).collect()
        }
        1 => vec![(path, copies.map(|it| it.replace('\n', " ")).collect())],
        2 => vec![(path, nested(&piece, &words, count.min(2_000)))],
        _ => vec![(path, copies.collect())],
    };
    Input { made, files }
}

fn constants(random: &mut Random, bytes: usize) -> Input {
    let (path, definition, usage) = *random.one(CONSTANTS);
    let reach = [1, 2, 40][random.below(3)];
    let mut code = String::new();
    let mut count = 0;
    while code.len() < bytes {
        let filled = |text: &str| {
            let number = |offset: usize| (count + offset).to_string();
            let text = text.replace("{i}", &number(0)).replace("{j}", &number(1));
            text.replace("{k}", &number(reach))
        };
        code.push_str(&filled(definition));
        code.push_str(&filled(usage));
        count += 1;
    }
    let _ = write!(code, "\n// {count}\n");
    Input {
        made: format!("{count} constants that name constants {reach} further on: {definition:?}"),
        files: vec![(path.to_owned(), code)],
    }
}

/// A piece of code and a path for it.
fn piece(random: &mut Random) -> (String, String) {
    if random.below(3) == 0 {
        let (path, code) = *random.one(PIECES);
        return (path.to_owned(), code.to_owned());
    }
    let samples = Rules::get().all().iter().flat_map(|rule| &rule.test);
    let samples: Vec<(String, &String)> = samples
        .filter(|it| Language::of(Path::new(&format!("x.{}", it.file))).is_some())
        .flat_map(|it| it.hit.iter().map(|hit| (format!("src/x.{}", it.file), hit)))
        .collect();
    let (path, code) = random.one(&samples);
    (path.clone(), format!("{code}\n"))
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

fn word<'a>(random: &mut Random, piece: &'a str) -> &'a str {
    let words = piece.split(|it| !is_word(it)).filter(|it| it.len() > 2);
    let words: Vec<&str> = words.collect();
    let chosen = words.get(random.below(words.len()));
    chosen.copied().unwrap_or(piece)
}

/// A copy in which some words bear a number.
fn numbered(piece: &str, words: &[String], number: usize) -> String {
    let mut copy = String::new();
    let mut rest = piece;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|it| is_word(it) != is_word(first));
        let (part, behind) = rest.split_at(length.unwrap_or(rest.len()));
        copy.push_str(part);
        if words.iter().any(|it| it == part) {
            copy.push_str(&number.to_string());
        }
        rest = behind;
    }
    copy
}

/// A piece in itself, behind its first brace or parenthesis.
fn nested(piece: &str, words: &[String], depth: usize) -> String {
    let at = piece.find('{').or_else(|| piece.find('('));
    let at = at.map_or(piece.len(), |at| at + 1);
    let mut code = String::new();
    for number in 0..depth {
        code.push_str(&numbered(&piece[..at], words, number));
        code.push('\n');
    }
    for number in (0..depth).rev() {
        code.push_str(&numbered(&piece[at..], words, number));
        code.push('\n');
    }
    code
}

/// The time that a scan of the input takes of the processors.
pub(crate) fn cost(input: &Input) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    for (path, code) in &input.files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, code).unwrap();
    }
    let before = processor_time();
    scan(folder.path());
    processor_time().saturating_sub(before)
}

/// What this process took of the processors so far; where the system does not say, the time of the clock.
fn processor_time() -> Duration {
    let Ok(status) = fs::read_to_string("/proc/self/stat") else {
        let now = std::time::SystemTime::now();
        return now.duration_since(std::time::UNIX_EPOCH).unwrap();
    };
    let behind_name = status.rsplit(") ").next().unwrap();
    let fields = behind_name.split(' ').skip(11).take(2);
    let ticks: u64 = fields.map(|it| it.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}
