//! Found rows as the wire carries them.

use firstline_core::ContentHash;
use firstline_core::statement::{Direction, RowRef};

use crate::wire::{AppError, ErrorCode, RowName, RowView, RowsPage};
use crate::{mask, view};

use super::find::Wanted;
use super::table::{Entry, RowTable};

/// The page of the rows wanted that begins at a place.
pub(super) fn page(
    table: &RowTable,
    wanted: &Wanted,
    from: u32,
    limit: u32,
    find: Option<&RowName>,
) -> Result<RowsPage, AppError> {
    let found = table.found(wanted)?;
    let entries = table.entries();
    let place = match find {
        None => None,
        Some(name) => {
            let named = table.place(reference(name)?);
            named.and_then(|named| found.places.iter().position(|place| *place == named))
        }
    };
    let small = |number: usize| u32::try_from(number).map_err(AppError::internal);
    let (skip, take) = (from as usize, limit as usize);
    Ok(RowsPage {
        assessment: table.assessment().to_string(),
        from,
        rows: found.places.iter().skip(skip).take(take).map(|place| row(table, &entries[*place])).collect(),
        total: small(found.places.len())?,
        of: small(entries.len())?,
        sums: found.sums.clone(),
        counted_in: found.counted_in.clone(),
        counted_out: found.counted_out.clone(),
        facets: table.facets().clone(),
        place: place.map(small).transpose()?,
    })
}

fn reference(name: &RowName) -> Result<RowRef, AppError> {
    let file: ContentHash = name.file.parse().map_err(|_| {
        AppError::new(ErrorCode::BadInput, "a row is named by its statement's hash").about("find")
    })?;
    Ok(RowRef { file, line: name.line })
}

fn row(table: &RowTable, entry: &Entry) -> RowView {
    let (statement, transaction, class) =
        (table.statement(entry), table.transaction(entry), table.class(entry));
    let sign = match transaction.direction {
        Direction::Out if !transaction.amount.is_zero() => "-",
        Direction::Out | Direction::In | Direction::Neutral => "",
    };
    let category = table.category(entry);
    RowView {
        file: statement.file.to_string(),
        line: transaction.line,
        layout: statement.layout.clone(),
        account: entry.account.to_string(),
        at: transaction.at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        has_time: transaction.has_time,
        direction: view::same(&transaction.direction),
        counterparty: transaction.counterparty.expose().to_owned(),
        counterparty_account: mask::bank_card(transaction.counterparty_account.expose()),
        description: transaction.description.expose().to_owned(),
        provider_type: transaction.provider_type.clone(),
        method: transaction.method.clone(),
        order_id: transaction.order_id.clone(),
        merchant_order_id: transaction.merchant_order_id.clone(),
        currency: statement.currency.code().to_owned(),
        amount: format!("{sign}{}", transaction.amount),
        refunded: (!transaction.refunded.is_zero()).then(|| view::money(transaction.refunded)),
        counted: class.map_or_else(|| "0.00".to_owned(), |class| view::money(class.counted)),
        balance: transaction.balance.map(view::money),
        status: view::code(&transaction.status),
        treatment: table.treatment(entry),
        category_code: category.to_owned(),
        category: table.label(category),
        because: class.map_or_else(String::new, |class| class.because.clone()),
        correction: entry.correction,
        paired_with: class
            .and_then(|class| class.paired_with)
            .map(|pair| RowName { file: pair.file.to_string(), line: pair.line }),
        questions: entry.questions.iter().map(|question| table.title(*question)).collect(),
    }
}
