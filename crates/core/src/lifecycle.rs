//! The states of a case and the only moves between them.

use serde::{Deserialize, Serialize};

use crate::canonical::word;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// The application is in; not yet assessed.
    Received,
    /// Assessed; waits for a person.
    Ready,
    /// A person has it.
    InReview,
    /// More was asked of the applicant.
    WaitingOnApplicant,
    /// A proposal waits for a second person.
    AwaitingApproval,
    /// A decision stands.
    Decided,
    /// The applicant withdrew.
    Withdrawn,
}

/// What moves a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseMove {
    /// An assessment was made (the first, or a new one on new evidence).
    Assess,
    /// A person took the case.
    Take,
    /// The person gave it back undecided.
    Release,
    /// The person asked the applicant for more.
    RequestInformation,
    /// What was asked for arrived.
    ReceiveInformation,
    /// The person referred it to another.
    Refer,
    /// The person put a wrong category right.
    Correct,
    /// A decision within authority.
    Decide,
    /// A decision that needs a second person.
    Propose,
    /// The second person agreed.
    Grant,
    /// The second person sent it back.
    Reject,
    /// The applicant withdrew.
    Withdraw,
}

/// A move that the state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a case that is {} has no move {}", word(from), word(attempted))]
pub struct IllegalMove {
    /// The state the case is in.
    pub from: CaseState,
    /// The move tried.
    pub attempted: CaseMove,
}

impl CaseState {
    /// Every state.
    pub const ALL: [CaseState; 7] = [
        CaseState::Received,
        CaseState::Ready,
        CaseState::InReview,
        CaseState::WaitingOnApplicant,
        CaseState::AwaitingApproval,
        CaseState::Decided,
        CaseState::Withdrawn,
    ];

    /// The state after a move, or why there is none.
    pub fn after(self, attempted: CaseMove) -> Result<CaseState, IllegalMove> {
        use CaseMove as M;
        use CaseState as S;
        match (self, attempted) {
            (S::Received | S::Ready, M::Assess) => Ok(S::Ready),
            (S::InReview, M::Assess | M::Correct) => Ok(S::InReview),
            (S::Ready, M::Take) => Ok(S::InReview),
            (S::InReview, M::Release | M::Refer) => Ok(S::Ready),
            (S::InReview, M::RequestInformation) => Ok(S::WaitingOnApplicant),
            (S::WaitingOnApplicant, M::ReceiveInformation) => Ok(S::Ready),
            (S::InReview, M::Decide) => Ok(S::Decided),
            (S::InReview, M::Propose) => Ok(S::AwaitingApproval),
            (S::AwaitingApproval, M::Grant) => Ok(S::Decided),
            (S::AwaitingApproval, M::Reject) => Ok(S::Ready),
            (
                S::Received | S::Ready | S::InReview | S::WaitingOnApplicant | S::AwaitingApproval,
                M::Withdraw,
            ) => Ok(S::Withdrawn),
            (from, attempted) => Err(IllegalMove { from, attempted }),
        }
    }
}

impl CaseMove {
    /// Every move.
    pub const ALL: [CaseMove; 12] = [
        CaseMove::Assess,
        CaseMove::Take,
        CaseMove::Release,
        CaseMove::RequestInformation,
        CaseMove::ReceiveInformation,
        CaseMove::Refer,
        CaseMove::Correct,
        CaseMove::Decide,
        CaseMove::Propose,
        CaseMove::Grant,
        CaseMove::Reject,
        CaseMove::Withdraw,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_a_decided_or_withdrawn_case() {
        for attempted in CaseMove::ALL {
            assert!(CaseState::Decided.after(attempted).is_err());
            assert!(CaseState::Withdrawn.after(attempted).is_err());
        }
    }

    #[test]
    fn a_decision_is_only_reached_through_review() {
        for from in CaseState::ALL {
            for attempted in CaseMove::ALL {
                if from.after(attempted) == Ok(CaseState::Decided) {
                    let reviewed = (from, attempted) == (CaseState::InReview, CaseMove::Decide);
                    let countersigned = (from, attempted) == (CaseState::AwaitingApproval, CaseMove::Grant);
                    assert!(reviewed || countersigned);
                }
            }
        }
    }
}
