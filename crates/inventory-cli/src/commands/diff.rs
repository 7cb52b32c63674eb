//! `diff OLD.json NEW.json`: what changed between two reports.

use super::{output::write_output, source::read_report};
use crate::{
    Error, Exit,
    cli::DiffArguments,
    diff::{diff, render},
};

pub(super) fn run(arguments: &DiffArguments) -> Result<Exit, Error> {
    let found = diff(&read_report(&arguments.old)?, &read_report(&arguments.new)?);
    let output = &arguments.output;
    let text = render(arguments.format, &found, output.paint())?;
    write_output(output.output.as_deref(), &text)?;
    Ok(
        if arguments.fail_on_growth && found.debt_after > found.debt_before {
            Exit::Findings
        } else {
            Exit::Clean
        },
    )
}
