//! The command line: one file per command. `schema check`, `schema diff` and `evaluate` work on
//! files; `demo` brings its own store; `serve`, `import --store` and `keys --store` open a store; everything else talks to a
//! running server, because only that server's cache knows what it wrote.

mod demo;
mod error;
mod evaluate;
mod import;
mod keys;
mod output;
mod schema;
mod serve;
mod target;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use self::error::CliError;

/// One shared self-model per user beneath all features of a product.
#[derive(Debug, Parser)]
#[command(name = "selfmodel", version, propagate_version = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  selfmodel demo                                a story played live, and a server to try
  selfmodel serve --schema schema.toml          serve on an embedded store, made on the spot
  selfmodel schema check schema.toml            explain every mistake of a schema
  selfmodel keys create --feature chat          make a key for the feature chat
  selfmodel user show u1                        what is believed of the user u1
  selfmodel evaluate commits.csv                are the beliefs right?

Commands that talk to a server take its address and key from --url and --key, or from the
environment: SELFMODEL_URL (default http://127.0.0.1:8080) and SELFMODEL_KEY.

Exit codes: 0 fine, 1 findings or a failed check, 2 an error of use or environment.";

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    #[command(subcommand)]
    Schema(schema::Schema),
    #[command(subcommand)]
    Keys(keys::Keys),
    #[command(subcommand)]
    User(user::User),
    Import(import::Import),
    Evaluate(evaluate::Evaluate),
}

/// Runs the command that the arguments of this process name.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A broken pipe is the only way for this to fail, and then nobody reads it.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match cli.command {
        Command::Demo(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Keys(command) => command.run(),
        Command::User(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Evaluate(command) => command.run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}
