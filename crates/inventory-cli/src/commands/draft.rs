//! `draft schema` and `draft bridges`: the start of a migration, as files to edit.

use std::{fs, path::Path};

use super::{output::write_output, source::load};
use crate::{
    Error, Exit,
    analysis::counted,
    cli::{DraftArguments, DraftCommand},
    draft::{Bridges, bridges, schema},
    report::printable,
};

pub(super) fn run(command: &DraftCommand) -> Result<Exit, Error> {
    match command {
        DraftCommand::Schema(arguments) => {
            let text = schema(&load(&arguments.tree)?);
            write(arguments.output.as_deref(), &text, arguments.force)?;
        }
        DraftCommand::Bridges(arguments) => write_bridges(arguments)?,
    }
    Ok(Exit::Clean)
}

fn write_bridges(arguments: &DraftArguments) -> Result<(), Error> {
    let drafted = bridges(&load(&arguments.tree)?);
    let Some(directory) = &arguments.output else {
        let texts = drafted
            .drafts
            .iter()
            .map(|draft| format!("# ==== {}.toml\n{}\n", draft.name, draft.text));
        return write_output(
            None,
            &(texts.collect::<String>() + &without(&drafted, "# ")),
        );
    };
    fs::create_dir_all(directory).map_err(|source| Error::Write {
        path: directory.clone(),
        source,
    })?;
    for draft in &drafted.drafts {
        let path = directory.join(format!("{}.toml", draft.name));
        write(Some(&path), &draft.text, arguments.force)?;
    }
    let count = counted(drafted.drafts.len(), "bridge");
    write_output(None, &(count + " drafted\n" + &without(&drafted, "")))
}

fn without(drafted: &Bridges, lead: &str) -> String {
    let lines = drafted.without.iter();
    let lines =
        lines.map(|(name, why)| format!("{lead}no bridge for {}: {why}\n", printable(name)));
    lines.collect()
}

/// Drafts are edited by hand: what is there is not overwritten unasked.
fn write(path: Option<&Path>, text: &str, force: bool) -> Result<(), Error> {
    if let Some(path) = path.filter(|path| !force && path.exists()) {
        return Err(Error::Usage(format!(
            "cannot write {}: it is there already; give --force to overwrite it",
            path.display()
        )));
    }
    write_output(path, text)
}
