//! Deciding: the sheet as it is typed, the decision as it is signed, and the second person's signature.

use firstline_core::decision::{Decision, DecisionKind, Role};
use firstline_core::lifecycle::CaseState;
use firstline_store::event::{
    ApprovalGranted, ApprovalRejected, CaseReferred, DecisionMade, Event, InformationRequested, ProposalMade,
};
use firstline_store::ledger::{self, LogClass};
use firstline_store::transaction::WriteTransaction;
use firstline_store::{CaseId, ContentHash, cases};

use crate::cases::{Dossier, dossier, may_not_sign};
use crate::queue::parse_case_id;
use crate::session::{self, Open};
use crate::sheet::{self, Bench, Signer, Verdict};
use crate::wire::{AppError, DecisionDraft, DecisionReceipt, DecisionSheet, ErrorCode, SignerView};
use crate::{Desk, audit, clock, view};

/// The fewest characters of the note that sends a proposal back.
const REJECTION_NOTE_LENGTH_MIN: usize = 4;

/// Everything a decision is measured against, read while nobody else can write.
struct Bearings {
    dossier: Dossier,
    maker: Signer,
    signers: Vec<Signer>,
}

impl Bearings {
    async fn read(open: &Open, case: CaseId) -> Result<Self, AppError> {
        let mut reader = open.store.read().await?;
        let signers = session::signers(&mut reader).await?;
        let file = cases::load(&mut reader, case).await?;
        let dossier = dossier(open, &mut reader, file).await?;
        Ok(Bearings { dossier, maker: open.maker(), signers })
    }

    fn bench(&self) -> Bench<'_> {
        Bench {
            application: &self.dossier.application,
            assessment: &self.dossier.assessment,
            pack: &self.dossier.pack,
            maker: &self.maker,
            signers: &self.signers,
        }
    }

    fn receipt(
        &self,
        state: CaseState,
        decision: &Decision,
        entry: u32,
        awaiting: Vec<SignerView>,
    ) -> DecisionReceipt {
        DecisionReceipt {
            case_id: self.dossier.case.id.to_string(),
            number: self.dossier.case.number.clone(),
            state: view::same(&state),
            kind: view::same(&decision.kind),
            line_approved: decision.line_approved.map(view::money),
            entry,
            awaiting,
        }
    }
}

/// Refuses a draft that was made over another assessment than the case's present one.
fn must_be_current(draft: &DecisionDraft, dossier: &Dossier) -> Result<(), AppError> {
    let current = dossier.case.assessment.as_ref().map(|current| current.assessment.to_string());
    if current.as_deref() == Some(draft.assessment.as_str()) {
        return Ok(());
    }
    let message = "the case has been assessed again since; look at it once more before deciding";
    Err(AppError::new(ErrorCode::StaleAssessment, message).about("assessment"))
}

/// The event that records a decision, and the state the case is in after it.
fn event_of(verdict: Verdict, pack: ContentHash) -> Result<(Event, CaseState), AppError> {
    let within = verdict.within_authority();
    let decision = verdict.decision;
    Ok(match decision.kind {
        DecisionKind::RequestInformation => {
            (InformationRequested { decision, pack }.into(), CaseState::WaitingOnApplicant)
        }
        DecisionKind::Refer => {
            let to_role = Some(Role::Approver);
            (CaseReferred { decision, pack, to_role, to_user: None }.into(), CaseState::Ready)
        }
        DecisionKind::Approve | DecisionKind::Counteroffer | DecisionKind::Decline if within => {
            (DecisionMade { decision, pack }.into(), CaseState::Decided)
        }
        DecisionKind::Approve | DecisionKind::Counteroffer | DecisionKind::Decline => {
            if verdict.second_signers.is_empty() {
                let message =
                    "nobody in this workspace has the authority for it; ask for a lower line or refer it";
                return Err(AppError::new(ErrorCode::NotPermitted, message).about("line"));
            }
            let beyond = verdict.authority.iter().filter(|row| !row.within);
            let because = beyond.map(|row| view::code(&row.item)).collect();
            (ProposalMade { decision, pack, because }.into(), CaseState::AwaitingApproval)
        }
    })
}

impl Desk {
    /// The sheet for a draft: what would be recorded, what it still asks for, and who would have to sign.
    pub async fn decision_sheet(
        &self,
        case_id: String,
        draft: DecisionDraft,
    ) -> Result<DecisionSheet, AppError> {
        let open = self.open().await?;
        open.require(session::decides(open.session.role))?;
        let bearings = Bearings::read(&open, parse_case_id(&case_id)?).await?;
        must_be_current(&draft, &bearings.dossier)?;
        let mut reader = open.store.read().await?;
        let entry = session::position(ledger::count(&mut reader, LogClass::Decision).await?)?;
        let unwitnessed = audit::unwitnessed(&mut reader).await?.entries;
        sheet::sheet(&bearings.bench(), &draft, entry, unwitnessed)
    }

    /// Decides: recorded under the person's signature, or proposed to a second person where it is beyond their authority.
    pub async fn decide(&self, case_id: String, draft: DecisionDraft) -> Result<DecisionReceipt, AppError> {
        let open = self.open().await?;
        open.require(session::decides(open.session.role))?;
        let id = parse_case_id(&case_id)?;
        // The transaction is begun first, so that nothing changes between what is judged and what is recorded.
        let mut tx = open.store.begin().await?;
        let bearings = Bearings::read(&open, id).await?;
        let verdict = must_be_current(&draft, &bearings.dossier)
            .and_then(|()| sheet::judge(&bearings.bench(), &draft))
            .and_then(|verdict| match verdict.faults.first() {
                Some(fault) => Err(AppError::from(fault.clone())),
                None => Ok(verdict),
            });
        let recorded = match verdict {
            Ok(verdict) => record_decision(&open, &mut tx, &bearings, verdict).await,
            Err(error) => Err(error),
        };
        end(tx, recorded).await
    }

    /// Gives the second signature on a proposal, or sends it back with a note.
    pub async fn sign_proposal(
        &self,
        case_id: String,
        proposal: u32,
        grant: bool,
        note: String,
    ) -> Result<DecisionReceipt, AppError> {
        let open = self.open().await?;
        open.require(session::decides(open.session.role))?;
        let id = parse_case_id(&case_id)?;
        let note = note.trim().to_owned();
        if !grant && note.chars().count() < REJECTION_NOTE_LENGTH_MIN {
            return Err(AppError::new(ErrorCode::TextTooShort, "say why the proposal goes back")
                .about("note")
                .with("needed", REJECTION_NOTE_LENGTH_MIN));
        }
        let mut tx = open.store.begin().await?;
        let recorded = countersign(&open, &mut tx, id, proposal, grant, note).await;
        end(tx, recorded).await
    }
}

/// Commits what was recorded, or gives everything up.
pub(crate) async fn end<T>(tx: WriteTransaction, recorded: Result<T, AppError>) -> Result<T, AppError> {
    match recorded {
        Ok(receipt) => {
            tx.commit().await?;
            Ok(receipt)
        }
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}

async fn record_decision(
    open: &Open,
    tx: &mut WriteTransaction,
    bearings: &Bearings,
    verdict: Verdict,
) -> Result<DecisionReceipt, AppError> {
    let decision = verdict.decision.clone();
    let signers = verdict.second_signers.iter().map(|(signer, _)| sheet::signer_view(signer)).collect();
    let (event, state) = event_of(verdict, bearings.dossier.assessment.pack)?;
    let entry = open.record(tx, clock::now(), Some(bearings.dossier.case.id), event).await?;
    let awaiting = if state == CaseState::AwaitingApproval { signers } else { Vec::new() };
    Ok(bearings.receipt(state, &decision, entry, awaiting))
}

async fn countersign(
    open: &Open,
    tx: &mut WriteTransaction,
    id: CaseId,
    proposal: u32,
    grant: bool,
    note: String,
) -> Result<DecisionReceipt, AppError> {
    let bearings = Bearings::read(open, id).await?;
    let standing = bearings.dossier.case.proposal.as_ref().filter(|standing| {
        bearings.dossier.case.state == CaseState::AwaitingApproval && standing.position == u64::from(proposal)
    });
    let Some(standing) = standing else {
        let message = format!("entry {proposal} is not a proposal that waits in this case");
        return Err(AppError::new(ErrorCode::NotFound, message).about("proposal"));
    };
    let decision = {
        let mut reader = open.store.read().await?;
        match ledger::load(&mut reader, LogClass::Decision, standing.position).await?.event()? {
            Event::ProposalMade(proposal) => proposal.decision,
            _ => return Err(AppError::internal("the case names an entry that is no proposal")),
        }
    };
    if standing.by == open.session.user {
        let message = "the second signature must be another person's";
        return Err(AppError::new(ErrorCode::MakerIsChecker, message));
    }
    if grant && let Some(because) = may_not_sign(open, &bearings.bench(), standing.by, &decision)? {
        return Err(AppError::new(ErrorCode::NotPermitted, because.en));
    }
    let (event, state) = if grant {
        (ApprovalGranted { proposal: standing.position, note }.into(), CaseState::Decided)
    } else {
        (ApprovalRejected { proposal: standing.position, note }.into(), CaseState::Ready)
    };
    let entry = open.record(tx, clock::now(), Some(id), event).await?;
    Ok(bearings.receipt(state, &decision, entry, Vec::new()))
}
