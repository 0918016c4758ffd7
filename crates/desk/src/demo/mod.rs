//! The demo's people, written as the files an intake would get: applications, vendor results, and statements in the layouts of
//! their providers.
//!
//! What belongs here: invented people and their money, from a seed. What deliberately does not: importing them (`workspace` has the
//! desk do that, as with anybody's), any figure that an assessment should find, and the clock. The same seed and moment give the same bytes.
//!
//! `applications*.jsonl` and `vendor_results*.jsonl` lie in the folder itself, statements in `statements/<application_ref>/`.

mod application;
mod books;
mod calendar;
mod chance;
mod circumstances;
mod debts;
mod earn;
mod files;
mod life;
mod names;
mod people;
mod places;
mod spend;
mod story;
#[cfg(test)]
mod tests;
mod vendors;
mod workspace;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use crate::progress::Progress;
use application::Requester;
use books::{BankWord, Books};
use chance::{Chance, Purpose};
use circumstances::Circumstances;
use people::{Age, PEOPLE_MAX, Person};
use story::{Identity, Oddity, Story};

pub use people::SPECIMEN_REGION;
pub use workspace::DEMO_PASSPHRASE;

/// One file of applications, and one of vendor results, holds so many applicants: both stay within what intake reads.
const APPLICANTS_A_FILE: u32 = 20_000;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DemoFiles {
    /// The files of applications, in order.
    pub applications: Vec<PathBuf>,
    /// The files of vendor results, in order.
    pub vendor_results: Vec<PathBuf>,
    /// How many statements.
    pub statements: u32,
    /// Rows in all statements.
    pub statement_rows: u64,
    /// Bytes in all files.
    pub bytes: u64,
    /// Statements whose owner changed a figure: their balances do not close, and a test of the statement says so.
    pub altered: Vec<PathBuf>,
}

/// Why the files cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The numbers that tell invented people apart run out.
    #[error("a demo has from 1 to {PEOPLE_MAX} applicants, not {0}")]
    Applicants(u32),
    /// The folder already holds something, which is left alone.
    #[error("{0} is not empty; give an empty folder")]
    NotEmpty(PathBuf),
    /// The file system refused.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
}

/// Writes the files of so many applicants, as of a moment, into an empty or absent folder.
///
/// Applicant number n is the same person with the same files whatever the number of applicants.
pub fn write(
    directory: &Path,
    applicants: u32,
    seed: u64,
    as_of: DateTime<Utc>,
    progress: &mut dyn Progress,
) -> Result<DemoFiles, DemoError> {
    check(applicants)?;
    let io = |path: &Path| {
        let path = path.to_owned();
        |source| DemoError::Io { path, source }
    };
    std::fs::create_dir_all(directory).map_err(io(directory))?;
    if std::fs::read_dir(directory).map_err(io(directory))?.next().is_some() {
        return Err(DemoError::NotEmpty(directory.to_owned()));
    }
    let mut written = DemoFiles::default();
    let mut first = 0;
    while first < applicants {
        let last = applicants.min(first + APPLICANTS_A_FILE);
        let place = first / APPLICANTS_A_FILE + 1;
        let number = if place == 1 { String::new() } else { format!("-{place}") };
        let mut applications = Lines::create(directory.join(format!("applications{number}.jsonl")))?;
        let mut results = Lines::create(directory.join(format!("vendor_results{number}.jsonl")))?;
        for index in first..last {
            let applicant = Applicant::new(seed, index, as_of);
            let statements = applicant.write_statements(directory, &mut written)?;
            let (application, answers) = applicant.lines(seed, as_of, &statements);
            applications.write(application)?;
            answers.into_iter().try_for_each(|answer| results.write(answer))?;
            progress.report("demo", u64::from(index) + 1, u64::from(applicants));
        }
        written.applications.push(applications.finish(&mut written.bytes)?);
        written.vendor_results.push(results.finish(&mut written.bytes)?);
        first = last;
    }
    Ok(written)
}

/// Whether so many people can be told apart.
fn check(applicants: u32) -> Result<(), DemoError> {
    if applicants == 0 || applicants > PEOPLE_MAX {
        return Err(DemoError::Applicants(applicants));
    }
    Ok(())
}

/// A file of JSON Lines being written.
struct Lines {
    path: PathBuf,
    file: BufWriter<File>,
    bytes: u64,
}

impl Lines {
    fn create(path: PathBuf) -> Result<Self, DemoError> {
        match File::create_new(&path) {
            Ok(file) => Ok(Lines { path, file: BufWriter::new(file), bytes: 0 }),
            Err(source) => Err(DemoError::Io { path, source }),
        }
    }

    /// Writes an object with its names in order, so that the bytes do not depend on how `serde_json` was built.
    fn write(&mut self, mut line: serde_json::Value) -> Result<(), DemoError> {
        line.sort_all_objects();
        let text = format!("{line}\n");
        self.bytes += text.len() as u64;
        let written = self.file.write_all(text.as_bytes());
        written.map_err(|source| DemoError::Io { path: self.path.clone(), source })
    }

    fn finish(mut self, bytes: &mut u64) -> Result<PathBuf, DemoError> {
        *bytes += self.bytes;
        match self.file.flush() {
            Ok(()) => Ok(self.path),
            Err(source) => Err(DemoError::Io { path: self.path, source }),
        }
    }
}

/// One applicant with everything their files are written from.
struct Applicant {
    index: u32,
    reference: String,
    story: Story,
    person: Person,
    other: Option<Person>,
    circumstances: Circumstances,
    books: Books,
    chance: Chance,
}

/// The story and the person with an index, and the chance to go on with.
fn person(seed: u64, index: u32, today: NaiveDate) -> (Story, Person, Chance) {
    let mut chance = Chance::new(seed, index, Purpose::Circumstances);
    let story = story::tell(index, &mut chance);
    let age = match (story.identity, story.living) {
        (Identity::UnderAge, _) => Age::TooYoung,
        (Identity::OverAge, _) => Age::TooOld,
        (_, story::Living::Family) => Age::Young,
        _ => Age::Usual,
    };
    (story, Person::new(seed, index, age, today), chance)
}

/// Whether a story needs the person before.
fn borrows(identity: Identity) -> bool {
    matches!(identity, Identity::BorrowedMobile | Identity::CardOfAnother | Identity::SecondRequest)
}

impl Applicant {
    fn new(seed: u64, index: u32, as_of: DateTime<Utc>) -> Self {
        let today = as_of.with_timezone(&application::local()).date_naive();
        let (mut story, mut person_here, mut chance) = person(seed, index, today);
        let other = index.checked_sub(1).map(|before| person(seed, before, today).1);
        if other.is_none() && borrows(story.identity) {
            story.identity = Identity::Sound;
        }
        if let (Identity::SecondRequest, Some(other)) = (story.identity, &other) {
            person_here = other.clone();
        }
        // Statements end before the request comes in, which is up to two days before today.
        let circumstances = Circumstances::new(&story, &person_here, calendar::minus(today, 2), &mut chance);
        let mut life = Chance::new(seed, index, Purpose::Life);
        let mut books = life::live(&person_here, index, &circumstances, &mut life);
        if story.oddity == Oddity::StatementAltered {
            alter(&mut books);
        }
        let reference = format!("DEMO-{:06}", index + 1);
        Applicant { index, reference, story, person: person_here, other, circumstances, books, chance: life }
    }

    /// Writes the statements and gives their paths within the folder.
    fn write_statements(&self, directory: &Path, written: &mut DemoFiles) -> Result<Vec<String>, DemoError> {
        let mut chance = self.chance.clone();
        let mut paths = Vec::new();
        let folder = directory.join("statements").join(&self.reference);
        for file in files::statements(&self.person, &self.circumstances, &self.books, &mut chance) {
            let path = folder.join(file.name);
            let stored = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, &file.bytes));
            stored.map_err(|source| DemoError::Io { path: path.clone(), source })?;
            written.statements += 1;
            written.statement_rows += u64::from(file.rows);
            written.bytes += file.bytes.len() as u64;
            if self.story.oddity == Oddity::StatementAltered && matches!(file.name, "cmb.csv" | "icbc.csv") {
                written.altered.push(path);
            }
            paths.push(format!("statements/{}/{}", self.reference, file.name));
        }
        Ok(paths)
    }

    /// The application's line and those of the vendor results.
    fn lines(
        &self,
        seed: u64,
        as_of: DateTime<Utc>,
        statements: &[String],
    ) -> (serde_json::Value, Vec<serde_json::Value>) {
        let mut chance = Chance::new(seed, self.index, Purpose::Application);
        let requester = Requester {
            reference: &self.reference,
            story: &self.story,
            person: &self.person,
            other: self.other.as_ref(),
            circumstances: &self.circumstances,
            received_at: application::received_at(self.index, as_of, &mut chance),
        };
        let application = application::application(&requester, statements, &mut chance);
        let results = vendors::results(&requester, &mut Chance::new(seed, self.index, Purpose::Vendors));
        (application, results)
    }
}

/// Raises one payment of income by half, as somebody does who edits a file and forgets the balances.
fn alter(books: &mut Books) {
    let is_income = |row: &&mut books::BankRow| {
        matches!(row.word, BankWord::Wages | BankWord::Payout | BankWord::TransferIn) && row.fen > 50_000
    };
    let count = books.bank.iter_mut().filter(is_income).count();
    if let Some(row) = books.bank.iter_mut().filter(is_income).nth(count / 2) {
        row.fen += row.fen / 2;
    }
}
