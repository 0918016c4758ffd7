//! Who is here: making a workspace, signing in, enrolling, locking.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use firstline_core::decision::Role;
use firstline_store::event::{Event, PackActivated, SessionOpened};
use firstline_store::ids::UserId;
use firstline_store::random::SystemSalts;
use firstline_store::record::{Context, record};
use firstline_store::transaction::WriteTransaction;
use firstline_store::workspace::{self, Moment, NewUser as EnrolledUser, Session};
use firstline_store::{CaseId, Reader, Store, packs, users};
use zeroize::Zeroizing;

use crate::demo::DEMO_PASSPHRASE;
use crate::packs::PackShelf;
use crate::rows::RowShelf;
use crate::sheet::Signer;
use crate::wire::{AppError, AuthorityView, ErrorCode, NewUser, SessionView, SignInUser, WorkspaceStatus};
use crate::{Desk, clock, view};

/// The product whose pack a new workspace begins with.
pub const FIRST_PRODUCT: &str = "cn-instalment-first-line";

/// The file that names the workspace before anybody signs in; it decides nothing.
const LABEL_FILE: &str = "workspace.json";

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
struct Label {
    name: String,
    demo: bool,
}

/// An open workspace with the person who opened it.
pub(crate) struct Open {
    pub(crate) store: Store,
    pub(crate) session: Session,
    pub(crate) shelf: PackShelf,
    pub(crate) rows: RowShelf,
    label: Label,
    last_used: std::sync::Mutex<Instant>,
}

impl Open {
    pub(crate) fn require(&self, permitted: bool) -> Result<(), AppError> {
        if permitted {
            Ok(())
        } else {
            Err(AppError::new(ErrorCode::NotPermitted, "your role does not do this"))
        }
    }

    /// Records an event of the signed-in person in a transaction, signed where it has legal effect.
    pub(crate) async fn record(
        &self,
        tx: &mut WriteTransaction,
        moment: Moment,
        case: Option<CaseId>,
        event: Event,
    ) -> Result<u32, AppError> {
        let mut salts = SystemSalts;
        let mut context = Context {
            at: moment.at,
            monotonic_ms: moment.monotonic_ms,
            boot: moment.boot,
            actor: self.session.user,
            signer: Some(&self.session.key),
            salts: &mut salts,
        };
        let entry = record(tx, &mut context, case, &event).await?;
        position(entry.position)
    }

    /// Records one event in a transaction of its own.
    pub(crate) async fn record_alone(&self, case: Option<CaseId>, event: Event) -> Result<u32, AppError> {
        let mut tx = self.store.begin().await?;
        let entry = self.record(&mut tx, clock::now(), case, event).await?;
        tx.commit().await?;
        Ok(entry)
    }

    /// The signed-in person as a signer.
    pub(crate) fn maker(&self) -> Signer {
        Signer {
            user: self.session.login.clone(),
            display_name: self.session.display_name.clone(),
            role: self.session.role,
        }
    }
}

/// Everybody in the workspace.
pub(crate) async fn signers(reader: &mut Reader) -> Result<Vec<Signer>, AppError> {
    let users = users::all(reader).await?;
    Ok(users
        .into_iter()
        .map(|user| Signer { user: user.login, display_name: user.display_name, role: user.role })
        .collect())
}

/// A position in a log as the wire carries it.
pub(crate) fn position(position: u64) -> Result<u32, AppError> {
    u32::try_from(position).map_err(AppError::internal)
}

/// Whether a role reviews and decides.
pub fn decides(role: Role) -> bool {
    match role {
        Role::Underwriter | Role::Approver => true,
        Role::Compliance | Role::PolicyOwner | Role::Admin => false,
    }
}

/// Whether a role reads the audit log and exports it.
pub fn audits(role: Role) -> bool {
    match role {
        Role::Compliance | Role::Admin => true,
        Role::Underwriter | Role::Approver | Role::PolicyOwner => false,
    }
}

/// Whether a role imports.
pub fn imports(role: Role) -> bool {
    match role {
        Role::Underwriter | Role::Approver | Role::Admin => true,
        Role::Compliance | Role::PolicyOwner => false,
    }
}

fn read_label(directory: &Path) -> Label {
    std::fs::read(directory.join(LABEL_FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_else(|| Label { name: "Firstline".to_owned(), demo: false })
}

fn enrolled(new: &NewUser) -> EnrolledUser {
    EnrolledUser {
        id: UserId(clock::new_id()),
        login: new.user.clone(),
        display_name: new.display_name.clone(),
        role: view::same(&new.role),
        passphrase: Zeroizing::new(new.passphrase.clone()),
    }
}

impl Desk {
    /// What can be known before anyone signs in.
    pub async fn workspace_status(&self) -> Result<WorkspaceStatus, AppError> {
        let label = read_label(self.directory());
        let names = workspace::sign_in_names(self.directory());
        let exists = names.is_ok();
        let mut names = names.unwrap_or_default();
        // Those who work on cases first: theirs are the names that are picked all day.
        names.sort_by_key(|slot| slot.role);
        let users = names
            .into_iter()
            .map(|slot| SignInUser {
                user: slot.login,
                display_name: slot.display_name,
                role: view::same(&slot.role),
            })
            .collect();
        Ok(WorkspaceStatus {
            exists,
            name: label.name,
            demo: label.demo,
            demo_passphrase: label.demo.then(|| DEMO_PASSPHRASE.to_owned()),
            users,
            directory: self.directory().display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            session: self.session().await.ok(),
        })
    }

    /// Makes a workspace with its admin and the shipped pack in force, and signs the admin in.
    pub async fn init(&self, name: &str, admin: NewUser) -> Result<SessionView, AppError> {
        self.make(name, false, admin).await
    }

    pub(crate) async fn make(&self, name: &str, demo: bool, admin: NewUser) -> Result<SessionView, AppError> {
        let admin = EnrolledUser { role: Role::Admin, ..enrolled(&admin) };
        let (store, session) =
            workspace::create(self.directory(), self.options(), clock::new_id(), &admin, clock::now())
                .await?;
        let label = Label { name: name.to_owned(), demo };
        let bytes = serde_json::to_vec_pretty(&label).map_err(AppError::internal)?;
        std::fs::write(self.directory().join(LABEL_FILE), bytes)?;
        let open = Open {
            store,
            session,
            shelf: PackShelf::default(),
            rows: RowShelf::default(),
            label,
            last_used: std::sync::Mutex::new(Instant::now()),
        };
        activate_shipped_pack(&open).await?;
        self.put(Some(Arc::new(open))).await;
        self.session().await
    }

    /// Signs in. A wrong passphrase is refused and says nothing else.
    pub async fn sign_in(&self, user: String, passphrase: String) -> Result<SessionView, AppError> {
        let passphrase = Zeroizing::new(passphrase);
        self.lock().await?;
        let (store, session) = workspace::open(self.directory(), self.options(), &user, &passphrase).await?;
        let open = Open {
            store,
            session,
            shelf: PackShelf::default(),
            rows: RowShelf::default(),
            label: read_label(self.directory()),
            last_used: std::sync::Mutex::new(Instant::now()),
        };
        open.record_alone(None, SessionOpened { through: self.through().to_owned() }.into()).await?;
        self.put(Some(Arc::new(open))).await;
        self.session().await
    }

    /// Closes the database and forgets the keys.
    pub async fn lock(&self) -> Result<(), AppError> {
        if let Some(open) = self.put(None).await {
            open.store.clone().close().await?;
        }
        Ok(())
    }

    /// Locks when nothing was done for so long; says whether it did.
    pub async fn lock_when_idle(&self, idle: std::time::Duration) -> Result<bool, AppError> {
        let idle_enough = match self.peek().await {
            Some(open) => open.last_used.lock().is_ok_and(|used| used.elapsed() >= idle),
            None => false,
        };
        if idle_enough {
            self.lock().await?;
        }
        Ok(idle_enough)
    }

    /// The open workspace, or why there is none.
    pub(crate) async fn open(&self) -> Result<Arc<Open>, AppError> {
        let open = self.peek().await.ok_or_else(|| AppError::new(ErrorCode::NotSignedIn, "sign in first"))?;
        if let Ok(mut used) = open.last_used.lock() {
            *used = Instant::now();
        }
        Ok(open)
    }

    /// The open session.
    pub async fn session(&self) -> Result<SessionView, AppError> {
        let open = self.peek().await.ok_or_else(|| AppError::new(ErrorCode::NotSignedIn, "sign in first"))?;
        let role = open.session.role;
        let mut reader = open.store.read().await?;
        let authority = match decides(role) {
            true => authority_view(&open, &mut reader).await?,
            false => None,
        };
        Ok(SessionView {
            user: open.session.login.clone(),
            display_name: open.session.display_name.clone(),
            role: view::same(&role),
            workspace: open.label.name.clone(),
            demo: open.label.demo,
            device: crate::audit::device_name(&open),
            authority,
            unwitnessed: crate::audit::unwitnessed(&mut reader).await?,
            may_decide: decides(role),
            may_audit: audits(role),
        })
    }

    /// Enrols a user; an admin's act.
    pub async fn add_user(&self, new: NewUser) -> Result<SignInUser, AppError> {
        let open = self.open().await?;
        open.require(open.session.role == Role::Admin)?;
        let user = enrolled(&new);
        workspace::add_user(
            self.directory(),
            &open.store,
            self.options(),
            &open.session,
            &user,
            clock::now(),
        )
        .await?;
        Ok(SignInUser { user: new.user, display_name: new.display_name, role: new.role })
    }
}

async fn authority_view(open: &Open, reader: &mut Reader) -> Result<Option<AuthorityView>, AppError> {
    let pack = open.shelf.active(reader, FIRST_PRODUCT).await?;
    let limit = pack.pack.authority().iter().find(|limit| limit.role == open.session.role);
    Ok(limit.map(|limit| AuthorityView {
        exposure_max: view::money(limit.exposure_max),
        line_override_ratio_max: view::ratio(limit.line_override_ratio_max),
        grades: limit.grades.clone(),
    }))
}

async fn activate_shipped_pack(open: &Open) -> Result<(), AppError> {
    let pack = firstline_policy::Pack::shipped(FIRST_PRODUCT).map_err(crate::assess::LoadPackError::from)?;
    let name = packs::PackName {
        hash: pack.hash(),
        product: pack.name().to_owned(),
        version: pack.version().to_owned(),
    };
    let files: Vec<packs::PackFile> =
        pack.files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    let mut tx = open.store.begin().await?;
    packs::insert(&mut tx, &name, &files).await?;
    let event =
        PackActivated { pack: name.hash, product: name.product.clone(), version: name.version.clone() };
    open.record(&mut tx, clock::now(), None, event.into()).await?;
    tx.commit().await?;
    Ok(())
}
