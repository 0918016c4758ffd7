//! The queue and one case.

use firstline_desk::wire::{
    AssessReceipt, CaseView, MaskedField, QueueFilter, QueuePage, QueueWork, RowsPage, RowsQuery,
    SpendingView, TriggerView,
};
use firstline_desk::{Desk, wire};
use serde::Serialize;

use super::{Failure, both, code, signed_in};
use crate::arguments::{Arguments, CaseCommand, Field, Work};
use crate::output::{Output, dash, table};
use crate::progress::Bar;

pub async fn queue(
    arguments: &Arguments,
    work: Work,
    grades: &[String],
    limit: u32,
    after: Option<String>,
    output: &mut Output,
) -> Result<(), Failure> {
    let desk = signed_in(arguments).await?;
    let work = match work {
        Work::Review => QueueWork::Review,
        Work::SecondSignature => QueueWork::SecondSignature,
        Work::Waiting => QueueWork::Waiting,
        Work::Mine => QueueWork::Mine,
        Work::Decided => QueueWork::Decided,
    };
    let filter = QueueFilter { work, grades: grades.to_vec(), scene: None, trigger: None, text: None };
    let page = desk.queue_list(filter, after, limit).await?;
    output.show(&page, queue_table);
    Ok(())
}

fn queue_table(page: &QueuePage) -> String {
    let rows = page
        .rows
        .iter()
        .map(|row| {
            vec![
                row.number.clone(),
                row.applicant.clone(),
                format!("{} · {}", row.scene, row.channel),
                row.line_requested.clone(),
                dash(row.line_recommended.as_ref()),
                dash(row.risk_grade.as_ref()),
                row.chips.iter().map(|chip| chip.text.zh.clone()).collect::<Vec<_>>().join(" "),
                code(&row.state),
                dash(row.lock.as_ref().map(|lock| lock.display_name.clone())),
                row.due_at.clone(),
            ]
        })
        .collect();
    let more = page.next.as_ref().map(|next| format!("\nMore: --after {next}")).unwrap_or_default();
    format!(
        "{}\n\n{} of {}{more}",
        table(
            &[
                "case",
                "applicant",
                "scene",
                "requested",
                "recommended",
                "grade",
                "why a person",
                "state",
                "with",
                "due"
            ],
            &[3, 4],
            rows
        ),
        page.rows.len(),
        page.total
    )
}

/// The most rows printed behind a figure.
const ROWS_SHOWN_MAX: u32 = 2_000;

#[derive(Serialize)]
struct CaseWithRows {
    case: CaseView,
    rows: RowsPage,
}

pub async fn case(arguments: &Arguments, command: &CaseCommand, output: &mut Output) -> Result<(), Failure> {
    let desk = signed_in(arguments).await?;
    match command {
        CaseCommand::Show { number, rows: None } => {
            let case = desk.case_show(desk.case_id(number).await?).await?;
            output.show(&case, case_text);
        }
        CaseCommand::Show { number, rows: Some(figure) } => {
            let case_id = desk.case_id(number).await?;
            // `all` is a word of the command line; a figure is named otherwise.
            let behind = (figure != "all").then(|| figure.clone());
            let query = RowsQuery { figure: behind, ..RowsQuery::default() };
            let rows = desk.case_rows(case_id.clone(), query, 0, ROWS_SHOWN_MAX, None).await?;
            let case = desk.case_show(case_id).await?;
            output.show(&CaseWithRows { case, rows }, |both| {
                format!("{}\n\n{}", case_text(&both.case), rows_table(&both.rows))
            });
        }
        CaseCommand::Take { number } => {
            let case = take(&desk, number.as_deref()).await?;
            output.show(&case, |case| match case {
                Some(case) => case_text(case),
                None => "No case waits.".to_owned(),
            });
        }
        CaseCommand::Release { number } => {
            desk.release_case(desk.case_id(number).await?).await?;
            output.show(&serde_json::json!({ "released": number }), |_| format!("{number} is free again."));
        }
        CaseCommand::Reclassify { number, row, category, counterparty, undo, note } => {
            let case_id = desk.case_id(number).await?;
            let receipt = match undo {
                Some(entry) => desk.undo_reclassification(case_id, *entry, note.clone()).await?,
                None => {
                    let request = super::reclassify::request(row, category, *counterparty, note)?;
                    desk.reclassify(case_id, request).await?
                }
            };
            output.show(&receipt, super::reclassify::text);
        }
        CaseCommand::Reveal { number, field, purpose } => {
            let field = match field {
                Field::Name => MaskedField::Name,
                Field::IdNumber => MaskedField::IdNumber,
                Field::Mobile => MaskedField::Mobile,
                Field::BankCard => MaskedField::BankCard,
                Field::Address => MaskedField::Address,
            };
            let value = desk.reveal(desk.case_id(number).await?, field, purpose.clone()).await?;
            output.show(&serde_json::json!({ "field": field, "value": value }), |_| value.clone());
        }
    }
    Ok(())
}

async fn take(desk: &Desk, number: Option<&str>) -> Result<Option<CaseView>, Failure> {
    match number {
        Some(number) => Ok(Some(desk.take_case(desk.case_id(number).await?).await?)),
        None => match desk.take_next().await? {
            Some(case_id) => Ok(Some(desk.case_show(case_id).await?)),
            None => Ok(None),
        },
    }
}

pub async fn assess(
    arguments: &Arguments,
    numbers: &[String],
    all: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    let desk = signed_in(arguments).await?;
    let receipt = if all {
        desk.assess_all(&mut Bar::new(output.is_json())).await?
    } else {
        desk.assess_numbers(numbers, &mut Bar::new(output.is_json())).await?
    };
    output.show(&receipt, assess_text);
    Ok(())
}

fn assess_text(receipt: &AssessReceipt) -> String {
    format!(
        "Assessed {} cases in {} ms, {} applicants a second: approve {}, counteroffer {}, decline {}, refer {}.",
        receipt.cases,
        receipt.took_ms,
        receipt.applicants_per_second,
        receipt.approve,
        receipt.counteroffer,
        receipt.decline,
        receipt.refer
    )
}

fn case_text(case: &CaseView) -> String {
    let header = &case.header;
    let mut text = format!(
        "{} · {} · {} · {}\n{} · mobile {} · {} × {} · exposure {}\nassessment {} as of {} · pack {} {}\n",
        case.number,
        code(&case.state),
        header.name,
        dash(header.age_years),
        header.id_number,
        header.mobile,
        header.line_requested,
        header.instalments,
        header.known_exposure,
        &case.assessment.hash[..12],
        case.assessment.as_of,
        case.assessment.pack,
        case.assessment.pack_version,
    );
    for (title, hits) in [("Knock-outs", &case.knock_outs), ("Why a person must look", &case.triggers)] {
        if !hits.is_empty() {
            text.push_str(&format!("\n{title}\n{}\n", triggers_table(hits)));
        }
    }
    text.push_str(&format!("\nIdentity\n{}\n", checks_table(case)));
    text.push_str(&format!("\nMoney\n{}\n", spending_text(&case.spending)));
    text.push_str(&format!("\nScore\n{}\n", score_text(case)));
    text.push_str(&format!("\nLine\n{}\n", line_text(case)));
    text.push_str(&format!("\nTimeline\n{}\n", timeline_table(case)));
    text
}

fn triggers_table(hits: &[TriggerView]) -> String {
    let rows = hits.iter().map(|hit| vec![hit.code.clone(), both(&hit.text), hit.basis.clone()]).collect();
    table(&["rule", "", "because"], &[], rows)
}

fn checks_table(case: &CaseView) -> String {
    let rows = case
        .checks
        .iter()
        .map(|check| {
            vec![
                both(&check.title),
                code(&check.outcome),
                check.evidence.iter().map(both).collect::<Vec<_>>().join("; "),
                check.source.clone(),
            ]
        })
        .collect();
    table(&["check", "outcome", "evidence", "source"], &[], rows)
}

fn spending_text(spending: &SpendingView) -> String {
    let value = |figure: &wire::Figure| dash(figure.value.as_ref());
    let figures = vec![
        vec!["income a month".to_owned(), value(&spending.income_monthly)],
        vec!["spending a month".to_owned(), value(&spending.spending_monthly)],
        vec!["obligations a month".to_owned(), value(&spending.obligations_monthly)],
        vec!["debt to income".to_owned(), value(&spending.debt_to_income)],
        vec!["residual income".to_owned(), value(&spending.residual_income)],
        vec!["lowest balance".to_owned(), value(&spending.lowest_balance)],
        vec!["days below zero".to_owned(), value(&spending.days_below_zero)],
    ];
    let months = spending
        .months
        .iter()
        .map(|month| {
            vec![
                month.month.clone(),
                value(&month.inflow),
                value(&month.outflow),
                month.net.clone(),
                if month.whole { String::new() } else { "part".to_owned() },
            ]
        })
        .collect();
    let tests = spending
        .truth_tests
        .iter()
        .map(|test| {
            let file = test.file.as_deref();
            let statement =
                spending.statements.iter().find(|statement| Some(statement.file.as_str()) == file);
            let layout = statement.map_or("all", |statement| statement.layout.as_str());
            vec![both(&test.title), layout.to_owned(), code(&test.outcome), both(&test.basis)]
        })
        .collect();
    format!(
        "{} to {} · {} whole months · {} rows{}\n{}\n\n{}\n\n{}",
        dash(spending.first.as_ref()),
        dash(spending.last.as_ref()),
        spending.months_observed,
        spending.rows,
        if spending.thin_file { " · thin file" } else { "" },
        table(&["figure", "yuan"], &[1], figures),
        table(&["month", "in", "out", "net", ""], &[1, 2, 3], months),
        table(&["truth test", "of", "outcome", "basis"], &[], tests),
    )
}

fn score_text(case: &CaseView) -> String {
    let Some(score) = &case.score else {
        return format!("none: {}", case.score_error.as_ref().map(both).unwrap_or_default());
    };
    let rows = score
        .reasons
        .iter()
        .map(|reason| {
            vec![both(&reason.label), dash(reason.value.as_ref()), format!("{:+}", reason.distance)]
        })
        .collect();
    format!(
        "{} points, grade {}, probability of default {} (reference {}, cut-off {})\n{}",
        score.points,
        score.risk_grade,
        score.probability_of_default,
        score.reference_points,
        score.cutoff_points,
        table(&["characteristic", "value", "points"], &[1, 2], rows)
    )
}

fn line_text(case: &CaseView) -> String {
    let caps = case
        .line
        .caps
        .iter()
        .map(|cap| {
            vec![
                both(&cap.label),
                cap.amount.clone(),
                if cap.binding { "binds".to_owned() } else { String::new() },
                both(&cap.basis),
            ]
        })
        .collect();
    let recommendation = &case.recommendation;
    format!(
        "{}\nRecommended: {} {} over {} instalments of {} ({})",
        table(&["cap", "yuan", "", "basis"], &[1], caps),
        code(&recommendation.kind),
        recommendation.line_recommended,
        recommendation.instalments,
        recommendation.payment_monthly,
        recommendation.because.iter().map(both).collect::<Vec<_>>().join("; "),
    )
}

fn timeline_table(case: &CaseView) -> String {
    let rows = case
        .timeline
        .iter()
        .map(|row| vec![row.entry.to_string(), row.at.clone(), both(&row.text), row.actor.clone()])
        .collect();
    table(&["entry", "at", "", "by"], &[0], rows)
}

fn rows_table(rows: &RowsPage) -> String {
    let lines = rows
        .rows
        .iter()
        .map(|row| {
            vec![
                row.at.clone(),
                row.counterparty.clone(),
                row.description.clone(),
                row.amount.clone(),
                row.counted.clone(),
                row.treatment.clone(),
                row.category.zh.clone(),
                format!("{}:{}", row.layout, row.line),
            ]
        })
        .collect();
    format!(
        "{} rows · counted in {} · counted out {}\n{}",
        rows.total,
        rows.counted_in,
        rows.counted_out,
        table(
            &["at", "counterparty", "for", "amount", "counted", "treatment", "category", "row"],
            &[3, 4],
            lines
        )
    )
}
