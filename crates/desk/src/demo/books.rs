//! A person's accounts and the rows that money leaves in them. Every act goes through here, so that a bank's balance closes row by
//! row and a wallet's row has its counterpart on the card that paid.

use chrono::NaiveDateTime;

use super::people::Person;

/// How a bank words what moved; each bank has its own word for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BankWord {
    Wages,
    Payout,
    TransferIn,
    TransferOut,
    QuickPayment,
    Refund,
    Withdrawal,
    Interest,
    Fee,
    LoanRepayment,
}

#[derive(Debug, Clone)]
pub(super) struct BankRow {
    pub(super) at: NaiveDateTime,
    pub(super) word: BankWord,
    /// The other side.
    pub(super) name: String,
    /// What it was for.
    pub(super) note: String,
    /// Above zero where it came in.
    pub(super) fen: i64,
    pub(super) balance_fen: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wallet {
    Wechat,
    Alipay,
    Jd,
}

impl Wallet {
    /// How a bank's row names it.
    pub(super) fn on_bank(self) -> &'static str {
        match self {
            Wallet::Wechat => "财付通",
            Wallet::Alipay => "支付宝",
            Wallet::Jd => "京东支付",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    In,
    Out,
    Neutral,
}

/// What has come of a purchase, or what a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Settled,
    /// Ended with the provider's own word.
    Word(&'static str),
    /// So much of it was sent back later.
    SentBack(i64),
    /// It is the refund, of a whole purchase or of part of one.
    RefundWhole,
    RefundPart,
}

#[derive(Debug, Clone)]
pub(super) struct WalletRow {
    pub(super) at: NaiveDateTime,
    /// WeChat's 交易类型, the others' 交易分类.
    pub(super) kind: String,
    pub(super) counterparty: String,
    pub(super) goods: String,
    pub(super) flow: Flow,
    pub(super) fen: i64,
    pub(super) method: String,
    pub(super) came: Came,
    /// Tells orders apart; a refund has its purchase's.
    pub(super) order: u64,
    pub(super) remark: String,
}

/// What pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pays {
    Card,
    WalletMoney,
    Credit,
}

/// The accounts of one person.
#[derive(Debug)]
pub(super) struct Books {
    pub(super) bank: Vec<BankRow>,
    pub(super) bank_fen: i64,
    pub(super) wechat: Vec<WalletRow>,
    pub(super) wechat_fen: i64,
    pub(super) alipay: Vec<WalletRow>,
    pub(super) alipay_fen: i64,
    pub(super) jd: Vec<WalletRow>,
    pub(super) card_method: String,
    pub(super) may_overdraw: bool,
    orders: u64,
}

impl Books {
    pub(super) fn new(person: &Person, index: u32, bank_fen: i64, may_overdraw: bool) -> Self {
        Books {
            bank: Vec::new(),
            bank_fen,
            wechat: Vec::new(),
            wechat_fen: 30_000,
            alipay: Vec::new(),
            alipay_fen: 0,
            jd: Vec::new(),
            card_method: person.card_method(),
            may_overdraw,
            orders: u64::from(index) * 100_000,
        }
    }

    pub(super) fn next_order(&mut self) -> u64 {
        self.orders += 1;
        self.orders
    }

    pub(super) fn rows_of(&mut self, wallet: Wallet) -> &mut Vec<WalletRow> {
        match wallet {
            Wallet::Wechat => &mut self.wechat,
            Wallet::Alipay => &mut self.alipay,
            Wallet::Jd => &mut self.jd,
        }
    }

    /// Moves money on the bank account.
    pub(super) fn bank(&mut self, at: NaiveDateTime, word: BankWord, name: &str, note: &str, fen: i64) {
        self.bank_fen += fen;
        let balance_fen = self.bank_fen;
        self.bank.push(BankRow { at, word, name: name.to_owned(), note: note.to_owned(), fen, balance_fen });
    }

    /// Whether the account bears a payment; some are overdrawn by debits that cannot be refused.
    pub(super) fn can_pay(&self, fen: i64) -> bool {
        self.bank_fen >= fen
    }

    /// Whether a lender's debit goes through.
    pub(super) fn can_be_debited(&self, fen: i64) -> bool {
        self.bank_fen >= fen || (self.may_overdraw && self.bank_fen > -80_000)
    }

    /// The card's row of a payment through a wallet.
    pub(super) fn card_pays(&mut self, at: NaiveDateTime, wallet: Wallet, to: &str, note: &str, fen: i64) {
        let name = format!("{}-{to}", wallet.on_bank());
        self.bank(at, BankWord::QuickPayment, &name, note, -fen);
    }

    /// What a wallet calls what paid.
    pub(super) fn method(&self, wallet: Wallet, pays: Pays) -> String {
        let word = match (wallet, pays) {
            (_, Pays::Card) => return self.card_method.clone(),
            (Wallet::Wechat, Pays::WalletMoney | Pays::Credit) => "零钱",
            (Wallet::Alipay, Pays::WalletMoney) => "余额宝",
            (Wallet::Alipay, Pays::Credit) => "花呗",
            (Wallet::Jd, Pays::WalletMoney) => "钱包余额",
            (Wallet::Jd, Pays::Credit) => "京东白条",
        };
        word.to_owned()
    }
}
