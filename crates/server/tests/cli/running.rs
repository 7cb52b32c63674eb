//! Commands that talk to a server.

use std::path::Path;

use crate::support::{ADMIN_KEY, Ran, Running, SCHEMA, folder, run};

struct Desk<'a> {
    folder: &'a Path,
    server: &'a Running,
}

impl Desk<'_> {
    fn run(&self, arguments: &[&str]) -> Ran {
        let target = ["--url", &self.server.url, "--key", ADMIN_KEY];
        run(self.folder, &[arguments, &target].concat())
    }
}

#[tokio::test]
async fn an_operators_day() {
    let folder = folder();
    let server = Running::start(folder.path(), &[]);
    let desk = Desk {
        folder: folder.path(),
        server: &server,
    };
    let applied = desk.run(&["schema", "apply", "schema.toml"]);
    assert_eq!(
        (applied.code, applied.out.as_str()),
        (0, "version 1 is in force\n")
    );
    let shown = desk.run(&["schema", "show"]);
    assert_eq!(shown.out.trim_end(), SCHEMA.trim_end());

    let made = desk.run(&["keys", "create", "--feature", "chat", "--expires-in", "90d"]);
    let secret = made.out.trim().to_owned();
    let chat = selfmodel_client::Client::new(&server.url, &secret).unwrap();
    let observation = serde_json::from_value(serde_json::json!({
        "id": "a", "user": "u1", "action": "answer_expanded", "details": {}
    }));
    chat.observe(observation.unwrap()).await.unwrap();

    let user = desk.run(&["user", "show", "u1"]);
    assert_eq!(user.code, 0, "{}", user.err);
    assert!(user.out.contains("communication.verbosity"), "{}", user.out);
    assert!(
        user.out.contains('█') && user.out.contains("detailed"),
        "{}",
        user.out
    );
    assert!(
        user.out.contains("withheld: 4 of which nothing is known"),
        "{}",
        user.out
    );
    assert!(
        !user.out.contains('\u{1b}'),
        "colour although NO_COLOR is set"
    );
    let json = desk.run(&["user", "show", "u1", "--json", "--priors"]);
    let read: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(read["context"], serde_json::Value::Null);

    let new = SCHEMA
        .replace("version = 1", "version = 2")
        .replace("value = \"detailed\"", "value = \"balanced\"");
    std::fs::write(folder.path().join("schema.toml"), new).unwrap();
    let dry = desk.run(&["schema", "apply", "schema.toml", "--dry-run"]);
    assert!(
        dry.out
            .contains("of 1 users in the sample 1 would see 1 beliefs change"),
        "{}",
        dry.out
    );
    assert!(
        dry.out.contains("u1  communication.verbosity  detailed"),
        "{}",
        dry.out
    );
    let applied = desk.run(&["schema", "apply", "schema.toml"]);
    assert!(
        applied.out.ends_with("1 users are folded anew\n"),
        "{}",
        applied.out
    );
    let lower = folder.path().join("lower.toml");
    std::fs::write(&lower, SCHEMA.replace("an answer", "a reply")).unwrap();
    let refused = desk.run(&["schema", "apply", "lower.toml"]);
    assert_eq!(refused.code, 2);

    let id = made.err.split(' ').next().unwrap();
    assert_eq!(desk.run(&["keys", "revoke", id]).code, 0);
    let listed = desk.run(&["keys", "list"]);
    assert!(listed.out.contains("revoked"), "{}", listed.out);
    assert_eq!(desk.run(&["keys", "revoke", "key_none"]).code, 2);
}
