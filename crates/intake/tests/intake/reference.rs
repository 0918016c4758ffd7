//! The sample files of the five layouts, as their providers wrote them, against totals counted independently.

use std::path::PathBuf;

use firstline_core::statement::TruthOutcome;
use firstline_intake::statement::{Inspection, ReadOptions, inspect};
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

fn inspected(folder: &std::path::Path, file: &str) -> Inspection {
    let bytes = std::fs::read(folder.join(file)).unwrap();
    let mut found = inspect(file, &bytes, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(found.len(), 1, "{file}");
    found.remove(0)
}

#[test]
fn the_five_layouts_have_exactly_the_expected_rows_and_sums() {
    let Some(folder) = folder() else { return };
    let totals = std::fs::read_to_string(folder.join("statements_cn/expected_totals.json")).unwrap();
    let totals: Value = serde_json::from_str(&totals).unwrap();
    for (sample, layout) in [
        ("alipay_mobile_2023", "alipay_mobile"),
        ("wechat_csv", "wechat_csv"),
        ("jd_2024", "jd"),
        ("cmb_debit", "cmb_debit"),
        ("icbc_debit-v1", "icbc_debit"),
        ("icbc_debit-v2", "icbc_debit"),
    ] {
        let expected = &totals[sample];
        let found = inspected(&folder, expected["file"].as_str().unwrap());
        assert_eq!(found.layout, layout, "{sample}");
        assert_eq!(u64::from(found.rows), expected["rows"], "{sample}");
        assert_eq!(u64::from(found.header_line), expected["header_line"], "{sample}");
        assert_eq!(found.bom, expected["bom"].as_bool().unwrap(), "{sample}");
        let encoding = expected["encoding"].as_str().unwrap();
        assert_eq!(
            found.encoding,
            if found.bom { encoding } else { encoding.trim_end_matches("-sig") },
            "{sample}"
        );
        match expected["by_direction"].as_object() {
            Some(directions) => {
                assert_eq!(found.sums.len(), directions.len(), "{sample}");
                for (word, total) in directions {
                    assert_eq!(found.sums[word], total["sum"], "{sample} {word}");
                    assert_eq!(u64::from(found.counts[word]), total["n"], "{sample} {word}");
                }
                assert_eq!(found.first, expected["first"], "{sample}");
                assert_eq!(found.last, expected["last"], "{sample}");
            }
            None => {
                assert_eq!(found.sums["in"], expected["total_in"], "{sample}");
                assert_eq!(found.sums["out"], expected["total_out"], "{sample}");
            }
        }
    }
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
