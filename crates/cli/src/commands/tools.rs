//! Tools that need no workspace: how strangers' numbers are tried.

use firstline_desk::tools;

use super::Failure;
use crate::arguments::IdentityCommand;
use crate::output::Output;

pub fn identity(command: &IdentityCommand, output: &mut Output) -> Result<(), Failure> {
    let IdentityCommand::Check { id, mobile, card } = command;
    if id.is_none() && mobile.is_none() && card.is_none() {
        return Err(Failure::Usage("nothing to check: give --id, --mobile or --card".to_owned()));
    }
    let checked = tools::check_identity(id.as_deref(), mobile.as_deref(), card.as_deref());
    output.show(&checked, tools::identity_text);
    Ok(())
}
