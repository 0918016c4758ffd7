//! Layouts that people describe.

use firstline_core::money::Currency;
use firstline_core::statement::{Direction, RowStatus, StatementKind};
use firstline_intake::IntakeCode;
use firstline_intake::statement::{
    AmountForm, ColumnMapping, ColumnRole, DateOrder, DirectionWord, MappedColumn, MappingFault, ReadOptions,
    StatusMeaning, StatusWord, preview, read,
};
use proptest::prelude::*;

const LEDGER: &str = "示例村镇银行 交易清单\n\
    ,,,,,\n\
    入账日,借贷标记,发生金额,账户结余,对手名,事由\n\
    31/03/2024,贷,\"8,000.00\",8100.00,示例工厂,工资\n\
    05/04/2024,借,12.50,8087.50,示例超市,\"牛奶, 面包\"\n\
    06/04/2024,冲,1.00,8087.50,示例超市,\n";

fn column(header: &str, role: Option<ColumnRole>) -> MappedColumn {
    MappedColumn { header: header.to_owned(), role }
}

fn mapping() -> ColumnMapping {
    let word = |word: &str, direction| DirectionWord { word: word.to_owned(), direction };
    ColumnMapping {
        layout: "示例村镇银行".to_owned(),
        kind: StatementKind::BankDebit,
        currency: Currency::Cny,
        columns: vec![
            column("入账日", Some(ColumnRole::At)),
            column("借贷标记", Some(ColumnRole::Direction)),
            column("发生金额", Some(ColumnRole::Amount)),
            column("账户结余", Some(ColumnRole::Balance)),
            column("对手名", Some(ColumnRole::Counterparty)),
            column("事由", Some(ColumnRole::Remark)),
        ],
        dates: DateOrder::DayFirst,
        amounts: AmountForm::Stated,
        directions: vec![word("贷", Direction::In), word("借", Direction::Out)],
        statuses: Vec::new(),
    }
}

#[test]
fn a_file_nobody_knows_is_read_as_a_person_says() {
    let bytes = LEDGER.as_bytes();
    assert_eq!(read("x", bytes, &ReadOptions::default()).unwrap_err().code, IntakeCode::UnknownLayout);
    let mappings = [mapping()];
    let options = ReadOptions { mappings: &mappings, ..ReadOptions::default() };
    let reading = read("x", bytes, &options).unwrap_or_else(|error| panic!("{error}"));
    let statement = &reading.statements[0];
    assert_eq!((statement.layout.as_str(), statement.header_line), ("示例村镇银行", 3));
    let rows: Vec<(String, Direction, String)> = statement
        .transactions
        .iter()
        .map(|row| (row.at.date().to_string(), row.direction, row.amount.to_string()))
        .collect();
    let row = |day: &str, direction, amount: &str| (day.to_owned(), direction, amount.to_owned());
    assert_eq!(
        rows,
        [
            row("2024-03-31", Direction::In, "8000.00"),
            row("2024-04-05", Direction::Out, "12.50"),
            row("2024-04-06", Direction::Neutral, "1.00"),
        ]
    );
    assert_eq!(statement.transactions[1].description.expose(), "牛奶, 面包");
    assert_eq!(statement.preamble.unknown_words.len(), 1, "the word nobody explained is asked about");
}

#[test]
fn another_header_is_not_read_by_it() {
    let mappings = [mapping()];
    let options = ReadOptions { mappings: &mappings, ..ReadOptions::default() };
    for other in [LEDGER.replace("发生金额", "金额"), LEDGER.replace("入账日,", "入账日,渠道,")]
    {
        assert_eq!(read("x", other.as_bytes(), &options).unwrap_err().code, IntakeCode::UnknownLayout);
    }
    let moved = LEDGER.replace("发生金额", " 发生 金额 ");
    assert!(read("x", moved.as_bytes(), &options).is_ok(), "blanks are no other header");
}

#[test]
fn a_mapping_that_cannot_hold_is_told_where() {
    type Spoil = fn(&mut ColumnMapping);
    let cases: [(Spoil, MappingFault); 10] = [
        (|mapping| mapping.layout = " ".to_owned(), MappingFault::Name),
        (|mapping| mapping.layout = "wechat_csv".to_owned(), MappingFault::NameKnown),
        (|mapping| mapping.columns.truncate(3), MappingFault::Columns),
        (
            |mapping| mapping.columns.iter_mut().for_each(|column| column.header = "1".to_owned()),
            MappingFault::Header,
        ),
        (
            |mapping| {
                mapping.columns = DEBIT.map(|(name, role)| column(name, Some(role))).to_vec();
            },
            MappingFault::HeaderKnown,
        ),
        (|mapping| mapping.columns[5].role = Some(ColumnRole::At), MappingFault::RoleTwice),
        (|mapping| mapping.columns[0].role = None, MappingFault::NoDay),
        (|mapping| mapping.amounts = AmountForm::InOut, MappingFault::Amounts),
        (|mapping| mapping.directions.clear(), MappingFault::Amounts),
        (|mapping| mapping.directions.extend(mapping.directions.clone()), MappingFault::Words),
    ];
    assert_eq!(mapping().check(), Ok(()));
    for (spoil, fault) in cases {
        let mut spoilt = mapping();
        spoil(&mut spoilt);
        assert_eq!(spoilt.check(), Err(fault));
    }
}

#[test]
fn a_preview_shows_the_lines_and_proposes_what_the_header_says() {
    let seen = preview("x", LEDGER.as_bytes(), &ReadOptions::default(), None).unwrap();
    assert_eq!((seen.encoding.as_str(), seen.layout, seen.row_count), ("utf-8", None, 0));
    assert_eq!(seen.fault.unwrap().code, IntakeCode::UnknownLayout);
    assert_eq!(seen.headers[0], 3);
    assert_eq!(seen.lines[3].cells[2], "8,000.00");
    let header = "交易日期,交易时间,借方发生额,贷方发生额,余额,对方户名,摘要,状态";
    let text = format!("户名：张三\n{header}\n13/01/2024,10:00:00,5.00,,95.00,示例超市,买菜,交易成功\n");
    let seen = preview("x", text.as_bytes(), &ReadOptions::default(), None).unwrap();
    let mut proposed = seen.proposed.unwrap();
    let roles: Vec<Option<ColumnRole>> = proposed.columns.iter().map(|column| column.role).collect();
    use ColumnRole::*;
    assert_eq!(
        roles,
        [At, Time, AmountOut, AmountIn, Balance, Counterparty, roles[6].unwrap(), Status].map(Some)
    );
    assert_eq!((proposed.amounts, proposed.dates), (AmountForm::InOut, DateOrder::DayFirst));
    let meaning = StatusWord { word: "交易成功".to_owned(), outcome: StatusMeaning::Settled };
    assert_eq!(proposed.statuses, [meaning]);
    proposed.layout = "某行".to_owned();
    let seen = preview("x", text.as_bytes(), &ReadOptions::default(), Some(&proposed)).unwrap();
    assert_eq!((seen.layout.as_deref(), seen.row_count, seen.fault), (Some("某行"), 1, None));
    assert_eq!((seen.rows[0].at.as_str(), seen.rows[0].amount.as_str()), ("2024-01-13 10:00:00", "5.00"));
}

/// The columns of a layout that is known, in other words.
const DEBIT: [(&str, ColumnRole); 7] = [
    ("记账日期", ColumnRole::At),
    ("货币", ColumnRole::Currency),
    ("交易金额", ColumnRole::Amount),
    ("联机余额", ColumnRole::Balance),
    ("交易摘要", ColumnRole::ProviderType),
    ("对手信息", ColumnRole::Counterparty),
    ("客户摘要", ColumnRole::Remark),
];

proptest! {
    #[test]
    fn a_mapping_of_a_known_layouts_columns_reads_the_same_rows(
        rows in proptest::collection::vec((1_u32..28, -9_999_999_i64..9_999_999, "[a-z]{0,6}", "[甲乙丙]{0,3}"), 1..20)
    ) {
        let header = DEBIT.map(|(name, _)| name);
        let renamed = DEBIT.map(|(name, _)| format!("{name}栏"));
        let mut body = String::new();
        for (day, fen, kind, other) in &rows {
            let sign = if *fen < 0 { "-" } else { "" };
            let amount = format!("{sign}{}.{:02}", fen.abs() / 100, fen.abs() % 100);
            body.push_str(&format!("2026-04-{day:02},CNY,{amount},1.00,{kind},{other},\n"));
        }
        let known = format!("{}\n{body}", header.join(","));
        let unknown = format!("{}\n{body}", renamed.join(","));
        let mapping = ColumnMapping {
            layout: "同样的列".to_owned(),
            columns: renamed.iter().zip(DEBIT).map(|(name, (_, role))| column(name, Some(role))).collect(),
            dates: DateOrder::YearFirst,
            amounts: AmountForm::Signed,
            directions: Vec::new(),
            ..mapping()
        };
        let mappings = [mapping];
        let options = ReadOptions { mappings: &mappings, ..ReadOptions::default() };
        let by_layout = read("x", known.as_bytes(), &options).unwrap();
        let by_mapping = read("x", unknown.as_bytes(), &options).unwrap();
        prop_assert_eq!(by_layout.statements[0].layout.as_str(), "cmb_debit");
        prop_assert_eq!(&by_layout.statements[0].transactions, &by_mapping.statements[0].transactions);
        prop_assert!(by_mapping.statements[0].transactions.iter().all(|row| row.status == RowStatus::Settled));
    }
}
