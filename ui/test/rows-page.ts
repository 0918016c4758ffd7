import type { RowsPage, RowView } from '../src/ipc';

export function row(change: Partial<RowView> = {}): RowView {
  return {
    file: 'f'.repeat(64),
    line: 10,
    layout: 'wechat_csv',
    account: '0',
    at: '2026-10-20T14:02:10',
    has_time: true,
    direction: 'out',
    counterparty: '示例超市',
    counterparty_account: '',
    description: '日用',
    provider_type: '商户消费',
    method: '零钱',
    order_id: '1000',
    merchant_order_id: '',
    currency: 'CNY',
    amount: '-12.50',
    refunded: null,
    counted: '12.50',
    balance: null,
    status: 'settled',
    treatment: 'spending',
    category_code: 'groceries',
    category: { zh: '日用', en: 'Groceries' },
    because: 'pattern:supermarket',
    correction: null,
    paired_with: null,
    questions: [],
    ...change,
  };
}

export function rowsPage(rows: RowView[], change: Partial<RowsPage> = {}): RowsPage {
  return {
    assessment: 'a'.repeat(64),
    from: 0,
    rows,
    total: rows.length,
    of: rows.length,
    sums: [{ currency: 'CNY', money_in: '0.00', money_out: '12.50' }],
    counted_in: '0.00',
    counted_out: '12.50',
    facets: {
      accounts: [{ key: '0', layout: 'wechat_csv', account: null, currency: 'CNY', rows: rows.length }],
      categories: [{ code: 'groceries', label: { zh: '日用', en: 'Groceries' }, rows: rows.length }],
      treatments: [{ code: 'spending', label: null, rows: rows.length }],
      months: [{ code: '2026-10', label: null, rows: rows.length }],
      left_out: 0,
      questions: 0,
    },
    place: null,
    ...change,
  };
}
