//! How often somebody is paid, on which day, and when next: pay days move to a working day before or after a day off, as the payer's
//! history shows.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::{Calendar, Shift};
use crate::period::Month;

use super::IncomePeriod;

/// How payments of one payer come.
pub(crate) struct PayDays {
    pub(crate) period: IncomePeriod,
    /// The day of the month that is meant, where there is one.
    pub(crate) usual_day: Option<u32>,
    pub(crate) next_expected: Option<NaiveDate>,
    /// Payments that were meant for another month than the one they were booked in, with that month.
    pub(crate) moved: BTreeMap<NaiveDate, Month>,
}

/// Reads pay days, in any order; `spread` are the days around the usual one within which payments are regular.
pub(crate) fn read(days: impl Iterator<Item = NaiveDate>, spread: u32, calendar: &Calendar) -> PayDays {
    let mut days: Vec<NaiveDate> = days.collect();
    days.sort_unstable();
    days.dedup();
    let period = period(&days);
    let meant = meant(&days, calendar);
    let usual_day = meant.map(|(day, _)| day).or_else(|| usual_day(&days, spread));
    let last = days.last().copied();
    let next_expected = match period {
        IncomePeriod::Weekly => last.and_then(|last| next_after(&days, last, 7, calendar)),
        IncomePeriod::Biweekly => last.and_then(|last| next_after(&days, last, 14, calendar)),
        IncomePeriod::Monthly | IncomePeriod::Irregular => match meant {
            Some((day, shift)) => last.and_then(|last| next_meant(day, shift, last, calendar)),
            None => usual_day.zip(last).map(|(day, last)| on(day, Month::of(last).next())),
        },
    };
    let meant_for = |booked_on: &NaiveDate| {
        let (day, shift) = meant?;
        let month = month_meant(*booked_on, day, shift, calendar)?;
        (month != Month::of(*booked_on)).then_some((*booked_on, month))
    };
    PayDays { period, usual_day, next_expected, moved: days.iter().filter_map(meant_for).collect() }
}

/// The period that most of the times between payments show.
fn period(days: &[NaiveDate]) -> IncomePeriod {
    let between: Vec<i64> = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).collect();
    let mostly = |range: std::ops::RangeInclusive<i64>| {
        let within = between.iter().filter(|days| range.contains(days)).count();
        !between.is_empty() && within * 3 >= between.len() * 2
    };
    if between.len() >= 2 && mostly(5..=9) {
        IncomePeriod::Weekly
    } else if between.len() >= 2 && mostly(12..=18) {
        IncomePeriod::Biweekly
    } else if mostly(21..=40) {
        IncomePeriod::Monthly
    } else {
        IncomePeriod::Irregular
    }
}

/// A day of a month, or its last where the month is shorter.
fn on(day: u32, month: Month) -> NaiveDate {
    let wanted = month.first_day().checked_add_days(Days::new(u64::from(day.saturating_sub(1))));
    wanted.unwrap_or(month.last_day()).min(month.last_day())
}

/// Where a payment meant for a day of a month is booked.
fn booked(day: u32, shift: Option<Shift>, month: Month, calendar: &Calendar) -> NaiveDate {
    let wanted = on(day, month);
    shift.map_or(wanted, |shift| calendar.working_day(wanted, shift))
}

/// The month a payment was meant for: a payment before the first of a month may be that month's.
fn month_meant(booked_on: NaiveDate, day: u32, shift: Option<Shift>, calendar: &Calendar) -> Option<Month> {
    let month = Month::of(booked_on);
    let before = month.first_day().pred_opt().map(Month::of);
    [Some(month), Some(month.next()), before]
        .into_iter()
        .flatten()
        .find(|month| booked(day, shift, *month, calendar) == booked_on)
}

/// The day of the month and the way of moving it that explain the most payments, at least three and all but a quarter of them; a
/// payment that no day off moved speaks for no way, so that the simplest is taken first.
fn meant(days: &[NaiveDate], calendar: &Calendar) -> Option<(u32, Option<Shift>)> {
    let ways = [None, Some(Shift::Before), Some(Shift::After)];
    let explained = |day: u32, shift: Option<Shift>| {
        days.iter().filter(|booked_on| month_meant(**booked_on, day, shift, calendar).is_some()).count()
    };
    let mut best: Option<(usize, u32, Option<Shift>)> = None;
    for shift in ways {
        for day in 1..=31 {
            let count = explained(day, shift);
            if best.is_none_or(|(most, _, _)| count > most) {
                best = Some((count, day, shift));
            }
        }
    }
    let (count, day, shift) = best?;
    (count >= 3 && count * 4 >= days.len() * 3).then_some((day, shift))
}

fn next_meant(day: u32, shift: Option<Shift>, last: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
    let month = month_meant(last, day, shift, calendar).unwrap_or(Month::of(last));
    Some(booked(day, shift, month.next(), calendar)).filter(|next| *next > last)
}

/// So many days after the last payment, moved off a day off where no payment was ever booked on one.
fn next_after(days: &[NaiveDate], last: NaiveDate, step: u64, calendar: &Calendar) -> Option<NaiveDate> {
    let next = last.checked_add_days(Days::new(step))?;
    let on_days_off = days.iter().any(|day| !calendar.is_working_day(*day));
    Some(if on_days_off { next } else { calendar.working_day(next, Shift::After) })
}

/// The day of the month around which every payment lies within so many days, the first days of a month following on its last.
fn usual_day(booked_on: &[NaiveDate], spread: u32) -> Option<u32> {
    if booked_on.len() < 2 {
        return None;
    }
    let mut days: Vec<u32> = booked_on.iter().map(|day| day.day()).collect();
    days.sort_unstable();
    days.dedup();
    let apart = |a: u32, b: u32| a.abs_diff(b).min(31 - a.abs_diff(b));
    let centres = days.iter().filter(|centre| days.iter().all(|day| apart(*day, **centre) <= spread));
    centres
        .min_by_key(|centre| (days.iter().map(|day| apart(*day, **centre)).sum::<u32>(), **centre))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let october = r#"[[year]]
            year = 2026
            holidays = [{ name = "国庆节", first = "2026-10-01", last = "2026-10-07" }]
            working = ["2026-05-09", "2026-10-10"]"#;
        Calendar::from_toml(october).unwrap()
    }

    fn paid(days: &[&str]) -> (IncomePeriod, Option<u32>, Option<String>) {
        let days: Vec<NaiveDate> = days.iter().map(|day| day.parse().unwrap()).collect();
        let PayDays { period, usual_day, next_expected, .. } = read(days.into_iter(), 3, &calendar());
        (period, usual_day, next_expected.map(|day| day.to_string()))
    }

    #[test]
    fn a_pay_day_on_a_day_off_moves_as_it_did_before() {
        let monthly = |day, next: &str| (IncomePeriod::Monthly, Some(day), Some(next.to_owned()));
        // 2026-07-05 and 2026-09-05 are a Sunday and a Saturday; 2026-10-05 lies in the holiday.
        let before = ["2026-06-05", "2026-07-03", "2026-08-05", "2026-09-04"];
        assert_eq!(paid(&before), monthly(5, "2026-09-30"));
        let after = ["2026-06-05", "2026-07-06", "2026-08-05", "2026-09-07"];
        assert_eq!(paid(&after), monthly(5, "2026-10-08"));
        let never = ["2026-06-05", "2026-07-05", "2026-08-05", "2026-09-05"];
        assert_eq!(paid(&never), monthly(5, "2026-10-05"));
        // The 10th of May is a Sunday and the Saturday before it a working day.
        assert_eq!(paid(&["2026-03-10", "2026-04-10", "2026-05-09"]), monthly(10, "2026-06-10"));
        // The last of September is where the 1st of October is paid early, and the next is November's.
        assert_eq!(paid(&["2026-07-01", "2026-07-31", "2026-09-01", "2026-09-30"]), monthly(1, "2026-10-30"));
    }

    #[test]
    fn weeks_fortnights_and_nothing_regular_are_told_apart() {
        let weekly = ["2026-06-05", "2026-06-12", "2026-06-19", "2026-06-26"];
        assert_eq!((paid(&weekly).0, paid(&weekly).2.as_deref()), (IncomePeriod::Weekly, Some("2026-07-03")));
        let fortnights = ["2026-06-05", "2026-06-19", "2026-07-03"];
        assert_eq!(paid(&fortnights).0, IncomePeriod::Biweekly);
        assert_eq!(paid(&["2026-06-05", "2026-06-06", "2026-08-20"]), (IncomePeriod::Irregular, None, None));
        assert_eq!(paid(&[]), (IncomePeriod::Irregular, None, None));
    }
}
