//! Delegated authority: how far a role may go alone with one decision.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::assessment::Assessment;
use crate::money::{Money, MoneyError};

use super::{AuthorityLimit, Decision, OverrideKind, OverrideSide, departures};

/// What a limit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityItem {
    /// Exposure with the new line included.
    Exposure,
    /// How far the line exceeds the one the caps allow.
    LineOverride,
    /// The risk grade.
    Grade,
    /// Departing from the score.
    ScoreOverride,
    /// Departing from a rule.
    PolicyException,
}

/// One limit against what the decision comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityRow {
    /// What it is about.
    pub item: AuthorityItem,
    /// What the decision comes to: an amount, a ratio, a grade or a kind; `—` where it has no measure.
    pub value: String,
    /// What the role may do.
    pub limit: String,
    /// Whether the decision keeps within it.
    pub within: bool,
}

/// The limits of a role against one decision, row by row. A decision that grants no line needs no authority beyond the role.
pub fn check_authority(
    decision: &Decision,
    assessment: &Assessment,
    exposure_known: Money,
    limit: &AuthorityLimit,
) -> Result<Vec<AuthorityRow>, MoneyError> {
    let Some(line) = decision.line_approved else { return Ok(Vec::new()) };
    let exposure = exposure_known.checked_add(line)?;
    let mut rows = vec![AuthorityRow {
        item: AuthorityItem::Exposure,
        value: exposure.to_string(),
        limit: limit.exposure_max.to_string(),
        within: exposure <= limit.exposure_max,
    }];
    let grade = assessment.score.as_ref().map(|score| score.risk_grade.clone());
    rows.push(AuthorityRow {
        item: AuthorityItem::Grade,
        within: grade.as_ref().is_some_and(|grade| limit.grades.contains(grade)),
        value: grade.unwrap_or_else(|| "—".to_owned()),
        limit: limit.grades.join(" "),
    });
    for departure in departures(assessment, decision.kind, decision.line_approved) {
        match (departure.kind, departure.side) {
            (_, OverrideSide::HighSide) => {}
            (OverrideKind::LineOverride, OverrideSide::LowSide) => {
                rows.push(line_override_row(line, assessment.line.line, limit)?);
            }
            (OverrideKind::ScoreOverride, OverrideSide::LowSide) => rows.push(kind_row(
                AuthorityItem::ScoreOverride,
                departure.from.join(" "),
                limit.overrides.contains(&OverrideKind::ScoreOverride),
            )),
            (OverrideKind::PolicyException, OverrideSide::LowSide) => rows.push(kind_row(
                AuthorityItem::PolicyException,
                departure.from.join(" "),
                limit.overrides.contains(&OverrideKind::PolicyException),
            )),
        }
    }
    Ok(rows)
}

fn line_override_row(
    line: Money,
    allowed: Money,
    limit: &AuthorityLimit,
) -> Result<AuthorityRow, MoneyError> {
    let ratio = line.checked_sub(allowed)?.ratio(allowed).map(|ratio| ratio.round_dp(4).normalize());
    let permitted = limit.overrides.contains(&OverrideKind::LineOverride);
    Ok(AuthorityRow {
        item: AuthorityItem::LineOverride,
        within: permitted && ratio.is_some_and(|ratio| ratio <= limit.line_override_ratio_max),
        value: ratio.map_or_else(|| "—".to_owned(), |ratio| ratio.to_string()),
        limit: if permitted { limit.line_override_ratio_max.normalize() } else { Decimal::ZERO }.to_string(),
    })
}

fn kind_row(item: AuthorityItem, value: String, within: bool) -> AuthorityRow {
    AuthorityRow { item, value, limit: if within { "permitted" } else { "not_permitted" }.to_owned(), within }
}

/// Whether every limit is kept.
pub fn within_authority(rows: &[AuthorityRow]) -> bool {
    rows.iter().all(|row| row.within)
}
