//! The English sentence of each error: what is wrong, then what to do.

use std::collections::BTreeMap;

use crate::error::IntakeCode;

/// Words an error; the values missing from the map show as `?`.
pub(crate) fn english(code: IntakeCode, values: &BTreeMap<String, String>) -> String {
    let value = |name: &str| values.get(name).map_or("?", String::as_str);
    let quoted = |name: &str| format!("\"{}\"", value(name));
    match code {
        IntakeCode::EmptyFile => "the file is empty; export it again".to_owned(),
        IntakeCode::FileTooLarge => {
            format!("the file is larger than {} bytes; export a shorter period", value("limit"))
        }
        IntakeCode::LineTooLong => {
            format!(
                "the line is longer than {} bytes, which no statement has; export it again",
                value("limit")
            )
        }
        IntakeCode::TooManyRows => {
            format!("the file has more than {} rows; export a shorter period", value("limit"))
        }
        IntakeCode::NotText => {
            format!("this is {}, not a text file; save or export it as CSV and try again", value("kind"))
        }
        IntakeCode::Utf16 => "the file is in UTF-16; save it as UTF-8 (CSV UTF-8) and try again".to_owned(),
        IntakeCode::NulByte => "a zero byte stands here, so the file is damaged; export it again".to_owned(),
        IntakeCode::InvalidEncoding => {
            format!(
                "the bytes here are no character in {}; the file is damaged or cut, export it again",
                value("encoding")
            )
        }
        IntakeCode::UnknownLayout => {
            "no known column header was found; give the file as the provider exported it, unedited".to_owned()
        }
        IntakeCode::MissingColumn => {
            format!(
                "this looks like the layout {} but the column {} is missing",
                value("layout"),
                quoted("missing")
            )
        }
        IntakeCode::DuplicateColumn => "the header names this column twice; remove one".to_owned(),
        IntakeCode::UnknownColumn => {
            "the header names a column that is not in the schema; see `firstline import --schema`".to_owned()
        }
        IntakeCode::NoRows => {
            "there is a header but no row below it; export a period with transactions".to_owned()
        }
        IntakeCode::ShortRow => format!(
            "the row has {} of the {} fields that are needed; the file may be cut here, export it again",
            value("found"),
            value("expected")
        ),
        IntakeCode::TooManyFields => format!(
            "the row has {} fields where the header has {}, and which comma is too much cannot be told",
            value("found"),
            value("expected")
        ),
        IntakeCode::UnbalancedQuote => {
            "a quotation mark opens here and does not close before the next field; the file is damaged or cut"
                .to_owned()
        }
        IntakeCode::NotADate => format!("{} is not a day that exists, such as 2024-12-05", quoted("found")),
        IntakeCode::YearUnknown => format!(
            "{} has no year, and no line above the rows says of which month the bill is; put that line back as exported, such as \
             2024年01月",
            quoted("found")
        ),
        IntakeCode::DateOutOfRange => {
            format!("{} lies outside the years 1990 to 2100", quoted("found"))
        }
        IntakeCode::NotAnAmount => format!("{} is not an amount such as 1234.50", quoted("found")),
        IntakeCode::TooManyDecimals => {
            format!("{} has more than two decimal places; amounts are kept in hundredths", quoted("found"))
        }
        IntakeCode::NegativeAmount => {
            format!("{} is below zero, but the direction stands in its own column", quoted("found"))
        }
        IntakeCode::AmountOutOfRange => format!("{} is larger than any amount accepted", quoted("found")),
        IntakeCode::MissingAmount => "the row has no amount".to_owned(),
        IntakeCode::AmbiguousDirection => "the row has an amount both in and out".to_owned(),
        IntakeCode::UnknownCurrency => format!("{} is not a currency that is known", quoted("found")),
        IntakeCode::MixedCurrencies => format!(
            "the amount is in {} where the row's currency is {}; export it again",
            value("found"),
            value("expected")
        ),
        IntakeCode::RefundExceedsAmount => {
            format!("{} refunds more than the amount", quoted("found"))
        }
        IntakeCode::NotWellFormed => {
            format!("the file is damaged or cut: {}; export it again", value("problem"))
        }
        IntakeCode::NoStatement => {
            format!("the file holds no statement: {}", value("problem"))
        }
        IntakeCode::ProviderError => format!(
            "the provider's server gave no statement but the error {}: {}; export it again",
            value("code"),
            quoted("message")
        ),
        IntakeCode::InvestmentAccount => {
            "this is an investment account without movements of cash; give the statement of the account it is paid from"
                .to_owned()
        }
        IntakeCode::AmbiguousDate => format!(
            "nothing in the file tells whether {} is written with the day or the month first; export a longer period",
            quoted("found")
        ),
        IntakeCode::NotJson => format!("the line is not JSON: {}", value("problem")),
        IntakeCode::NotAnObject => "the line is JSON but not an object; write one object a line".to_owned(),
        IntakeCode::UnknownField => {
            "this field is not in the schema; see `firstline import --schema`".to_owned()
        }
        IntakeCode::DuplicateField => "this field occurs twice in one object; remove one".to_owned(),
        IntakeCode::MissingField => "this field must be given".to_owned(),
        IntakeCode::WrongType => format!("{} is needed here, not {}", value("expected"), value("found")),
        IntakeCode::FieldTooLong => format!("the text is longer than {} characters", value("limit")),
        IntakeCode::NotAllowed => format!("{} is needed here", value("expected")),
        IntakeCode::TooManyItems => format!("the list has more than {} items", value("limit")),
        IntakeCode::UnsafePath => {
            "the path must be relative, with /, and stay within the folder of this file".to_owned()
        }
        IntakeCode::DuplicateReference => format!(
            "this application_ref was given on line {} already; each application needs its own",
            value("first_line")
        ),
        IntakeCode::DamagedFile => {
            format!("this looks like {} but cannot be read ({}); export it again", value("kind"), value("problem"))
        }
        IntakeCode::ArchiveTooLarge => {
            format!("it unpacks to more than {} bytes; export a shorter period", value("limit"))
        }
        IntakeCode::ArchiveTooManyFiles => {
            format!("the archive has more than {} files, which no statement's has", value("limit"))
        }
        IntakeCode::ArchiveHoldsNoStatement => {
            "none of the files in the archive is a statement (csv, xls or xlsx)".to_owned()
        }
        IntakeCode::NestedArchive => {
            "an archive within an archive is not opened; unpack the outer one and give what is in it".to_owned()
        }
        IntakeCode::PasswordNeeded => {
            "the archive is protected; give the password that came with it".to_owned()
        }
        IntakeCode::WrongPassword => {
            "the password does not open the archive; check it, or export the file again".to_owned()
        }
        IntakeCode::ProtectedWorkbook => {
            "the workbook is protected by a password; save it without one, or export it again".to_owned()
        }
        IntakeCode::SheetTooLarge => format!(
            "the workbook has more than {} {}, which no statement has; export a shorter period",
            value("limit"),
            value("what")
        ),
        IntakeCode::FormulaCell => {
            "a formula stands here, and an export holds values only; give the file as the provider exported it"
                .to_owned()
        }
        IntakeCode::MoreErrors => format!("more than {} errors; mend these and try again", value("limit")),
        IntakeCode::ReaderOutOfMemory => format!(
            "reading the file needs more than the {} MB of memory that a statement may take; it is no honest export, or \
             covers too long a period",
            value("limit")
        ),
        IntakeCode::ReaderTooSlow => format!(
            "reading the file takes longer than the {} seconds that a statement may take; it is no honest export, or covers \
             too long a period",
            value("limit")
        ),
        IntakeCode::ReaderOverflowed => {
            "what the file unfolds to is longer than any statement; it is no honest export, or covers too long a period".to_owned()
        }
        IntakeCode::ReaderEnded => {
            "the process that was to read the file ended unexpectedly; the file may be damaged, export it again".to_owned()
        }
    }
}
