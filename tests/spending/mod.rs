//! Statements as providers wrote them, and as a hand made them, read and analysed with the shipped pack's words.

mod berka;
mod overlapping;
mod samples;

use std::path::PathBuf;

use firstline_core::Money;
use firstline_core::calendar::Calendar;
use firstline_core::spending::{Analysis, AnalysisTerms, Categories, Declared, analyse};
use firstline_core::statement::Statement;
use firstline_policy::Pack;

/// The folder of reference data, which need not be there.
fn reference_data() -> PathBuf {
    std::env::var_os("FIRSTLINE_REFERENCE_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    )
}

/// The shipped pack's words and working days.
struct Words {
    categories: Categories,
    calendar: Calendar,
}

impl Words {
    fn shipped() -> Self {
        let pack = Pack::shipped("cn-instalment-first-line").unwrap();
        let text = |file| std::str::from_utf8(pack.file(file).unwrap()).unwrap();
        Words {
            categories: Categories::from_toml(text("categories.toml")).unwrap(),
            calendar: Calendar::from_toml(text("calendar.toml")).unwrap(),
        }
    }

    /// Analyses all that the statements hold: some samples' rows are years apart.
    fn analyse(&self, statements: &[Statement], applicant: &str, declared: &Declared) -> Analysis {
        let terms = AnalysisTerms {
            calendar: &self.calendar,
            window_days: 36_500,
            thin_file_months: 3,
            living_cost_min: Money::cny(120_000),
        };
        analyse(statements, applicant, &self.categories, &terms, declared).unwrap()
    }
}
