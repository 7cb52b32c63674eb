//! The command `selfmodel`.

use std::process::ExitCode;

fn main() -> ExitCode {
    selfmodel_server::cli::run()
}
