import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { RowsSheet } from '../src/features/case/rows';
import { daysOf, everyRow, isNarrowed, monthOf, sortedBy } from '../src/features/case/rows/query';
import type { RowsPage, RowsQuery } from '../src/ipc';
import { useKeyboard } from '../src/lib/keys';
import { setPreferences } from '../src/lib/preferences';
import { testids } from '../src/lib/testids';
import { answerWith } from './desk';
import { row, rowsPage } from './rows-page';

setPreferences({ language: 'en', singleKeys: true });

function Keys() {
  useKeyboard();
  return null;
}

async function open(answer: (args: Record<string, unknown>) => RowsPage, key = 'all') {
  const asked = answerWith({ case_rows: answer });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Keys />
      <RowsSheet
        caseId="case-1"
        assessment="a1"
        figure={{ key, label: 'Income', openedAt: 0 }}
        options={[]}
        mayReclassify={false}
        onCase={vi.fn()}
        onClose={vi.fn()}
      />
    </QueryClientProvider>,
  );
  await screen.findByTestId(testids.caseRowsTotal);
  return () => asked.map((one) => one.args as { query: RowsQuery; from: number; find: unknown });
}

describe('the table of rows', () => {
  it('asks for a figure’s rows, and for all of them once the figure is dropped', async () => {
    const asked = await open(() => rowsPage([row()]), 'income_monthly');
    expect(asked()[0]?.query.figure).toBe('income_monthly');
    await userEvent.click(screen.getByTestId(testids.rowsFigure));
    await waitFor(() => expect(asked().at(-1)?.query.figure).toBeNull());
  });

  it('searches as one types, from the key', async () => {
    const asked = await open(() => rowsPage([row()]));
    await userEvent.keyboard('/');
    await userEvent.keyboard('超市');
    await waitFor(() => expect(asked().at(-1)?.query.text).toBe('超市'));
  });

  it('shows sums as the desk worked them out', async () => {
    await open(() =>
      rowsPage([row()], { sums: [{ currency: 'CNY', money_in: '3.00', money_out: '1234.50' }] }),
    );
    expect(screen.getByTestId(testids.rowsSums).textContent).toContain('1,234.50');
  });

  it('moves by keys and tells everything of the row in hand', async () => {
    await open(() => rowsPage([row(), row({ line: 11, counterparty: '某店', order_id: '2000' })]));
    expect(screen.getByTestId(testids.rowsDetail).textContent).toContain('1000');
    await userEvent.keyboard('j');
    expect(screen.getByTestId(testids.rowsDetail).textContent).toContain('某店');
    expect(screen.getByTestId(testids.rowsDetail).textContent).toContain('2000');
  });

  it('goes to the other row of a pair, dropping filters that keep it back', async () => {
    const pair = { file: 'e'.repeat(64), line: 7 };
    const rows = [row({ paired_with: pair }), row({ line: 7, counterparty: '退款' })];
    const asked = await open((args) => {
      const { figure } = args.query as RowsQuery;
      const shown = figure === null ? rows : rows.slice(0, 1);
      return rowsPage(shown, { place: figure === null && args.find ? 1 : null });
    }, 'income_monthly');
    await userEvent.keyboard('p');
    await waitFor(() => expect(screen.getByTestId(testids.rowsDetail).textContent).toContain('退款'));
    expect(asked().some((one) => JSON.stringify(one.find) === JSON.stringify(pair))).toBe(true);
  });

  it('says that nothing fits, and clears the filters', async () => {
    const asked = await open((args) =>
      (args.query as RowsQuery).text === '' ? rowsPage([row()]) : rowsPage([], { total: 0, of: 1 }),
    );
    await userEvent.type(screen.getByTestId(testids.rowsSearch), 'x');
    await screen.findByText('No row fits these filters.');
    await userEvent.click(screen.getByTestId(testids.rowsClear));
    expect((await screen.findByTestId(testids.rowsRow(0))).textContent).toContain('示例超市');
    expect(asked()).toHaveLength(2);
  });
});

describe('a query', () => {
  it('knows whether it keeps anything back', () => {
    expect(isNarrowed(everyRow)).toBe(false);
    expect(isNarrowed({ ...everyRow, sort: 'largest' })).toBe(false);
    expect(isNarrowed({ ...everyRow, left_out: true })).toBe(true);
  });

  it('takes a month by its days', () => {
    expect(daysOf('2028-02')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
    expect(monthOf({ ...everyRow, ...daysOf('2026-11') })).toBe('2026-11');
    expect(monthOf({ ...everyRow, first: '2026-11-02', last: '2026-11-30' })).toBeNull();
  });

  it('turns the order round on a second press', () => {
    expect(sortedBy('at', 'newest')).toBe('oldest');
    expect(sortedBy('at', 'largest')).toBe('newest');
    expect(sortedBy('amount', 'newest')).toBe('largest');
    expect(sortedBy('amount', 'largest')).toBe('smallest');
  });
});
