//! A disk that is full: writes are refused with that reason, nothing acknowledged is lost, and
//! they go on without a restart once there is room.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use selfmodel_api_types::{Observation, RecordedStatus};
use selfmodel_client::Client;
use serde_json::json;

use crate::support::{ADMIN_KEY, Running, folder};

/// Starts a server on a file system of its own of two megabytes, most of them taken by a file.
const SCRIPT: &str = "mount -t tmpfs -o size=2m tmpfs disk \
    && head -c 1200000 /dev/zero > disk/taken \
    && exec \"$0\" serve --store sqlite:disk/store.db --listen 127.0.0.1:0 --schema schema.toml";

#[tokio::test]
async fn writes_go_on_once_there_is_room() {
    let folder = folder();
    fs::create_dir(folder.path().join("disk")).unwrap();
    if !may_mount(folder.path()) {
        // Without the right to mount there is no disk to fill.
        eprintln!("skipped: this user may not mount a file system of its own");
        return;
    }
    let mut command = Command::new("unshare");
    // The settings of whoever runs the tests are none of this server's.
    command
        .env_clear()
        .env("PATH", env::var_os("PATH").unwrap());
    command.args(["--mount", "--map-root-user", "sh", "-c", SCRIPT]);
    command
        .arg(env!("CARGO_BIN_EXE_selfmodel"))
        .current_dir(folder.path());
    command.stdin(Stdio::null()).stderr(Stdio::null());
    let server = Running::spawn(command.env("SELFMODEL_ADMIN_KEY", ADMIN_KEY));
    let client = Client::builder(&server.url, ADMIN_KEY)
        .retries(selfmodel_client::Retries::NEVER)
        .build()
        .unwrap();
    let mut recorded = 0;
    let error = loop {
        match client.observe(large(recorded)).await {
            Ok(_) => recorded += 1,
            Err(error) => break error,
        }
        assert!(recorded < 1000, "the disk never fills");
    };
    let refusal = error.refusal().unwrap();
    assert_eq!(
        (refusal.status, refusal.kind()),
        (507, Some("storage-full"))
    );
    assert!(recorded > 3, "only {recorded} went in");
    let read = client.beliefs("u").context("*").await.unwrap();
    assert_eq!(read.beliefs.len(), 2);

    let root = format!("/proc/{}/root", server.id());
    let within = folder.path().join("disk/taken");
    fs::remove_file(Path::new(&root).join(within.strip_prefix("/").unwrap())).unwrap();
    for n in 0..recorded {
        let again = client.observe(large(n)).await.unwrap();
        assert_eq!(again.status, RecordedStatus::Duplicate, "{n} was lost");
    }
    let refused_before = client.observe(large(recorded)).await.unwrap();
    assert_eq!(refused_before.status, RecordedStatus::Recorded);
}

fn may_mount(folder: &Path) -> bool {
    let mut command = Command::new("unshare");
    let script = "mount -t tmpfs -o size=1m tmpfs disk";
    command.args(["--mount", "--map-root-user", "sh", "-c", script]);
    let ended = command.current_dir(folder).stderr(Stdio::null()).status();
    ended.is_ok_and(|status| status.success())
}

fn large(n: usize) -> Observation {
    Observation {
        id: Some(n.to_string()),
        user: "u".to_owned(),
        feature: Some("search".to_owned()),
        action: "article_read".to_owned(),
        details: json!({"topic": "t", "minutes": 5})
            .as_object()
            .cloned()
            .unwrap(),
        release: Some("r".repeat(128)),
        ..Observation::default()
    }
}
