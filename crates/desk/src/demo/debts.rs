//! Paying lenders, and being paid by them, in the words each uses.

use chrono::NaiveDateTime;

use super::books::{BankWord, Books, Came, Flow, Pays, Wallet, WalletRow};
use super::chance::Chance;
use super::circumstances::{Debt, Lender};
use super::people::Person;

/// The words of a repayment.
struct Words {
    wallet: Option<Wallet>,
    kind: &'static str,
    counterparty: &'static str,
    goods: String,
    /// What the bank's row says it was for.
    note: &'static str,
    flow: Flow,
}

fn words(lender: Lender, person: &Person, at: NaiveDateTime) -> Words {
    let month = at.format("%Y年%m月");
    let neutral = |wallet, kind, counterparty, goods: String, note| Words {
        wallet: Some(wallet),
        kind,
        counterparty,
        goods,
        note,
        flow: Flow::Neutral,
    };
    match lender {
        Lender::Huabei => {
            neutral(Wallet::Alipay, "信用借还", "花呗", format!("花呗自动还款-{month}账单"), "花呗还款")
        }
        Lender::Jiebei => neutral(Wallet::Alipay, "信用借还", "借呗", "借呗自动还款".to_owned(), "借呗还款"),
        Lender::Baitiao => {
            neutral(Wallet::Jd, "白条", "京东白条", format!("白条还款-{month}账单"), "白条还款")
        }
        Lender::Weilidai => Words {
            flow: Flow::Out,
            ..neutral(Wallet::Wechat, "商户消费", "微粒贷", "微粒贷还款".to_owned(), "微粒贷还款")
        },
        Lender::CreditCard => {
            neutral(Wallet::Wechat, "信用卡还款", person.bank.credit_card(), "/".to_owned(), "信用卡还款")
        }
        Lender::ConsumerFinance => direct("样例消费金融有限公司", "消费贷款还款"),
        Lender::CarLoan => direct("样例汽车金融有限公司", "车贷还款"),
    }
}

fn direct(counterparty: &'static str, note: &'static str) -> Words {
    Words { wallet: None, kind: "", counterparty, goods: String::new(), note, flow: Flow::Out }
}

/// Pays a month's instalment, if the account bears it; tells whether it was paid.
pub(super) fn repay(
    books: &mut Books,
    debt: &Debt,
    person: &Person,
    at: NaiveDateTime,
    chance: &mut Chance,
) -> bool {
    let fen = debt.fen * (1000 + chance.between(-debt.varies, debt.varies)) / 1000;
    if !books.can_be_debited(fen) {
        return false;
    }
    let words = words(debt.lender, person, at);
    let Some(wallet) = words.wallet else {
        books.bank(at, BankWord::LoanRepayment, words.counterparty, words.note, -fen);
        return true;
    };
    books.card_pays(at, wallet, words.counterparty, words.note, fen);
    let row = WalletRow {
        at,
        kind: words.kind.to_owned(),
        counterparty: words.counterparty.to_owned(),
        goods: words.goods,
        flow: words.flow,
        fen,
        method: books.method(wallet, Pays::Card),
        came: if wallet == Wallet::Wechat { Came::Settled } else { Came::Word("还款成功") },
        order: books.next_order(),
        remark: String::new(),
    };
    books.rows_of(wallet).push(row);
    true
}

/// A loan is paid out to the card.
pub(super) fn lend(books: &mut Books, debt: &Debt, at: NaiveDateTime) {
    let fen = (debt.fen * 9 / 100_000).max(5) * 100_000;
    match debt.lender {
        Lender::Jiebei => {
            let row = WalletRow {
                at,
                kind: "信用借还".to_owned(),
                counterparty: "借呗".to_owned(),
                goods: "借呗放款至银行卡".to_owned(),
                flow: Flow::Neutral,
                fen,
                method: books.method(Wallet::Alipay, Pays::Card),
                came: Came::Word("放款成功"),
                order: books.next_order(),
                remark: String::new(),
            };
            books.alipay.push(row);
            books.bank(at, BankWord::TransferIn, "支付宝-借呗", "借呗放款", fen);
        }
        Lender::Weilidai => books.bank(at, BankWord::TransferIn, "微粒贷", "微粒贷借款放款", fen),
        Lender::Huabei | Lender::Baitiao | Lender::ConsumerFinance | Lender::CreditCard | Lender::CarLoan => {
            books.bank(at, BankWord::TransferIn, "样例消费金融有限公司", "贷款放款", fen);
        }
    }
}
