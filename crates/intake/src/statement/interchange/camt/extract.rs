//! Parts of a message from their trees.

use firstline_core::Money;
use firstline_core::money::Currency;

use super::super::element::Element;
use super::super::moment::{self, Moment};
use super::super::number::{Lone, hundredths};
use super::document::{
    Account, AccountScheme, Agent, Balance, Batch, Charge, Detail, Entry, Party, Reference, Remittance, Role,
    Side, Structured, TransactionCode,
};
use crate::error::{Fault, IntakeCode};

fn missing(element: &Element, name: &str) -> Fault {
    Fault::new(IntakeCode::MissingField).at(element.line).column(name)
}

/// An amount element without its side.
fn money(element: &Element) -> Result<Money, Fault> {
    let here = |fault: Fault| fault.at(element.line).column(element.name.as_str());
    let code = element.currency.as_deref().ok_or_else(|| missing(element, "Ccy"))?;
    let currency = Currency::from_code(code)
        .ok_or_else(|| here(Fault::new(IntakeCode::UnknownCurrency).with("found", code)))?;
    let amount = hundredths(&element.text, Lone::Decimal).map_err(here)?;
    Ok(Money::from_fen(amount, currency))
}

fn side(element: &Element) -> Result<Option<Side>, Fault> {
    match element.text_at(&["CdtDbtInd"]) {
        None => Ok(None),
        Some("CRDT") => Ok(Some(Side::Credit)),
        Some("DBIT") => Ok(Some(Side::Debit)),
        Some(other) => {
            let fault =
                Fault::new(IntakeCode::NotAllowed).with("expected", "CRDT or DBIT").with("found", other);
            Err(fault.at(element.line).column("CdtDbtInd"))
        }
    }
}

fn signed(amount: Money, side: Side) -> Money {
    match side {
        Side::Credit => amount,
        Side::Debit => amount.negated(),
    }
}

/// A moment written as `<Dt>` or `<DtTm>` within an element, or as its own text.
pub(super) fn moment(element: Option<&Element>) -> Result<Option<Moment>, Fault> {
    let Some(element) = element else { return Ok(None) };
    let text = element.first_of(&["DtTm", "Dt"]).unwrap_or(&element.text);
    if text.is_empty() {
        return Ok(None);
    }
    moment::read(text).map(Some).map_err(|fault| fault.at(element.line).column(element.name.as_str()))
}

/// An account; `None` where it has no number.
pub(super) fn account(element: &Element) -> Option<Account> {
    let schemes = [
        (AccountScheme::Iban, &["Id", "IBAN"][..]),
        (AccountScheme::Bban, &["Id", "BBAN"]),
        (AccountScheme::Upic, &["Id", "UPIC"]),
        (AccountScheme::Proprietary, &["Id", "PrtryAcct", "Id"]),
        (AccountScheme::Other, &["Id", "Othr", "Id"]),
    ];
    let (scheme, identification) =
        schemes.into_iter().find_map(|(scheme, path)| Some((scheme, element.said(path)?)))?;
    let coded = |path: &[&str]| {
        element.at(path).and_then(|found| found.first_of(&["Cd", "Prtry"])).map(str::to_owned)
    };
    Some(Account {
        scheme,
        identification,
        scheme_name: coded(&["Id", "Othr", "SchmeNm"]),
        issuer: element.said(&["Id", "Othr", "Issr"]),
        name: element.said(&["Nm"]),
        currency: element.said(&["Ccy"]),
        account_type: coded(&["Tp"]),
        owner: element.said(&["Ownr", "Nm"]).or_else(|| element.said(&["Ownr", "Pty", "Nm"])),
    })
}

pub(super) fn balance(element: &Element) -> Result<Balance, Fault> {
    let kind = element.child("Tp").ok_or_else(|| missing(element, "Tp"))?;
    let coded = |name: &str| kind.child(name).and_then(|found| found.first_of(&["Cd", "Prtry"]));
    // The first versions write the code without the choice around it.
    let code =
        coded("CdOrPrtry").or_else(|| kind.first_of(&["Cd", "Prtry"])).ok_or_else(|| missing(kind, "Cd"))?;
    let amount = money(element.child("Amt").ok_or_else(|| missing(element, "Amt"))?)?;
    Ok(Balance {
        code: code.to_owned(),
        sub_code: coded("SubTp").map(str::to_owned),
        // A balance without a side is not below zero.
        amount: signed(amount, side(element)?.unwrap_or(Side::Credit)),
        at: moment(element.child("Dt"))?,
    })
}

fn code(element: Option<&Element>) -> TransactionCode {
    let Some(element) = element else { return TransactionCode::default() };
    let part = |path: &[&str]| element.said(path);
    TransactionCode {
        domain: part(&["Domn", "Cd"]).map(|domain| {
            let family = part(&["Domn", "Fmly", "Cd"]).unwrap_or_default();
            (domain, family, part(&["Domn", "Fmly", "SubFmlyCd"]).unwrap_or_default())
        }),
        proprietary: part(&["Prtry", "Cd"]),
        issuer: part(&["Prtry", "Issr"]),
    }
}

fn flag(element: &Element, name: &str) -> Option<bool> {
    match element.text_at(&[name])? {
        "true" | "1" => Some(true),
        _ => Some(false),
    }
}

pub(super) fn entry(element: &Element) -> Result<Entry, Fault> {
    let amount = money(element.child("Amt").ok_or_else(|| missing(element, "Amt"))?)?;
    let side = side(element)?.ok_or_else(|| missing(element, "CdtDbtInd"))?;
    // An entry without a status is shown as one whose status is not known.
    let status =
        element.child("Sts").map_or("", |status| status.first_of(&["Cd", "Prtry"]).unwrap_or(&status.text));
    let mut details = Vec::new();
    // The first versions have the transactions in the entry itself.
    let within =
        element.all("NtryDtls").flat_map(|details| details.all("TxDtls")).chain(element.all("TxDtls"));
    for transaction in within {
        details.push(detail(transaction, side)?);
    }
    let batch = element.at(&["NtryDtls", "Btch"]).or_else(|| element.child("Btch")).map(|batch| Batch {
        message_id: batch.said(&["MsgId"]),
        payment_information_id: batch.said(&["PmtInfId"]),
        count: batch.text_at(&["NbOfTxs"]).and_then(|count| count.parse().ok()),
    });
    Ok(Entry {
        line: element.line,
        amount: signed(amount, side),
        side,
        reversal: flag(element, "RvslInd").unwrap_or(false),
        status: status.to_owned(),
        booked: moment(element.child("BookgDt"))?,
        value: moment(element.child("ValDt"))?,
        servicer_reference: element.said(&["AcctSvcrRef"]),
        reference: element.said(&["NtryRef"]),
        code: code(element.child("BkTxCd")),
        batch,
        charges: charges(element),
        details,
        additional_information: element.said(&["AddtlNtryInf"]),
    })
}

/// Charges stand in records since the fourth version, and in the charge itself before.
fn charges(element: &Element) -> Vec<Charge> {
    let records = element.all("Chrgs").flat_map(|charges| {
        let mut records: Vec<&Element> = charges.all("Rcrd").collect();
        if records.is_empty() && charges.child("Amt").is_some() {
            records.push(charges);
        }
        records
    });
    let read = |record: &Element| {
        let kind = record.child("Tp").and_then(|kind| {
            kind.first_of(&["Cd"])
                .or_else(|| kind.text_at(&["Prtry", "Id"]))
                .or_else(|| kind.first_of(&["Prtry"]))
        });
        let amount = record.child("Amt").and_then(|amount| money(amount).ok());
        let side = side(record).ok().flatten().unwrap_or(Side::Credit);
        Charge {
            amount: amount.map(|amount| signed(amount, side)),
            included: flag(record, "ChrgInclInd"),
            kind: kind.map(str::to_owned),
        }
    };
    records.map(read).collect()
}

fn detail(element: &Element, of_entry: Side) -> Result<Detail, Fault> {
    let stated = side(element)?;
    let amount = element.child("Amt").or_else(|| element.at(&["AmtDtls", "TxAmt", "Amt"]));
    let dates = element.child("RltdDts");
    let dated = dates.and_then(|dates| {
        dates
            .children
            .iter()
            .filter_map(|date| moment(Some(date)).ok().flatten())
            .min_by_key(|date| date.local)
    });
    let reason = element.at(&["RtrInf", "Rsn"]).and_then(|reason| reason.first_of(&["Cd", "Prtry"]));
    Ok(Detail {
        amount: amount
            .and_then(|amount| money(amount).ok())
            .map(|amount| signed(amount, stated.unwrap_or(of_entry))),
        side: stated,
        references: element.child("Refs").map(references).unwrap_or_default(),
        code: code(element.child("BkTxCd")),
        parties: element.child("RltdPties").map(parties).unwrap_or_default(),
        agents: element.child("RltdAgts").map(agents).unwrap_or_default(),
        remittance: element.child("RmtInf").map(remittance).unwrap_or_default(),
        charges: charges(element),
        dated,
        return_reason: reason.map(str::to_owned).or_else(|| element.said(&["RtrInf", "AddtlInf"])),
        additional_information: element.said(&["AddtlTxInf"]),
    })
}

fn references(element: &Element) -> Vec<Reference> {
    let read = |child: &Element| {
        if child.name == "Prtry" {
            let value = child.said(&["Ref"])?;
            return Some(Reference {
                kind: child.said(&["Tp"]).unwrap_or_default(),
                proprietary: true,
                value,
            });
        }
        let value = Some(child.text.clone()).filter(|text| !text.is_empty())?;
        Some(Reference { kind: child.name.clone(), proprietary: false, value })
    };
    element.children.iter().filter_map(read).collect()
}

fn parties(element: &Element) -> Vec<Party> {
    let roles = [
        (Role::Debtor, "Dbtr", "DbtrAcct"),
        (Role::UltimateDebtor, "UltmtDbtr", ""),
        (Role::Creditor, "Cdtr", "CdtrAcct"),
        (Role::UltimateCreditor, "UltmtCdtr", ""),
    ];
    let read = |(role, name, account_name): (Role, &str, &str)| {
        let party = element.child(name);
        let account = element.child(account_name).and_then(account);
        // Since the eighth version a party is a person or an agent, one level down.
        let who = party
            .map(|party| party.child("Pty").or_else(|| party.at(&["Agt", "FinInstnId"])).unwrap_or(party));
        let said = |path: &[&str]| who.and_then(|who| who.said(path));
        let lines = who.and_then(|who| who.child("PstlAdr"));
        (party.is_some() || account.is_some()).then(|| Party {
            role,
            name: said(&["Nm"]),
            country: said(&["PstlAdr", "Ctry"]),
            address_lines: lines
                .map(|lines| lines.all("AdrLine").map(|line| line.text.clone()).collect())
                .unwrap_or_default(),
            account,
        })
    };
    roles.into_iter().filter_map(read).collect()
}

fn agents(element: &Element) -> Vec<Agent> {
    let read = |agent: &Element| Agent {
        role: agent.name.clone(),
        bic: agent.said(&["FinInstnId", "BICFI"]).or_else(|| agent.said(&["FinInstnId", "BIC"])),
        name: agent.said(&["FinInstnId", "Nm"]),
    };
    element.children.iter().map(read).collect()
}

fn remittance(element: &Element) -> Remittance {
    let texts = |element: &Element, name: &str| -> Vec<String> {
        element.all(name).map(|line| line.text.clone()).filter(|line| !line.is_empty()).collect()
    };
    let structured = |block: &Element| {
        let reference = block.child("CdtrRefInf");
        let kind = reference.and_then(|reference| {
            // The choice came with the second version.
            reference.at(&["Tp", "CdOrPrtry"]).or_else(|| reference.child("Tp"))
        });
        Structured {
            reference: reference
                .and_then(|reference| reference.said(&["Ref"]).or_else(|| reference.said(&["CdtrRef"]))),
            code: kind.and_then(|kind| kind.said(&["Cd"])),
            proprietary: kind.and_then(|kind| kind.said(&["Prtry"])),
            additional: texts(block, "AddtlRmtInf"),
        }
    };
    Remittance {
        unstructured: texts(element, "Ustrd"),
        structured: element.all("Strd").map(structured).collect(),
    }
}
