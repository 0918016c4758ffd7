//! `pack.toml` and `reasons.toml`.

use chrono::NaiveDate;
use firstline_core::decision::{AuthorityLimit, OverrideKind, ReasonDefinition, Role};
use firstline_core::line::ProductTerms;
use firstline_core::money::{Currency, Money};
use rust_decimal::Decimal;
use serde::Deserialize;

use crate::error::{PackError, PackPlace, refused};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) effective_from: NaiveDate,
    pub(crate) label: ManifestLabel,
    #[serde(default)]
    pub(crate) citation: Vec<Citation>,
    terms: RawTerms,
    authority: Vec<RawAuthority>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ManifestLabel {
    pub(crate) zh: String,
    pub(crate) en: String,
}

/// A source that a policy owner read, with the day it was read. Nothing is claimed by it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Citation {
    pub(crate) title: String,
    pub(crate) read_on: NaiveDate,
    pub(crate) note: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerms {
    currency: Currency,
    line_min: Decimal,
    line_max: Decimal,
    line_step: Decimal,
    per_person_cap: Decimal,
    payment_to_income_max: Decimal,
    residual_income_min: Decimal,
    residual_share_max: Decimal,
    living_cost_min: Decimal,
    instalments: Vec<u32>,
    fee_rate_per_period: Decimal,
    age_min: u32,
    age_max: u32,
    window_days: u32,
    thin_file_months: u32,
    review_hours: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAuthority {
    role: Role,
    exposure_max: Decimal,
    line_override_ratio_max: Decimal,
    grades: Vec<String>,
    overrides: Vec<OverrideKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReasons {
    reason: Vec<ReasonDefinition>,
}

fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, PackError> {
    std::str::from_utf8(bytes).map_err(|error| refused(PackPlace::file(file), format!("not UTF-8: {error}")))
}

impl Manifest {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, PackError> {
        let manifest: Manifest = toml::from_str(text("pack.toml", bytes)?)
            .map_err(|error| refused(PackPlace::file("pack.toml"), error.to_string()))?;
        let filled = |text: &str| !text.trim().is_empty();
        let all_filled = filled(&manifest.label.zh)
            && filled(&manifest.label.en)
            && manifest.citation.iter().all(|citation| filled(&citation.title) && filled(&citation.note));
        if !all_filled {
            return Err(refused(PackPlace::file("pack.toml"), "labels and citations are not empty"));
        }
        if let Some(early) = manifest.citation.iter().find(|citation| citation.read_on < NaiveDate::MIN) {
            return Err(refused(PackPlace::file("pack.toml").row(&early.title), "the day is out of range"));
        }
        Ok(manifest)
    }

    pub(crate) fn terms(&self) -> Result<ProductTerms, PackError> {
        let raw = &self.terms;
        let place = |column: &str| PackPlace::file("pack.toml").row("terms").column(column);
        let money = |column: &str, amount: Decimal| {
            Money::new(amount, raw.currency).map_err(|error| refused(place(column), error.to_string()))
        };
        let between = |column: &str, value: Decimal, low: Decimal, high: Decimal| {
            if value >= low && value <= high {
                Ok(value)
            } else {
                Err(refused(place(column), format!("{value} lies outside {low} to {high}")))
            }
        };
        let (zero, one) = (Decimal::ZERO, Decimal::ONE);
        if raw.instalments.is_empty() || raw.instalments.iter().any(|count| !(1..=60).contains(count)) {
            return Err(refused(place("instalments"), "1 to 60 instalments, at least one choice"));
        }
        let ordered = raw.line_min > zero
            && raw.line_step > zero
            && raw.line_min <= raw.line_max
            && (raw.line_min % raw.line_step).is_zero()
            && raw.age_min <= raw.age_max
            && raw.window_days > 0;
        if !ordered {
            let problem = "line_min is a positive multiple of line_step and not above line_max, ages are in order, \
                           and the window has days";
            return Err(refused(PackPlace::file("pack.toml").row("terms"), problem));
        }
        Ok(ProductTerms {
            currency: raw.currency,
            line_min: money("line_min", raw.line_min)?,
            line_max: money("line_max", raw.line_max)?,
            line_step: money("line_step", raw.line_step)?,
            per_person_cap: money("per_person_cap", raw.per_person_cap)?,
            payment_to_income_max: between("payment_to_income_max", raw.payment_to_income_max, zero, one)?,
            residual_income_min: money("residual_income_min", raw.residual_income_min)?,
            residual_share_max: between("residual_share_max", raw.residual_share_max, zero, one)?,
            living_cost_min: money("living_cost_min", raw.living_cost_min)?,
            instalments: raw.instalments.clone(),
            fee_rate_per_period: between("fee_rate_per_period", raw.fee_rate_per_period, zero, one)?,
            age_min: raw.age_min,
            age_max: raw.age_max,
            window_days: raw.window_days,
            thin_file_months: raw.thin_file_months,
            review_hours: raw.review_hours,
        })
    }

    pub(crate) fn authority(&self) -> Result<Vec<AuthorityLimit>, PackError> {
        let mut limits: Vec<AuthorityLimit> = Vec::new();
        for raw in &self.authority {
            let place = || PackPlace::file("pack.toml").row("authority");
            if limits.iter().any(|known| known.role == raw.role) {
                return Err(refused(place(), format!("{:?} stands in it twice", raw.role)));
            }
            limits.push(AuthorityLimit {
                role: raw.role,
                exposure_max: Money::new(raw.exposure_max, self.terms.currency)
                    .map_err(|error| refused(place().column("exposure_max"), error.to_string()))?,
                line_override_ratio_max: raw.line_override_ratio_max,
                grades: raw.grades.clone(),
                overrides: raw.overrides.clone(),
            });
        }
        Ok(limits)
    }
}

pub(crate) fn read_reasons(bytes: &[u8]) -> Result<Vec<ReasonDefinition>, PackError> {
    let place = || PackPlace::file("reasons.toml");
    let raw: RawReasons =
        toml::from_str(text("reasons.toml", bytes)?).map_err(|error| refused(place(), error.to_string()))?;
    for (index, reason) in raw.reason.iter().enumerate() {
        if raw.reason[..index].iter().any(|known| known.code == reason.code) {
            return Err(refused(place().row(&reason.code), "the code is used twice"));
        }
        if reason.zh.trim().is_empty() || reason.en.trim().is_empty() {
            return Err(refused(place().row(&reason.code), "it lacks a language"));
        }
    }
    Ok(raw.reason)
}
