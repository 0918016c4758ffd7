//! A household lived day by day: what is due is planned for each day, brought into order of time and carried out on the books.

use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};

use super::books::{BankWord, Books, Came, Flow, Pays, Wallet, WalletRow};
use super::calendar;
use super::chance::Chance;
use super::circumstances::Circumstances;
use super::people::{Person, somebody};
use super::spend::{self, Purchase, SendingBack};
use super::{debts, earn};

/// Something that happens on a day.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Wages(i64),
    Payout(i64),
    Takings(i64),
    FromClient(String, i64),
    FromFamily(i64),
    Rent,
    Bill(&'static str, &'static str, i64),
    Repay(usize),
    Lend(usize),
    Buy(Purchase),
    Refund(SendingBack),
    RedPacket(bool, i64),
    Cash(i64),
    ToSavings,
    ToFriend,
    ToWalletFund(i64),
    FromWallet,
    Interest,
    MessageFee,
}

/// Lives the days of the statements and gives the books.
pub(super) fn live(person: &Person, index: u32, circumstances: &Circumstances, chance: &mut Chance) -> Books {
    let opening_fen = circumstances.buffer_fen + circumstances.rent_fen + chance.between(0, 30_000);
    let mut books = Books::new(person, index, opening_fen, circumstances.may_overdraw);
    let mut life = Life { person, circumstances, chance, coming_back: Vec::new(), unpaid: Vec::new() };
    let mut day = circumstances.first;
    while day <= circumstances.last {
        let mut plan = life.plan(day);
        plan.sort_by_key(|(second, _)| *second);
        for (second, act) in plan {
            let at = day.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::seconds(i64::from(second));
            life.act(&mut books, act, at);
        }
        day = calendar::plus(day, 1);
    }
    books
}

struct Life<'a> {
    person: &'a Person,
    circumstances: &'a Circumstances,
    chance: &'a mut Chance,
    coming_back: Vec<SendingBack>,
    /// Debts whose debit failed, tried again the next day.
    unpaid: Vec<usize>,
}

impl Life<'_> {
    /// A second of a day between two hours.
    fn second(&mut self, from: u32, to: u32) -> u32 {
        from * 3600 + self.chance.below((to - from + 1) * 3600 - 1)
    }

    /// What happens on a day, each with its second.
    fn plan(&mut self, day: NaiveDate) -> Vec<(u32, Act)> {
        let mut plan = earn::income(self.circumstances, day, self.chance);
        self.plan_due(day, &mut plan);
        self.plan_bills(day, &mut plan);
        for purchase in spend::purchases(self.circumstances, day, self.chance) {
            let (from, to) = purchase.shop.hours;
            plan.push((self.second(from, to), Act::Buy(purchase)));
        }
        let (arrived, waiting) =
            std::mem::take(&mut self.coming_back).into_iter().partition(|back: &SendingBack| back.on <= day);
        self.coming_back = waiting;
        for back in arrived {
            plan.push((self.second(9, 17), Act::Refund(back)));
        }
        if let Some(distance) = calendar::days_from_new_year(day)
            && (-1..=6).contains(&distance)
            && self.chance.happens(600)
        {
            let comes_in = self.chance.happens(450);
            plan.push((self.second(9, 21), Act::RedPacket(comes_in, self.chance.between(2, 40) * 500)));
        }
        plan
    }

    /// Rent and debts.
    fn plan_due(&mut self, day: NaiveDate, plan: &mut Vec<(u32, Act)>) {
        if self.circumstances.rent_fen > 0 && day.day() == self.circumstances.rent_of_month {
            plan.push((self.second(9, 20), Act::Rent));
        }
        // Whoever overdraws has emptied the account for somebody on the eve of a debit.
        let first_due = self.circumstances.debts.first().map(|debt| debt.of_month);
        if self.circumstances.may_overdraw
            && first_due == Some(calendar::plus(day, 1).day())
            && self.chance.happens(600)
        {
            plan.push((23 * 3600, Act::ToFriend));
        }
        for debt in std::mem::take(&mut self.unpaid) {
            plan.push((self.second(10, 12), Act::Repay(debt)));
        }
        for (place, debt) in self.circumstances.debts.iter().enumerate() {
            let running = debt.paid_out.is_none_or(|paid_out| paid_out < day);
            if running && day.day() == debt.of_month {
                plan.push((self.chance.below(3600) + 8 * 3600, Act::Repay(place)));
            }
            if debt.paid_out == Some(day) {
                plan.push((self.chance.below(3600) + 14 * 3600, Act::Lend(place)));
            }
        }
    }

    /// What comes by the calendar: bills, cash, savings, the bank's own rows.
    fn plan_bills(&mut self, day: NaiveDate, plan: &mut Vec<(u32, Act)>) {
        let winter_or_summer = matches!(day.month(), 1 | 2 | 7 | 8 | 12);
        match day.day() {
            6 => {
                let fen = self.chance.between(29, 128) * 100;
                plan.push((self.second(9, 20), Act::Bill("话费充值", "手机话费充值", fen)));
            }
            12 if self.circumstances.rent_fen > 0 => {
                let fen = self.chance.between(4500, 14_000) * if winter_or_summer { 18 } else { 10 } / 10;
                plan.push((self.second(18, 21), Act::Bill("供电公司", "电费缴费", fen)));
            }
            17 if day.month() % 2 == 1 && self.circumstances.rent_fen > 0 => {
                let fen = self.chance.between(3000, 9500);
                plan.push((self.second(18, 21), Act::Bill("自来水公司", "水费缴费", fen)));
            }
            19 if self.circumstances.cash_fen > 0 => {
                plan.push((self.second(10, 18), Act::Cash(self.circumstances.cash_fen)));
            }
            1 => plan.push((2 * 3600, Act::MessageFee)),
            26 if self.circumstances.saves_in_wallet => {
                plan.push((self.second(12, 22), Act::ToWalletFund(self.chance.between(2, 10) * 10_000)));
            }
            _ => {}
        }
        if self.chance.happens(12) {
            plan.push((self.second(10, 18), Act::Cash(self.chance.between(2, 8) * 10_000)));
        }
        if calendar::is_interest_day(day) {
            plan.push((3600, Act::Interest));
        }
        if day.weekday() == Weekday::Sun {
            plan.push((self.second(20, 22), Act::FromWallet));
        }
        if matches!(day.day(), 14 | 27) {
            plan.push((self.second(19, 22), Act::ToSavings));
        }
    }

    fn act(&mut self, books: &mut Books, act: Act, at: NaiveDateTime) {
        let circumstances = self.circumstances;
        match act {
            Act::Wages(fen) => {
                let employer = circumstances.wage.as_ref().map_or("", |wage| &wage.employer);
                books.bank(at, BankWord::Wages, employer, &format!("{}月工资", at.month()), fen);
            }
            Act::Payout(fen) => {
                let (platform, words) =
                    circumstances.gig.as_ref().map_or(("", ""), |gig| (gig.platform, gig.words));
                books.bank(at, BankWord::Payout, platform, words, fen);
            }
            Act::FromClient(client, fen) => books.bank(at, BankWord::TransferIn, &client, "劳务费", fen),
            Act::Takings(fen) => {
                let payer = somebody(self.chance);
                books.wechat_fen += fen;
                wallet_in(books, at, "二维码收款", &payer, "收款方备注:二维码收款", fen, "已收钱");
            }
            Act::FromFamily(fen) => {
                let family = circumstances.family.clone().unwrap_or_default();
                books.wechat_fen += fen;
                wallet_in(books, at, "转账", &family, "转账备注:生活费", fen, "已存入零钱");
            }
            Act::RedPacket(comes_in, fen) => self.red_packet(books, at, comes_in, fen),
            Act::Rent => self.rent(books, at),
            Act::Bill(to, what, fen) => bill(books, at, to, what, fen),
            Act::Repay(place) => {
                if !debts::repay(books, &circumstances.debts[place], self.person, at, self.chance) {
                    self.unpaid.push(place);
                }
            }
            Act::Lend(place) => debts::lend(books, &circumstances.debts[place], at),
            Act::Buy(purchase) => {
                self.coming_back.extend(spend::pay(books, circumstances, purchase, at, self.chance));
            }
            Act::Refund(back) => spend::give_back(books, &back, at),
            Act::Cash(fen) if books.can_pay(fen) => {
                let fen = fen / 10_000 * 10_000;
                books.bank(at, BankWord::Withdrawal, "", "ATM取款", -fen.max(10_000));
            }
            Act::Cash(_) => {}
            Act::ToSavings => self.save(books, at),
            Act::ToFriend => {
                let fen = (books.bank_fen - self.chance.between(2_000, 25_000)) / 10_000 * 10_000;
                if fen > 0 {
                    let friend = somebody(self.chance);
                    books.bank(at, BankWord::TransferOut, &friend, "借给朋友", -fen);
                }
            }
            Act::ToWalletFund(fen) => to_wallet_fund(books, at, fen),
            Act::FromWallet => from_wallet(books, self.person, at),
            Act::Interest => {
                let fen = (books.bank_fen / 8000).max(1);
                books.bank(at, BankWord::Interest, "", "个人活期结息", fen);
            }
            Act::MessageFee if !books.can_pay(300) => {}
            Act::MessageFee => books.bank(at, BankWord::Fee, "", "短信服务费", -300),
        }
    }

    fn rent(&mut self, books: &mut Books, at: NaiveDateTime) {
        let Circumstances { rent_fen, landlord, .. } = self.circumstances;
        if books.can_pay(*rent_fen) {
            books.bank(at, BankWord::TransferOut, landlord, "房租", -rent_fen);
        }
    }

    fn red_packet(&mut self, books: &mut Books, at: NaiveDateTime, comes_in: bool, fen: i64) {
        let friend = somebody(self.chance);
        if comes_in {
            books.wechat_fen += fen;
            wallet_in(books, at, "微信红包", &friend, "/", fen, "已存入零钱");
        } else if books.wechat_fen >= fen {
            books.wechat_fen -= fen;
            let method = books.method(Wallet::Wechat, Pays::WalletMoney);
            wallet_row(books, at, ("微信红包", &friend, "/"), Flow::Out, fen, &method, "支付成功");
        }
    }

    /// What lies beyond the buffer goes to an account at another bank.
    fn save(&mut self, books: &mut Books, at: NaiveDateTime) {
        let kept = self.circumstances.buffer_fen + self.circumstances.rent_fen + 10_000;
        let over = (books.bank_fen - kept) / 10_000 * 10_000;
        if over >= 20_000 {
            books.bank(at, BankWord::TransferOut, &self.person.name, "本人账户转账", -over);
        }
    }
}

/// A row of the WeChat wallet: kind, other side, goods.
pub(super) fn wallet_row(
    books: &mut Books,
    at: NaiveDateTime,
    (kind, counterparty, goods): (&str, &str, &str),
    flow: Flow,
    fen: i64,
    method: &str,
    word: &'static str,
) {
    let row = WalletRow {
        at,
        kind: kind.to_owned(),
        counterparty: counterparty.to_owned(),
        goods: goods.to_owned(),
        flow,
        fen,
        method: method.to_owned(),
        came: Came::Word(word),
        order: books.next_order(),
        remark: String::new(),
    };
    books.wechat.push(row);
}

fn wallet_in(
    books: &mut Books,
    at: NaiveDateTime,
    kind: &str,
    payer: &str,
    goods: &str,
    fen: i64,
    word: &'static str,
) {
    wallet_row(books, at, (kind, payer, goods), Flow::In, fen, "/", word);
}

/// A bill paid through Alipay by card.
fn bill(books: &mut Books, at: NaiveDateTime, to: &str, what: &str, fen: i64) {
    if !books.can_pay(fen) {
        return;
    }
    books.card_pays(at, Wallet::Alipay, to, what, fen);
    let row = WalletRow {
        at,
        kind: "充值缴费".to_owned(),
        counterparty: to.to_owned(),
        goods: what.to_owned(),
        flow: Flow::Out,
        fen,
        method: books.method(Wallet::Alipay, Pays::Card),
        came: Came::Settled,
        order: books.next_order(),
        remark: String::new(),
    };
    books.alipay.push(row);
}

fn to_wallet_fund(books: &mut Books, at: NaiveDateTime, fen: i64) {
    if !books.can_pay(fen * 2) {
        return;
    }
    books.alipay_fen += fen;
    books.card_pays(at, Wallet::Alipay, "余额宝", "余额宝转入", fen);
    let row = WalletRow {
        at,
        kind: "投资理财".to_owned(),
        counterparty: "余额宝".to_owned(),
        goods: "余额宝-单次转入".to_owned(),
        flow: Flow::Neutral,
        fen,
        method: books.method(Wallet::Alipay, Pays::Card),
        came: Came::Settled,
        order: books.next_order(),
        remark: String::new(),
    };
    books.alipay.push(row);
}

/// Takes what has gathered in the WeChat wallet to the card; one part in a thousand is the wallet's fee.
fn from_wallet(books: &mut Books, person: &Person, at: NaiveDateTime) {
    let fen = (books.wechat_fen - 20_000) / 100 * 100;
    if fen < 50_000 {
        return;
    }
    let fee = (fen / 1000).max(10);
    books.wechat_fen -= fen + fee;
    let method = person.bank.name();
    wallet_row(
        books,
        at,
        ("零钱提现", &person.card_method(), "/"),
        Flow::Neutral,
        fen + fee,
        method,
        "提现已到账",
    );
    if let Some(row) = books.wechat.last_mut() {
        row.remark = format!("服务费¥{}.{:02}", fee / 100, fee % 100);
    }
    books.bank(at, BankWord::TransferIn, "财付通-零钱提现", "微信零钱提现", fen);
}
