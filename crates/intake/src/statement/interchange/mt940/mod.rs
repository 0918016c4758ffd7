//! MT940 and MT942: the account messages of SWIFT, as banks really write them.
//!
//! The standard's lines of 65 characters, its character set and its order of tags are kept by few, so nothing here asks for
//! them: a tag is told from where it stands, and a value ends where the next tag begins.

mod fields;
mod message;
mod rows;
mod tags;
mod values;

pub use message::*;
pub(super) use rows::drafts;

use super::encoding;
use crate::error::{Fault, IntakeCode, IntakeError};
use crate::text::ROWS_MAX;
use tags::Part;

/// Reads the messages of a file as they state themselves, parts of messages too. `name` is used for errors only.
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<Message>, IntakeError> {
    let read = encoding::decode(bytes, None).and_then(|decoded| messages(&decoded.text));
    read.map_err(|fault| fault.in_file(name))
}

/// Reads decoded text.
pub(super) fn messages(text: &str) -> Result<Vec<Message>, Fault> {
    let mut messages: Vec<Message> = Vec::new();
    let mut open = false;
    let mut rows = 0;
    for part in tags::read(text) {
        let Part::Tag { line, name, value } = part else {
            open = false;
            continue;
        };
        // Some files have no dash between messages: a reference begins the next one.
        if !open || name == "20" && messages.last().is_some_and(|message| message.reference.is_some()) {
            messages.push(Message { line, ..Message::default() });
            open = true;
        }
        rows += usize::from(name == "61");
        if rows > ROWS_MAX {
            return Err(Fault::new(IntakeCode::TooManyRows).at(line).with("limit", ROWS_MAX));
        }
        let message = messages.last_mut().expect("a message was begun for its first tag");
        add(message, &name, value, line).map_err(|fault| fault.at(line).column(format!(":{name}:")))?;
    }
    for transaction in messages.iter_mut().flat_map(|message| &mut message.transactions) {
        transaction.fields = transaction.details.as_deref().and_then(fields::read);
    }
    Ok(messages)
}

fn add(message: &mut Message, name: &str, value: String, line: u32) -> Result<(), Fault> {
    match name {
        "20" => message.reference = Some(value),
        "21" => message.related_reference = Some(value),
        "25" | "25P" => message.account = Some(value),
        "28" | "28C" => (message.number, message.sequence) = values::numbers(&value),
        "60" | "60F" => message.opening = Some(values::balance(&value)?),
        "60M" => message.intermediate_opening = Some(values::balance(&value)?),
        "62" | "62F" => message.closing = Some(values::balance(&value)?),
        "62M" => message.intermediate_closing = Some(values::balance(&value)?),
        "64" => message.available = Some(values::balance(&value)?),
        "65" => message.forward_available.push(values::balance(&value)?),
        "13" | "13D" => {
            let (made, offset) = values::made(&value)?;
            (message.made, message.made_offset_minutes) = (Some(made), offset);
        }
        "34F" => {
            let (mark, floor) = values::floor(&value)?;
            if mark != Some('C') {
                message.debit_floor = Some(floor.clone());
            }
            if mark != Some('D') {
                message.credit_floor = Some(floor);
            }
        }
        "90D" => message.debits = Some(values::sum(&value)?),
        "90C" => message.credits = Some(values::sum(&value)?),
        "61" => message.transactions.push(values::transaction(&value, line)?),
        "86" => details(message, value),
        "NS" => message.non_swift = Some(value),
        _ => {}
    }
    Ok(())
}

/// Details belong to the transaction before them, and behind the closing balance to the whole message.
fn details(message: &mut Message, value: String) {
    let closed =
        message.closing.is_some() || message.intermediate_closing.is_some() || message.available.is_some();
    let into = match message.transactions.last_mut().filter(|_| !closed) {
        Some(transaction) => &mut transaction.details,
        None => &mut message.information,
    };
    match into {
        Some(before) => {
            before.push('\n');
            before.push_str(&value);
        }
        None => *into = Some(value),
    }
}
