//! Which days the statements cover.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::period::{Month, Window};
use crate::statement::Statement;

/// The days covered within a window, as runs without a gap.
pub(crate) struct Coverage {
    pub(crate) window: Window,
    pub(crate) runs: Vec<Window>,
}

/// The coverage of some statements within the last so many days up to the latest covered day; `None` without rows or dates.
pub(crate) fn cover(statements: &[&Statement], window_days: u32) -> Option<Coverage> {
    let mut windows: Vec<Window> = statements.iter().filter_map(|statement| rows_window(statement)).collect();
    let last = windows.iter().map(|window| window.last).max()?;
    let limit = Window::ending(last, window_days);
    windows.retain(|window| window.last >= limit.first);
    windows.sort_by_key(|window| (window.first, window.last));
    let mut runs: Vec<Window> = Vec::new();
    for window in windows {
        let first = window.first.max(limit.first);
        match runs.last_mut() {
            Some(run) if first <= run.last.checked_add_days(Days::new(1)).unwrap_or(run.last) => {
                run.last = run.last.max(window.last);
            }
            Some(_) | None => runs.push(Window { first, last: window.last }),
        }
    }
    let first = runs.first()?.first;
    Some(Coverage { window: Window { first, last }, runs })
}

/// The stated window where rows lie in it; else from the first to the last row.
fn rows_window(statement: &Statement) -> Option<Window> {
    let days = || statement.transactions.iter().map(|row| row.at.date());
    let rows = Window { first: days().min()?, last: days().max()? };
    match statement.preamble.stated_window {
        Some(stated) if stated.first <= rows.first && stated.last >= rows.last => Some(stated),
        Some(_) | None => Some(rows),
    }
}

impl Coverage {
    /// Days covered.
    pub(crate) fn days(&self) -> u32 {
        u32::try_from(self.runs.iter().map(Window::days).sum::<i64>()).unwrap_or(u32::MAX)
    }

    /// Whether a month is covered whole.
    pub(crate) fn covers(&self, month: Month) -> bool {
        self.runs.iter().any(|run| run.first <= month.first_day() && run.last >= month.last_day())
    }

    /// Every month touched, with whether it is covered whole.
    pub(crate) fn months(&self) -> BTreeMap<Month, bool> {
        let mut months = BTreeMap::new();
        let mut month = Month::of(self.window.first);
        while month.first_day() <= self.window.last {
            if self.runs.iter().any(|run| run.first <= month.last_day() && run.last >= month.first_day()) {
                months.insert(month, self.covers(month));
            }
            month = month.next();
        }
        months
    }

    /// The gaps between runs.
    pub(crate) fn gaps(&self) -> Vec<(NaiveDate, NaiveDate)> {
        self.runs
            .windows(2)
            .filter_map(|pair| {
                Some((
                    pair[0].last.checked_add_days(Days::new(1))?,
                    pair[1].first.checked_sub_days(Days::new(1))?,
                ))
            })
            .collect()
    }
}
