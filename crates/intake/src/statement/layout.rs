//! What a layout is: a small description, and how a header is recognised by it.

use std::borrow::Cow;

use firstline_core::statement::{Direction, StatementKind};

use super::status::{Outcome, RowEnd};
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
    /// The direction, as a word.
    Direction,
    /// The amount; its sign is the direction where there is no direction column.
    Amount,
    /// The amount, filled where money came in.
    AmountIn,
    /// The amount, filled where money went out.
    AmountOut,
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
}

/// A column: its role, the header texts it goes by, and whether it must be there.
#[derive(Debug)]
pub(crate) struct Column {
    pub(crate) role: Role,
    pub(crate) names: &'static [&'static str],
    pub(crate) need: Need,
}

/// A column that must be there for the layout to be recognised.
pub(crate) const fn required(role: Role, names: &'static [&'static str]) -> Column {
    Column { role, names, need: Need::Required }
}

/// A column that is read where it is there.
pub(crate) const fn optional(role: Role, names: &'static [&'static str]) -> Column {
    Column { role, names, need: Need::Optional }
}

/// How a row says what it moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amounts {
    /// A direction word and an amount without a sign.
    Stated,
    /// One amount whose sign is the direction.
    Signed,
    /// Two columns of which one is filled.
    InOut,
}

/// What a line above the header (or a footer below the rows) says, by the words it begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    Holder,
    Account,
    Window,
    Rows,
    Total(Direction),
}

/// A layout: all that tells one provider's file from another's.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) name: &'static str,
    pub(crate) kind: StatementKind,
    pub(crate) columns: &'static [Column],
    /// Header texts that belong to a sibling layout.
    pub(crate) absent: &'static [&'static str],
    pub(crate) quotes: Quotes,
    pub(crate) amounts: Amounts,
    pub(crate) directions: &'static [(&'static str, Direction)],
    pub(crate) statuses: &'static [(&'static str, Outcome)],
    /// What a row without a status column, or with an empty one, is.
    pub(crate) status_without_word: RowEnd,
    pub(crate) preamble: &'static [(&'static str, Says)],
    /// Beginnings of rows that add up others, in the columns of the amounts.
    pub(crate) total_rows: &'static [&'static str],
    /// Beginnings of other lines below the header that are no rows.
    pub(crate) notes: &'static [&'static str],
    /// Columns that hold free text in which a provider leaves commas unquoted, the likeliest first.
    pub(crate) free_text: &'static [Role],
    /// What is truly the layout's own, done to each row after it was read.
    pub(crate) finish: Option<fn(&mut firstline_core::statement::Transaction)>,
}

/// A layout bound to the header of one file.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) layout: &'static Layout,
    /// The header's texts as written, trimmed.
    pub(crate) names: Vec<String>,
    index: [Option<usize>; ROLES],
    /// How many fields a row needs: up to the last column of the header that has a text.
    pub(crate) width: usize,
    /// How many fields a row needs where trailing remarks may be left out.
    pub(crate) width_min: usize,
    pub(crate) line: u32,
}

impl Bound {
    pub(crate) fn index(&self, role: Role) -> Option<usize> {
        self.index[role as usize]
    }

    /// The header text of a role's column.
    pub(crate) fn name(&self, role: Role) -> &str {
        self.index(role).map_or("", |index| &self.names[index])
    }
}

/// Finds the header of a known layout; `records` is left below it. Lines passed on the way go to `above`.
pub(crate) fn recognise<'a>(
    records: &mut Records<'a>,
    layouts: &[&'static Layout],
    mut above: impl FnMut(&[Cow<'a, str>]),
) -> Result<Bound, Fault> {
    let mut fields = Vec::new();
    let mut nearest: Option<Fault> = None;
    while let Some(line) = records.next(&mut fields)? {
        if line > HEADER_LINE_MAX {
            break;
        }
        if fields.len() >= 4 {
            let header: Vec<String> = fields.iter().map(|field| plain(field)).collect();
            for &layout in layouts {
                match missing(layout, &header) {
                    Missing::Nothing => return bind(layout, &fields, &header, line),
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

enum Missing {
    Nothing,
    One(&'static str),
    Many,
}

fn missing(layout: &Layout, header: &[String]) -> Missing {
    let has = |name: &&str| header.iter().any(|text| text == name);
    if layout.absent.iter().any(has) {
        return Missing::Many;
    }
    let required = layout.columns.iter().filter(|column| column.need == Need::Required);
    let mut lacking = required.filter(|column| !column.names.iter().any(&has));
    match (lacking.next(), lacking.next()) {
        (None, _) => Missing::Nothing,
        (Some(column), None) => Missing::One(column.names[0]),
        (Some(_), Some(_)) => Missing::Many,
    }
}

fn bind(
    layout: &'static Layout,
    fields: &[Cow<'_, str>],
    header: &[String],
    line: u32,
) -> Result<Bound, Fault> {
    let mut index = [None; ROLES];
    for column in layout.columns {
        let mut found = header.iter().enumerate().filter(|(_, text)| column.names.contains(&text.as_str()));
        let first = found.next();
        if let (Some((place, _)), Some(_)) = (first, found.next()) {
            return Err(Fault::new(IntakeCode::DuplicateColumn).at(line).column(fields[place].as_ref()));
        }
        index[column.role as usize] = first.map(|(place, _)| place);
    }
    let width = header.iter().rposition(|text| !text.is_empty()).map_or(0, |last| last + 1);
    let remark = index[Role::Remark as usize];
    let width_min = if remark == Some(width - 1) { width - 1 } else { width };
    let names = fields.iter().map(|field| field.to_string()).collect();
    Ok(Bound { layout, names, index, width, width_min, line })
}

/// A header text without blanks and with ASCII brackets: `金额（元）` and `金额 (元)` are one.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}')
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '／' => '/',
            other => other,
        })
        .collect()
}
