//! The fields of applications and vendor results: what each must hold, and reading one whether it came as CSV or as JSON.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use firstline_core::applicant::Personal;
use firstline_core::money::{Currency, Money};
use rust_decimal::Decimal;

use crate::cell;
use crate::error::{Fault, IntakeCode, IntakeError, IntakeErrors};
use crate::json::{Json, Object};

/// The most errors of one file that are reported.
pub(crate) const ERRORS_MAX: usize = 100;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Any text of one line.
    Text,
    /// Letters, digits, `_`, `-` and `.`, the first a letter or digit.
    Code,
    /// One of a closed list of codes.
    OneOf(&'static [&'static str]),
    /// A moment, RFC 3339.
    Moment,
    /// A day, `2031-05-20`.
    Day,
    /// Yuan as decimal text, `5000.00`.
    Amount,
    /// A decimal number as text, `0.8650`.
    Decimal,
    /// A whole number.
    Count,
    /// Consents.
    Consents,
    /// Relative paths.
    Paths,
}

/// A field of a schema.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) form: Form,
    /// The most characters, or items of a list, or the largest number.
    pub(crate) limit: usize,
    pub(crate) meaning: &'static str,
    pub(crate) example: &'static str,
}

/// Everything wrong with a file so far, up to [`ERRORS_MAX`].
#[derive(Debug, Default)]
pub(crate) struct Faults {
    found: Vec<Fault>,
    dropped: bool,
}

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        if self.found.len() < ERRORS_MAX {
            self.found.push(fault);
        } else {
            self.dropped = true;
        }
    }

    /// Whether nothing more would be reported.
    pub(crate) fn full(&self) -> bool {
        self.dropped
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What was read, or all errors.
    pub(crate) fn or<T>(self, read: T, file: &str) -> Result<T, IntakeErrors> {
        if self.found.is_empty() {
            return Ok(read);
        }
        let mut errors: Vec<IntakeError> = self.found.into_iter().map(|fault| fault.in_file(file)).collect();
        if self.dropped {
            errors.push(Fault::new(IntakeCode::MoreErrors).with("limit", ERRORS_MAX).in_file(file));
        }
        Err(IntakeErrors(errors))
    }
}

/// What was given for a field.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Given<'a> {
    Nothing,
    /// A CSV cell.
    Cell(&'a str),
    Json(&'a Json),
}

/// One object of a file, its fields read by name; whatever is wrong goes to the faults, so that all of it is reported.
pub(crate) struct Row<'a> {
    fields: &'static [Field],
    given: Vec<Given<'a>>,
    line: u32,
    faults: &'a mut Faults,
    sound: bool,
}

impl<'a> Row<'a> {
    /// A row whose fields are given in the order of `fields`.
    pub(crate) fn new(
        fields: &'static [Field],
        given: Vec<Given<'a>>,
        line: u32,
        faults: &'a mut Faults,
    ) -> Self {
        assert_eq!(fields.len(), given.len(), "each field of the schema is given, be it as nothing");
        Row { fields, given, line, faults, sound: true }
    }

    /// A row from a JSON object; unknown fields and fields given twice are faults.
    pub(crate) fn from_object(
        fields: &'static [Field],
        object: &'a Object,
        line: u32,
        faults: &'a mut Faults,
    ) -> Self {
        let mut row = Row::new(fields, vec![Given::Nothing; fields.len()], line, faults);
        for (name, value) in object {
            match fields.iter().position(|field| field.name == name) {
                None => row.fault(Fault::new(IntakeCode::UnknownField).column(shown(name))),
                Some(place) => match row.given[place] {
                    Given::Nothing => row.given[place] = Given::Json(value),
                    Given::Cell(_) | Given::Json(_) => {
                        row.fault(Fault::new(IntakeCode::DuplicateField).column(name.as_str()));
                    }
                },
            }
        }
        row
    }

    /// Whether everything read so far is as it should be.
    pub(crate) fn is_sound(&self) -> bool {
        self.sound
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.sound = false;
        self.faults.push(fault.at(self.line));
    }

    fn field(&self, name: &str) -> (&'static Field, Given<'a>) {
        let place = self.fields.iter().position(|field| field.name == name);
        let place = place.expect("a reader asks only for fields of its own schema");
        (&self.fields[place], self.given[place])
    }

    /// Reads a field; a fault gets the field's name, and a required field that is not given is one.
    fn read<T>(
        &mut self,
        name: &'static str,
        reader: impl FnOnce(&'static Field, Given<'a>) -> Result<Option<T>, Fault>,
    ) -> Option<T> {
        let (field, given) = self.field(name);
        match reader(field, given) {
            Ok(Some(value)) => return Some(value),
            Ok(None) if field.required => self.fault(Fault::new(IntakeCode::MissingField).column(name)),
            Ok(None) => {}
            Err(fault) => self.fault(fault.column(name)),
        }
        None
    }

    fn read_text<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&'static Field, &'a str) -> Result<T, Fault>,
    ) -> Option<T> {
        self.read(name, |field, given| text(field, given)?.map(|text| parse(field, text)).transpose())
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        self.read_text(name, |_, text| one_line(text).map(str::to_owned))
    }

    pub(crate) fn personal(&mut self, name: &'static str) -> Option<Personal> {
        self.text(name).map(Personal)
    }

    pub(crate) fn code(&mut self, name: &'static str) -> Option<String> {
        self.read_text(name, |_, text| code(text).map(str::to_owned))
    }

    /// Reads one of a closed list into the value its name stands for.
    pub(crate) fn one_of<T: serde::de::DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        self.read_text(name, |field, text| {
            let Form::OneOf(names) = field.form else {
                return Err(Fault::new(IntakeCode::NotAllowed).with("expected", "a code of the schema"));
            };
            let known = names.iter().find(|known| **known == text);
            let value = known.and_then(|known| serde_json::from_value((*known).into()).ok());
            value.ok_or_else(|| {
                Fault::new(IntakeCode::NotAllowed).with("expected", format!("one of {}", names.join(", ")))
            })
        })
    }

    pub(crate) fn moment(&mut self, name: &'static str) -> Option<DateTime<Utc>> {
        self.read_text(name, |_, text| moment(text))
    }

    /// A day; `9999-12-31` stands for no end.
    pub(crate) fn day(&mut self, name: &'static str) -> Option<NaiveDate> {
        self.read_text(name, |_, text| {
            if text == "9999-12-31" {
                return NaiveDate::from_ymd_opt(9999, 12, 31).ok_or_else(|| Fault::new(IntakeCode::NotADate));
            }
            let shape = |byte: (usize, u8)| {
                if matches!(byte.0, 4 | 7) { byte.1 == b'-' } else { byte.1.is_ascii_digit() }
            };
            if text.len() != 10 || !text.bytes().enumerate().all(shape) {
                return Err(Fault::new(IntakeCode::NotADate).with("found", text));
            }
            cell::moment(text).map(|(at, _)| at.date())
        })
    }

    /// Yuan, zero or more.
    pub(crate) fn amount(&mut self, name: &'static str) -> Option<Money> {
        self.read(name, |field, given| {
            if let Given::Json(Json::Whole(_) | Json::Fraction) = given {
                let fault = Fault::new(IntakeCode::WrongType).with("found", "a number");
                return Err(fault.with("expected", "an amount in quotation marks, such as \"5000.00\","));
            }
            let Some(text) = text(field, given)? else { return Ok(None) };
            if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
                return Err(Fault::new(IntakeCode::NotAnAmount).with("found", text));
            }
            Ok(Some(Money::from_fen(cell::fen(text)?, Currency::Cny)))
        })
    }

    pub(crate) fn decimal(&mut self, name: &'static str) -> Option<Decimal> {
        self.read(name, |field, given| {
            if let Given::Json(Json::Whole(_) | Json::Fraction) = given {
                let fault = Fault::new(IntakeCode::WrongType).with("found", "a number");
                return Err(fault.with("expected", "a decimal in quotation marks, such as \"0.8650\","));
            }
            let Some(text) = text(field, given)? else { return Ok(None) };
            let text = one_line(text)?;
            let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
            let value = plain.then(|| Decimal::from_str_exact(text).ok()).flatten();
            value.map(Some).ok_or_else(|| {
                Fault::new(IntakeCode::NotAllowed).with("expected", "a decimal such as 0.8650")
            })
        })
    }

    /// A whole number from `least` to the field's limit.
    pub(crate) fn count(&mut self, name: &'static str, least: u32) -> Option<u32> {
        self.read(name, |field, given| {
            let range = || {
                let expected = format!("a whole number from {least} to {}", field.limit);
                Fault::new(IntakeCode::NotAllowed).with("expected", expected)
            };
            let number = match given {
                Given::Json(Json::Whole(number)) => u32::try_from(*number).ok(),
                Given::Json(Json::Fraction) => None,
                Given::Nothing | Given::Cell(_) | Given::Json(_) => match text(field, given)? {
                    None => return Ok(None),
                    Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok(),
                    Some(_) => None,
                },
            };
            let allowed = number.filter(|number| {
                *number >= least && usize::try_from(*number).is_ok_and(|n| n <= field.limit)
            });
            allowed.map(Some).ok_or_else(range)
        })
    }

    /// The items of a list: of a JSON list, or of a CSV cell parted by `;`. None given is an empty list.
    pub(crate) fn list<T>(
        &mut self,
        name: &'static str,
        item: impl Fn(Given<'a>) -> Result<T, Fault>,
    ) -> Vec<T> {
        let (field, given) = self.field(name);
        let parts: Vec<Given<'a>> = match given {
            Given::Nothing | Given::Json(Json::Null) => Vec::new(),
            Given::Cell(cell) => {
                cell.split(';').map(str::trim).filter(|part| !part.is_empty()).map(Given::Cell).collect()
            }
            Given::Json(Json::List(items)) => items.iter().map(Given::Json).collect(),
            Given::Json(other) => {
                let fault =
                    Fault::new(IntakeCode::WrongType).with("expected", "a list").with("found", other.kind());
                self.fault(fault.column(name));
                return Vec::new();
            }
        };
        if parts.len() > field.limit {
            self.fault(Fault::new(IntakeCode::TooManyItems).with("limit", field.limit).column(name));
            return Vec::new();
        }
        let mut list = Vec::with_capacity(parts.len());
        for part in parts {
            match item(part) {
                Ok(value) => list.push(value),
                Err(fault) => self.fault(fault.column(name)),
            }
        }
        list
    }
}

/// A field's name as given, cut where it is long.
pub(crate) fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// The text given for a field, trimmed; nothing where it is empty.
fn text<'a>(field: &Field, given: Given<'a>) -> Result<Option<&'a str>, Fault> {
    let text = match given {
        Given::Nothing | Given::Json(Json::Null) => return Ok(None),
        Given::Cell(cell) => cell,
        Given::Json(Json::Text(text)) => text,
        Given::Json(other) => {
            return Err(Fault::new(IntakeCode::WrongType)
                .with("expected", "text")
                .with("found", other.kind()));
        }
    };
    let text = text.trim();
    let limit = match field.form {
        Form::Text | Form::Code => field.limit,
        Form::OneOf(_) | Form::Moment | Form::Day | Form::Amount | Form::Decimal | Form::Count => 64,
        Form::Consents | Form::Paths => usize::MAX,
    };
    if text.chars().count() > limit {
        return Err(Fault::new(IntakeCode::FieldTooLong).with("limit", limit));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Text without line breaks, other control characters, or characters that turn the direction of writing.
fn one_line(text: &str) -> Result<&str, Fault> {
    let turns =
        |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    if text.chars().any(|c| c.is_control() || turns(c)) {
        return Err(Fault::new(IntakeCode::NotAllowed)
            .with("expected", "text of one line without control characters"));
    }
    Ok(text)
}

pub(crate) fn code(text: &str) -> Result<&str, Fault> {
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
    if first && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')) {
        return Ok(text);
    }
    let expected = "a code of letters, digits, _, - and ., beginning with a letter or digit,";
    Err(Fault::new(IntakeCode::NotAllowed).with("expected", expected))
}

/// A moment of the years 1990 to 2100, RFC 3339.
pub(crate) fn moment(text: &str) -> Result<DateTime<Utc>, Fault> {
    let parsed = DateTime::parse_from_rfc3339(text).map_err(|_| {
        Fault::new(IntakeCode::NotAllowed)
            .with("expected", "a moment such as 2026-11-20T09:30:00+08:00 (RFC 3339)")
    })?;
    let moment = parsed.with_timezone(&Utc);
    if !(1990..=2100).contains(&moment.year()) {
        return Err(Fault::new(IntakeCode::DateOutOfRange).with("found", text));
    }
    Ok(moment)
}
