//! A demo workspace: made, its users enrolled, the files written into it and imported as anybody's.

use std::path::PathBuf;

use crate::progress::Progress;
use crate::wire::{AppError, DemoReceipt, ErrorCode, NewUser, Role, SignInUser};
use crate::{Desk, clock};

use super::DemoError;

/// The passphrase of every demo user. It guards nothing: a demo holds nobody's data, and the program says so on each screen.
pub const DEMO_PASSPHRASE: &str = "firstline-demo";

const NAME: &str = "演示工作区";
const FILES: &str = "demo-files";

/// Who works in a demo: login, name, role. The admin is the first, who makes the workspace.
const USERS: [(&str, &str, Role); 5] = [
    ("zhao.an", "赵安", Role::Admin),
    ("zhou.min", "周敏", Role::Underwriter),
    ("lin.lan", "林岚", Role::Approver),
    ("he.jing", "何静", Role::Compliance),
    ("xu.wen", "许闻", Role::PolicyOwner),
];

impl From<DemoError> for AppError {
    fn from(error: DemoError) -> Self {
        let code = match &error {
            DemoError::Applicants(_) => ErrorCode::BadInput,
            DemoError::NotEmpty(_) | DemoError::Io { .. } => ErrorCode::IoFailed,
        };
        AppError::new(code, error.to_string())
    }
}

fn user(&(login, name, role): &(&str, &str, Role)) -> NewUser {
    NewUser {
        user: login.to_owned(),
        display_name: name.to_owned(),
        role,
        passphrase: DEMO_PASSPHRASE.to_owned(),
    }
}

impl Desk {
    /// Makes a demo workspace where there is none yet: users, invented applicants written as files under `demo-files`, and
    /// those files imported. Nobody is signed in afterwards.
    pub async fn demo(
        &self,
        applicants: u32,
        seed: u64,
        progress: &mut dyn Progress,
    ) -> Result<DemoReceipt, AppError> {
        super::check(applicants)?;
        let (admin, others) =
            USERS.split_first().expect("a demo has an admin: the list above begins with one");
        self.make(NAME, true, user(admin)).await?;
        for other in others {
            self.add_user(user(other)).await?;
        }
        let files: PathBuf = self.directory().join(FILES);
        super::write(&files, applicants, seed, clock::now().at, progress)?;
        let import = self.import(std::slice::from_ref(&files), None, progress).await?;
        self.lock().await?;
        let users = USERS.iter().map(|(login, name, role)| SignInUser {
            user: (*login).to_owned(),
            display_name: (*name).to_owned(),
            role: *role,
        });
        Ok(DemoReceipt {
            directory: self.directory().display().to_string(),
            files: files.display().to_string(),
            users: users.collect(),
            passphrase: DEMO_PASSPHRASE.to_owned(),
            import,
        })
    }
}
