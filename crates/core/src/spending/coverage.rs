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
    let windows: Vec<Window> = statements.iter().filter_map(|statement| rows_window(statement)).collect();
    let last = windows.iter().map(|window| window.last).max()?;
    let limit = Window::ending(last, window_days);
    let runs = runs(windows, limit);
    let first = runs.first()?.first;
    Some(Coverage { window: Window { first, last }, runs })
}

/// Windows within a limit, joined where they touch.
pub(crate) fn runs(mut windows: Vec<Window>, limit: Window) -> Vec<Window> {
    windows.retain(|window| window.last >= limit.first && window.first <= limit.last);
    windows.sort_by_key(|window| (window.first, window.last));
    let mut runs: Vec<Window> = Vec::new();
    for window in windows {
        let (first, last) = (window.first.max(limit.first), window.last.min(limit.last));
        match runs.last_mut() {
            Some(run) if first <= run.last.checked_add_days(Days::new(1)).unwrap_or(run.last) => {
                run.last = run.last.max(last);
            }
            Some(_) | None => runs.push(Window { first, last }),
        }
    }
    runs
}

/// The days a statement shows: from the first to the last row, widened to the stated window where all rows lie in it. The months
/// that a stated window has before the first row are left out: an account need not have existed then, and a month without an
/// account is no evidence of anything.
pub(crate) fn rows_window(statement: &Statement) -> Option<Window> {
    let days = || statement.transactions.iter().map(|row| row.at.date());
    let rows = Window { first: days().min()?, last: days().max()? };
    match statement.preamble.stated_window {
        Some(stated) if stated.first <= rows.first && stated.last >= rows.last => {
            Some(Window { first: stated.first.max(Month::of(rows.first).first_day()), last: stated.last })
        }
        Some(_) | None => Some(rows),
    }
}

impl Coverage {
    /// Days covered.
    pub(crate) fn days(&self) -> u32 {
        u32::try_from(self.runs.iter().map(Window::days).sum::<i64>()).unwrap_or(u32::MAX)
    }

    /// Every month touched, with whether the statements of the accounts that carry the income cover the whole of it: a month in
    /// which only a little-used wallet is seen would pass for one without income.
    pub(crate) fn months(&self, carriers: &[&Statement]) -> BTreeMap<Month, bool> {
        let carried = carriers.iter().filter_map(|statement| rows_window(statement)).collect();
        let carried = runs(carried, self.window);
        let covers = |month: Month| {
            carried.iter().any(|run| run.first <= month.first_day() && run.last >= month.last_day())
        };
        let mut months = BTreeMap::new();
        let mut month = Month::of(self.window.first);
        while month.first_day() <= self.window.last {
            if self.runs.iter().any(|run| run.first <= month.last_day() && run.last >= month.first_day()) {
                months.insert(month, covers(month));
            }
            month = month.next();
        }
        months
    }

    /// The gaps between runs.
    pub(crate) fn gaps(&self) -> Vec<(NaiveDate, NaiveDate)> {
        gaps(&self.runs)
    }
}

/// The days between runs, the first and the last of each gap.
pub(crate) fn gaps(runs: &[Window]) -> Vec<(NaiveDate, NaiveDate)> {
    let between = |pair: &[Window]| {
        Some((pair[0].last.checked_add_days(Days::new(1))?, pair[1].first.checked_sub_days(Days::new(1))?))
    };
    runs.windows(2).filter_map(between).collect()
}
