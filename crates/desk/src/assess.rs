//! The one straight path, composed: identity, spending, score, policy, line. Pure: no clock, no randomness, no I/O.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use firstline_core::assessment::{Assessment, AssessmentInputs, InputReferences};
use firstline_core::calendar::Calendar;
use firstline_core::facts::{FactValue, Facts};
use firstline_core::spending::{Analysis, AnalysisTerms, Categories, Declared};
use firstline_core::{ContentHash, MoneyError, canonical, identity, line, spending};
use firstline_policy::Pack;
use firstline_scoring::Scorecard;

/// The format of [`Assessment`] that this program writes.
pub const ASSESSMENT_FORMAT: u32 = 1;

/// A pack with its parts read: what an assessment needs besides the inputs.
#[derive(Debug, Clone)]
pub struct LoadedPack {
    /// The pack itself: tables, terms, authority, reasons.
    pub pack: Pack,
    /// Its scorecard.
    pub scorecard: Scorecard,
    /// Hash of the scorecard file's bytes.
    pub scorecard_hash: ContentHash,
    /// Its categories.
    pub categories: Categories,
    /// Its working days and days off.
    pub calendar: Calendar,
}

/// Why a pack cannot be used as a whole.
#[derive(Debug, thiserror::Error)]
pub enum LoadPackError {
    /// The pack itself was refused.
    #[error(transparent)]
    Pack(#[from] firstline_policy::PackError),
    /// A file the path needs is not in the pack.
    #[error("the pack has no file {0}")]
    FileMissing(&'static str),
    /// The scorecard was refused.
    #[error("scorecard.json: {0}")]
    Scorecard(#[from] firstline_scoring::ScorecardError),
    /// The categories were refused.
    #[error("categories.toml: {0}")]
    Categories(String),
    /// The calendar was refused.
    #[error("calendar.toml: {0}")]
    Calendar(String),
}

impl LoadedPack {
    /// Reads the parts of a pack.
    pub fn new(pack: Pack) -> Result<Self, LoadPackError> {
        let scorecard_bytes =
            pack.file("scorecard.json").ok_or(LoadPackError::FileMissing("scorecard.json"))?;
        let scorecard = Scorecard::parse(scorecard_bytes)?;
        let scorecard_hash = ContentHash::of(scorecard_bytes);
        let categories = pack.file("categories.toml").ok_or(LoadPackError::FileMissing("categories.toml"))?;
        let categories = std::str::from_utf8(categories)
            .map_err(|error| LoadPackError::Categories(error.to_string()))
            .and_then(|text| {
                Categories::from_toml(text).map_err(|error| LoadPackError::Categories(error.to_string()))
            })?;
        let calendar = pack.file("calendar.toml").ok_or(LoadPackError::FileMissing("calendar.toml"))?;
        let calendar = std::str::from_utf8(calendar)
            .map_err(|error| LoadPackError::Calendar(error.to_string()))
            .and_then(|text| {
                Calendar::from_toml(text).map_err(|error| LoadPackError::Calendar(error.to_string()))
            })?;
        Ok(LoadedPack { pack, scorecard, scorecard_hash, categories, calendar })
    }
}

/// Why an assessment cannot be made at all. A missing score or an errored rule is part of an assessment, not one of these.
#[derive(Debug, thiserror::Error)]
pub enum AssessError {
    /// An amount does not fit.
    #[error("an amount in the case is out of range: {0}")]
    Money(#[from] MoneyError),
    /// The statements cannot be analysed.
    #[error("the statements cannot be analysed: {0}")]
    Spending(#[from] spending::AnalysisError),
    /// The line cannot be worked out.
    #[error("the line cannot be worked out: {0}")]
    Line(#[from] line::LineError),
}

/// What the application declares about income and housing.
pub fn declared(inputs: &AssessmentInputs) -> Declared {
    Declared {
        income_monthly: inputs.application.declared_income_monthly,
        housing_monthly: inputs.application.declared_housing_monthly,
    }
}

/// The spending analysis alone, with the rows behind each figure.
pub fn analyse(inputs: &AssessmentInputs, pack: &LoadedPack) -> Result<Analysis, spending::AnalysisError> {
    let terms = pack.pack.terms();
    let analysis_terms = AnalysisTerms {
        calendar: &pack.calendar,
        window_days: terms.window_days,
        thin_file_months: terms.thin_file_months,
        living_cost_min: terms.living_cost_min,
    };
    let name = inputs.application.applicant.name.expose();
    spending::analyse_corrected(
        &inputs.statements,
        &inputs.corrections,
        name,
        &pack.categories,
        &analysis_terms,
        &declared(inputs),
    )
}

/// Assesses one case. The same inputs, pack and time give the same bytes, on every machine.
pub fn assess(
    inputs: &AssessmentInputs,
    pack: &LoadedPack,
    as_of: DateTime<Utc>,
) -> Result<Assessment, AssessError> {
    let application = &inputs.application;
    let terms = pack.pack.terms();
    let known_exposure = application.known_exposure.checked_add(inputs.granted_exposure)?;

    let checks =
        identity::check_application(application, &inputs.vendor_results, &inputs.links, terms, as_of);
    let mut facts = Facts::default();
    identity::enter_facts(application, &checks, &inputs.links, as_of, &mut facts);
    // What the sender knows and what was granted here since, so that rules and caps read the same exposure.
    facts.set("known_exposure", FactValue::number(Some(known_exposure.amount())));

    let profile = analyse(inputs, pack)?.profile;
    spending::enter_facts(&profile, &pack.categories, &declared(inputs), &mut facts);

    let scored = pack.scorecard.score(&facts);
    let (score, score_error) = match scored {
        Ok(score) => (Some(score), None),
        Err(error) => (None, Some(score_error_values(&error))),
    };
    let number = |value: Option<rust_decimal::Decimal>| FactValue::number(value);
    facts.set("score_points", number(score.as_ref().map(|score| score.points.into())));
    facts.set("probability_of_default", number(score.as_ref().map(|score| score.probability_of_default)));
    let grade = score.as_ref().map(|score| FactValue::Text(score.risk_grade.clone()));
    facts.set("risk_grade", grade.unwrap_or(FactValue::Missing));
    debug_assert!(facts.never_entered().is_empty(), "never entered: {:?}", facts.never_entered());

    let policy = pack.pack.evaluate(&facts);
    let line = line::propose(&line::LineInputs {
        terms,
        income_monthly: profile.income_monthly,
        obligations_monthly: profile.obligations_monthly,
        residual_income: profile.residual_income,
        score: score.as_ref(),
        policy: &policy,
        known_exposure,
        line_requested: application.line_requested,
        instalments: application.instalments,
    })?;
    let recommendation = line::recommend(&line, &policy, score.as_ref(), application.line_requested);

    Ok(Assessment {
        format: ASSESSMENT_FORMAT,
        as_of,
        pack: pack.pack.hash(),
        scorecard: pack.scorecard_hash,
        inputs: references(inputs),
        checks,
        spending: profile,
        score,
        score_error,
        policy,
        line,
        recommendation,
        facts,
    })
}

fn references(inputs: &AssessmentInputs) -> InputReferences {
    InputReferences {
        application: canonical::hash(&inputs.application),
        statements: inputs.statements.iter().map(|statement| statement.file).collect(),
        corrections: inputs.corrections.clone(),
        vendor_results: inputs.vendor_results.iter().map(canonical::hash).collect(),
        links: inputs.links.clone(),
        granted_exposure: inputs.granted_exposure,
    }
}

fn score_error_values(error: &firstline_scoring::ScoreError) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("characteristic".to_owned(), error.characteristic.clone()),
        ("value".to_owned(), error.value.to_string()),
    ])
}
