//! What a file says of itself above its header and below its rows.

use chrono::NaiveDate;
use firstline_core::applicant::Personal;
use firstline_core::money::{Currency, Money};
use firstline_core::period::Window;
use firstline_core::statement::{Direction, Preamble, StatedTotal, UnknownWord};

use super::currency;
use super::day::month_end;
use super::layout::Says;
use crate::cell;

/// What a file says of itself, gathered line by line.
#[derive(Debug, Default)]
pub(crate) struct Said {
    holder: Option<Personal>,
    account: Option<Personal>,
    window: Option<Window>,
    /// The first day of a window whose last one stands on a line of its own.
    from: Option<NaiveDate>,
    /// The last day of the month of which the bill is.
    bill_end: Option<NaiveDate>,
    /// The currency of rows that name none.
    pub(crate) currency: Option<Currency>,
    rows: Option<u32>,
    totals: Vec<Total>,
    omits_deleted: bool,
}

/// A stated total, whose currency is known where the file names it.
#[derive(Debug)]
struct Total {
    direction: Direction,
    count: Option<u32>,
    fen: Option<i64>,
    currency: Option<Currency>,
}

impl Said {
    /// Reads one line; what it does not understand it passes over, since a preamble is a claim to be tested and not a row. A
    /// line may hold several claims side by side.
    pub(crate) fn read_line(&mut self, words: &[(&str, Says)], text: &str) {
        let text = text.trim_start_matches(['#', '*', ' ', '\t']).trim();
        if text.contains("不包括已删除的记录") {
            self.omits_deleted = true;
        }
        // A bill says its month in its title, and no two titles are alike; the day it is due is another matter.
        if text.contains("账单") && !text.contains("还款日") {
            self.bill_end = self.bill_end.or_else(|| bill_end(text));
        }
        let labels = labels(words, text);
        for (place, (_, says, after)) in labels.iter().enumerate() {
            let end = labels.get(place + 1).map_or(text.len(), |(next, _, _)| *next);
            self.claim(*says, &text[*after..end], &text[*after..]);
        }
    }

    /// Takes in one claim: its text up to the next one, and up to the end of the line.
    fn claim(&mut self, says: Says, claim: &str, line: &str) {
        let value = |text| -> &str { str::trim_start_matches(text, [':', '：', ',', ' ', '\t']).trim() };
        match says {
            Says::Holder => self.holder = self.holder.take().or_else(|| person(value(claim))),
            Says::Account => self.account = self.account.take().or_else(|| account(value(claim))),
            Says::Currency => self.currency = currency::within(claim).or(self.currency),
            Says::Window => {
                let mut days = days(line);
                match (days.next(), days.next()) {
                    (Some(first), Some(last)) if first <= last => self.window = Some(Window { first, last }),
                    (Some(first), None) => self.from = Some(first),
                    _ => {}
                }
            }
            Says::WindowEnd => {
                if let (Some(first), Some(last)) = (self.from, days(line).next())
                    && first <= last
                {
                    self.window = Some(Window { first, last });
                }
            }
            Says::In(currency) => self.currency = Some(currency),
            Says::Rows => self.rows = count(value(claim)),
            Says::Total(direction) => self.totals.extend(total(direction, value(claim))),
        }
    }

    /// Takes in a total that stands among the rows.
    pub(crate) fn add_total(&mut self, direction: Direction, fen: i64, currency: Option<Currency>) {
        self.totals.push(Total { direction, count: None, fen: Some(fen), currency });
    }

    /// The last day that the file can hold, as far as it says so.
    pub(crate) fn last_day(&self) -> Option<NaiveDate> {
        self.window.map(|window| window.last).or(self.bill_end)
    }

    /// What is said of the rows in one currency. Where the file holds others too, only what is plainly said of this one.
    pub(crate) fn preamble(
        &self,
        currency: Currency,
        alone: bool,
        unknown_words: Vec<UnknownWord>,
    ) -> Preamble {
        let of_these = |total: &&Total| total.currency.map_or(alone, |stated| stated == currency);
        let stated = |total: &Total| StatedTotal {
            direction: total.direction,
            count: total.count,
            sum: total.fen.map(|fen| Money::from_fen(fen, currency)),
        };
        Preamble {
            holder: self.holder.clone(),
            account: self.account.clone(),
            stated_window: self.window,
            stated_rows: self.rows.filter(|_| alone),
            stated_totals: self.totals.iter().filter(of_these).map(stated).collect(),
            omits_deleted: self.omits_deleted,
            unknown_words,
            ..Preamble::default()
        }
    }
}

/// Where in a line the claims stand: where each begins, what it is of, and where its value begins. The first word of a line is
/// one by itself, any other only with a colon behind it (or, for a total, a number).
fn labels(words: &[(&str, Says)], text: &str) -> Vec<(usize, Says, usize)> {
    let mut found: Vec<(usize, Says, usize)> = Vec::new();
    let mut before: Option<char> = None;
    for (place, c) in text.char_indices() {
        let parted = before
            .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | ']' | '】' | '|'));
        before = Some(c);
        if !parted || found.last().is_some_and(|(_, _, after)| place < *after) {
            continue;
        }
        let rest = &text[place..];
        let named = words.iter().filter_map(|(word, says)| Some((*says, after_word(rest, word)?)));
        let Some((says, length)) = named.max_by_key(|(_, length)| *length) else { continue };
        let length = length + english(&rest[length..]);
        let value = rest[length..].trim_start();
        let colon = value.starts_with([':', '：']);
        let number = || value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '¥' | '￥'));
        if place == 0 || colon || (matches!(says, Says::Total(_)) && number()) {
            found.push((place, says, place + length));
        }
    }
    found
}

/// How long the English is that stands between a Chinese label and its colon: `户名Account Name：张三`.
fn english(text: &str) -> usize {
    let after = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '/' | '.'));
    if after.starts_with([':', '：']) { text.len() - after.len() } else { 0 }
}

/// Where a word that a text begins with ends; blanks inside it, as in `账    号`, are passed over.
fn after_word(text: &str, word: &str) -> Option<usize> {
    let mut letters = text.char_indices().filter(|(_, c)| !matches!(c, ' ' | '\t' | '\u{3000}'));
    let mut end = 0;
    for wanted in word.chars() {
        let (place, letter) = letters.next()?;
        if letter != wanted {
            return None;
        }
        end = place + letter.len_utf8();
    }
    Some(end)
}

/// A name or account, without the brackets some providers put around it; only up to the first comma, tab or pair of blanks.
fn person(text: &str) -> Option<Personal> {
    let text = text.split([',', '\t', '，', '\u{3000}']).next().unwrap_or_default();
    let text = text.split("  ").next().unwrap_or_default();
    let text = text.trim_matches(['[', ']', '【', '】', '"', '\'']).trim();
    (!text.is_empty()).then(|| Personal::from(text))
}

/// An account, without what kind it is: `一卡通:6214********0001`.
fn account(text: &str) -> Option<Personal> {
    let whole = person(text)?;
    let bare = whole.expose().rsplit([':', '：']).next().unwrap_or_default().trim();
    (!bare.is_empty()).then(|| Personal::from(bare))
}

/// The days of a line: `[2019-08-01 00:00:00] 终止时间：[2019-09-30 23:59:59]`, `2024-12-01 至 2024-12-31`, `20240101-20240630`.
fn days(text: &str) -> impl Iterator<Item = NaiveDate> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月' | '日')))
        .flat_map(|part| match part.split_once('-') {
            // Two days joined by a dash, as `20240101-20240630` and `2024/01/01-2024/06/30`.
            Some((first, last)) if first.len() >= 8 => [first, last],
            _ => [part, ""],
        })
        .filter(|part| part.len() >= 8)
        .filter_map(|part| cell::moment(part).ok())
        .map(|(at, _)| at.date())
}

/// The last day of the month of a bill: `（个人消费卡账户 2024年01月）`, `2024-01`, `202401`, or of the later one of its two days.
fn bill_end(text: &str) -> Option<NaiveDate> {
    if let Some(last) = days(text).nth(1) {
        return Some(last);
    }
    text.char_indices().filter(|(_, c)| c.is_ascii_digit()).find_map(|(place, _)| {
        let within = text[..place].ends_with(|c: char| c.is_ascii_digit());
        let (year, digits, rest) = cell::number(&text[place..]).filter(|_| !within)?;
        if digits == 6 {
            return month_end(year / 100, year % 100);
        }
        let rest = rest.trim_start().strip_prefix(['年', '-', '/', '.']).filter(|_| digits == 4)?;
        let (month, digits, _) = cell::number(rest.trim_start())?;
        (digits <= 2).then(|| month_end(year, month)).flatten()
    })
}

/// The number before 笔: `26笔记录`, `16笔(含4笔部分退款)`.
fn count(text: &str) -> Option<u32> {
    text.split_once('笔')?.0.trim().parse().ok()
}

/// `16笔(含4笔部分退款)，1648.43元`, `1笔 0.35元`, `1笔，1,234.00`, `1,234.00`.
fn total(direction: Direction, text: &str) -> Option<Total> {
    let sum = match text.rsplit_once('元') {
        Some((before_yuan, _)) => before_yuan,
        None => text.rsplit_once('笔').map_or(text, |(_, after)| after),
    };
    let sum = sum.trim_end();
    let start = sum.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-')));
    let digits =
        &sum[start.map_or(0, |place| place + sum[place..].chars().next().map_or(0, char::len_utf8))..];
    let fen = cell::fen(digits.trim_start_matches(',')).ok();
    let count = count(text);
    (fen.is_some() || count.is_some()).then_some(Total { direction, count, fen, currency: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [(&str, Says); 8] = [
        ("姓名", Says::Holder),
        ("户名", Says::Holder),
        ("账号", Says::Account),
        ("起始时间", Says::Window),
        ("日期区间", Says::Window),
        ("截止日期", Says::WindowEnd),
        ("共", Says::Rows),
        ("支出", Says::Total(Direction::Out)),
    ];

    fn said(lines: &[&str]) -> Preamble {
        let mut said = Said::default();
        for line in lines {
            said.read_line(&WORDS, line);
        }
        said.preamble(Currency::Cny, true, Vec::new())
    }

    #[test]
    fn what_providers_write_is_understood() {
        let preamble = said(&[
            "姓名：张三",
            "起始时间：[2019-08-01 00:00:00] 终止时间：[2019-09-30 23:59:59]",
            "共：26笔记录",
            "支出：16笔(含4笔部分退款)，1648.43元",
            "2. 本明细仅展示当前账单中的交易，不包括已删除的记录",
        ]);
        assert_eq!(preamble.holder.unwrap().expose(), "张三");
        assert_eq!(preamble.stated_rows, Some(26));
        assert!(preamble.omits_deleted);
        let total = &preamble.stated_totals[0];
        assert_eq!((total.count, total.sum.unwrap().to_string()), (Some(16), "1648.43".to_owned()));
        let window = preamble.stated_window.unwrap();
        assert_eq!(
            (window.first.to_string(), window.last.to_string()),
            ("2019-08-01".into(), "2019-09-30".into())
        );
    }

    #[test]
    fn claims_may_stand_side_by_side_or_on_lines_of_their_own() {
        let preamble = said(&[
            "账    号: 6222********0001  某支行    户 名Account Name：张三,币种：人民币",
            "起始时间：20240101",
            "截止日期: 20240630",
            "共2笔 支出 1笔，1,234.50",
        ]);
        assert_eq!(preamble.account.unwrap().expose(), "6222********0001");
        assert_eq!(preamble.holder.unwrap().expose(), "张三");
        assert_eq!(preamble.stated_window.unwrap().last.to_string(), "2024-06-30");
        assert_eq!(preamble.stated_rows, Some(2));
        assert_eq!(preamble.stated_totals[0].sum.unwrap().to_string(), "1234.50");
        for joined in [
            "日期区间：20240101-20240630",
            "日期区间：2024/01/01-2024/06/30",
            "日期区间: 2024年1月1日至2024年6月30日",
        ] {
            assert_eq!(said(&[joined]).stated_window, preamble.stated_window, "{joined}");
        }
    }

    #[test]
    fn a_bill_says_its_month() {
        for line in [
            "信用卡对账单（个人卡 2024年02月）（补）",
            "信用卡对账单 2024-02",
            "信用卡对账单 尾号1234 202402",
            "您2024年2月的信用卡账单",
            "账单周期：2024/01/08-2024/02/29",
        ] {
            let mut said = Said::default();
            said.read_line(&WORDS, line);
            assert_eq!(said.last_day().unwrap().to_string(), "2024-02-29", "{line}");
        }
        let mut said = Said::default();
        said.read_line(&WORDS, "信用卡对账单 2024年13月");
        said.read_line(&WORDS, "账单到期还款日 2024年03月18日");
        assert_eq!(said.last_day(), None);
    }

    #[test]
    fn a_total_counts_for_its_own_currency_only() {
        let mut said = Said::default();
        said.add_total(Direction::Out, 100, Some(Currency::Usd));
        said.add_total(Direction::Out, 200, None);
        let sums = |currency, alone| -> Vec<String> {
            let totals = said.preamble(currency, alone, Vec::new()).stated_totals;
            totals.iter().map(|total| total.sum.unwrap().to_string()).collect()
        };
        assert_eq!(sums(Currency::Usd, false), ["1.00"]);
        assert_eq!(sums(Currency::Cny, true), ["2.00"]);
        assert!(sums(Currency::Cny, false).is_empty());
    }

    #[test]
    fn what_makes_no_sense_is_passed_over() {
        let lines = [
            "支出：x笔 y元",
            "日期区间：昨天 至 今天",
            "共",
            "姓名：[]",
            "支出：元",
            "元",
            "截止日期：2024-01-01",
        ];
        assert_eq!(said(&lines), Preamble::default());
    }
}
