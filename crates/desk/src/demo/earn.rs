//! What comes in on a day.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar;
use super::chance::Chance;
use super::circumstances::Circumstances;
use super::life::Act;

/// The income of a day, each with its second.
pub(super) fn income(circumstances: &Circumstances, day: NaiveDate, chance: &mut Chance) -> Vec<(u32, Act)> {
    let mut acts = Vec::new();
    let mut at = |hours: (u32, u32), act: Act, chance: &mut Chance| {
        acts.push((hours.0 * 3600 + chance.below((hours.1 - hours.0) * 3600), act));
    };
    let resting = calendar::days_from_new_year(day).is_some_and(|distance| (-3..=7).contains(&distance));
    if let Some(wage) = &circumstances.wage
        && calendar::is_payday(day, wage.of_month)
    {
        let varies = wage.fen * chance.between(-35, 35) / 1000;
        let before_new_year =
            calendar::days_from_new_year(day).is_some_and(|distance| (-20..0).contains(&distance));
        // The thirteenth wage, where there is one, comes before the holiday.
        let bonus = if before_new_year && chance.happens(450) { wage.fen / 2 } else { 0 };
        at((9, 11), Act::Wages((wage.fen + varies + bonus) / 10 * 10), chance);
    }
    if let Some(gig) = &circumstances.gig
        && day.weekday() == Weekday::Tue
        && !resting
    {
        let weather = if matches!(day.month(), 6..=8 | 11 | 12) { 1080 } else { 970 };
        let fen = gig.weekly_fen * chance.about(620, 1380) / 1000 * weather / 1000;
        at((10, 15), Act::Payout(fen), chance);
    }
    if circumstances.takings_fen > 0 && !resting {
        let weekend = calendar::is_weekend(day);
        let customers = chance.between(0, if weekend { 3 } else { 2 });
        let each = circumstances.takings_fen / 33;
        for _ in 0..customers {
            at((8, 21), Act::Takings((each * chance.about(250, 1750) / 100_000 * 100).max(500)), chance);
        }
    }
    for client in &circumstances.clients {
        let each =
            circumstances.income_fen * 10 / 7 / i64::try_from(circumstances.clients.len()).unwrap_or(1);
        if chance.happens(if day.day() > 20 { 48 } else { 12 }) {
            let fen = each * chance.about(400, 1800) / 1000 / 1000 * 1000;
            at((9, 18), Act::FromClient(client.clone(), fen), chance);
        }
    }
    if circumstances.family.is_some() && matches!(day.day(), 1 | 16) {
        let fen = circumstances.income_fen / 2 / 5000 * 5000;
        at((10, 21), Act::FromFamily(fen), chance);
    }
    acts
}
