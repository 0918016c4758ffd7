//! Making a workspace, its users, and what is in it.

use std::path::PathBuf;

use firstline_desk::wire::{ImportReceipt, NewUser, WorkspaceStatus};
use firstline_desk::{Desk, wire};

use super::{Failure, archive_password, code, directory, own_passphrase, signed_in, user};
use crate::arguments::{Arguments, Password, Role, UserCommand};
use crate::output::{Output, table};
use crate::passphrase;
use crate::progress::Bar;

pub async fn init(
    arguments: &Arguments,
    name: &str,
    display_name: Option<&str>,
    output: &mut Output,
) -> Result<(), Failure> {
    let desk = Desk::new(directory(arguments)?, "command_line");
    let user = user(arguments)?;
    let admin = NewUser {
        display_name: display_name.unwrap_or(&user).to_owned(),
        user,
        role: wire::Role::Admin,
        passphrase: own_passphrase(arguments)?.to_string(),
    };
    let session = desk.init(name, admin).await?;
    output.show(&session, |session| {
        format!(
            "Workspace {} made in {}; {} is its admin.",
            session.workspace,
            desk.directory().display(),
            session.user
        )
    });
    Ok(())
}

pub async fn demo(
    arguments: &Arguments,
    applicants: u32,
    seed: u64,
    output: &mut Output,
) -> Result<(), Failure> {
    let desk = Desk::new(directory(arguments)?, "command_line");
    let receipt = desk.demo(applicants, seed, &mut Bar::new(output.is_json())).await?;
    output.show(&receipt, |receipt| {
        let users: Vec<Vec<String>> = receipt
            .users
            .iter()
            .map(|user| vec![user.user.clone(), user.display_name.clone(), code(&user.role)])
            .collect();
        format!(
            "Demo workspace in {}\nIts files, imported like anyone's, are in {}\n\n{}\n\nEvery demo user's passphrase: {}\n\n{}",
            receipt.directory,
            receipt.files,
            table(&["user", "name", "role"], &[], users),
            receipt.passphrase,
            totals(&receipt.import),
        )
    });
    Ok(())
}

pub async fn users(arguments: &Arguments, command: &UserCommand, output: &mut Output) -> Result<(), Failure> {
    match command {
        UserCommand::Add { new_user, display_name, role, new_passphrase_file } => {
            let desk = signed_in(arguments).await?;
            let passphrase = passphrase::read(
                new_passphrase_file.as_deref(),
                "FIRSTLINE_NEW_PASSPHRASE",
                "Passphrase of the new user: ",
            )
            .map_err(Failure::Usage)?;
            let added = desk
                .add_user(NewUser {
                    user: new_user.clone(),
                    display_name: display_name.clone().unwrap_or_else(|| new_user.clone()),
                    role: wire_role(*role),
                    passphrase: passphrase.to_string(),
                })
                .await?;
            output.show(&added, |added| format!("{} may sign in as {}.", added.user, code(&added.role)));
        }
        UserCommand::List => {
            let status = Desk::new(directory(arguments)?, "command_line").workspace_status().await?;
            output.show(&status, users_table);
        }
    }
    Ok(())
}

fn users_table(status: &WorkspaceStatus) -> String {
    let rows = status
        .users
        .iter()
        .map(|user| vec![user.user.clone(), user.display_name.clone(), code(&user.role)])
        .collect();
    table(&["user", "name", "role"], &[], rows)
}

fn wire_role(role: Role) -> wire::Role {
    match role {
        Role::Underwriter => wire::Role::Underwriter,
        Role::Approver => wire::Role::Approver,
        Role::Compliance => wire::Role::Compliance,
        Role::PolicyOwner => wire::Role::PolicyOwner,
        Role::Admin => wire::Role::Admin,
    }
}

pub async fn import(
    arguments: &Arguments,
    files: &[PathBuf],
    case_number: Option<&str>,
    password: Password,
    output: &mut Output,
) -> Result<(), Failure> {
    let password = archive_password(password)?;
    let desk = signed_in(arguments).await?;
    let mut bar = Bar::new(output.is_json());
    let receipt = desk.import_protected(files, case_number, password, &mut bar).await?;
    output.show(&receipt, |receipt| {
        let rows = receipt
            .files
            .iter()
            .map(|file| {
                vec![
                    file.file.clone(),
                    file.kind.clone(),
                    file.records.to_string(),
                    file.new.to_string(),
                    file.cases.join(" "),
                    file.message.clone(),
                ]
            })
            .collect();
        format!(
            "{}\n\n{}",
            table(&["file", "kind", "records", "new", "case", ""], &[2, 3], rows),
            totals(receipt)
        )
    });
    Ok(())
}

fn totals(receipt: &ImportReceipt) -> String {
    format!(
        "New: {} applications, {} statements with {} rows, {} vendor results. Assessed {} cases. {} ms, {} statement rows a second.",
        receipt.applications,
        receipt.statements,
        receipt.statement_rows,
        receipt.vendor_results,
        receipt.assessed,
        receipt.took_ms,
        receipt.statement_rows_per_second,
    )
}
