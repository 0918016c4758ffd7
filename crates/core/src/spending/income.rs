//! Income streams: who pays, how regularly, and what of it is base pay.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::applicant::Personal;
use crate::calendar::Calendar;
use crate::money::{Currency, Money, MoneyError};
use crate::period::Month;

use super::analyse::{quotient, zero};
use super::categories::Thresholds;
use super::pay_days::{self, PayDays};
use super::rows::Row;
use super::streams::{count, mean, variation};
use super::{IncomeKind, IncomeStream, Treatment};

/// Legal forms and what banks print around a payer's name, which tell no two payers apart.
const FORMS: [&str; 8] =
    ["股份有限公司", "有限责任公司", "有限公司", "分公司", "公司", "代发工资", "工资专户", "（普通合伙）"];
/// A name is another's cut short from so many characters on.
const CUT_NAME_LENGTH_MIN: usize = 4;
/// An outlier among so many payments of one payer is a bonus; among fewer it can be the rule.
const OUTLIER_PAYMENTS_MIN: usize = 3;
/// A trend is told from so many whole months on.
const TREND_MONTHS_MIN: usize = 4;

/// A stream.
pub(crate) struct StreamRows<'r, 'a> {
    pub(crate) stream: IncomeStream,
    /// The rows of whole months that it rests on.
    pub(crate) rows: Vec<&'r Row<'a>>,
    /// What it brought by the month that was meant: wages due after a holiday and paid before it are not two in one month and none
    /// in the next.
    pub(crate) sums: BTreeMap<Month, Money>,
}

/// What tells streams apart: the payer, the nature of the income, and whether it is beside base pay.
type Key = (String, IncomeKind, bool);

/// The income streams, those that count first, the largest first.
pub(crate) fn streams<'r, 'a>(
    rows: &'r [Row<'a>],
    whole: &[Month],
    thresholds: &Thresholds,
    calendar: &Calendar,
) -> Result<Vec<StreamRows<'r, 'a>>, MoneyError> {
    let mut streams = Vec::new();
    for (key, rows) in by_payer(rows, whole, thresholds) {
        streams.push(stream(&key, rows, whole, thresholds, calendar)?);
    }
    streams.sort_by(|StreamRows { stream: a, .. }, StreamRows { stream: b, .. }| {
        (b.counted, b.monthly_mean.fen()).cmp(&(a.counted, a.monthly_mean.fen())).then(a.payer.cmp(&b.payer))
    });
    let counted = streams.iter().map(|found| &found.stream).filter(|stream| stream.counted);
    let total = Money::sum(counted.map(|stream| stream.monthly_mean), Currency::Cny)?;
    for StreamRows { stream, .. } in streams.iter_mut().filter(|found| found.stream.counted) {
        stream.share = quotient(stream.monthly_mean, Some(total));
    }
    Ok(streams)
}

fn stream<'r, 'a>(
    (payer, kind, bonus): &Key,
    mut rows: Vec<&'r Row<'a>>,
    whole: &[Month],
    thresholds: &Thresholds,
    calendar: &Calendar,
) -> Result<StreamRows<'r, 'a>, MoneyError> {
    let PayDays { period, usual_day, next_expected, moved } =
        pay_days::read(rows.iter().map(|row| row.day()), thresholds.regular_days, calendar);
    let shown = payer_shown(payer, &rows);
    rows.retain(|row| whole.contains(&Month::of(row.day())));
    let mut sums: BTreeMap<Month, Money> = BTreeMap::new();
    for row in &rows {
        let meant = moved.get(&row.day()).filter(|month| whole.contains(month));
        let sum = sums.entry(meant.copied().unwrap_or(Month::of(row.day()))).or_insert(zero());
        *sum = sum.checked_add(row.counted)?;
    }
    let months_seen = count(sums.len());
    let months_observed = count(whole.len());
    let cv = variation(&sums, whole);
    let because =
        if *bonus { Some("bonus") } else { not_counted(*kind, months_seen, months_observed, cv, thresholds) };
    let stream = IncomeStream {
        payer: shown,
        kind: *kind,
        bonus: *bonus,
        counted: because.is_none(),
        not_counted_because: because.map(str::to_owned),
        monthly_mean: mean(&sums, whole.len())?,
        share: None,
        cv,
        trend: trend(&sums, whole)?,
        months_seen,
        months_observed,
        period,
        usual_day,
        next_expected,
    };
    Ok(StreamRows { stream, rows, sums })
}

/// Income rows by stream: names that are one payer's together, and what is beside base pay apart.
fn by_payer<'r, 'a>(
    rows: &'r [Row<'a>],
    whole: &[Month],
    thresholds: &Thresholds,
) -> BTreeMap<Key, Vec<&'r Row<'a>>> {
    let mut payers: BTreeMap<(String, IncomeKind), Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.treatment == Treatment::Income) {
        payers.entry((payer_key(row), row.income.unwrap_or(IncomeKind::Other))).or_default().push(row);
    }
    let names: BTreeSet<String> = payers.keys().map(|(name, _)| name.clone()).collect();
    let mut joined: BTreeMap<(String, IncomeKind), Vec<&Row<'_>>> = BTreeMap::new();
    for ((name, kind), rows) in payers {
        joined.entry((whole_name(&names, &name), kind)).or_default().extend(rows);
    }
    let mut streams: BTreeMap<Key, Vec<&Row<'_>>> = BTreeMap::new();
    for ((name, kind), rows) in joined {
        let beside = match kind {
            IncomeKind::Salary => bonuses(&rows, whole, thresholds),
            IncomeKind::Gig | IncomeKind::Public | IncomeKind::Business | IncomeKind::Other => {
                BTreeSet::new()
            }
        };
        for (index, row) in rows.into_iter().enumerate() {
            streams.entry((name.clone(), kind, beside.contains(&index))).or_default().push(row);
        }
    }
    streams
}

/// Who pays: the other side without account digits, marks and legal form. A business is paid by many, and is one stream.
fn payer_key(row: &Row<'_>) -> String {
    if row.income == Some(IncomeKind::Business) {
        return String::new();
    }
    let marks = |c: &char| !c.is_ascii_digit() && !c.is_whitespace() && !"()（）*-—·.".contains(*c);
    let bare: String = row.other_side().chars().filter(marks).collect();
    let mut name = bare.as_str();
    while let Some(shorter) = FORMS.iter().find_map(|form| name.strip_suffix(form)) {
        name = shorter;
    }
    if name.is_empty() { bare } else { name.to_owned() }
}

/// The name that a name cut short by a bank is the beginning of stands for both: the shortest such beginning.
fn whole_name(names: &BTreeSet<String>, name: &str) -> String {
    let beginning =
        |other: &&String| name.starts_with(other.as_str()) && other.chars().count() >= CUT_NAME_LENGTH_MIN;
    names.iter().filter(beginning).min_by_key(|other| other.len()).cloned().unwrap_or_else(|| name.to_owned())
}

/// Which of a payer's wages are beside base pay. By their words, unless such words come in as many months as base pay would need to;
/// or as more than so many times the payer's usual payment in a month that has its usual payment too.
fn bonuses(rows: &[&Row<'_>], whole: &[Month], thresholds: &Thresholds) -> BTreeSet<usize> {
    let said: BTreeSet<usize> =
        (0..rows.len()).filter(|index| names_bonus(&rows[*index].text(), &thresholds.bonus_words)).collect();
    let months: BTreeSet<Month> = said.iter().map(|index| Month::of(rows[*index].day())).collect();
    let observed = Decimal::from(whole.len().max(1));
    let is_rule = Decimal::from(months.len()) >= thresholds.stream_months_ratio_min * observed
        && months.len() > 1
        || said.len() == rows.len();
    let mut beside = if is_rule { BTreeSet::new() } else { said };
    let others: Vec<usize> = (0..rows.len()).filter(|index| !beside.contains(index)).collect();
    if others.len() >= OUTLIER_PAYMENTS_MIN {
        let mut amounts: Vec<Money> = others.iter().map(|index| rows[*index].counted).collect();
        amounts.sort_by_key(|amount| amount.fen());
        let usual = amounts[(amounts.len() - 1) / 2].amount();
        let outlier = |index: usize| rows[index].counted.amount() > usual * thresholds.bonus_ratio_min;
        let usual_months: BTreeSet<Month> = others
            .iter()
            .filter(|index| !outlier(**index))
            .map(|index| Month::of(rows[*index].day()))
            .collect();
        beside.extend(
            others
                .iter()
                .filter(|index| outlier(**index) && usual_months.contains(&Month::of(rows[**index].day()))),
        );
    }
    beside
}

fn names_bonus(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The payer as shown: its name, or the provider's word for the payment where there is no one name.
fn payer_shown(key: &str, rows: &[&Row<'_>]) -> Personal {
    let named = |row: &&&Row<'_>| -> String {
        let shown = if key.is_empty() { &row.transaction.provider_type } else { row.other_side() };
        shown.to_owned()
    };
    Personal(rows.iter().map(|row| named(&row)).max().unwrap_or_default())
}

/// Why a stream is not counted, where it is not.
fn not_counted(
    kind: IncomeKind,
    seen: u32,
    observed: u32,
    cv: Option<Decimal>,
    terms: &Thresholds,
) -> Option<&'static str> {
    let share = terms.stream_months_ratio_min * Decimal::from(observed);
    if seen == 0 || (seen < terms.stream_months_min && Decimal::from(seen) < share) {
        return Some("too_few_months");
    }
    let irregular = match kind {
        IncomeKind::Other => cv.is_some_and(|cv| cv > terms.irregular_cv_max),
        IncomeKind::Salary | IncomeKind::Gig | IncomeKind::Public | IncomeKind::Business => false,
    };
    irregular.then_some("irregular")
}

/// How much more the later half of the whole months brought than the earlier half, as a share of the earlier; the month between
/// counts in neither where their number is odd.
fn trend(sums: &BTreeMap<Month, Money>, whole: &[Month]) -> Result<Option<Decimal>, MoneyError> {
    if whole.len() < TREND_MONTHS_MIN {
        return Ok(None);
    }
    let half = whole.len() / 2;
    let sum = |months: &[Month]| {
        Money::sum(months.iter().filter_map(|month| sums.get(month)).copied(), Currency::Cny)
    };
    let (earlier, later) = (sum(&whole[..half])?, sum(&whole[whole.len() - half..])?);
    Ok(quotient(later.checked_sub(earlier)?, Some(earlier)))
}
