//! CAMT against the parse that lies beside each file: a PHP library's objects, dumped by the names of their getters.

use firstline_core::Money;
use firstline_core::statement::{Direction, RowStatus};
use firstline_intake::statement::interchange::camt::{
    self, Account, AccountScheme, Balance, Charge, Detail, Document, Entry, Kind, Moment, Party, Record,
    Role, Side, TransactionCode,
};
use firstline_intake::statement::{ReadOptions, read};
use serde_json::{Value, json};

use super::{differences, files, name};

/// Amounts are in the currency's own minor units there.
fn money(amount: Money) -> Value {
    let places = amount.currency().minor_units();
    let minor = match places {
        0 => amount.fen() / 100,
        2 => amount.fen(),
        _ => amount.fen() * 10_i64.pow(places - 2),
    };
    json!({ "amount": minor.to_string(), "currency": amount.currency().code() })
}

fn said_money(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        money => json!({ "amount": money["getAmount"], "currency": money["getCurrency"]["getCode"] }),
    }
}

fn moment(moment: Option<Moment>) -> Value {
    moment.map_or(Value::Null, |moment| json!(moment.utc().format("%Y-%m-%dT%H:%M:%S+00:00").to_string()))
}

fn said_moment(value: &Value) -> Value {
    if value.is_null() { Value::Null } else { value["0"].clone() }
}

fn class(value: &Value) -> &str {
    value["__CLASS__"].as_str().unwrap_or("").rsplit('\\').next().unwrap()
}

/// What is not stated is written as nothing or as an empty text there.
fn text(value: &Value) -> Value {
    if value == "" { Value::Null } else { value.clone() }
}

/// The items of a list. What was dumped before is not dumped again: the first item stands under the getter for it.
fn items(value: &Value, all: &str, first: &str) -> Vec<Value> {
    let one = |item: &Value| if item.is_string() { value[first].clone() } else { item.clone() };
    list(&value[all]).iter().map(one).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn kind_of_balance(balance: &Balance) -> &'static str {
    match balance.code.as_str() {
        "OPBD" | "PRCD" => "opening",
        "OPAV" => "opening_available",
        "CLBD" => "closing",
        "CLAV" => "closing_available",
        "FWAV" => "forward_available",
        "INFO" => "information",
        "ITBD" => "interim",
        "ITAV" => "interim_available",
        "XPCD" => "expected_credit",
        other => panic!("the balance {other} has no name yet"),
    }
}

fn account(account: &Account) -> Value {
    let class = match account.scheme {
        AccountScheme::Iban => "IbanAccount",
        AccountScheme::Bban => "BBANAccount",
        AccountScheme::Upic => "UPICAccount",
        AccountScheme::Proprietary => "ProprietaryAccount",
        AccountScheme::Other => "OtherAccount",
    };
    json!({
        "class": class,
        "identification": account.identification,
        "issuer": account.issuer,
        "name": account.name.as_deref().filter(|_| account.scheme == AccountScheme::Iban),
    })
}

fn said_account(value: &Value) -> Value {
    json!({
        "class": class(value),
        "identification": value["getIdentification"],
        "issuer": text(&value["getIssuer"]),
        "name": text(&value["getName"]),
    })
}

fn code(code: &TransactionCode) -> Value {
    json!({
        "domain": code.domain,
        "proprietary": code.proprietary.as_ref().map(|code_text| json!([code_text, code.issuer])),
    })
}

fn said_code(value: &Value) -> Value {
    let domain = &value["getDomain"];
    let family = &domain["getFamily"];
    let proprietary = &value["getProprietary"];
    json!({
        "domain": (!domain.is_null()).then(|| json!([domain["getCode"], family["getCode"], family["getSubFamilyCode"]])),
        "proprietary": (!proprietary.is_null()).then(|| json!([proprietary["getCode"], text(&proprietary["getIssuer"])])),
    })
}

fn charges(charges: &[Charge]) -> Value {
    let one = |charge: &Charge| json!({ "amount": charge.amount.map(money), "included": charge.included.unwrap_or(false), "kind": charge.kind });
    charges.iter().map(one).collect()
}

fn said_charges(value: &Value) -> Value {
    let one = |charge: &Value| {
        json!({
            "amount": said_money(&charge["getAmount"]),
            "included": charge["getChargesIncludedIndicator"],
            "kind": text(&charge["getIdentification"]),
        })
    };
    items(value, "getRecords", "getRecord").iter().map(one).collect()
}

const REFERENCES: [(&str, &str); 15] = [
    ("getMessageId", "MsgId"),
    ("getAccountServicerReference", "AcctSvcrRef"),
    ("getPaymentInformationId", "PmtInfId"),
    ("getInstructionId", "InstrId"),
    ("getEndToEndId", "EndToEndId"),
    ("getUuidEndToEndReference", "UETR"),
    ("getTransactionId", "TxId"),
    ("getMandateId", "MndtId"),
    ("getChequeNumber", "ChqNb"),
    ("getClearingSystemReference", "ClrSysRef"),
    ("getAccountOwnerTransactionId", "AcctOwnrTxId"),
    ("getAccountServicerTransactionId", "AcctSvcrTxId"),
    ("getMarketInfrastructureTransactionId", "MktInfrstrctrTxId"),
    ("getProcessingId", "PrcgId"),
    ("getProprietaries", ""),
];

fn references(detail: &Detail) -> Value {
    let mut found = serde_json::Map::new();
    for (getter, element) in REFERENCES {
        let value = if element.is_empty() {
            let own = detail.references.iter().filter(|one| one.proprietary);
            own.map(|one| json!([one.kind, one.value])).collect()
        } else {
            let one = detail.references.iter().find(|one| !one.proprietary && one.kind == element);
            json!(one.map(|one| &one.value))
        };
        found.insert(getter.to_owned(), value);
    }
    Value::Object(found)
}

fn said_references(value: &Value) -> Value {
    let mut found = serde_json::Map::new();
    for (getter, element) in REFERENCES {
        let said = &value[getter];
        let value = if element.is_empty() {
            list(said).iter().map(|one| json!([one["getType"], one["getReference"]])).collect()
        } else {
            text(said)
        };
        found.insert(getter.to_owned(), value);
    }
    Value::Object(found)
}

fn parties(parties: &[Party]) -> Vec<Value> {
    let one = |party: &Party| {
        let class = match party.role {
            Role::Debtor => "Debtor",
            Role::UltimateDebtor => "UltimateDebtor",
            Role::Creditor => "Creditor",
            Role::UltimateCreditor => "UltimateCreditor",
        };
        json!({
            "class": class,
            "name": party.name,
            "country": party.country,
            "lines": party.address_lines,
            "account": party.account.as_ref().map(account),
        })
    };
    let mut all: Vec<Value> = parties.iter().map(one).collect();
    all.sort_by_key(Value::to_string);
    all
}

fn said_parties(value: &Value) -> Vec<Value> {
    let one = |party: &Value| {
        let who = &party["getRelatedPartyType"];
        let account = &party["getAccount"];
        json!({
            "class": class(who),
            "name": text(&who["getName"]),
            "country": text(&who["getAddress"]["getCountry"]),
            "lines": list(&who["getAddress"]["getAddressLines"]),
            "account": (!account.is_null()).then(|| said_account(account)),
        })
    };
    let mut all: Vec<Value> = list(&value["getRelatedParties"]).iter().map(one).collect();
    all.sort_by_key(Value::to_string);
    all
}

fn remittance(detail: &Detail) -> Value {
    let structured = |block: &camt::Structured| {
        json!({
            "reference": block.reference,
            "code": block.code,
            "proprietary": block.proprietary,
            "additional": block.additional.first(),
        })
    };
    json!({
        "unstructured": detail.remittance.unstructured,
        "structured": detail.remittance.structured.iter().map(structured).collect::<Vec<_>>(),
    })
}

fn said_remittance(value: &Value) -> Value {
    let structured = |block: Value| {
        let own = &block["getCreditorReferenceInformation"];
        let reference = if own.is_string() { &value["getCreditorReferenceInformation"] } else { own };
        json!({
            "reference": text(&reference["getRef"]),
            "code": text(&reference["getCode"]),
            "proprietary": text(&reference["getProprietary"]),
            "additional": text(&block["getAdditionalRemittanceInformation"]),
        })
    };
    let unstructured = items(value, "getUnstructuredBlocks", "getUnstructuredBlock");
    json!({
        "unstructured": unstructured.iter().map(|block| block["getMessage"].clone()).collect::<Vec<_>>(),
        "structured": items(value, "getStructuredBlocks", "getStructuredBlock").into_iter().map(structured).collect::<Vec<_>>(),
    })
}

fn detail(detail: &Detail, of_entry: Side) -> Value {
    json!({
        // That library repeats the entry's side.
        "side": side(of_entry),
        "references": references(detail),
        "code": code(&detail.code),
        "charges": charges(&detail.charges),
        "parties": parties(&detail.parties),
        "agents": detail.agents.iter().map(|agent| agent.bic.clone().unwrap_or_default()).collect::<Vec<_>>(),
        "remittance": remittance(detail),
        "additional": detail.additional_information,
        "amount": detail.amount.map(|amount| money(amount.abs())),
    })
}

fn said_detail(value: &Value) -> Value {
    let amount =
        [&value["getAmount"], &value["getAmountDetails"]].into_iter().find(|amount| !amount.is_null());
    let mut amount = amount.map_or(Value::Null, said_money);
    if let Some(signed) = amount["amount"].as_str() {
        // That library signs the two by different indicators.
        amount["amount"] = json!(signed.trim_start_matches('-'));
    }
    let mut agents: Vec<Value> = items(value, "getRelatedAgents", "getRelatedAgent")
        .iter()
        .map(|agent| agent["getRelatedAgentType"]["getBIC"].clone())
        .collect();
    agents.reverse();
    json!({
        "side": text(&value["getCreditDebitIndicator"]),
        "references": said_references(&value["getReference"]),
        "code": said_code(&value["getBankTransactionCode"]),
        "charges": said_charges(&value["getCharges"]),
        "parties": said_parties(value),
        "agents": agents,
        "remittance": said_remittance(&value["getRemittanceInformation"]),
        "additional": text(&value["getAdditionalTransactionInformation"]),
        "amount": amount,
    })
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Credit => "CRDT",
        Side::Debit => "DBIT",
    }
}

fn entry(entry: &Entry) -> Value {
    json!({
        "amount": money(entry.amount),
        "side": side(entry.side),
        "reversal": entry.reversal,
        "status": entry.status,
        "booked": moment(entry.booked),
        "value": moment(entry.value),
        "servicer_reference": entry.servicer_reference,
        "reference": entry.reference,
        "code": code(&entry.code),
        "batch": entry.batch.as_ref().and_then(|batch| batch.payment_information_id.clone()),
        "charges": charges(&entry.charges),
        "additional": entry.additional_information,
        "details": entry.details.iter().map(|one| detail(one, entry.side)).collect::<Vec<_>>(),
    })
}

fn said_entry(value: &Value) -> Value {
    let details = list(&value["getTransactionDetails"])
        .iter()
        .map(|one| said_detail(if one.is_string() { &value["getTransactionDetail"] } else { one }));
    json!({
        "amount": said_money(&value["getAmount"]),
        "side": value["getCreditDebitIndicator"],
        "reversal": value["getReversalIndicator"],
        "status": value["getStatus"],
        "booked": said_moment(&value["getBookingDate"]),
        "value": said_moment(&value["getValueDate"]),
        "servicer_reference": text(&value["getAccountServicerReference"]),
        "reference": text(&value["getReference"]),
        "code": said_code(&value["getBankTransactionCode"]),
        "batch": text(&value["getBatchPaymentId"]),
        "charges": said_charges(&value["getCharges"]),
        "additional": text(&value["getAdditionalInfo"]),
        "details": details.collect::<Vec<_>>(),
    })
}

fn record(record: &Record) -> Value {
    let balance = |balance: &Balance| json!({ "kind": kind_of_balance(balance), "amount": money(balance.amount), "at": moment(balance.at) });
    json!({
        "id": record.id,
        "account": record.account.as_ref().map(account),
        "additional": record.additional_information,
        "balances": record.balances.iter().map(balance).collect::<Vec<_>>(),
        "copy": record.copy_duplicate,
        "created": moment(record.created),
        "electronic": record.electronic_sequence,
        "legal": record.legal_sequence,
        "from": moment(record.from),
        "to": moment(record.to),
        "page": record.page,
        "entries": record.entries.len(),
    })
}

fn said_record(value: &Value) -> Value {
    let balance = |balance: &Value| {
        json!({
            "kind": balance["getType"],
            "amount": said_money(&balance["getAmount"]),
            "at": said_moment(&balance["getDate"]),
        })
    };
    json!({
        "id": value["getId"],
        "account": said_account(&value["getAccount"]),
        "additional": text(&value["getAdditionalInformation"]),
        "balances": list(&value["getBalances"]).iter().map(balance).collect::<Vec<_>>(),
        "copy": text(&value["getCopyDuplicateIndicator"]),
        "created": said_moment(&value["getCreatedOn"]),
        "electronic": text(&value["getElectronicSequenceNumber"]),
        "legal": text(&value["getLegalSequenceNumber"]),
        "from": said_moment(&value["getFromDate"]),
        "to": said_moment(&value["getToDate"]),
        "page": value["getPagination"]["getPageNumber"],
        "entries": list(&value["getEntries"]).len(),
    })
}

fn document(document: &Document) -> Value {
    json!({
        "message_id": document.message_id,
        "created": moment(document.created),
        "additional": document.additional_information,
        "records": document.records.iter().map(record).collect::<Vec<_>>(),
        "entries": document.records.iter().flat_map(|record| &record.entries).map(entry).collect::<Vec<_>>(),
    })
}

fn said_document(value: &Value) -> Value {
    let entries = list(&value["getEntries"]);
    // A record is dumped where it is met first: in its first entry.
    let mut records: Vec<Value> = Vec::new();
    for entry in entries {
        if entry["getRecord"].is_object() {
            records.push(said_record(&entry["getRecord"]));
        }
    }
    for record in list(&value["getRecords"]).iter().filter(|record| record.is_object()) {
        records.push(said_record(record));
    }
    let header = &value["getGroupHeader"];
    json!({
        "message_id": header["getMessageId"],
        "created": said_moment(&header["getCreatedOn"]),
        "additional": text(&header["getAdditionalInformation"]),
        "records": records,
        "entries": entries.iter().map(said_entry).collect::<Vec<_>>(),
    })
}

#[test]
fn every_expected_parse_beside_a_message_agrees() {
    for file in files("camt", "json") {
        let expected: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let message = file.with_extension("xml");
        let found = camt::read(name(&message), &std::fs::read(&message).unwrap())
            .unwrap_or_else(|error| panic!("{error}"));
        let mut wrong = Vec::new();
        differences("", &document(&found), &said_document(&expected), &mut wrong);
        assert!(wrong.is_empty(), "{}:\n{}", name(&message), wrong.join("\n"));
    }
}

#[test]
fn each_entry_of_a_message_is_a_row() {
    for file in files("camt", "xml") {
        let bytes = std::fs::read(&file).unwrap();
        let Ok(document) = camt::read(name(&file), &bytes) else { continue };
        let Ok(reading) = read(name(&file), &bytes, &ReadOptions::default()) else {
            assert!(document.records.is_empty(), "{}", name(&file));
            continue;
        };
        let entries: Vec<&Entry> = document.records.iter().flat_map(|record| &record.entries).collect();
        let rows: Vec<_> = reading.statements.iter().flat_map(|statement| &statement.transactions).collect();
        assert_eq!(rows.len(), entries.len(), "{}", name(&file));
        for (row, entry) in rows.iter().zip(entries) {
            assert_eq!(row.amount, entry.amount.abs());
            assert_eq!(row.direction == Direction::In, entry.side == Side::Credit);
            assert_eq!(row.status == RowStatus::Pending, entry.status != "BOOK");
        }
        let layout = match document.kind {
            Kind::Report => "camt052",
            Kind::Statement => "camt053",
            Kind::Notification => "camt054",
        };
        assert!(reading.statements.iter().all(|statement| statement.layout == layout));
    }
}
