//! One function per command: unpack, call the desk, print.

mod audit;
mod case;
mod decide;
mod reclassify;
mod setup;
mod statement;
mod tools;

use std::path::PathBuf;

use firstline_desk::Desk;
use firstline_desk::wire::{AppError, Text};

use crate::arguments::{Arguments, Command, Password};
use crate::output::Output;
use crate::passphrase;

/// Why a command did not end in success.
pub enum Failure {
    /// It could not be understood.
    Usage(String),
    /// The desk refused.
    Refused(AppError),
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Failure::Refused(error)
    }
}

/// Runs what was typed.
pub async fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    match &arguments.command {
        Command::Init { name, display_name } => {
            setup::init(arguments, name, display_name.as_deref(), output).await
        }
        Command::Demo { applicants, seed } => setup::demo(arguments, *applicants, *seed, output).await,
        Command::User(command) => setup::users(arguments, command, output).await,
        Command::Import { files, case_number, password, schema } => {
            if *schema {
                output.line(&firstline_desk::tools::schema());
                return Ok(());
            }
            setup::import(arguments, files, case_number.as_deref(), *password, output).await
        }
        Command::Queue { work, grade, limit, after } => {
            case::queue(arguments, *work, grade, *limit, after.clone(), output).await
        }
        Command::Case(command) => case::case(arguments, command, output).await,
        Command::Assess { numbers, all } => case::assess(arguments, numbers, *all, output).await,
        Command::Decide(decide) => decide::decide(arguments, decide, output).await,
        Command::Sign { number, reject, note } => {
            decide::sign(arguments, number, !*reject, note, output).await
        }
        Command::Audit(command) => audit::audit(arguments, command, output).await,
        Command::Statement(command) => statement::statement(arguments, command, output).await,
        Command::Identity(command) => tools::identity(command, output),
    }
}

/// The workspace's folder, or what to do without one.
fn directory(arguments: &Arguments) -> Result<PathBuf, Failure> {
    arguments.workspace.clone().ok_or_else(|| {
        Failure::Usage("no workspace: give --workspace DIR or set $FIRSTLINE_WORKSPACE".to_owned())
    })
}

fn user(arguments: &Arguments) -> Result<String, Failure> {
    arguments
        .user
        .clone()
        .ok_or_else(|| Failure::Usage("no user: give --user NAME or set $FIRSTLINE_USER".to_owned()))
}

fn own_passphrase(arguments: &Arguments) -> Result<zeroize::Zeroizing<String>, Failure> {
    passphrase::read(arguments.passphrase_file.as_deref(), "FIRSTLINE_PASSPHRASE", "Passphrase: ")
        .map_err(Failure::Usage)
}

fn archive_password(password: Password) -> Result<Option<zeroize::Zeroizing<String>>, Failure> {
    passphrase::of_archive(password.password_stdin, password.password_prompt).map_err(Failure::Usage)
}

/// Opens the workspace and signs in.
async fn signed_in(arguments: &Arguments) -> Result<Desk, Failure> {
    let desk = Desk::new(directory(arguments)?, "command_line");
    let passphrase = own_passphrase(arguments)?;
    desk.sign_in(user(arguments)?, passphrase.to_string()).await?;
    Ok(desk)
}

/// The Chinese and the English of a text on one line, where they differ.
fn both(text: &Text) -> String {
    if text.zh == text.en { text.zh.clone() } else { format!("{} / {}", text.zh, text.en) }
}

/// The code of a wire enum.
fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
