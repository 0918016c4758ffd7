//! Who comes to the desk: the kinds of people and what is odd about some of them, in the proportions a desk sees.

use super::chance::Chance;

/// What a person lives on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Living {
    Salary,
    SalaryAndDelivery,
    Delivery,
    Driving,
    Shop,
    Freelance,
    Family,
}

/// Statements cover this much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    Year,
    HalfYear,
    Thin,
    None,
}

/// How much is owed to others, as repayments show it; the application says nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Debts {
    None,
    Light,
    Middling,
    Heavy,
    Crushing,
}

/// What is odd about an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Identity {
    Sound,
    CheckCharacterWrong,
    Expired,
    UnderAge,
    OverAge,
    NamesDiffer,
    BorrowedMobile,
    VirtualMobile,
    MobileSuspended,
    NewMobile,
    CardOfAnother,
    CardMistyped,
    SecondRequest,
    FaceBelow,
    NotLive,
    VendorDown,
    NothingKnown,
    NotAsked,
}

/// What is odd about the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    None,
    IncomeOverstated,
    Gambling,
    Lottery,
    Overdrawn,
    StatementAltered,
    SendsBack,
    Cash,
    Exposed,
}

/// One person's story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Story {
    pub(super) living: Living,
    pub(super) file: File,
    pub(super) debts: Debts,
    pub(super) identity: Identity,
    pub(super) oddity: Oddity,
    /// What is spent of income, in thousandths.
    pub(super) spent_per_mille: i64,
    /// Days of spending that lie in the account on an ordinary day.
    pub(super) buffer_days: i64,
    /// The line asked for, against a month's income, in thousandths.
    pub(super) asked_per_mille: i64,
}

const fn story(living: Living, file: File, debts: Debts, identity: Identity, oddity: Oddity) -> Story {
    Story {
        living,
        file,
        debts,
        identity,
        oddity,
        spent_per_mille: 840,
        buffer_days: 12,
        asked_per_mille: 900,
    }
}

impl Story {
    const fn spending(self, spent_per_mille: i64, buffer_days: i64, asked_per_mille: i64) -> Self {
        Story { spent_per_mille, buffer_days, asked_per_mille, ..self }
    }
}

/// The first people of every demo: each shows something that a reviewer should see the program handle.
const SHOWN_FIRST: [Story; 14] = [
    story(Living::Salary, File::Year, Debts::Middling, Identity::Sound, Oddity::IncomeOverstated)
        .spending(800, 14, 1100),
    story(Living::SalaryAndDelivery, File::Year, Debts::Light, Identity::BorrowedMobile, Oddity::None),
    story(Living::Delivery, File::Year, Debts::None, Identity::Sound, Oddity::SendsBack)
        .spending(760, 25, 450),
    story(Living::Salary, File::Year, Debts::Crushing, Identity::Sound, Oddity::None).spending(900, 3, 1500),
    story(Living::Shop, File::Year, Debts::Light, Identity::Sound, Oddity::SendsBack).spending(780, 20, 900),
    story(Living::Salary, File::Year, Debts::None, Identity::CheckCharacterWrong, Oddity::None),
    story(Living::Salary, File::Thin, Debts::None, Identity::VirtualMobile, Oddity::None)
        .spending(800, 18, 600),
    story(Living::Driving, File::Year, Debts::Middling, Identity::Sound, Oddity::Gambling)
        .spending(900, 6, 800),
    story(Living::Salary, File::Year, Debts::None, Identity::Expired, Oddity::None).spending(700, 40, 700),
    story(Living::Delivery, File::HalfYear, Debts::Heavy, Identity::Sound, Oddity::Overdrawn)
        .spending(980, 2, 900),
    story(Living::Salary, File::Year, Debts::Light, Identity::Sound, Oddity::StatementAltered)
        .spending(820, 10, 1300),
    story(Living::Salary, File::Year, Debts::None, Identity::FaceBelow, Oddity::None).spending(720, 30, 800),
    story(Living::Freelance, File::Year, Debts::Light, Identity::NothingKnown, Oddity::Cash)
        .spending(880, 8, 700),
    story(Living::Salary, File::Year, Debts::Light, Identity::Sound, Oddity::Exposed).spending(760, 22, 900),
];

/// How many of the first are told rather than drawn.
pub(super) const SHOWN: u32 = 14;

const LIVINGS: [(u32, Living); 7] = [
    (470, Living::Salary),
    (60, Living::SalaryAndDelivery),
    (130, Living::Delivery),
    (100, Living::Driving),
    (110, Living::Shop),
    (80, Living::Freelance),
    (50, Living::Family),
];
const FILES: [(u32, File); 4] =
    [(690, File::Year), (190, File::HalfYear), (100, File::Thin), (20, File::None)];
const DEBTS: [(u32, Debts); 5] = [
    (360, Debts::None),
    (300, Debts::Light),
    (190, Debts::Middling),
    (105, Debts::Heavy),
    (45, Debts::Crushing),
];
const IDENTITIES: [(u32, Identity); 18] = [
    (729, Identity::Sound),
    (12, Identity::CheckCharacterWrong),
    (18, Identity::Expired),
    (6, Identity::UnderAge),
    (8, Identity::OverAge),
    (9, Identity::NamesDiffer),
    (20, Identity::BorrowedMobile),
    (24, Identity::VirtualMobile),
    (18, Identity::MobileSuspended),
    (26, Identity::NewMobile),
    (16, Identity::CardOfAnother),
    (8, Identity::CardMistyped),
    (20, Identity::SecondRequest),
    (18, Identity::FaceBelow),
    (8, Identity::NotLive),
    (18, Identity::VendorDown),
    (22, Identity::NothingKnown),
    (20, Identity::NotAsked),
];
const ODDITIES: [(u32, Oddity); 9] = [
    (610, Oddity::None),
    (115, Oddity::IncomeOverstated),
    (30, Oddity::Gambling),
    (45, Oddity::Lottery),
    (40, Oddity::Overdrawn),
    (20, Oddity::StatementAltered),
    (60, Oddity::SendsBack),
    (40, Oddity::Cash),
    (40, Oddity::Exposed),
];
const BUFFERS: [(u32, (i64, i64)); 5] =
    [(100, (0, 2)), (240, (3, 7)), (300, (8, 15)), (230, (16, 30)), (130, (31, 60))];
const ASKED: [(u32, (i64, i64)); 4] =
    [(300, (150, 400)), (350, (401, 800)), (230, (801, 1400)), (120, (1401, 2600))];

/// The story of the person with an index.
pub(super) fn tell(index: u32, chance: &mut Chance) -> Story {
    if let Some(shown) = SHOWN_FIRST.get(index as usize) {
        return *shown;
    }
    let (buffer_low, buffer_high) = chance.weighted(&BUFFERS);
    let (asked_low, asked_high) = chance.weighted(&ASKED);
    let drawn = Story {
        living: chance.weighted(&LIVINGS),
        file: chance.weighted(&FILES),
        debts: chance.weighted(&DEBTS),
        identity: chance.weighted(&IDENTITIES),
        oddity: chance.weighted(&ODDITIES),
        spent_per_mille: chance.about(680, 1010),
        buffer_days: chance.between(buffer_low, buffer_high),
        asked_per_mille: chance.between(asked_low, asked_high),
    };
    // Only a lender's debit overdraws an account.
    if drawn.oddity == Oddity::Overdrawn && drawn.debts == Debts::None {
        return Story { debts: Debts::Light, ..drawn };
    }
    drawn
}
