//! Archives as wallets send them by e-mail, and as nobody should.

use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use firstline_core::ContentHash;
use firstline_intake::statement::{ReadOptions, Reading, inspect, read};
use firstline_intake::{IntakeCode, IntakeError};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

const BILL: &str = "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n\
    2024-03-31 23:59:59,商户消费,示例超市,牛奶,支出,¥28.10,零钱,支付成功,1000,2000,/\n";
const OTHER: &str = "记账日期,货币,交易金额,联机余额,交易摘要,对手信息,客户摘要\n\
    2026-04-01,CNY,-2100.00,7900.00,转账汇款,示例房东,\n";

/// How a file in an archive is locked.
#[derive(Clone, Copy)]
enum Lock {
    Open,
    Aes(&'static str),
    Old(&'static str),
}

fn archive(files: &[(&str, &[u8])], lock: Lock) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        match lock {
            Lock::Open => writer.start_file(*name, options).unwrap(),
            Lock::Aes(password) => {
                writer.start_file(*name, options.with_aes_encryption(AesMode::Aes256, password)).unwrap()
            }
            Lock::Old(password) => {
                writer
                    .start_file(*name, options.with_deprecated_encryption(password.as_bytes()).unwrap())
                    .unwrap();
            }
        }
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn with<'a>(bytes: &'a [u8], password: Option<&str>) -> Result<Reading<'a>, IntakeError> {
    read("bill.zip", bytes, &ReadOptions { password, ..ReadOptions::default() })
}

fn refusal(bytes: &[u8], password: Option<&str>) -> IntakeCode {
    let error = with(bytes, password).unwrap_err();
    assert!(!error.message.is_empty() && !error.message.contains('?'), "{error}");
    assert_eq!(error.file, "bill.zip");
    error.code
}

#[test]
fn a_protected_bill_is_the_bill_in_it() {
    let plain = read("bill.csv", BILL.as_bytes(), &ReadOptions::default()).unwrap();
    for lock in [Lock::Open, Lock::Aes("123456"), Lock::Old("123456")] {
        let bytes = archive(&[("微信支付账单(20240301-20240331).csv", BILL.as_bytes())], lock);
        let reading = with(&bytes, Some("123456")).unwrap();
        assert_eq!(reading.statements, plain.statements);
        assert_eq!(reading.statements[0].file, ContentHash::of(BILL.as_bytes()));
        assert_eq!(reading.documents, [BILL.as_bytes()]);
    }
}

#[test]
fn a_password_is_asked_for_and_a_wrong_one_told() {
    for lock in [Lock::Aes("123456"), Lock::Old("123456")] {
        let bytes = archive(&[("bill.csv", BILL.as_bytes())], lock);
        assert_eq!(refusal(&bytes, None), IntakeCode::PasswordNeeded);
        // Of the old encryption, a wrong password in 256 goes undetected until what comes out makes no sense.
        for wrong in 0..600 {
            assert_eq!(refusal(&bytes, Some(&wrong.to_string())), IntakeCode::WrongPassword, "{wrong}");
        }
    }
}

#[test]
fn several_bills_are_several_documents_and_letters_are_passed_over() {
    let (gb, _, _) = GB18030.encode(OTHER);
    let bytes = archive(
        &[
            ("账单/bill.csv", BILL.as_bytes()),
            ("账单/again.csv", BILL.as_bytes()),
            ("流水.csv", &gb),
            ("说明.pdf", b"%PDF-1.4"),
            ("请先阅读.txt", "解压密码见短信".as_bytes()),
            ("__MACOSX/._bill.csv", b"\0\x05\x16\x07"),
        ],
        Lock::Open,
    );
    let reading = with(&bytes, None).unwrap();
    let layouts: Vec<&str> = reading.statements.iter().map(|statement| statement.layout.as_str()).collect();
    assert_eq!(layouts, ["wechat_csv", "cmb_debit"]);
    assert_eq!(reading.documents, [BILL.as_bytes(), &gb]);
    assert!(reading.statements.iter().all(|statement| statement.part.is_none()));
}

#[test]
fn a_name_in_gb18030_is_shown_as_it_is_written() {
    let (name, _, _) = GB18030.encode("账单明细.csv");
    // The library writes names as UTF-8 only: the name's bytes are put in place of others of the same length.
    let stand_in = "x".repeat(name.len());
    let mut bytes = archive(&[(&stand_in, b"no,known,header,here\n")], Lock::Open);
    while let Some(place) = bytes.windows(name.len()).position(|window| window == stand_in.as_bytes()) {
        bytes[place..place + name.len()].copy_from_slice(&name);
    }
    let error = with(&bytes, None).unwrap_err();
    assert_eq!((error.code, error.values["inner"].as_str()), (IntakeCode::UnknownLayout, "账单明细.csv"));
    assert!(error.to_string().starts_with("bill.zip (账单明细.csv): "), "{error}");
}

#[test]
fn an_error_in_a_bill_names_the_bill_and_its_line() {
    let broken = BILL.replace("¥28.10", "¥28.105");
    let bytes = archive(&[("bill.csv", BILL.as_bytes()), ("other.csv", broken.as_bytes())], Lock::Open);
    let error = with(&bytes, None).unwrap_err();
    assert_eq!((error.code, error.line), (IntakeCode::TooManyDecimals, Some(2)));
    assert_eq!(error.values["inner"], "other.csv");
}

#[test]
fn archives_that_hold_no_statement_or_another_archive_are_refused() {
    assert_eq!(refusal(&archive(&[], Lock::Open), None), IntakeCode::ArchiveHoldsNoStatement);
    assert_eq!(
        refusal(&archive(&[("letter.pdf", b"%PDF")], Lock::Open), None),
        IntakeCode::ArchiveHoldsNoStatement
    );
    let letter = archive(&[("letter.txt", b"nothing here")], Lock::Open);
    assert_eq!(refusal(&letter, None), IntakeCode::UnknownLayout);
    let inner = archive(&[("bill.csv", BILL.as_bytes())], Lock::Open);
    assert_eq!(refusal(&archive(&[("inner.zip", &inner)], Lock::Open), None), IntakeCode::NestedArchive);
    assert_eq!(refusal(&archive(&[("inner.csv", &inner)], Lock::Open), None), IntakeCode::NestedArchive);
    assert_eq!(refusal(&archive(&[("empty.csv", b"")], Lock::Open), None), IntakeCode::EmptyFile);
}

#[test]
fn what_unpacks_to_too_much_is_refused_whatever_its_directory_says() {
    let zeros = vec![b'0'; 33 * 1024 * 1024];
    let mut bytes = archive(&[("a.csv", &zeros), ("b.csv", &zeros)], Lock::Open);
    assert!(bytes.len() < 200 * 1024);
    assert_eq!(refusal(&bytes, None), IntakeCode::ArchiveTooLarge);
    // The directory now claims a byte each.
    let claimed = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    while let Some(place) = bytes.windows(4).position(|window| window == claimed) {
        bytes[place..place + 4].copy_from_slice(&1_u32.to_le_bytes());
    }
    assert!(with(&bytes, None).is_err());
    let many: Vec<String> = (0..2_001).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refusal(&archive(&many, Lock::Open), None), IntakeCode::ArchiveTooManyFiles);
}

#[test]
fn a_cut_archive_is_refused_and_never_half_read() {
    let bytes = archive(&[("bill.csv", BILL.as_bytes()), ("other.csv", OTHER.as_bytes())], Lock::Open);
    for end in 0..bytes.len() {
        assert!(inspect("bill.zip", &bytes[..end], &ReadOptions::default()).is_err(), "cut at {end}");
    }
}
