//! MT940 against the parse that lies beside each file: a Python library's objects, dumped as YAML with their classes.
//!
//! That library adds all messages of a file up into one: what a later message says replaces what an earlier one said.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use firstline_core::statement::Direction;
use firstline_intake::IntakeCode;
use firstline_intake::statement::interchange::mt940::{self, Balance, Message, Sum, Transaction};
use firstline_intake::statement::{ReadOptions, read};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use yaml_rust2::{Yaml, YamlLoader};

use super::{differences, files, name};

/// What a getter of that library gives, by name.
type Said = BTreeMap<String, Value>;

/// A YAML value as JSON: days, decimals and amounts as texts.
fn plain(value: &Yaml) -> Value {
    match value {
        Yaml::String(text) | Yaml::Real(text) => json!(text),
        Yaml::Integer(number) => json!(number.to_string()),
        Yaml::Array(items) => match items.as_slice() {
            // A decimal or a day is a call with its one argument.
            [Yaml::String(text)] => day(text).map_or_else(|| plain(&items[0]), |day| json!(day)),
            [Yaml::String(text), _] if day(text).is_some() => json!(day(text)),
            [one] => plain(one),
            items => items.iter().map(plain).collect(),
        },
        Yaml::Hash(fields) => fields
            .iter()
            .map(|(name, value)| (name.as_str().unwrap_or("?").to_owned(), plain(value)))
            .collect(),
        _ => Value::Null,
    }
}

/// A pickled day: two bytes of year, month, day; a moment has six more.
fn day(text: &str) -> Option<String> {
    let bytes = STANDARD.decode(text.trim()).ok().filter(|bytes| matches!(bytes.len(), 4 | 10))?;
    let year = u16::from_be_bytes([bytes[0], bytes[1]]);
    (1990..2100).contains(&year).then(|| format!("{year}-{:02}-{:02}", bytes[2], bytes[3]))
}

fn balance(balance: &Balance) -> Value {
    json!({
        "amount": { "amount": decimal(balance.amount), "currency": balance.currency.code() },
        "date": balance.day.map(|day| day.to_string()),
        "status": if balance.amount.is_sign_negative() { "D" } else { "C" },
    })
}

fn decimal(amount: Decimal) -> String {
    amount.normalize().to_string()
}

fn sum(sum: &Sum) -> Value {
    json!({ "amount": decimal(sum.amount), "currency": sum.currency.code(), "number": sum.count.to_string() })
}

/// Decimals are compared as numbers, texts without blanks at their ends, numbers without leading zeros.
fn comparable(name: &str, value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name.clone(), comparable(&name, value))).collect()
        }
        Value::String(text) => match name {
            "amount" => json!(text.parse::<Decimal>().map_or(text.clone(), decimal)),
            // YAML takes what looks like a number for one, leading zeros or not.
            _ if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                json!(text.trim_start_matches('0'))
            }
            _ => json!(text.trim()),
        },
        other => other,
    }
}

/// What all messages of a file say together.
fn head(messages: &[Message]) -> Said {
    let mut said = Said::new();
    for message in messages {
        let mut say = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                said.insert(name.to_owned(), value);
            }
        };
        // That library keeps the length of the standard's fields.
        let cut = |text: &String, length: usize| json!(text.chars().take(length).collect::<String>());
        say("transaction_reference", message.reference.as_ref().map(|text| cut(text, 16)));
        say("related_reference", message.related_reference.as_ref().map(|text| cut(text, 16)));
        say("account_identification", message.account.as_ref().map(|text| cut(text, 35)));
        if message.number.is_some() {
            say("statement_number", Some(json!(message.number)));
            say("sequence_number", Some(json!(message.sequence)));
        }
        say("final_opening_balance", message.opening.as_ref().map(balance));
        say("intermediate_opening_balance", message.intermediate_opening.as_ref().map(balance));
        say("final_closing_balance", message.closing.as_ref().map(balance));
        say("intermediate_closing_balance", message.intermediate_closing.as_ref().map(balance));
        say("available_balance", message.available.as_ref().map(balance));
        say("forward_available_balance", message.forward_available.last().map(balance));
        say("sum_debit_entries", message.debits.as_ref().map(sum));
        say("sum_credit_entries", message.credits.as_ref().map(sum));
        let floor = |floor: &mt940::Floor| json!({ "amount": decimal(floor.amount), "currency": floor.currency.code() });
        say("d_floor_limit", message.debit_floor.as_ref().map(floor));
        say("c_floor_limit", message.credit_floor.as_ref().map(floor));
        say("date", message.made.map(|made| json!(made.date().to_string())));
        say("non_swift", message.non_swift.as_ref().map(|text| json!(text)));
    }
    said
}

/// What one transaction says, under the names that the expected parse uses for it.
fn transaction(transaction: &Transaction, message: &Message, expected: &Value) -> Value {
    let fields = transaction.fields.as_ref();
    let joined = |numbers| json!(fields.and_then(|fields| fields.joined(numbers)));
    let purpose = |name: &str| json!(fields.and_then(|fields| fields.purpose(name)));
    let sepa = expected.get("end_to_end_reference").is_some();
    let mut found = serde_json::Map::new();
    for name in expected.as_object().unwrap().keys() {
        let value = match name.as_str() {
            "amount" => json!({
                "amount": decimal(transaction.amount),
                "currency": message.currency().map(|currency| currency.code()),
            }),
            "currency" => json!(message.currency().map(|currency| currency.code())),
            "date" => json!(transaction.value.to_string()),
            "entry_date" | "guessed_entry_date" => json!(transaction.booked.map(|day| day.to_string())),
            "status" => json!(transaction.mark),
            "funds_code" => json!(transaction.funds_code),
            "id" => json!(transaction.kind),
            "customer_reference" if sepa => purpose("KREF"),
            "customer_reference" => json!(transaction.customer_reference),
            "bank_reference" => json!(transaction.bank_reference),
            "extra_details" => json!(transaction.extra_details),
            "transaction_details" if expected.get("transaction_code").is_some() => json!(message.information),
            "transaction_details" => json!(transaction.details),
            "transaction_reference" => json!(message.reference),
            "transaction_code" => json!(fields.map(|fields| &fields.code)),
            "posting_text" => joined(0..=0),
            "prima_nota" => joined(10..=10),
            "applicant_bin" => joined(30..=30),
            "applicant_iban" => joined(31..=31),
            "applicant_name" => joined(32..=33),
            "return_debit_notes" => joined(34..=34),
            "recipient_name" => joined(35..=36),
            "additional_purpose" => joined(60..=65),
            "purpose" if sepa => purpose("SVWZ"),
            "purpose" => joined(20..=29),
            "end_to_end_reference" => purpose("EREF"),
            "additional_position_reference" => purpose("MREF"),
            "applicant_creditor_id" => purpose("CRED"),
            "debitor_identifier" => purpose("DEBT"),
            "purpose_code" => purpose("PURP"),
            "additional_position_date" => purpose("MDAT"),
            "deviate_applicant" => purpose("ABWA"),
            "deviate_recipient" => purpose("ABWE"),
            "FRST_ONE_OFF_RECC" => purpose("SQTP"),
            "old_SEPA_CI" => purpose("ORCR"),
            "old_SEPA_additional_position_reference" => purpose("ORMR"),
            "settlement_tag" => purpose("DDAT"),
            "compensation_amount" => purpose("COAM"),
            "original_amount" => purpose("OAMT"),
            "gvc_applicant_iban" => purpose("IBAN"),
            "gvc_applicant_bin" => purpose("BIC"),
            other => panic!("{other} has no counterpart yet"),
        };
        found.insert(name.clone(), value);
    }
    Value::Object(found)
}

/// That library reads at most so many characters of details; fields beyond are cut or lost there.
const DETAILS_MAX: usize = 585;

#[test]
fn every_expected_parse_beside_a_message_agrees() {
    for file in files("mt940", "yml") {
        let yaml = YamlLoader::load_from_str(&std::fs::read_to_string(&file).unwrap()).unwrap().remove(0);
        let messages_file = file.with_extension("sta");
        let bytes = std::fs::read(&messages_file).unwrap();
        let messages = mt940::read(name(&messages_file), &bytes).unwrap_or_else(|error| panic!("{error}"));
        let mut wrong = Vec::new();
        let expected = plain(&yaml["data"]);
        let found = head(&messages);
        for (name, expected) in
            expected.as_object().into_iter().flatten().filter(|(name, _)| *name != "non_swift_text")
        {
            let found = comparable(name, found.get(name).cloned().unwrap_or_default());
            differences(name, &found, &comparable(name, expected.clone()), &mut wrong);
        }
        let unsaid = found.keys().filter(|name| expected.get(name.as_str()).is_none());
        wrong.extend(unsaid.map(|name| format!("{name} is not expected")));
        wrong.extend(transactions(&messages, &yaml));
        assert!(wrong.is_empty(), "{}:\n{}", name(&messages_file), wrong.join("\n"));
    }
}

fn transactions(messages: &[Message], yaml: &Yaml) -> Vec<String> {
    let mut wrong = Vec::new();
    let expected: Vec<Value> =
        yaml["transactions"].as_vec().into_iter().flatten().map(|one| plain(&one["data"])).collect();
    let mut all = Vec::new();
    // A part without a head goes on with the message before it.
    let mut before = Message::default();
    for message in messages {
        let mut message = message.clone();
        if message.reference.is_none() && message.account.is_none() {
            message.reference = before.reference.clone();
            message.closing = message.closing.or(before.closing.clone());
        }
        before = message.clone();
        all.extend(message.transactions.clone().into_iter().map(|one| (one, message.clone())));
    }
    if all.len() != expected.len() {
        return vec![format!("{} transactions, expected {}", all.len(), expected.len())];
    }
    for (place, ((one, message), mut expected)) in all.into_iter().zip(expected).enumerate() {
        let long = one.details.as_ref().is_some_and(|details| details.len() > DETAILS_MAX);
        let mut found = transaction(&one, &message, &expected);
        let fields = found.as_object_mut().unwrap();
        let last = message.transactions.last() == Some(&one);
        for (name, value) in fields.iter_mut() {
            *value = comparable(name, value.clone());
            let said = comparable(name, expected[name.as_str()].clone());
            // What is said of the whole message is put behind its last transaction there.
            if let (true, "transaction_details", None, Some(information)) =
                (last, name.as_str(), &one.fields, &message.information)
            {
                *value = json!(format!("{}\n{information}", value.as_str().unwrap()));
            }
            if let (true, Some(text), Some(cut)) = (long, value.as_str(), said.as_str())
                && text.starts_with(cut)
            {
                *value = said.clone();
            }
            expected[name.as_str()] = said;
        }
        differences(&format!("[{place}]"), &found, &expected, &mut wrong);
    }
    wrong
}

#[test]
fn each_transaction_is_a_row_and_pieces_of_messages_say_what_they_lack() {
    for file in files("mt940", "sta") {
        let bytes = std::fs::read(&file).unwrap();
        let messages = mt940::read(name(&file), &bytes).unwrap();
        let transactions: Vec<&Transaction> =
            messages.iter().flat_map(|message| &message.transactions).collect();
        match read(name(&file), &bytes, &ReadOptions::default()) {
            Ok(reading) => {
                let rows = reading.statements.iter().flat_map(|statement| &statement.transactions);
                let found: Decimal = rows
                    .clone()
                    .map(|row| {
                        if row.direction == Direction::In {
                            row.amount.amount()
                        } else {
                            -row.amount.amount()
                        }
                    })
                    .sum();
                assert_eq!(rows.count(), transactions.len(), "{}", name(&file));
                assert_eq!(found, transactions.iter().map(|one| one.amount).sum(), "{}", name(&file));
            }
            Err(error) => {
                let lacks = [IntakeCode::MissingField, IntakeCode::NoStatement, IntakeCode::UnknownLayout];
                assert!(lacks.contains(&error.code), "{error}");
                let whole =
                    messages.iter().any(|message| message.account.is_some() && message.opening.is_some());
                assert!(!whole, "{error}");
            }
        }
    }
}
