//! A new feature, summaries, that fits a user it has never met:
//! `SELFMODEL_KEY=… cargo run -p selfmodel-client --example new_feature USER`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use selfmodel_client::{Client, Observation};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = std::env::var("SELFMODEL_URL").unwrap_or("http://127.0.0.1:8080".into());
    let key = std::env::var("SELFMODEL_KEY")?;
    let user = std::env::args().nth(1).unwrap_or("ada".into());

    let client = Client::new(&server, &key)?;

    // What other features learned is here from the first day.
    let read = client.beliefs(&user).min_confidence(0.6).await?;
    let verbosity = read.belief("communication.verbosity");
    let words = match verbosity.map(|belief| belief.value.to_string()).as_deref() {
        Some("concise") => 40,
        Some("detailed") => 300,
        _ => 120,
    };
    println!("summary of {words} words");

    // What this feature learns is there for the others.
    let trimmed = Observation::new(&user, "summary_edited").detail("change", "trimmed");
    println!("{:?} summary_edited", client.observe(trimmed).await?.status);
    Ok(())
}
