//! The extractor by language: what it reads, and what it leaves.

use super::*;
use crate::syntax::{Expression, Piece};

fn calls(language: Language, source: &str) -> Vec<(String, usize)> {
    extract(language, source.as_bytes())
        .events
        .calls
        .into_iter()
        .map(|call| (call.path, call.arguments.len()))
        .collect()
}

/// A name and its type, where one is written.
type Field = (String, Option<String>);

fn fields(language: Language, source: &str) -> Vec<(String, Vec<Field>)> {
    extract(language, source.as_bytes())
        .events
        .classes
        .into_iter()
        .map(|class| {
            (
                class.name,
                class
                    .fields
                    .into_iter()
                    .map(|it| (it.name, it.type_))
                    .collect(),
            )
        })
        .collect()
}

#[test]
fn calls_have_one_dotted_shape_in_every_language() {
    let cases = [
        (
            Language::TypeScript,
            "localStorage.setItem('k', v);",
            "localStorage.setItem",
            2,
        ),
        (
            Language::Python,
            "r.zadd(f'{u.id}-x', {'a': 1})",
            "r.zadd",
            2,
        ),
        (
            Language::Ruby,
            "Rails.cache.fetch(\"u:#{a.id}\", e: 1) { 1 }",
            "Rails.cache.fetch",
            2,
        ),
        (
            Language::Php,
            "<?php Redis::zadd(self::K . $a, 1);",
            "Redis.zadd",
            2,
        ),
        (
            Language::Php,
            "<?php $this->cache->put('k', 1);",
            "self.cache.put",
            2,
        ),
        (
            Language::Go,
            "package m\nfunc f() { r.db.Where(\"a\", u).First(&m) }",
            "r.db.Where",
            2,
        ),
        (
            Language::Swift,
            "let size = Defaults.Key<Int>(\"size\", default: 12)",
            "Defaults.Key",
            2,
        ),
        (
            Language::Java,
            "class A { void f() { prefs.edit().putString(K, \"v\"); } }",
            "prefs.edit.putString",
            2,
        ),
        (
            Language::Kotlin,
            "fun f() { prefs.edit().putString(K, \"v\") }",
            "prefs.edit.putString",
            2,
        ),
        (
            Language::CSharp,
            "class A { void F() { x.Append(\"theme\", y); } }",
            "x.Append",
            2,
        ),
        (
            Language::Rust,
            "fn f() { store.set(\"k\", v); }",
            "store.set",
            2,
        ),
        (
            Language::Swift,
            "UserDefaults.standard.set(true, forKey: \"k\")",
            "UserDefaults.standard.set",
            2,
        ),
    ];
    for (language, source, path, count) in cases {
        let found = calls(language, source);
        assert!(
            found.contains(&(path.to_owned(), count)),
            "{language:?}: {found:?}"
        );
    }
}

#[test]
fn fields_have_names_and_types_in_every_language() {
    let cases = [
        (
            Language::Prisma,
            "model S {\n theme String @default(\"x\")\n}",
            "String",
        ),
        (
            Language::Go,
            "package m\ntype S struct { Theme string `db:\"theme\"` }",
            "string",
        ),
        (
            Language::Java,
            "class S { private String theme; }",
            "String",
        ),
        (
            Language::Kotlin,
            "data class S(val theme: String = \"a\")",
            "String",
        ),
        (
            Language::CSharp,
            "class S { public string Theme { get; set; } }",
            "string",
        ),
        (
            Language::Rust,
            "struct S { pub theme: Option<String>, }",
            "Option<String>",
        ),
        (
            Language::TypeScript,
            "interface S { theme: string }",
            "string",
        ),
        (
            Language::Php,
            "<?php class S { private string $theme = 'a'; }",
            "string",
        ),
        (
            Language::Swift,
            "struct S { var theme: String = \"a\" }",
            "String",
        ),
        (Language::GraphQl, "type S { theme: String }", "String"),
        (
            Language::Proto,
            "message S {\n string theme = 1;\n}",
            "string",
        ),
    ];
    for (language, source, type_) in cases {
        let found = fields(language, source);
        let field = found
            .iter()
            .find(|(name, _)| name == "S")
            .and_then(|(_, it)| it.first());
        let (name, found_type) = field.unwrap_or_else(|| panic!("{language:?}: {found:?}"));
        assert_eq!(name.to_lowercase(), "theme", "{language:?}");
        assert!(
            found_type.as_deref().is_some_and(|it| it.contains(type_)),
            "{language:?}: {found_type:?}"
        );
    }
}

#[test]
fn keys_keep_their_literal_parts_and_name_their_holes() {
    let cases = [
        (Language::TypeScript, "c(`p:${user.id}:x`)"),
        (Language::Python, "c(f'p:{user.id}:x')"),
        (Language::Ruby, "c(\"p:#{user.id}:x\")"),
        (Language::Php, "<?php c('p:' . $user->id . ':x');"),
        (
            Language::Java,
            "class A { void f() { c(\"p:\" + user.id + \":x\"); } }",
        ),
        (Language::Kotlin, "fun f() { c(\"p:${user.id}:x\") }"),
        (
            Language::CSharp,
            "class A { void F() { c($\"p:{user.id}:x\"); } }",
        ),
        (Language::Swift, "c(\"p:\\(user.id):x\")"),
    ];
    for (language, source) in cases {
        let events = extract(language, source.as_bytes()).events;
        let call = events.calls.iter().find(|call| call.path == "c").unwrap();
        let expected = Expression::Template(vec![
            Piece::Text("p:".to_owned()),
            Piece::Hole("user.id".to_owned()),
            Piece::Text(":x".to_owned()),
        ]);
        assert_eq!(call.arguments[0].value, expected, "{language:?}");
    }
}

#[test]
fn subscripts_know_whether_they_are_written() {
    let cases = [
        (Language::TypeScript, "session['k'] = 1; x = session['k'];"),
        (Language::Python, "session['k'] = 1\nx = session['k']\n"),
        (Language::Ruby, "session[:k] = 1\nx = session[:k]\n"),
        (
            Language::Php,
            "<?php $session['k'] = 1; $x = $session['k'];",
        ),
        (
            Language::Go,
            "package m\nfunc f() { session[\"k\"] = 1\n x := session[\"k\"]\n }",
        ),
        (
            Language::CSharp,
            "class A { void F() { session[\"k\"] = 1; x = session[\"k\"]; } }",
        ),
    ];
    for (language, source) in cases {
        let events = extract(language, source.as_bytes()).events;
        let writes: Vec<bool> = events.subscripts.iter().map(|it| it.write).collect();
        assert_eq!(writes, [true, false], "{language:?}");
        assert_eq!(events.subscripts[0].key.text(), Some("k"), "{language:?}");
    }
}

#[test]
fn statements_inside_strings_are_tables_of_the_file() {
    let source = "package m\nfunc up() { tx.Exec(`\ncreate table bookmark (\n user_id text references user,\n position int\n);`) }";
    let events = extract(Language::Go, source.as_bytes()).events;
    assert_eq!(events.tables[0].name, "bookmark");
    assert_eq!(events.tables[0].columns[1].line, 5);
}

#[test]
fn odd_input_is_read_as_far_as_it_goes() {
    let bomb = "[".repeat(200_000);
    let cases: [&[u8]; 5] = [
        b"\xff\xfe\x00localStorage.setItem(",
        b"<<<<<<< HEAD\nclass A {",
        b"\0\0\0",
        b"",
        bomb.as_bytes(),
    ];
    for source in cases {
        for (_, language) in [
            (0, Language::TypeScript),
            (1, Language::Python),
            (2, Language::Ruby),
        ] {
            let _extraction = extract(language, source);
        }
    }
    let large = vec![b'a'; MAX_BYTES + 1];
    assert_eq!(
        extract(Language::Python, &large).partial,
        Some(Partial::TooLarge)
    );
}

#[test]
fn text_that_multiplies_the_work_of_the_parser_is_read_up_to_there() {
    let errors = "db.collectionst c =  }\n".repeat(2_000);
    let ambiguities = format!("a {}\n", "/*e ".repeat(10_000));
    let endless = format!("x{}\n", ".mode(\"b\") }\n".repeat(10_000));
    let open = format!("$x = {}\n", format!("{}\n", "$= ".repeat(20)).repeat(2_000));
    for (language, start, odd) in [
        (Language::TypeScript, "", errors),
        (Language::Python, "", ambiguities),
        (Language::Kotlin, "", endless),
        (Language::Php, "<?php ", open),
    ] {
        let sound = "get(\"before\");\n".repeat(500);
        let source = format!("{start}{sound}{odd}get('after')\n");
        let extraction = extract(language, source.as_bytes());
        let Some(Partial::ParserSteps { line }) = extraction.partial else {
            panic!("{language:?}: {:?}", extraction.partial);
        };
        assert!((500..700).contains(&line), "{language:?}: line {line}");
        assert!(extraction.events.calls.len() >= 500, "{language:?}");
    }
}

#[test]
fn errors_here_and_there_hide_nothing_after_them() {
    let source = "const theme = 1;\nconst const = } ;\nstore.get('key');\n".repeat(1_000);
    let extraction = extract(Language::TypeScript, source.as_bytes());
    assert!(extraction.syntax_error);
    assert_eq!(extraction.partial, None);
    assert_eq!(extraction.events.calls.len(), 1_000);
}

#[test]
fn a_call_that_names_its_place_says_the_property_around_it() {
    let source = "extension UserDefaults {\n\
                  @objc var darkMode: Bool { get { bool(forKey: #function) } }\n\
                  var fontSize: Int { integer(forKey: #function) }\n}\n\
                  func run() { log(#function) }";
    let events = extract(Language::Swift, source.as_bytes()).events;
    let given = events.calls.iter().map(|call| &call.arguments[0].value);
    let text = |name: &str| Expression::Text(name.into());
    let expected = [
        text("darkMode"),
        text("fontSize"),
        Expression::Path("#function".into()),
    ];
    assert!(given.eq(&expected), "{:?}", events.calls);
}

#[test]
fn a_file_may_end_in_the_middle_of_a_word() {
    for end in ["@get:Json(a ", "@get:Json(", "@Inject", "@"] {
        for code in [
            format!("class User {end}"),
            format!("class User {{\n  val theme: String\n    {end}"),
            format!("class User(\n  val theme: String\n)\n{end}"),
        ] {
            let found = extract(Language::Kotlin, code.as_bytes());
            assert_eq!(found.events.classes.len(), 1, "{code}");
        }
    }
}
