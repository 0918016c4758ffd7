//! One wallet exported in two layouts, such as Alipay's of the telephone and of the web: the same order counts once.

use std::collections::HashMap;

use crate::statement::RowRef;

use crate::spending::Treatment;
use crate::spending::providers::Providers;
use crate::spending::rows::Row;

/// Order numbers shorter than this are not given out once only.
const ORDER_LENGTH_MIN: usize = 16;

/// Leaves out the rows of a wallet whose order, amount and day another layout's statement of it has; that of the first layout by
/// name stays. Rows of one layout were compared by all they say before.
pub(super) fn drop_repeated(rows: &mut [Row<'_>], providers: &Providers) {
    let mut kept: HashMap<_, (&str, RowRef)> = HashMap::new();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|index| (rows[*index].statement.layout.as_str(), rows[*index].name()));
    for index in order {
        let row = &rows[index];
        let (statement, transaction) = (row.statement, row.transaction);
        if row.because == "overlap" || transaction.order_id.len() < ORDER_LENGTH_MIN {
            continue;
        }
        let Some(wallet) = providers.wallet_of(&statement.layout) else { continue };
        let key = (wallet.to_owned(), transaction.order_id.as_str(), transaction.amount.fen(), row.day());
        let (layout, first) = *kept.entry(key).or_insert((statement.layout.as_str(), row.name()));
        if layout != statement.layout {
            rows[index].leave_out(Treatment::CountedElsewhere, "overlap", Some(first));
        }
    }
}
