//! Buying things, and sending some of them back.

use chrono::{NaiveDate, NaiveDateTime};

use super::books::{BankWord, Books, Came, Flow, Pays, Wallet, WalletRow};
use super::calendar;
use super::chance::Chance;
use super::circumstances::{Circumstances, Lender};
use super::places::{self, Sells, Shop};

/// A purchase on its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Purchase {
    pub(super) shop: &'static Shop,
    pub(super) fen: i64,
}

/// A refund that is on its way back.
#[derive(Debug, Clone)]
pub(super) struct SendingBack {
    pub(super) on: NaiveDate,
    pub(super) wallet: Wallet,
    /// Place of the purchase in its wallet's rows.
    pub(super) place: usize,
    pub(super) fen: i64,
    pays: Pays,
}

/// What the prices of [`places`] come to a month at the counts of [`purchases`], in fen; prices scale from there.
const PLAIN_MONTH_FEN: i64 = 150_000;

/// What is bought on a day.
pub(super) fn purchases(circumstances: &Circumstances, day: NaiveDate, chance: &mut Chance) -> Vec<Purchase> {
    let weekend = calendar::is_weekend(day);
    let mut bought = Vec::new();
    let mut buy = |from: &'static [Shop], per_mille: u32, chance: &mut Chance| {
        if chance.happens(per_mille) {
            let shop = chance.pick(from);
            bought.push(Purchase { shop, fen: price(shop, circumstances.daily_fen, chance) });
        }
    };
    buy(&places::FOOD, if weekend { 400 } else { 340 }, chance);
    buy(&places::FOOD, 60, chance);
    buy(&places::DAILY, if weekend { 240 } else { 150 }, chance);
    buy(&places::TRANSPORT, if weekend { 70 } else { 120 }, chance);
    buy(&places::LEISURE, if weekend { 75 } else { 16 }, chance);
    let season = if calendar::is_sales_season(day) { 6 } else { 1 };
    buy(&places::ONLINE, 36 * season, chance);
    if circumstances.shops_at_jd {
        buy(&places::AT_JD, 32 * season, chance);
    }
    if circumstances.gambling_fen > 0 {
        let each = (circumstances.gambling_fen / 5).max(400);
        if chance.happens(165) {
            let heavy = circumstances.gambling_fen >= 50_000;
            let shop = chance.pick(if heavy { &places::GAMBLING } else { &places::GAMBLING[..2] });
            bought
                .push(Purchase { shop, fen: rounded(chance.between(each / 2, each * 3 / 2), shop.step_fen) });
        }
    }
    bought
}

fn rounded(fen: i64, step: i64) -> i64 {
    (fen / step * step).max(step)
}

fn price(shop: &Shop, daily_fen: i64, chance: &mut Chance) -> i64 {
    // Prices lie nearer to the low end, as baskets do.
    let span = shop.high_fen - shop.low_fen;
    let plain = shop.low_fen + span * chance.between(0, 1000) / 1000 * chance.between(0, 1000) / 1000;
    let scaled = if shop.scales { plain * daily_fen.clamp(60_000, 900_000) / PLAIN_MONTH_FEN } else { plain };
    rounded(scaled, shop.step_fen)
}

/// Pays for a purchase, where something can pay; gives the refund it will lead to, if it will.
pub(super) fn pay(
    books: &mut Books,
    circumstances: &Circumstances,
    purchase: Purchase,
    at: NaiveDateTime,
    chance: &mut Chance,
) -> Option<SendingBack> {
    let Purchase { shop, fen } = purchase;
    let wallet = match shop.sells {
        Sells::AtJd => Wallet::Jd,
        Sells::AtCounter | Sells::Online if chance.happens(circumstances.wechat_per_mille) => Wallet::Wechat,
        Sells::AtCounter | Sells::Online => Wallet::Alipay,
    };
    let pays = what_pays(books, circumstances, wallet, fen, chance)?;
    let goods = *chance.pick(shop.goods);
    match pays {
        Pays::Card => books.card_pays(at, wallet, shop.name, goods, fen),
        Pays::WalletMoney if wallet == Wallet::Wechat => books.wechat_fen -= fen,
        Pays::WalletMoney => books.alipay_fen -= fen,
        Pays::Credit => {}
    }
    let kind = match (wallet, shop.sells) {
        (Wallet::Wechat, Sells::AtCounter) => "扫二维码付款",
        (Wallet::Wechat, _) => "商户消费",
        _ => shop.category,
    };
    let row = WalletRow {
        at,
        kind: kind.to_owned(),
        counterparty: shop.name.to_owned(),
        goods: goods.to_owned(),
        flow: Flow::Out,
        fen,
        method: books.method(wallet, pays),
        came: Came::Settled,
        order: books.next_order(),
        remark: String::new(),
    };
    let rows = books.rows_of(wallet);
    rows.push(row);
    let place = rows.len() - 1;
    let sent_back = shop.sells != Sells::AtCounter && chance.happens(circumstances.sent_back_per_mille);
    let on = calendar::plus(at.date(), u64::from(1 + chance.below(6)));
    if !sent_back || on > circumstances.last {
        return None;
    }
    let whole = chance.happens(450);
    let part = (fen * chance.between(150, 700) / 1000).max(1);
    Some(SendingBack { on, wallet, place, fen: if whole { fen } else { part }, pays })
}

/// What pays; `None` where nothing can, and the purchase is not made.
fn what_pays(
    books: &Books,
    circumstances: &Circumstances,
    wallet: Wallet,
    fen: i64,
    chance: &mut Chance,
) -> Option<Pays> {
    let owes = |lender: Lender| circumstances.debts.iter().any(|debt| debt.lender == lender);
    let (own_money_fen, own_per_mille, on_credit) = match wallet {
        Wallet::Wechat => (books.wechat_fen, 250, false),
        Wallet::Alipay => (books.alipay_fen, 300, owes(Lender::Huabei)),
        Wallet::Jd => (0, 0, owes(Lender::Baitiao)),
    };
    if own_money_fen >= fen && chance.happens(own_per_mille) {
        return Some(Pays::WalletMoney);
    }
    if on_credit && chance.happens(150) {
        return Some(Pays::Credit);
    }
    if books.can_pay(fen) {
        return Some(Pays::Card);
    }
    (own_money_fen >= fen).then_some(Pays::WalletMoney)
}

/// The refund arrives: the purchase says so, the wallet has a row of it, and what paid gets it back.
pub(super) fn give_back(books: &mut Books, back: &SendingBack, at: NaiveDateTime) {
    let purchase = &mut books.rows_of(back.wallet)[back.place];
    let whole = purchase.fen == back.fen;
    purchase.came = Came::SentBack(back.fen);
    if whole && back.wallet != Wallet::Wechat {
        purchase.flow = Flow::Neutral;
    }
    let purchase = purchase.clone();
    let row = WalletRow {
        at,
        kind: match back.wallet {
            Wallet::Wechat => format!("{}-退款", purchase.counterparty),
            Wallet::Alipay => "退款".to_owned(),
            Wallet::Jd => "网购".to_owned(),
        },
        goods: match back.wallet {
            Wallet::Wechat => purchase.goods,
            Wallet::Alipay | Wallet::Jd => format!("退款-{}", purchase.goods),
        },
        flow: if back.wallet == Wallet::Wechat { Flow::In } else { Flow::Neutral },
        fen: back.fen,
        came: if whole { Came::RefundWhole } else { Came::RefundPart },
        counterparty: purchase.counterparty.clone(),
        method: purchase.method,
        order: purchase.order,
        remark: String::new(),
    };
    books.rows_of(back.wallet).push(row);
    match back.pays {
        Pays::Card => {
            let name = format!("{}-{}", back.wallet.on_bank(), purchase.counterparty);
            books.bank(at, BankWord::Refund, &name, "退款", back.fen);
        }
        Pays::WalletMoney if back.wallet == Wallet::Wechat => books.wechat_fen += back.fen,
        Pays::WalletMoney => books.alipay_fen += back.fen,
        Pays::Credit => {}
    }
}
