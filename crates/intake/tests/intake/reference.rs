//! The sample files of the layouts, as their providers wrote them, against totals counted independently.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use firstline_core::statement::TruthOutcome;
use firstline_intake::statement::{Inspection, ReadOptions, inspect, read};
use rust_decimal::Decimal;
use serde_json::Value;

/// Reference data, or `None` after saying that the test is skipped.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("FIRSTLINE_REFERENCE_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    if folder.join("statements_cn").is_dir() {
        return Some(folder);
    }
    println!("skipped: reference data absent");
    None
}

/// What each statement of a file holds.
fn all_inspected(folder: &Path, file: &str) -> Vec<Inspection> {
    let bytes = std::fs::read(folder.join(file)).unwrap();
    inspect(file, &bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn inspected(folder: &Path, file: &str) -> Inspection {
    let mut found = all_inspected(folder, file);
    assert_eq!(found.len(), 1, "{file}");
    found.remove(0)
}

/// The layout each sample of the totals is in.
const LAYOUTS: [(&str, &str); 18] = [
    ("alipay_mobile_2023", "alipay_mobile"),
    ("wechat_csv", "wechat_csv"),
    ("jd_2024", "jd"),
    ("meituan_2025", "meituan"),
    ("abc_debit", "abc_debit"),
    ("bocom_debit", "bocom_debit"),
    ("bocom_credit", "bocom_credit"),
    ("boc_credit", "boc_credit"),
    ("boc_debit", "boc_debit"),
    ("cgb_credit", "cgb_credit"),
    ("cmb_credit", "cmb_credit"),
    ("cmb_debit", "cmb_debit"),
    ("icbc_credit", "icbc_credit"),
    ("icbc_debit-v1", "icbc_debit"),
    ("icbc_debit-v2", "icbc_debit"),
    ("ccb", "ccb_debit"),
    ("citic_credit", "citic_credit"),
    ("spdb_debit", "spdb_debit"),
];

#[test]
fn every_sample_has_exactly_the_expected_rows_and_sums() {
    let Some(folder) = folder() else { return };
    let totals = std::fs::read_to_string(folder.join("statements_cn/expected_totals.json")).unwrap();
    let totals: BTreeMap<String, Value> = serde_json::from_str(&totals).unwrap();
    let layouts = BTreeMap::from(LAYOUTS);
    for (sample, expected) in totals {
        let file = expected["file"].as_str().unwrap();
        let found = all_inspected(&folder, file);
        for one in &found {
            assert_eq!(Some(&*one.layout), layouts.get(&*sample).copied(), "{sample}");
            assert_eq!(u64::from(one.header_line), expected["header_line"], "{sample}");
            let encoding = expected["encoding"].as_str().unwrap();
            if encoding.starts_with("BIFF") {
                assert_eq!(one.encoding, "xls", "{sample}");
            }
            if let Some(bom) = expected["bom"].as_bool() {
                assert_eq!(one.bom, bom, "{sample}");
                let encoding = if bom { encoding } else { encoding.trim_end_matches("-sig") };
                assert_eq!(one.encoding, encoding, "{sample}");
            }
        }
        assert_eq!(found.iter().map(|one| u64::from(one.rows)).sum::<u64>(), expected["rows"], "{sample}");
        match expected["by_direction"].as_object() {
            Some(directions) => {
                assert_eq!(found[0].sums.len(), directions.len(), "{sample}");
                for (word, total) in directions {
                    assert_eq!(found[0].sums[word], total["sum"], "{sample} {word}");
                    assert_eq!(u64::from(found[0].counts[word]), total["n"], "{sample} {word}");
                }
                assert_eq!(found[0].first, expected["first"], "{sample}");
                assert_eq!(found[0].last, expected["last"], "{sample}");
            }
            // The totals were counted over the whole file, whatever the currency of a row.
            None => {
                for (word, total) in [("in", "total_in"), ("out", "total_out")] {
                    let sum: Decimal = found.iter().map(|one| decimal(&one.sums[word])).sum();
                    assert_eq!(sum, decimal(expected[total].as_str().unwrap()), "{sample} {word}");
                }
            }
        }
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// File, layout, and for each currency its code and rows and sum in and out.
type Counted = (&'static str, &'static str, &'static [(&'static str, u32, &'static str, u32, &'static str)]);

/// The samples that have no expected totals, added up by another program.
const COUNTED: [Counted; 5] = [
    (
        "hsbchk/debit/example-hsbchk-debit-records.csv",
        "hsbc_hk_debit",
        &[("HKD", 3, "13005.45", 6, "3526.50"), ("CNY", 1, "12500.00", 0, "0.00")],
    ),
    (
        "hsbchk/credit/example-hsbchk-credit-records.csv",
        "hsbc_hk_credit",
        &[("CNY", 2, "3291.16", 8, "1558.89"), ("HKD", 0, "0.00", 1, "27.90")],
    ),
    ("bmo/debit/example-bmo-records.csv", "bmo_debit", &[("CAD", 1, "0.01", 3, "158.32")]),
    ("bmo/credit/example-bmo-records.csv", "bmo_credit", &[("CAD", 0, "0.00", 3, "94.33")]),
    ("td/example-td-records.csv", "td", &[("CAD", 2, "332.23", 7, "319.17")]),
];

#[test]
fn samples_from_abroad_are_added_up_by_currency() {
    let Some(folder) = folder() else { return };
    for (file, layout, currencies) in COUNTED {
        let bytes = std::fs::read(folder.join("statements_cn").join(file)).unwrap();
        let reading = read(file, &bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        let found = all_inspected(&folder, &format!("statements_cn/{file}"));
        assert_eq!(found.len(), currencies.len(), "{file}");
        for ((statement, one), (currency, rows_in, sum_in, rows_out, sum_out)) in
            reading.statements.iter().zip(&found).zip(currencies)
        {
            assert_eq!((&*one.layout, statement.currency.code()), (layout, *currency), "{file}");
            assert_eq!((one.counts["in"], &*one.sums["in"]), (*rows_in, *sum_in), "{file} {currency}");
            assert_eq!((one.counts["out"], &*one.sums["out"]), (*rows_out, *sum_out), "{file} {currency}");
            assert_eq!(statement.part.is_some(), currencies.len() > 1, "{file}");
        }
    }
}

#[test]
fn december_in_a_bill_of_january_lies_in_the_year_before() {
    let Some(folder) = folder() else { return };
    let found = inspected(&folder, "statements_cn/cmb/credit/example-cmb-records.csv");
    assert_eq!((&*found.first, &*found.last), ("2023-12-29", "2024-01-05"));
}

/// Its cells were counted with `openpyxl`; they are those of the CSV, on two sheets.
#[test]
fn the_wechat_workbook_reads_as_its_csv() {
    let Some(folder) = folder() else { return };
    let workbook = inspected(&folder, "statements_cn/wechat/example-wechat-records.xlsx");
    let text = inspected(&folder, "statements_cn/wechat/example-wechat-records.csv");
    assert_eq!((workbook.layout.as_str(), workbook.encoding.as_str()), ("wechat_csv", "xlsx"));
    assert_eq!((workbook.rows, workbook.header_line), (27, 18));
    assert_eq!((&workbook.sums, &workbook.counts), (&text.sums, &text.counts));
    assert_eq!((workbook.first, workbook.last), (text.first, text.last));
}

#[test]
fn jd_reconciles_to_its_own_preamble_to_the_fen() {
    let Some(folder) = folder() else { return };
    let found = inspected(&folder, "statements_cn/jd/example-jd-records.csv");
    let test = found.truth_tests.iter().find(|test| test.code == "stated_totals").unwrap();
    assert_eq!(test.outcome, TruthOutcome::Pass);
    assert_eq!(test.values["out_sum"], "2277.70");
    assert_eq!(test.values["out_refunded"], "629.27");
    assert_eq!(test.values["out_stated"], "1648.43");
    assert_eq!(test.values["out_basis"], "net_of_refunds");
    for code in ["stated_rows", "stated_window", "row_order", "unknown_words"] {
        let test = found.truth_tests.iter().find(|test| test.code == code).unwrap();
        assert_eq!(test.outcome, TruthOutcome::Pass, "{code}");
    }
}

#[test]
fn meituan_reconciles_once_repayments_are_left_out_of_the_sum() {
    let Some(folder) = folder() else { return };
    let found = inspected(&folder, "statements_cn/mt/example-mt-records.csv");
    for (code, values) in [
        (
            "stated_totals",
            vec![("out_stated", "1175.68"), ("out_sum", "1223.80"), ("out_basis", "without_repayments")],
        ),
        ("stated_rows", vec![("stated", "29")]),
        ("stated_window", vec![("first", "2025-02-01"), ("last", "2025-02-28")]),
    ] {
        let test = found.truth_tests.iter().find(|test| test.code == code).unwrap();
        assert_eq!(test.outcome, TruthOutcome::Pass, "{code}");
        for (name, value) in values {
            assert_eq!(test.values[name], value, "{code} {name}");
        }
    }
}

#[test]
fn trimmed_samples_are_questioned_and_never_refused() {
    let Some(folder) = folder() else { return };
    for file in ["alipay/example-alipay-records.csv", "wechat/example-wechat-records.csv"] {
        let found = inspected(&folder, &format!("statements_cn/{file}"));
        let outcome = |code: &str| found.truth_tests.iter().find(|test| test.code == code).unwrap().outcome;
        assert_eq!(outcome("stated_totals"), TruthOutcome::Fail, "{file}");
        assert_eq!(outcome("stated_rows"), TruthOutcome::Fail, "{file}");
        assert_eq!(outcome("unknown_words"), TruthOutcome::Pass, "{file}");
        assert_eq!(outcome("deleted_records"), TruthOutcome::CannotTell, "{file}");
    }
    let masked = inspected(&folder, "statements_cn/icbc/debit-v1/example-icbc-debit-v1-records.csv");
    let test = masked.truth_tests.iter().find(|test| test.code == "running_balance").unwrap();
    assert_eq!(test.outcome, TruthOutcome::CannotTell);
}
