//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Underwrite first-time consumer credit lines: import, assess, decide, and prove the record.
#[derive(Debug, Parser)]
#[command(name = "firstline", version, arg_required_else_help = true)]
pub struct Arguments {
    /// The workspace's folder.
    #[arg(long, global = true, env = "FIRSTLINE_WORKSPACE", value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Who acts.
    #[arg(long, global = true, env = "FIRSTLINE_USER")]
    pub user: Option<String>,
    /// A file whose first line is the passphrase; otherwise $FIRSTLINE_PASSPHRASE, otherwise a prompt.
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Print JSON of a stable shape instead of tables.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a workspace and its first user, an admin.
    Init {
        /// The workspace's name, as the window shows it.
        #[arg(long, default_value = "Firstline")]
        name: String,
        /// The admin's name as shown.
        #[arg(long)]
        display_name: Option<String>,
    },
    /// Make a demo workspace: invented applicants, written as files and imported like anyone's.
    Demo {
        /// How many applicants.
        #[arg(long, default_value_t = 60)]
        applicants: u32,
        /// The same seed gives the same people.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Users of the workspace.
    #[command(subcommand)]
    User(UserCommand),
    /// Import applications, vendor results and statements; what a file is, is read from its content.
    Import {
        /// Files, or folders made by `demo`.
        #[arg(required_unless_present = "schema")]
        files: Vec<PathBuf>,
        /// The case a statement belongs to.
        #[arg(long = "case", value_name = "NUMBER")]
        case_number: Option<String>,
        /// How to come by the password of a protected archive.
        #[command(flatten)]
        password: Password,
        /// Print the schema of applications and vendor results, and stop.
        #[arg(long)]
        schema: bool,
    },
    /// List the cases that wait.
    Queue {
        /// Which work.
        #[arg(long, value_enum, default_value_t = Work::Review)]
        work: Work,
        /// Only these grades.
        #[arg(long)]
        grade: Vec<String>,
        /// At most this many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Continue after this place, as printed by the page before.
        #[arg(long)]
        after: Option<String>,
    },
    /// One case.
    #[command(subcommand)]
    Case(CaseCommand),
    /// Assess cases again.
    Assess {
        /// Case numbers.
        #[arg(required_unless_present = "all", value_name = "NUMBER")]
        numbers: Vec<String>,
        /// Every case that is not decided.
        #[arg(long)]
        all: bool,
    },
    /// Decide a case; it is taken first where it is free.
    Decide(DecideArguments),
    /// Give or refuse the second signature on a proposal.
    Sign {
        /// The case's number.
        number: String,
        /// Send it back instead of signing.
        #[arg(long)]
        reject: bool,
        /// What to note beside it.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// The signed log: list, export, verify.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Try a statement without a workspace, or describe its columns.
    #[command(subcommand)]
    Statement(StatementCommand),
    /// Try identity checks without a workspace.
    #[command(subcommand)]
    Identity(IdentityCommand),
}

/// Users.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Enrol a user with a key of their own (an admin's act).
    Add {
        /// The name to sign in with.
        new_user: String,
        /// The name as shown.
        #[arg(long)]
        display_name: Option<String>,
        /// The role.
        #[arg(long, value_enum)]
        role: Role,
        /// A file whose first line is the new user's passphrase; otherwise $FIRSTLINE_NEW_PASSPHRASE, otherwise a prompt.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// List users.
    List,
}

/// One case.
#[derive(Debug, Subcommand)]
pub enum CaseCommand {
    /// Show everything about it.
    Show {
        /// The case's number.
        number: String,
        /// Also list the rows behind this figure, such as `income_monthly`.
        #[arg(long)]
        rows: Option<String>,
    },
    /// Take it, so that nobody else works on it.
    Take {
        /// The case's number; the next in the queue where absent.
        number: Option<String>,
    },
    /// Give it back undecided.
    Release {
        /// The case's number.
        number: String,
    },
    /// Put a row, or all rows of its counterparty, into another category; the case is assessed again on it.
    Reclassify {
        /// The case's number; it must be taken.
        number: String,
        /// The row as `case show --rows` prints it with `--json`: its statement's `file` and its `line`.
        #[arg(long, value_name = "FILE:LINE", required_unless_present = "undo", conflicts_with = "undo")]
        row: Option<String>,
        /// The category's code.
        #[arg(long, required_unless_present = "undo")]
        category: Option<String>,
        /// All rows of the case with the row's counterparty.
        #[arg(long)]
        counterparty: bool,
        /// Take back the re-classification of this entry instead.
        #[arg(long, value_name = "ENTRY", conflicts_with_all = ["category", "counterparty"])]
        undo: Option<u32>,
        /// What to note beside it.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Show a masked value; that it was shown, to whom and what for goes into the access log first.
    Reveal {
        /// The case's number.
        number: String,
        /// Which value.
        #[arg(value_enum)]
        field: Field,
        /// What it is needed for.
        #[arg(long)]
        purpose: String,
    },
}

/// What is decided.
#[derive(Debug, Args)]
pub struct DecideArguments {
    /// The case's number.
    pub number: String,
    /// The decision.
    #[arg(value_enum)]
    pub kind: Kind,
    /// The line, for a counteroffer.
    #[arg(long)]
    pub line: Option<String>,
    /// Over how many instalments.
    #[arg(long)]
    pub instalments: Option<u32>,
    /// A departure's reason as KIND:SIDE:CODE:TEXT, such as `line_override:low_side:L2:Loan ends in December, letter D-7`.
    #[arg(long = "override", value_name = "KIND:SIDE:CODE:TEXT")]
    pub overrides: Vec<String>,
    /// A reason code of a decline, an information request or a referral.
    #[arg(long = "reason", value_name = "CODE")]
    pub reasons: Vec<String>,
    /// What to note beside it.
    #[arg(long, default_value = "")]
    pub note: String,
    /// Print the sheet (what would be recorded and what is missing) and stop.
    #[arg(long)]
    pub preview: bool,
}

/// The signed log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// List entries, the latest first.
    List {
        /// Which log.
        #[arg(long, value_enum, default_value_t = Log::Decision)]
        log: Log,
        /// Only this event, or events that begin so.
        #[arg(long)]
        event: Option<String>,
        /// Only this user.
        #[arg(long)]
        actor: Option<String>,
        /// Only this case.
        #[arg(long = "case", value_name = "NUMBER")]
        case_number: Option<String>,
        /// At most this many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Continue below this entry.
        #[arg(long)]
        before: Option<u32>,
    },
    /// Show one entry with its bytes and proof.
    Show {
        /// The entry's index.
        index: u32,
        /// Which log.
        #[arg(long, value_enum, default_value_t = Log::Decision)]
        log: Log,
    },
    /// Write an export that anybody can verify with `firstline-verify`.
    Export {
        /// Where to write; the workspace's `exports` folder where absent.
        #[arg(long, value_name = "PATH")]
        out: Option<PathBuf>,
        /// Only this case.
        #[arg(long = "case", value_name = "NUMBER")]
        case_number: Option<String>,
        /// Leave payloads out; their salted commitments stand for them.
        #[arg(long)]
        without_payloads: bool,
        /// Write one zip file.
        #[arg(long)]
        zip: bool,
    },
    /// Recompute every entry, signature and checkpoint of the workspace's own logs.
    Verify,
    /// Replay every stored assessment and rebuild the projections on the side; both must come out the same.
    Replay,
}

/// Statements.
#[derive(Debug, Subcommand)]
pub enum StatementCommand {
    /// Say what a statement is and what it adds up to.
    Inspect {
        /// The file.
        file: PathBuf,
        /// How to come by the password of a protected archive.
        #[command(flatten)]
        password: Password,
    },
    /// Show how a file looks, which layout it is read by, and how its columns might be mapped.
    Preview {
        /// The file.
        file: PathBuf,
        /// Read it by this mapping, a JSON file of the shape that a preview proposes with --json.
        #[arg(long, value_name = "FILE")]
        mapping: Option<PathBuf>,
        /// How to come by the password of a protected archive.
        #[command(flatten)]
        password: Password,
    },
    /// Save a mapping in the workspace, once the file is shown to be read by it; every later file with its header is.
    Map {
        /// A file to try it on.
        file: PathBuf,
        /// The mapping, a JSON file of the shape that a preview proposes with --json.
        #[arg(long, value_name = "FILE")]
        mapping: PathBuf,
        /// How to come by the password of a protected archive.
        #[command(flatten)]
        password: Password,
    },
    /// List the mappings saved in the workspace.
    Mappings,
}

/// The password of a protected archive: typed or piped, never an argument, which others on the machine could read.
#[derive(Debug, Clone, Copy, Args)]
pub struct Password {
    /// Ask for the password of a protected archive; it is kept nowhere.
    #[arg(long, conflicts_with = "password_stdin")]
    pub password_prompt: bool,
    /// Read that password from the first line of standard input.
    #[arg(long)]
    pub password_stdin: bool,
}

/// Identity.
#[derive(Debug, Subcommand)]
pub enum IdentityCommand {
    /// Check an ID number, a mobile number or a bank card.
    Check {
        /// ID number.
        #[arg(long)]
        id: Option<String>,
        /// Mobile number.
        #[arg(long)]
        mobile: Option<String>,
        /// Bank card number.
        #[arg(long)]
        card: Option<String>,
    },
}

/// A role.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Role {
    /// Reviews cases and decides within limits.
    Underwriter,
    /// Decides within wider limits and gives the second signature.
    Approver,
    /// Reads everything, exports and verifies.
    Compliance,
    /// Changes the pack.
    PolicyOwner,
    /// Enrols users.
    Admin,
}

/// Values that are masked.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Field {
    /// The name.
    Name,
    /// The identity number.
    IdNumber,
    /// The mobile number.
    Mobile,
    /// The bank card.
    BankCard,
    /// The address.
    Address,
}

/// Kinds of work.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Work {
    /// Ready for review or in review.
    Review,
    /// Awaiting a second signature.
    SecondSignature,
    /// Waiting on the applicant.
    Waiting,
    /// Locked by whoever asks.
    Mine,
    /// Decided.
    Decided,
}

/// Kinds of decision.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    /// The line as requested.
    Approve,
    /// Another line.
    Counteroffer,
    /// No line.
    Decline,
    /// Ask the applicant for more.
    RequestInformation,
    /// Hand it to another person.
    Refer,
}

/// Logs.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Log {
    /// Acts on cases, users and packs.
    Decision,
    /// Who saw what.
    Access,
}
