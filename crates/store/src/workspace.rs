//! A workspace: a folder with an encrypted database, a key file and a lock. Made, opened, and given users here.

mod key_cost;
mod slot;

use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use firstline_core::decision::Role;
use firstline_ledger::key::SigningKey;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use self::key_cost::KeyCost;
pub use self::slot::SlotLabel;
use self::slot::{KeyFile, Opened, Slot, SlotOwner};
use crate::connection::{Access, Store};
use crate::error::{Result, StoreError};
use crate::event::{UserEnrolled, WorkspaceCreated};
use crate::ids::UserId;
use crate::ledger::{LogClass, origin};
use crate::random::{self, SystemSalts};
use crate::record::{Context, record};
use crate::{file, ledger, migrate, secrets, users};

/// The fewest characters of a passphrase.
pub const PASSPHRASE_LENGTH_MIN: usize = 8;

/// How a workspace is made and opened.
#[derive(Debug, Clone, Copy)]
pub struct WorkspaceOptions {
    /// What deriving a key from a passphrase costs, for slots made from now on.
    pub key_cost: KeyCost,
    /// Whether parameters below the floor are accepted. For tests only.
    pub weak_keys_allowed: bool,
    /// The database grows to no more than so many pages of 4 KiB, where given.
    pub page_count_max: Option<u32>,
}

impl Default for WorkspaceOptions {
    fn default() -> Self {
        WorkspaceOptions { key_cost: KeyCost::STANDARD, weak_keys_allowed: false, page_count_max: None }
    }
}

impl WorkspaceOptions {
    /// Options with next to no key derivation, for tests that make many workspaces.
    pub fn weak_for_tests() -> Self {
        WorkspaceOptions { key_cost: KeyCost::WEAK_FOR_TESTS, weak_keys_allowed: true, page_count_max: None }
    }
}

/// A person to enrol.
#[derive(Clone)]
pub struct NewUser {
    /// A random id.
    pub id: UserId,
    /// The name to sign in with: 1 to 64 ASCII letters, digits, `.`, `-` or `_`.
    pub login: String,
    /// The name shown.
    pub display_name: String,
    /// What the person is.
    pub role: Role,
    /// The passphrase; at least [`PASSPHRASE_LENGTH_MIN`] characters.
    pub passphrase: Zeroizing<String>,
}

/// The moment and place of an act, as entries state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Wall time.
    pub at: DateTime<Utc>,
    /// Milliseconds of a clock that never goes back.
    pub monotonic_ms: u64,
    /// Which run of that clock.
    pub boot: Uuid,
}

/// A person who proved who they are.
pub struct Session {
    /// The id.
    pub user: UserId,
    /// The name signed in with.
    pub login: String,
    /// The name shown.
    pub display_name: String,
    /// What the person is, as the ledger says.
    pub role: Role,
    /// The person's signing key; wiped when the session ends.
    pub key: SigningKey,
}

fn database_path(dir: &Path) -> PathBuf {
    dir.join("workspace.db")
}

/// Makes a workspace with its first user, and opens it.
pub async fn create(
    dir: &Path,
    options: WorkspaceOptions,
    id: Uuid,
    admin: &NewUser,
    moment: Moment,
) -> Result<(Store, Session)> {
    options.key_cost.check(options.weak_keys_allowed)?;
    check_new(admin)?;
    file::create_folder(dir)?;
    let lock = lock(dir)?;
    if KeyFile::path(dir).exists() {
        return Err(StoreError::WorkspaceExists(dir.display().to_string()));
    }
    // A database without a key file is the rest of a making that was cut off; nothing can ever open it.
    remove_database(dir)?;
    let access =
        Access { path: database_path(dir), key: random::secret()?, page_count_max: options.page_count_max };
    let keys = Opened { database_key: access.key.clone(), signing_seed: random::secret()? };
    drop(file::create_private(&access.path)?);
    let mut connection = access.open_writer(true).await?;
    migrate::bring_up_to_date(&mut connection, &migrate::MIGRATIONS).await?;
    let device = random::secret()?;
    secrets::write(&mut connection, "device_signing_seed", &device).await?;
    secrets::write(&mut connection, "blind_index_key", &*random::secret()?).await?;
    ledger::create_logs(&mut connection, id, moment.at, &device).await?;
    let store = Store::new(access, connection, lock).await?;
    let session = session(admin, &keys);
    record_creation(&store, id, &session, moment).await?;
    let mut key_file = KeyFile::new(id);
    key_file.put(seal(id, admin, options.key_cost, keys).await?);
    key_file.write(dir)?;
    Ok((store, session))
}

/// Opens a workspace as one of its users.
///
/// An older file is backed up and brought up to date; a newer one is refused.
pub async fn open(
    dir: &Path,
    options: WorkspaceOptions,
    login: &str,
    passphrase: &str,
) -> Result<(Store, Session)> {
    let key_file = KeyFile::read(dir)?;
    let slot = key_file.slot(login)?.clone();
    let lock = lock(dir)?;
    let keys = unseal(key_file.workspace, slot.clone(), passphrase, options.weak_keys_allowed).await?;
    let access = Access {
        path: database_path(dir),
        key: keys.database_key.clone(),
        page_count_max: options.page_count_max,
    };
    if !access.path.exists() {
        return Err(StoreError::WorkspaceMissing(dir.display().to_string()));
    }
    let connection = migrate::open_current(&access).await?;
    let store = Store::new(access, connection, lock).await?;
    if store.logs().workspace() != key_file.workspace {
        return Err(StoreError::KeyFileDamaged("it belongs to another workspace".to_owned()));
    }
    let session = known_session(&store, &slot, &keys).await?;
    Ok((store, session))
}

/// Enrols a person. Who may do so is the caller's to check; who did is recorded.
pub async fn add_user(
    dir: &Path,
    store: &Store,
    options: WorkspaceOptions,
    by: &Session,
    new: &NewUser,
    moment: Moment,
) -> Result<()> {
    options.key_cost.check(options.weak_keys_allowed)?;
    check_new(new)?;
    let mut tx = store.begin().await?;
    let keys = Opened { database_key: store.shared.access.key.clone(), signing_seed: random::secret()? };
    let event = enrolment(new, &keys);
    let mut salts = SystemSalts;
    let mut context = Context {
        at: moment.at,
        monotonic_ms: moment.monotonic_ms,
        boot: moment.boot,
        actor: by.user,
        signer: Some(&by.key),
        salts: &mut salts,
    };
    record(&mut tx, &mut context, None, &event.into()).await?;
    // The slot is written before the commit: a slot without an enrolled user opens nothing, a user without a slot is locked out.
    let mut key_file = KeyFile::read(dir)?;
    let workspace = key_file.workspace;
    key_file.put(seal(workspace, new, options.key_cost, keys).await?);
    key_file.write(dir)?;
    tx.commit().await?;
    Ok(())
}

/// Changes a user's passphrase. The keys under it stay the same. The open store keeps other processes out meanwhile.
pub async fn change_passphrase(
    dir: &Path,
    _store: &Store,
    options: WorkspaceOptions,
    login: &str,
    old: &str,
    new: &str,
) -> Result<()> {
    options.key_cost.check(options.weak_keys_allowed)?;
    check_passphrase(new)?;
    let mut key_file = KeyFile::read(dir)?;
    let workspace = key_file.workspace;
    let slot = key_file.slot(login)?.clone();
    let keys = unseal(workspace, slot.clone(), old, options.weak_keys_allowed).await?;
    let owner = NewUser {
        id: slot.user,
        login: slot.login,
        display_name: slot.display_name,
        role: slot.role,
        passphrase: Zeroizing::new(new.to_owned()),
    };
    key_file.put(seal(workspace, &owner, options.key_cost, keys).await?);
    key_file.write(dir)
}

/// The raw key of the database, for a person who proves who they are: to examine a copy of the file with other tools.
pub async fn database_key(
    dir: &Path,
    options: WorkspaceOptions,
    login: &str,
    passphrase: &str,
) -> Result<Zeroizing<[u8; 32]>> {
    let key_file = KeyFile::read(dir)?;
    let slot = key_file.slot(login)?.clone();
    Ok(unseal(key_file.workspace, slot, passphrase, options.weak_keys_allowed).await?.database_key)
}

/// Who can sign in, as the key file shows it before anyone has. Not to be trusted for anything but showing.
pub fn sign_in_names(dir: &Path) -> Result<Vec<SlotLabel>> {
    Ok(KeyFile::read(dir)?.slots.iter().map(Slot::label).collect())
}

async fn record_creation(store: &Store, id: Uuid, session: &Session, moment: Moment) -> Result<()> {
    let mut tx = store.begin().await?;
    let mut salts = SystemSalts;
    let mut context = Context {
        at: moment.at,
        monotonic_ms: moment.monotonic_ms,
        boot: moment.boot,
        actor: session.user,
        signer: None,
        salts: &mut salts,
    };
    let origins =
        LogClass::ALL.map(|class| (class.code().to_owned(), origin(id, class))).into_iter().collect();
    let created = WorkspaceCreated { workspace: id, origins, device_key: store.logs().public_key() };
    record(&mut tx, &mut context, None, &created.into()).await?;
    let enrolled = UserEnrolled {
        user: session.user,
        login: session.login.clone(),
        display_name: session.display_name.clone(),
        role: session.role,
        public_key: session.key.public_key(),
    };
    record(&mut tx, &mut context, None, &enrolled.into()).await?;
    tx.commit().await?;
    Ok(())
}

/// The session of a slot's user, as the database knows them.
async fn known_session(store: &Store, slot: &Slot, keys: &Opened) -> Result<Session> {
    let mut reader = store.read().await?;
    let user = users::find(&mut reader, slot.user)
        .await?
        .filter(|user| user.login == slot.login)
        .ok_or_else(|| StoreError::UnknownUser(slot.login.clone()))?;
    let key = SigningKey::from_seed(&keys.signing_seed);
    if key.public_key() != user.public_key {
        return Err(StoreError::KeyFileDamaged("the signing key is not the enrolled one".to_owned()));
    }
    Ok(Session { user: user.id, login: user.login, display_name: user.display_name, role: user.role, key })
}

fn session(user: &NewUser, keys: &Opened) -> Session {
    Session {
        user: user.id,
        login: user.login.clone(),
        display_name: user.display_name.clone(),
        role: user.role,
        key: SigningKey::from_seed(&keys.signing_seed),
    }
}

fn enrolment(user: &NewUser, keys: &Opened) -> UserEnrolled {
    UserEnrolled {
        user: user.id,
        login: user.login.clone(),
        display_name: user.display_name.clone(),
        role: user.role,
        public_key: SigningKey::from_seed(&keys.signing_seed).public_key(),
    }
}

async fn seal(workspace: Uuid, user: &NewUser, cost: KeyCost, keys: Opened) -> Result<Slot> {
    let user = user.clone();
    apart(move || {
        let owner = SlotOwner {
            user: user.id,
            login: &user.login,
            display_name: &user.display_name,
            role: user.role,
        };
        Slot::seal(workspace, &owner, cost, &user.passphrase, &keys)
    })
    .await
}

async fn unseal(workspace: Uuid, slot: Slot, passphrase: &str, weak_allowed: bool) -> Result<Opened> {
    let passphrase = Zeroizing::new(passphrase.to_owned());
    apart(move || slot.open(workspace, &passphrase, weak_allowed)).await
}

/// Deriving a key takes a fifth of a second: it runs beside the asynchronous threads.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| StoreError::Io(error.to_string()))?
}

fn check_new(user: &NewUser) -> Result<()> {
    let fits = (1..=64).contains(&user.login.len())
        && user.login.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
    if !fits {
        return Err(StoreError::BadUserName(user.login.clone()));
    }
    check_passphrase(&user.passphrase)
}

fn check_passphrase(passphrase: &str) -> Result<()> {
    if passphrase.chars().count() < PASSPHRASE_LENGTH_MIN {
        return Err(StoreError::PassphraseTooShort(PASSPHRASE_LENGTH_MIN));
    }
    Ok(())
}

/// One process at a time: the lock is the system's and ends with the process, however it ends.
fn lock(dir: &Path) -> Result<File> {
    let file = std::fs::OpenOptions::new().create(true).append(true).open(dir.join("workspace.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::WorkspaceInUse),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

fn remove_database(dir: &Path) -> Result<()> {
    for name in ["workspace.db", "workspace.db-wal", "workspace.db-shm"] {
        match std::fs::remove_file(dir.join(name)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
