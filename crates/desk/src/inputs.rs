//! What a case is assessed on, read back from the workspace.

use firstline_core::assessment::{Assessment, AssessmentInputs, InputReferences};
use firstline_core::{Application, CaseId, canonical};
use firstline_store::connection::Read;
use firstline_store::{applications, cases, corrections, links, statements, vendor_results};

use crate::wire::{AppError, ErrorCode};

/// The inputs as they stand now.
pub(crate) async fn current(from: &mut impl Read, case: CaseId) -> Result<AssessmentInputs, AppError> {
    let application = applications::load(from, case).await?;
    let mut files: Vec<_> =
        statements::of_case(from, case).await?.into_iter().map(|summary| summary.file).collect();
    files.sort();
    let mut read = Vec::with_capacity(files.len());
    for file in files {
        read.push(statements::load(from, file).await?);
    }
    let vendor_results =
        vendor_results::of_case(from, case).await?.into_iter().map(|(_, result)| result).collect();
    let standing = corrections::of_case(from, case).await?;
    Ok(AssessmentInputs {
        application,
        statements: read,
        corrections: standing.into_iter().map(|standing| standing.correction).collect(),
        vendor_results,
        links: links::of_case(from, case).await?,
        granted_exposure: cases::granted_exposure(from, case).await?,
    })
}

/// The inputs of an assessment as it names them, for a replay.
pub(crate) async fn of_assessment(
    from: &mut impl Read,
    case: CaseId,
    assessment: &Assessment,
) -> Result<AssessmentInputs, AppError> {
    let InputReferences {
        application: _,
        statements: files,
        corrections,
        vendor_results: results,
        links,
        granted_exposure,
    } = &assessment.inputs;
    let application = application_of(from, case, assessment).await?;
    let mut read = Vec::with_capacity(files.len());
    for file in files {
        read.push(statements::load(from, *file).await?);
    }
    let mut vendor = Vec::with_capacity(results.len());
    for result in results {
        vendor.push(vendor_results::load(from, *result).await?);
    }
    Ok(AssessmentInputs {
        application,
        statements: read,
        corrections: corrections.clone(),
        vendor_results: vendor,
        links: links.clone(),
        granted_exposure: *granted_exposure,
    })
}

/// The application an assessment names.
pub(crate) async fn application_of(
    from: &mut impl Read,
    case: CaseId,
    assessment: &Assessment,
) -> Result<Application, AppError> {
    let stored = applications::load(from, case).await?;
    if canonical::hash(&stored) == assessment.inputs.application {
        return Ok(stored);
    }
    let message = "the stored application is not the one the assessment names";
    Err(AppError::new(ErrorCode::StoreFailed, message))
}
