//! What a layout is: a small description, and how a header is recognised by it.

use std::borrow::Cow;

use firstline_core::money::Currency;
use firstline_core::statement::{Direction, StatementKind};

use super::day::Dates;
use super::status::{Outcome, RowEnd, SETTLED};
use crate::cell;
use crate::error::{Fault, IntakeCode};
use crate::table::{Quotes, Records};

/// How far down a file its header may stand.
const HEADER_LINE_MAX: u32 = 400;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Day, with the time of day where the layout has it.
    At,
    /// Time of day where it stands apart from the day.
    Time,
    /// The day of booking: read where the day itself is left empty.
    Booked,
    /// The direction, as a word.
    Direction,
    /// The amount; its sign is the direction where there is no direction column.
    Amount,
    /// The amount, filled where money came in.
    AmountIn,
    /// The amount, filled where money went out.
    AmountOut,
    /// The part of the amount that was given back, as an amount.
    Refunded,
    /// The balance after the row; a masked one is read as none.
    Balance,
    /// The currency, as a word.
    Currency,
    /// How the row ended, as a word.
    Status,
    /// The other side's name.
    Counterparty,
    /// The other side's account.
    CounterpartyAccount,
    /// The name of who paid, and their account, where both sides of a row are named: the other side of money that came in. The
    /// counterparty's columns hold who was paid.
    Payer,
    PayerAccount,
    /// What it was for.
    Description,
    /// More of what it was for, joined to the description.
    Detail,
    /// A remark, joined to the description.
    Remark,
    /// The provider's own type or category.
    ProviderType,
    /// What paid or received.
    Method,
    /// The holder's own card or account, as far as shown; the statement's account where all rows show the same.
    Card,
    /// The provider's order number.
    OrderId,
    /// The merchant's order number.
    MerchantOrderId,
}

/// How many roles there are.
pub(crate) const ROLES: usize = Role::MerchantOrderId as usize + 1;

/// Whether a layout can be recognised without a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Required,
    Optional,
    /// Optional, and a row may end before it.
    Trailing,
}

/// A column: its role, the header texts it goes by, and whether it must be there.
#[derive(Debug)]
pub(crate) struct Column<'l> {
    pub(crate) role: Role,
    pub(crate) names: &'l [&'l str],
    pub(crate) need: Need,
}

/// A column that must be there for the layout to be recognised.
pub(crate) const fn required<'l>(role: Role, names: &'l [&'l str]) -> Column<'l> {
    Column { role, names, need: Need::Required }
}

/// A column that is read where it is there.
pub(crate) const fn optional<'l>(role: Role, names: &'l [&'l str]) -> Column<'l> {
    Column { role, names, need: Need::Optional }
}

/// A column that is read where it is there, and before which a row may end.
pub(crate) const fn trailing<'l>(role: Role, names: &'l [&'l str]) -> Column<'l> {
    Column { role, names, need: Need::Trailing }
}

/// How a row says what it moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amounts {
    /// A direction word and an amount without a sign.
    Stated,
    /// One amount whose sign is the direction: above zero is in. A direction column beside it must agree.
    Signed,
    /// One amount of what is owed: above zero is a purchase, below zero a repayment or a refund.
    Owed,
    /// Two columns of which one is filled.
    InOut,
    /// An amount without a sign, in or out by how the description begins.
    Described,
}

/// What a line above the header (or a footer below the rows) says, by the words it begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    Holder,
    Account,
    /// The days covered, or the first of them.
    Window,
    /// The last of the days covered, where it stands apart from the first.
    WindowEnd,
    /// The currency of rows that name none.
    Currency,
    /// That the rows below are in a currency.
    In(Currency),
    Rows,
    Total(Direction),
}

/// A layout: all that tells one provider's file from another's.
#[derive(Debug)]
pub(crate) struct Layout<'l> {
    pub(crate) name: &'l str,
    pub(crate) kind: StatementKind,
    /// The currency of rows that name none.
    pub(crate) currency: Currency,
    pub(crate) columns: &'l [Column<'l>],
    /// Header texts that belong to a sibling layout.
    pub(crate) absent: &'l [&'l str],
    /// The columns by place, where the file has no header; `columns` is empty then.
    pub(crate) headerless: &'l [Role],
    /// The whole header with what each column holds, where a person has said so; `columns` is empty then.
    pub(crate) mapped: &'l [(&'l str, Option<Role>)],
    pub(crate) dates: Dates,
    pub(crate) quotes: Quotes,
    pub(crate) amounts: Amounts,
    /// Words of the direction column, or beginnings of descriptions where those tell.
    pub(crate) directions: &'l [(&'l str, Direction)],
    pub(crate) statuses: &'l [(&'l str, Outcome)],
    /// What a row without a status column, or with an empty one, is.
    pub(crate) status_without_word: RowEnd,
    pub(crate) preamble: &'l [(&'l str, Says)],
    /// Beginnings of rows that add up others, in the columns of the amounts, and of which currency.
    pub(crate) total_rows: &'l [(&'l str, Option<Currency>)],
    /// Beginnings of other lines below the header that are no rows.
    pub(crate) notes: &'l [&'l str],
    /// Columns that hold free text in which a provider leaves commas unquoted, the likeliest first.
    pub(crate) free_text: &'l [Role],
    /// What is truly the layout's own, done to each row after it was read.
    pub(crate) finish: Option<fn(&mut firstline_core::statement::Transaction)>,
}

/// A wallet's layout, to be completed.
pub(crate) const WALLET: Layout = Layout {
    name: "",
    kind: StatementKind::Wallet,
    currency: Currency::Cny,
    columns: &[],
    absent: &[],
    headerless: &[],
    mapped: &[],
    dates: Dates::YearFirst,
    quotes: Quotes::Lenient,
    amounts: Amounts::Stated,
    directions: &[],
    statuses: &[],
    status_without_word: SETTLED,
    preamble: &[],
    total_rows: &[],
    notes: &[],
    free_text: &[],
    finish: None,
};

/// A debit account's layout, to be completed.
pub(crate) const DEBIT: Layout =
    Layout { kind: StatementKind::BankDebit, quotes: Quotes::Quoting, amounts: Amounts::Signed, ..WALLET };

/// A credit card's layout, to be completed.
pub(crate) const CREDIT: Layout = Layout { kind: StatementKind::BankCredit, amounts: Amounts::Owed, ..DEBIT };

/// A layout bound to the header of one file.
#[derive(Debug)]
pub(crate) struct Bound<'l> {
    pub(crate) layout: &'l Layout<'l>,
    /// The header's texts as written, trimmed; empty where the file has no header.
    pub(crate) names: Vec<String>,
    index: [Option<usize>; ROLES],
    /// How many fields a row needs: up to the last column of the header that has a text.
    pub(crate) width: usize,
    /// How many fields a row needs where trailing columns may be left out.
    pub(crate) width_min: usize,
    /// The header's line; 0 where the file has none.
    pub(crate) line: u32,
}

impl Bound<'_> {
    pub(crate) fn index(&self, role: Role) -> Option<usize> {
        self.index[role as usize]
    }

    /// The header text of a role's column, or its place where there is no header.
    pub(crate) fn name(&self, role: Role) -> String {
        self.index(role).map_or_else(String::new, |index| match self.names.get(index) {
            Some(name) => name.clone(),
            None => (index + 1).to_string(),
        })
    }
}

/// Finds the header of a known layout, or that there is none and the rows are those of a layout without one; the records
/// returned are those below it. Lines passed on the way go to `above`.
pub(crate) fn recognise<'a, 'l>(
    mut records: Records<'a>,
    layouts: &[&'l Layout<'l>],
    mut above: impl FnMut(&[Cow<'a, str>]),
) -> Result<(Records<'a>, Bound<'l>), Fault> {
    let mut fields = Vec::new();
    let mut nearest: Option<Fault> = None;
    let mut first = true;
    while let Some(line) = records.next(&mut fields)? {
        if line > HEADER_LINE_MAX {
            break;
        }
        if fields.len() >= 4 {
            if let Some(bound) =
                std::mem::take(&mut first).then(|| without_header(&fields, layouts)).flatten()
            {
                return Ok((records.restarted().with_quotes(bound.layout.quotes), bound));
            }
            for &layout in layouts.iter().filter(|layout| layout.headerless.is_empty()) {
                if !layout.mapped.is_empty() {
                    match bind_mapped(layout, &fields, line) {
                        Some(bound) => return Ok((records.with_quotes(layout.quotes), bound)),
                        None => continue,
                    }
                }
                match missing(layout, &fields) {
                    Missing::Nothing => {
                        let bound = bind(layout, &fields, line)?;
                        return Ok((records.with_quotes(layout.quotes), bound));
                    }
                    Missing::One(name) => {
                        nearest.get_or_insert_with(|| {
                            Fault::new(IntakeCode::MissingColumn)
                                .at(line)
                                .with("layout", layout.name)
                                .with("missing", name)
                        });
                    }
                    Missing::Many => {}
                }
            }
        }
        above(&fields);
    }
    Err(nearest.unwrap_or_else(|| Fault::new(IntakeCode::UnknownLayout)))
}

enum Missing<'l> {
    Nothing,
    One(&'l str),
    Many,
}

/// Whether a header is a layout's: it has every text that the layout is recognised by.
pub(crate) fn has_header(layout: &Layout<'_>, header: &[Cow<'_, str>]) -> bool {
    !layout.columns.is_empty() && matches!(missing(layout, header), Missing::Nothing)
}

fn missing<'l>(layout: &Layout<'l>, header: &[Cow<'_, str>]) -> Missing<'l> {
    let has = |name: &&str| header.iter().any(|text| same(text, name));
    if layout.absent.iter().any(has) {
        return Missing::Many;
    }
    let required = layout.columns.iter().filter(|column| column.need == Need::Required);
    let mut lacking = required.filter(|column| !column.names.iter().any(has));
    match (lacking.next(), lacking.next()) {
        (None, _) => Missing::Nothing,
        (Some(column), None) => Missing::One(column.names[0]),
        (Some(_), Some(_)) => Missing::Many,
    }
}

fn bind<'l>(layout: &'l Layout<'l>, fields: &[Cow<'_, str>], line: u32) -> Result<Bound<'l>, Fault> {
    let mut index = [None; ROLES];
    let mut leaves_out = vec![false; fields.len()];
    for column in layout.columns {
        let named = |text: &Cow<'_, str>| column.names.iter().any(|name| same(text, name));
        let mut found = fields.iter().enumerate().filter(|(_, text)| named(text));
        let first = found.next();
        if let (Some((place, _)), Some(_)) = (first, found.next()) {
            return Err(Fault::new(IntakeCode::DuplicateColumn).at(line).column(fields[place].as_ref()));
        }
        index[column.role as usize] = first.map(|(place, _)| place);
        if let Some((place, _)) = first {
            leaves_out[place] = column.need == Need::Trailing || column.role == Role::Remark;
        }
    }
    let width = fields.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
    let left_out = leaves_out[..width].iter().rev().take_while(|leaves_out| **leaves_out).count();
    let names = fields.iter().map(|field| field.to_string()).collect();
    Ok(Bound { layout, names, index, width, width_min: width - left_out, line })
}

/// Binds a layout that a person has described to the header they described it by: every column by its place.
fn bind_mapped<'l>(layout: &'l Layout<'l>, fields: &[Cow<'_, str>], line: u32) -> Option<Bound<'l>> {
    let width = layout.mapped.len();
    let (header, beyond) = fields.split_at_checked(width)?;
    let is_same = header.iter().zip(layout.mapped).all(|(text, (name, _))| same(text, name));
    if !is_same || !beyond.iter().all(|text| text.is_empty()) {
        return None;
    }
    let mut index = [None; ROLES];
    for (place, (_, role)) in layout.mapped.iter().enumerate() {
        if let Some(role) = role {
            index[*role as usize] = Some(place);
        }
    }
    // Remarks and columns that mean nothing may be left out at the end of a row.
    let is_left_out = |(_, role): &&(&str, Option<Role>)| matches!(role, None | Some(Role::Remark));
    let left_out = layout.mapped.iter().rev().take_while(is_left_out).count();
    let names = header.iter().map(|text| text.to_string()).collect();
    Some(Bound { layout, names, index, width, width_min: width - left_out, line })
}

/// A layout without a header whose columns the file's first row fits: nothing else says whose file it is, so all must fit.
fn without_header<'l>(fields: &[Cow<'_, str>], layouts: &[&'l Layout<'l>]) -> Option<Bound<'l>> {
    let fits = |layout: &Layout<'_>| {
        let filled = |role| {
            layout
                .headerless
                .iter()
                .position(|held| *held == role)
                .is_some_and(|place| !fields[place].is_empty())
        };
        let cells = || layout.headerless.iter().zip(fields);
        fields.len() >= layout.headerless.len()
            && fields[layout.headerless.len()..].iter().all(|text| text.is_empty())
            && cells().all(|(role, text)| match role {
                Role::At => layout.dates.read(text, None).is_ok(),
                Role::AmountIn | Role::AmountOut => text.is_empty() || cell::fen(text).is_ok(),
                Role::Amount | Role::Balance => cell::fen(text).is_ok(),
                _ => !text.is_empty() && cell::fen(text).is_err(),
            })
            && filled(Role::AmountIn) != filled(Role::AmountOut)
    };
    let layout = layouts.iter().find(|layout| !layout.headerless.is_empty() && fits(layout))?;
    let mut index = [None; ROLES];
    for (place, role) in layout.headerless.iter().enumerate() {
        index[*role as usize] = Some(place);
    }
    let width = layout.headerless.len();
    Some(Bound { layout, names: Vec::new(), index, width, width_min: width, line: 0 })
}

/// Whether a header text is a column's name but for blanks, the width of brackets and the case of Latin letters: `金额（元）` and
/// `金额 (元)` are one. A Chinese name may have its English beside it, as in `记账日 POSTED`.
pub(crate) fn same(text: &str, name: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').map(|c| match c {
            '（' => '(',
            '）' => ')',
            '／' => '/',
            other => other.to_ascii_lowercase(),
        })
    }
    letters(text).eq(letters(name)) || (!name.is_ascii() && letters(without_english(text)).eq(letters(name)))
}

/// A text from its first Chinese character to its last, where what stands around them is English words.
fn without_english(text: &str) -> &str {
    let chinese = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let (Some(first), Some(last)) = (text.find(chinese), text.rfind(chinese)) else { return text };
    let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
    let around = [&text[..first], &text[end..]];
    let english = |around: &str| around.is_empty() || around.contains(|c: char| c.is_ascii_alphabetic());
    if around.into_iter().all(english) { &text[first..end] } else { text }
}
