//! `completions SHELL`: a completion script on standard output.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::output::write_output;
use crate::{Error, Exit, cli::Cli};

pub(super) fn run(shell: Shell) -> Result<Exit, Error> {
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut Cli::command(),
        "selfmodel-inventory",
        &mut script,
    );
    write_output(None, &String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
