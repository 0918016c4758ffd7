import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { CaseScreen } from '../src/features/case';
import type { CaseView } from '../src/ipc';
import { useKeyboard } from '../src/lib/keys';
import { setPreferences } from '../src/lib/preferences';
import { testids } from '../src/lib/testids';
import { caseView } from './case-view';
import { answerWith, refusal, session } from './desk';
import { rowsPage } from './rows-page';

setPreferences({ language: 'en', singleKeys: true });

function Keys() {
  useKeyboard();
  return null;
}

async function show(view: CaseView, answers: Parameters<typeof answerWith>[0] = {}, role = session) {
  const asked = answerWith({ case_show: () => view, ...answers });
  const acts = { onDecide: vi.fn(), onNext: vi.fn(), onAuditEntry: vi.fn(), onChanged: vi.fn() };
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Keys />
      <CaseScreen
        caseId="case-1"
        session={role}
        place={{ position: 3, total: 27 }}
        onPrevious={null}
        onQueue={() => undefined}
        {...acts}
      />
    </QueryClientProvider>,
  );
  await screen.findByTestId(testids.caseScreen);
  return { asked, ...acts };
}

const decided: NonNullable<CaseView['decided']> = {
  entry: 1903,
  kind: 'counteroffer',
  by: '周敏',
  at: '2026-11-20T06:00:00Z',
  line_approved: '4000.00',
  instalments: 12,
  overrides: [],
  reasons: [],
  note: '',
  second_signature: { entry: 1903, by: '林岚', at: '2026-11-20T07:00:00Z' },
};

const proposal: NonNullable<CaseView['proposal']> = {
  entry: 1902,
  by: '周敏',
  at: '2026-11-20T06:00:00Z',
  kind: 'counteroffer',
  line: '4000.00',
  instalments: 12,
  overrides: [],
  note: '',
  may_sign: true,
  may_not_because: null,
};

describe('the case', () => {
  it('opens the sheet by a button or its key, in the fixed order', async () => {
    const { onDecide, onNext } = await show(caseView());
    const buttons = screen.getAllByRole('button').filter((one) => one.dataset.testid?.startsWith('decide-'));
    expect(buttons.map((one) => one.dataset.testid)).toEqual(
      ['approve', 'counteroffer', 'decline', 'request_information', 'refer'].map(testids.decide),
    );
    await userEvent.click(screen.getByTestId(testids.decide('counteroffer')));
    await userEvent.keyboard('d');
    expect(onDecide.mock.calls.map(([kind]) => kind)).toEqual(['counteroffer', 'decline']);
    await userEvent.keyboard('j');
    expect(onNext).toHaveBeenCalledOnce();
  });

  it('says outcomes that are not a pass in a word, never by colour alone', async () => {
    await show(caseView());
    const check = screen.getByTestId(testids.caseCheck('number_status'));
    expect(check.textContent).toContain('Not obtainable');
    expect(screen.getByTestId(testids.caseCheck('card_four_factor')).textContent).toContain('Fail');
    expect(check.textContent).not.toContain('Fail');
  });

  it('opens the rows a figure came from, and keeps a figure without rows plain', async () => {
    const { asked } = await show(caseView(), {
      case_rows: () => rowsPage([]),
    });
    expect(screen.getByTestId(testids.caseFigure('spending_monthly')).tagName).toBe('DIV');
    await userEvent.click(screen.getByTestId(testids.caseFigure('income_monthly')));
    await screen.findByTestId(testids.caseRows);
    expect(asked.at(-1)).toMatchObject({
      command: 'case_rows',
      args: { query: { figure: 'income_monthly' } },
    });
  });

  it('marks what falls below the floor of the pack', async () => {
    await show(caseView());
    const figure = screen.getByTestId(testids.caseFigure('residual_income'));
    expect(figure.querySelector('svg')?.getAttribute('aria-label')).toBe('Fail');
  });

  it('says that there are no statements instead of drawing empty charts', async () => {
    await show(caseView());
    expect(screen.getByText('No statements')).toBeTruthy();
    expect(screen.queryByText('Monthly in and out')).toBeNull();
  });

  it('reveals a masked value only for a purpose', async () => {
    const { asked } = await show(caseView(), { reveal: () => '99010119970523231X' });
    await userEvent.click(screen.getByTestId(testids.caseReveal('id_number')));
    await userEvent.type(await screen.findByTestId(testids.revealPurpose), 'call the employer');
    await userEvent.click(screen.getByTestId(testids.revealSubmit));
    expect((await screen.findByTestId(testids.revealValue('id_number'))).textContent).toBe(
      '99010119970523231X',
    );
    expect(asked.at(-1)).toMatchObject({
      command: 'reveal',
      args: { caseId: 'case-1', field: 'id_number', purpose: 'call the employer' },
    });
  });
});

describe('a case that cannot be decided now', () => {
  it('is taken first where it is free', async () => {
    const free = caseView({
      state: 'ready',
      blocked: { zh: '先取下', en: 'Take the case first' },
      header: { ...caseView().header, lock: null },
    });
    const { onDecide } = await show(free, { take_case: () => caseView() });
    expect(screen.getByTestId(testids.decide('approve'))).toHaveProperty('disabled', true);
    await userEvent.keyboard('a');
    expect(onDecide).not.toHaveBeenCalled();
    await userEvent.click(screen.getByTestId(testids.caseTake));
    expect(await screen.findByText(/Yours/)).toBeTruthy();
    expect(screen.getByTestId(testids.decide('approve'))).toHaveProperty('disabled', false);
  });

  it('is not offered for taking to a role that decides nothing', async () => {
    const ready = caseView({
      state: 'ready',
      buttons: [],
      blocked: { zh: '', en: 'Your role does not decide' },
    });
    await show(ready, {}, { ...session, role: 'compliance', may_decide: false });
    expect(screen.queryByTestId(testids.caseTake)).toBeNull();
    expect(screen.getByTestId(testids.caseBlocked).textContent).toContain('Your role does not decide');
  });

  it('shows who decided, who signed second, and the way to the entry', async () => {
    const { onAuditEntry } = await show(caseView({ state: 'decided', decided }));
    const standing = screen.getByTestId(testids.caseDecided);
    expect(standing.textContent).toContain('周敏');
    expect(standing.textContent).toContain('林岚');
    expect(screen.queryByTestId(testids.decide('approve'))).toBeNull();
    await userEvent.click(screen.getByText('See the audit entry'));
    expect(onAuditEntry).toHaveBeenCalledWith(1903);
  });

  it('lets a second person sign, and send back only with a word on why', async () => {
    const { asked } = await show(caseView({ state: 'awaiting_approval', proposal }), {
      sign_proposal: () => null,
    });
    const signed = () => asked.filter((one) => one.command === 'sign_proposal');
    await userEvent.click(screen.getByTestId(testids.proposalReturn));
    expect(screen.getByText('Say why it is sent back.')).toBeTruthy();
    expect(signed()).toHaveLength(0);
    await userEvent.click(screen.getByTestId(testids.proposalGrant));
    expect(signed()[0]?.args).toMatchObject({ proposal: 1902, grant: true });
  });

  it('does not let the maker sign', async () => {
    await show(
      caseView({
        state: 'awaiting_approval',
        proposal: {
          ...proposal,
          may_sign: false,
          may_not_because: { zh: '', en: 'The maker cannot give the second signature' },
        },
      }),
    );
    expect(screen.queryByTestId(testids.proposalGrant)).toBeNull();
    expect(screen.getByTestId(testids.proposal).textContent).toContain('The maker cannot');
  });

  it('says why a case could not be shown', async () => {
    answerWith({
      case_show: () => {
        throw refusal('not_found');
      },
    });
    render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <CaseScreen
          caseId="nowhere"
          session={session}
          place={null}
          onPrevious={null}
          onNext={null}
          onDecide={() => undefined}
          onAuditEntry={null}
          onQueue={() => undefined}
          onChanged={() => undefined}
        />
      </QueryClientProvider>,
    );
    expect((await screen.findByTestId(testids.error)).dataset.code).toBe('not_found');
  });
});
