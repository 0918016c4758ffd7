//! What a file says of itself above its header and below its rows.

use firstline_core::applicant::Personal;
use firstline_core::money::{Currency, Money};
use firstline_core::period::Window;
use firstline_core::statement::{Direction, Preamble, StatedTotal};

use super::layout::Says;
use crate::cell;

/// Reads one line; what it does not understand it passes over, since a preamble is a claim to be tested and not a row.
pub(crate) fn read_line(preamble: &mut Preamble, words: &[(&str, Says)], text: &str) {
    let text = text.trim_start_matches(['#', '*', ' ', '\t']).trim();
    if text.contains("不包括已删除的记录") {
        preamble.omits_deleted = true;
    }
    let Some((says, rest)) = words.iter().find_map(|(word, says)| Some((*says, text.strip_prefix(word)?)))
    else {
        return;
    };
    let rest = rest.trim_start_matches([':', '：', ' ', '\t']).trim();
    match says {
        Says::Holder => preamble.holder = person(rest),
        Says::Account => preamble.account = person(rest),
        Says::Window => preamble.stated_window = window(rest),
        Says::Rows => preamble.stated_rows = count(rest),
        Says::Total(direction) => preamble.stated_totals.extend(total(direction, rest)),
    }
}

/// A name or account, without the brackets some providers put around it; only up to the first blank or comma.
fn person(text: &str) -> Option<Personal> {
    let text = text.trim_matches(['[', ']', '【', '】']).trim();
    let text = text.split([',', '\t']).next().unwrap_or_default().trim();
    (!text.is_empty()).then(|| Personal::from(text))
}

/// The first two dates of a line: `[2019-08-01 00:00:00] 终止时间：[2019-09-30 23:59:59]`, `2024-12-01 至 2024-12-31`.
fn window(text: &str) -> Option<Window> {
    let mut days = text
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月' | '日')))
        .filter(|part| part.len() >= 8)
        .filter_map(|part| cell::moment(part).ok())
        .map(|(at, _)| at.date());
    let (first, last) = (days.next()?, days.next()?);
    (first <= last).then_some(Window { first, last })
}

/// The number before 笔: `26笔记录`, `16笔(含4笔部分退款)`.
fn count(text: &str) -> Option<u32> {
    text.split_once('笔')?.0.trim().parse().ok()
}

/// `16笔(含4笔部分退款)，1648.43元`, `1笔 0.35元`.
fn total(direction: Direction, text: &str) -> Option<StatedTotal> {
    let before_yuan = text.rsplit_once('元')?.0;
    let start = before_yuan.rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-')));
    let digits = &before_yuan
        [start.map_or(0, |place| place + before_yuan[place..].chars().next().map_or(0, char::len_utf8))..];
    let sum = cell::fen(digits).ok().map(|fen| Money::from_fen(fen, Currency::Cny));
    let count = count(text);
    (sum.is_some() || count.is_some()).then_some(StatedTotal { direction, count, sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [(&str, Says); 5] = [
        ("姓名", Says::Holder),
        ("起始时间", Says::Window),
        ("日期区间", Says::Window),
        ("共", Says::Rows),
        ("支出", Says::Total(Direction::Out)),
    ];

    #[test]
    fn what_providers_write_is_understood() {
        let mut preamble = Preamble::default();
        for line in [
            "姓名：张三",
            "起始时间：[2019-08-01 00:00:00] 终止时间：[2019-09-30 23:59:59]",
            "共：26笔记录",
            "支出：16笔(含4笔部分退款)，1648.43元",
            "2. 本明细仅展示当前账单中的交易，不包括已删除的记录",
        ] {
            read_line(&mut preamble, &WORDS, line);
        }
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
    fn what_makes_no_sense_is_passed_over() {
        let mut preamble = Preamble::default();
        for line in ["支出：x笔 y元", "日期区间：昨天 至 今天", "共", "姓名：[]", "支出：元", "元"]
        {
            read_line(&mut preamble, &WORDS, line);
        }
        assert_eq!(preamble, Preamble::default());
    }
}
