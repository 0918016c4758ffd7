//! What a row moved: how much, which way, in which currency.

use std::borrow::Cow;

use firstline_core::money::Currency;
use firstline_core::statement::{Direction, RowStatus, StatementKind};

use super::layout::{Amounts, Bound, Role};
use super::rows::{said, text};
use super::status::RowEnd;
use super::{currency, status};
use crate::cell;
use crate::error::{Fault, IntakeCode};

/// What a row moved.
#[derive(Debug)]
pub(crate) struct Moved<'f> {
    pub(crate) direction: Direction,
    pub(crate) fen: i64,
    pub(crate) currency: Currency,
    /// The word under which it is added up: the file's own in wallets, else `in`, `out` or `neutral`.
    pub(crate) word: &'f str,
    /// The column and word that should have told the direction and did not.
    pub(crate) unknown: Option<(Role, &'f str)>,
    /// What stands in brackets behind the amount.
    pub(crate) refund_words: Option<&'f str>,
}

/// Reads what a row moved by its layout; `own` is the currency where the row names none.
pub(crate) fn read<'f>(bound: &Bound, fields: &'f [Cow<'_, str>], own: Currency) -> Result<Moved<'f>, Fault> {
    let row = Row { bound, fields, own };
    let column = text(bound, fields, Role::Currency);
    let stated = match said(column) {
        "" => None,
        word => Some(currency::named(word).ok_or_else(|| unknown(word).column(bound.name(Role::Currency)))?),
    };
    let ((direction, fen), in_cell, unknown, refund_words) = match bound.layout.amounts {
        Amounts::Stated => row.stated()?,
        Amounts::Signed => row.signed()?,
        Amounts::Owed => {
            let (fen, in_cell) = row.amount(Role::Amount)?;
            (flow(Direction::Out, fen), in_cell, None, None)
        }
        Amounts::InOut => row.in_or_out()?,
        Amounts::Described => row.described()?,
    };
    if let (Some(stated), Some(found)) = (stated, in_cell)
        && stated != found
    {
        let fault = Fault::new(IntakeCode::MixedCurrencies).with("found", found.code());
        return Err(fault.with("expected", stated.code()));
    }
    let word = match (bound.layout.kind, bound.layout.amounts, direction) {
        (StatementKind::Wallet, Amounts::Stated, _) => text(bound, fields, Role::Direction),
        (_, _, Direction::In) => "in",
        (_, _, Direction::Out) => "out",
        (_, _, Direction::Neutral) => "neutral",
    };
    let currency = stated.or(in_cell).unwrap_or(own);
    Ok(Moved { direction, fen, currency, word, unknown, refund_words })
}

/// What a column of its own says was given back: then the row was carried out, even where its status calls it closed.
pub(crate) fn given_back(bound: &Bound, text: &str, moved: &Moved<'_>, end: RowEnd) -> Result<RowEnd, Fault> {
    if said(text).is_empty() {
        return Ok(end);
    }
    let refunded_fen = cell::fen(text).map_err(|fault| fault.column(bound.name(Role::Refunded)))?;
    if !(0..=moved.fen).contains(&refunded_fen) {
        let fault = Fault::new(IntakeCode::RefundExceedsAmount).with("found", text);
        return Err(fault.column(bound.name(Role::Refunded)));
    }
    match (refunded_fen, end.status) {
        (0, _) => Ok(end),
        (_, RowStatus::Closed) => Ok(RowEnd { status: RowStatus::Settled, refunded_fen }),
        (_, RowStatus::Settled | RowStatus::Refunded | RowStatus::Pending) => {
            Ok(RowEnd { refunded_fen, ..end })
        }
    }
}

/// A balance; a masked one, such as `xx,yyyy.zz` or `***`, is none.
pub(crate) fn balance(text: &str) -> Result<Option<i64>, Fault> {
    let (word, digits) = currency::split(text);
    let masked = |text: &str| text.bytes().any(|byte| byte == b'*' || byte.is_ascii_alphabetic());
    let known = word.is_empty() || currency::before_amount(word, Currency::Usd).is_some();
    if said(text).is_empty() || !known || masked(digits) {
        return Ok(None);
    }
    cell::fen(digits).map(Some)
}

/// Whether the amount's cell can be read, as a record needs that is taken for a row.
pub(crate) fn is_amount(cell: &str) -> bool {
    cell::fen(status::split_refund(currency::split(cell).1).0).is_ok()
}

/// Direction and fen, the currency in the amount's cell, a word not known, and what stands in brackets behind the amount.
type Read<'f> = ((Direction, i64), Option<Currency>, Option<(Role, &'f str)>, Option<&'f str>);

struct Row<'b, 'f, 't> {
    bound: &'b Bound<'b>,
    fields: &'f [Cow<'t, str>],
    own: Currency,
}

impl<'f> Row<'_, 'f, '_> {
    fn text(&self, role: Role) -> &'f str {
        text(self.bound, self.fields, role)
    }

    fn fault(&self, code: IntakeCode, role: Role) -> Fault {
        Fault::new(code).column(self.bound.name(role))
    }

    /// An amount with its sign, and the currency that stands in its cell.
    fn amount(&self, role: Role) -> Result<(i64, Option<Currency>), Fault> {
        self.amount_of(self.text(role), role)
    }

    fn amount_of(&self, cell: &str, role: Role) -> Result<(i64, Option<Currency>), Fault> {
        if said(cell).is_empty() {
            return Err(self.fault(IntakeCode::MissingAmount, role));
        }
        let (word, digits) = currency::split(cell);
        let fen = cell::fen(digits).map_err(|fault| fault.column(self.bound.name(role)))?;
        if word.is_empty() {
            return Ok((fen, None));
        }
        let currency = currency::before_amount(word, self.own);
        match currency {
            Some(currency) => Ok((fen, Some(currency))),
            None => Err(unknown(word).column(self.bound.name(role))),
        }
    }

    /// A direction word and an amount without a sign.
    fn stated(&self) -> Result<Read<'f>, Fault> {
        let word = self.text(Role::Direction);
        let known = self.bound.layout.directions.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
        let direction = known.map_or(Direction::Neutral, |(_, direction)| *direction);
        let unknown = known.is_none().then_some((Role::Direction, word));
        let (cell, refund_words) = status::split_refund(self.text(Role::Amount));
        let (fen, currency) = self.unsigned(cell)?;
        Ok(((direction, fen), currency, unknown, refund_words))
    }

    /// An amount without a sign, in or out by how the description begins.
    fn described(&self) -> Result<Read<'f>, Fault> {
        let described = self.text(Role::Description);
        let known =
            self.bound.layout.directions.iter().find(|(beginning, _)| described.starts_with(beginning));
        let direction = known.map_or(Direction::Neutral, |(_, direction)| *direction);
        let unknown = known.is_none().then_some((Role::Description, described));
        let (fen, currency) = self.unsigned(self.text(Role::Amount))?;
        Ok(((direction, fen), currency, unknown, None))
    }

    fn unsigned(&self, cell: &str) -> Result<(i64, Option<Currency>), Fault> {
        let (fen, currency) = self.amount_of(cell, Role::Amount)?;
        if fen < 0 {
            let found = self.text(Role::Amount);
            return Err(self.fault(IntakeCode::NegativeAmount, Role::Amount).with("found", found));
        }
        Ok((fen, currency))
    }

    /// One amount whose sign is the direction. A word beside it counts where the amount has no sign, and must not say the
    /// contrary where it has.
    fn signed(&self) -> Result<Read<'f>, Fault> {
        let (fen, currency) = self.amount(Role::Amount)?;
        let word = self.text(Role::Direction);
        let known = self.bound.layout.directions.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
        let moved = match known {
            Some((_, Direction::In)) if fen < 0 => {
                return Err(self.fault(IntakeCode::AmbiguousDirection, Role::Direction));
            }
            Some((_, Direction::Out)) => (Direction::Out, fen.abs()),
            Some((_, Direction::In | Direction::Neutral)) | None => flow(Direction::In, fen),
        };
        let unknown = (known.is_none() && !said(word).is_empty()).then_some((Role::Direction, word));
        Ok((moved, currency, unknown, None))
    }

    /// Two columns of which one is filled.
    fn in_or_out(&self) -> Result<Read<'f>, Fault> {
        let filled = |role| {
            if said(self.text(role)).is_empty() { Ok(None) } else { self.amount(role).map(Some) }
        };
        let (moved, currency) = match (filled(Role::AmountIn)?, filled(Role::AmountOut)?) {
            (None, None) => return Err(self.fault(IntakeCode::MissingAmount, Role::AmountOut)),
            (Some((fen, currency)), None | Some((0, _))) => (flow(Direction::In, fen), currency),
            (None | Some((0, _)), Some((fen, currency))) => (flow(Direction::Out, fen), currency),
            (Some(_), Some(_)) => return Err(self.fault(IntakeCode::AmbiguousDirection, Role::AmountOut)),
        };
        Ok((moved, currency, None, None))
    }
}

/// An amount below zero moves the other way: in a column of money in it is a reversal, on a card's bill a repayment or refund.
fn flow(above_zero: Direction, fen: i64) -> (Direction, i64) {
    let direction = match (fen < 0, above_zero) {
        (false, direction) => direction,
        (true, Direction::In) => Direction::Out,
        (true, Direction::Out) => Direction::In,
        (true, Direction::Neutral) => Direction::Neutral,
    };
    (direction, fen.abs())
}

fn unknown(word: &str) -> Fault {
    Fault::new(IntakeCode::UnknownCurrency).with("found", word)
}
