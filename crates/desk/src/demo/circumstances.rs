//! A person's circumstances in figures: what comes in, what is owed, what must be paid, which statements are handed in.

use chrono::NaiveDate;

use super::calendar;
use super::chance::Chance;
use super::people::{Bank, Person, employer, somebody};
use super::story::{Debts, File, Living, Oddity, Story};

/// A statement that can be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Given {
    Bank,
    Wechat,
    Alipay,
    Jd,
}

/// A lender whose repayments appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lender {
    Huabei,
    Jiebei,
    Baitiao,
    Weilidai,
    ConsumerFinance,
    CreditCard,
    CarLoan,
}

/// A debt that is paid monthly.
#[derive(Debug, Clone)]
pub(super) struct Debt {
    pub(super) lender: Lender,
    pub(super) of_month: u32,
    pub(super) fen: i64,
    /// Thousandths by which payments vary from month to month.
    pub(super) varies: i64,
    /// The day a loan was paid out, where that lies within the statements.
    pub(super) paid_out: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub(super) struct Wage {
    pub(super) employer: String,
    pub(super) of_month: u32,
    pub(super) fen: i64,
}

/// What is earned each week on a platform.
#[derive(Debug, Clone)]
pub(super) struct Gig {
    pub(super) platform: &'static str,
    pub(super) words: &'static str,
    pub(super) weekly_fen: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Circumstances {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) given: Vec<Given>,
    pub(super) income_fen: i64,
    pub(super) wage: Option<Wage>,
    pub(super) gig: Option<Gig>,
    /// Takings a month through the wallet's code at the counter.
    pub(super) takings_fen: i64,
    pub(super) clients: Vec<String>,
    pub(super) family: Option<String>,
    pub(super) rent_fen: i64,
    pub(super) rent_of_month: u32,
    pub(super) landlord: String,
    pub(super) debts: Vec<Debt>,
    /// What day-to-day life may cost a month.
    pub(super) daily_fen: i64,
    pub(super) buffer_fen: i64,
    pub(super) gambling_fen: i64,
    pub(super) cash_fen: i64,
    /// How many purchases in a thousand are sent back.
    pub(super) sent_back_per_mille: u32,
    pub(super) may_overdraw: bool,
    /// Of a thousand purchases in a shop, so many are paid with WeChat; the rest with Alipay.
    pub(super) wechat_per_mille: u32,
    pub(super) shops_at_jd: bool,
    pub(super) saves_in_wallet: bool,
}

const DELIVERY: [(&str, &str); 3] = [
    ("飞燕样例外卖配送平台", "骑手配送费周结"),
    ("橙蓝样例即时配送", "骑手配送费结算"),
    ("小哥样例众包配送", "外卖配送佣金周结"),
];
const DRIVING: [(&str, &str); 2] =
    [("顺路样例网约车平台", "网约车司机车费周结"), ("同行样例出行平台", "网约车流水结算")];

/// Whole yuan, in fen.
fn yuan(fen: i64) -> i64 {
    fen / 100 * 100
}

impl Circumstances {
    pub(super) fn new(story: &Story, person: &Person, today: NaiveDate, chance: &mut Chance) -> Self {
        let (first, last) = window(story.file, today, chance);
        let income_fen = income(story.living, chance);
        let rents = !matches!(story.living, Living::Family) && chance.happens(620);
        let rent_fen = if rents { yuan(income_fen * chance.about(140, 290) / 1000 / 100 * 100) } else { 0 };
        let debts = debts(story.debts, income_fen, first, last, chance);
        let owed_fen: i64 = debts.iter().map(|debt| debt.fen).sum();
        let may_overdraw = story.oddity == Oddity::Overdrawn;
        let spent_per_mille = if may_overdraw { 1000 } else { story.spent_per_mille };
        let spent_fen = income_fen * spent_per_mille / 1000;
        let daily_fen = (spent_fen - rent_fen - owed_fen).max(income_fen * 220 / 1000);
        let gambling_fen = match story.oddity {
            Oddity::Gambling => chance.between(500, 2600) * 100,
            Oddity::Lottery => chance.between(20, 160) * 100,
            _ => 0,
        };
        let mut circumstances = Circumstances {
            first,
            last,
            given: given(story, chance),
            income_fen,
            wage: None,
            gig: None,
            takings_fen: 0,
            clients: Vec::new(),
            family: None,
            rent_fen,
            rent_of_month: u32::try_from(chance.between(1, 5)).unwrap_or(1),
            landlord: somebody(chance),
            debts,
            daily_fen: (daily_fen - gambling_fen / 2).max(income_fen * 180 / 1000),
            buffer_fen: if may_overdraw { 0 } else { spent_fen * story.buffer_days / 30 },
            gambling_fen,
            cash_fen: if story.oddity == Oddity::Cash { income_fen * 350 / 1000 } else { 0 },
            sent_back_per_mille: if story.oddity == Oddity::SendsBack { 160 } else { 35 },
            may_overdraw,
            wechat_per_mille: u32::try_from(chance.between(350, 750)).unwrap_or(500),
            shops_at_jd: chance.happens(450) || story.debts != Debts::None,
            saves_in_wallet: chance.happens(300),
        };
        circumstances.earn(story.living, person, chance);
        circumstances
    }

    /// Says where the income comes from.
    fn earn(&mut self, living: Living, person: &Person, chance: &mut Chance) {
        let income_fen = self.income_fen;
        let wage = |fen: i64, chance: &mut Chance| Wage {
            employer: person.employer.clone(),
            of_month: *chance.pick(&[5, 8, 10, 10, 15, 15, 20, 25, 28]),
            fen,
        };
        let gig = |(platform, words): (&'static str, &'static str), fen: i64| Gig {
            platform,
            words,
            weekly_fen: fen * 12 / 52,
        };
        match living {
            Living::Salary => self.wage = Some(wage(income_fen, chance)),
            Living::SalaryAndDelivery => {
                self.wage = Some(wage(income_fen * 7 / 10, chance));
                self.gig = Some(gig(*chance.pick(&DELIVERY), income_fen * 3 / 10));
            }
            Living::Delivery => self.gig = Some(gig(*chance.pick(&DELIVERY), income_fen)),
            Living::Driving => self.gig = Some(gig(*chance.pick(&DRIVING), income_fen)),
            Living::Shop => self.takings_fen = income_fen,
            Living::Freelance => {
                let clients = chance.between(2, 4);
                for _ in 0..clients {
                    self.clients.push(employer(chance));
                }
            }
            Living::Family => self.family = Some(somebody(chance)),
        }
    }
}

/// The days the statements cover: from some day of a month, through whole months, to a few days before today.
fn window(file: File, today: NaiveDate, chance: &mut Chance) -> (NaiveDate, NaiveDate) {
    let last = calendar::minus(today, u64::from(1 + chance.below(4)));
    let days = match file {
        File::Year | File::None => 364,
        File::HalfYear => u64::from(150 + chance.below(100)),
        File::Thin => u64::from(24 + chance.below(60)),
    };
    (calendar::minus(last, days), last)
}

fn income(living: Living, chance: &mut Chance) -> i64 {
    let yuan_monthly = match living {
        Living::Salary | Living::SalaryAndDelivery => {
            let (low, high) =
                chance.weighted(&[(550, (3800, 7600)), (330, (6500, 12_000)), (120, (10_000, 23_000))]);
            chance.about(low, high)
        }
        Living::Delivery => chance.about(4200, 9800),
        Living::Driving => chance.about(4800, 10_500),
        Living::Shop => chance.about(5500, 16_000),
        Living::Freelance => chance.about(3600, 12_000),
        Living::Family => chance.about(1200, 2600),
    };
    yuan_monthly * 100
}

/// Which statements are handed in: mostly the account money comes into, and the wallets it leaves by.
fn given(story: &Story, chance: &mut Chance) -> Vec<Given> {
    let mut given = Vec::new();
    let wallet_alone =
        matches!(story.living, Living::Family) || (story.living == Living::Shop && chance.happens(250));
    if story.file == File::None {
        return given;
    }
    let altered = matches!(story.oddity, Oddity::StatementAltered | Oddity::Overdrawn);
    if altered || !wallet_alone {
        given.push(Given::Bank);
    }
    if wallet_alone || story.living == Living::Shop || chance.happens(560) {
        given.push(Given::Wechat);
    }
    if chance.happens(if wallet_alone { 350 } else { 520 }) {
        given.push(Given::Alipay);
    }
    if story.debts != Debts::None && chance.happens(400) || chance.happens(120) {
        given.push(Given::Jd);
    }
    given
}

/// Repayments, as a share of income.
fn debts(debts: Debts, income_fen: i64, first: NaiveDate, last: NaiveDate, chance: &mut Chance) -> Vec<Debt> {
    let (lenders, low, high) = match debts {
        Debts::None => return Vec::new(),
        Debts::Light => (1, 40, 120),
        Debts::Middling => (2, 170, 330),
        Debts::Heavy => (3, 360, 560),
        Debts::Crushing => (5, 740, 960),
    };
    let total = income_fen * chance.between(low, high) / 1000;
    let mut left: Vec<Lender> = vec![
        Lender::Huabei,
        Lender::Baitiao,
        Lender::Weilidai,
        Lender::Jiebei,
        Lender::ConsumerFinance,
        Lender::CreditCard,
        Lender::CarLoan,
    ];
    let reach = match debts {
        Debts::None | Debts::Light => 4,
        Debts::Middling => 6,
        Debts::Heavy | Debts::Crushing => 7,
    };
    left.truncate(reach);
    let mut all = Vec::new();
    for place in 0..lenders {
        let lender = left.remove(chance.below(u32::try_from(left.len()).unwrap_or(1)) as usize);
        let share = total / lenders * if place == 0 { 12 } else { 10 } / 10;
        let borrowed = matches!(lender, Lender::Jiebei | Lender::Weilidai | Lender::ConsumerFinance);
        let span = u32::try_from((last - first).num_days()).unwrap_or(1);
        let recent = borrowed && span > 120 && chance.happens(450);
        let paid_out = recent.then(|| calendar::plus(first, u64::from(span / 3 + chance.below(span / 3))));
        all.push(Debt {
            lender,
            of_month: match lender {
                Lender::Huabei => *chance.pick(&[8, 9, 10, 20]),
                _ => u32::try_from(chance.between(3, 27)).unwrap_or(15),
            },
            fen: share.max(6000)
                + if matches!(lender, Lender::ConsumerFinance | Lender::CarLoan) { 33 } else { 0 },
            varies: match lender {
                Lender::Huabei | Lender::Baitiao | Lender::CreditCard => 180,
                Lender::Jiebei | Lender::Weilidai => 12,
                Lender::ConsumerFinance | Lender::CarLoan => 0,
            },
            paid_out,
        });
    }
    all
}

impl Bank {
    /// What a bank calls the credit card of its own.
    pub(super) fn credit_card(self) -> &'static str {
        match self {
            Bank::Cmb => "招商银行信用卡还款",
            Bank::Icbc => "工商银行信用卡还款",
        }
    }
}
