import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { QueueScreen, startPlace } from '../src/features/queue';
import '../src/i18n';
import type { QueueRow, SessionView } from '../src/ipc';
import { useKeyboard } from '../src/lib/keys';
import { setPreferences } from '../src/lib/preferences';
import { answerWith, preview, queuePage, queueRow, refusal, session } from './desk';

const rows = [
  queueRow(1),
  queueRow(2),
  queueRow(3, {
    lock: { user: 'li.hang', display_name: '李航', mine: false, until: '2026-11-20T12:00:00Z' },
  }),
];

function answers(list: QueueRow[] = rows) {
  return {
    queue_counts: () => ({ review: 3, second_signature: 2, waiting: 1, mine: 0, decided: 4 }),
    queue_list: () => queuePage(list),
    queue_preview: (args: Record<string, unknown>) =>
      preview(rows.find((row) => row.case_id === args.caseId) ?? queueRow(1)),
    take_next: () => 'case-2' as string | null,
    take_case: (args: Record<string, unknown>) => ({ case_id: args.caseId }),
  };
}

function Harness({ onOpen, as }: { onOpen: (caseId: string) => void; as: SessionView }) {
  useKeyboard();
  const [place, setPlace] = useState(startPlace);
  return <QueueScreen session={as} place={place} onPlace={setPlace} onOpen={onOpen} onChanged={() => {}} />;
}

function show(as: SessionView = session) {
  const onOpen = vi.fn();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Harness onOpen={onOpen} as={as} />
    </QueryClientProvider>,
  );
  return onOpen;
}

const row = (number: number) => screen.getByTestId(`queue-row-FL-2026-${String(number).padStart(6, '0')}`);
const selected = (number: number) => row(number).getAttribute('aria-selected');

describe('the queue by keyboard', () => {
  beforeEach(() => setPreferences({ language: 'zh', theme: 'light', singleKeys: true }));

  it('moves with J and K, stops at the ends, and opens with Enter', async () => {
    answerWith(answers());
    const onOpen = show();
    const user = userEvent.setup();
    await screen.findByTestId('queue-row-FL-2026-000001');
    expect(selected(1)).toBe('true');
    await user.keyboard('kjj');
    expect(selected(3)).toBe('true');
    await user.keyboard('jk');
    expect(selected(2)).toBe('true');
    await user.keyboard('{Enter}');
    expect(onOpen).toHaveBeenCalledWith('case-2', ['case-1', 'case-2', 'case-3']);
  });

  it('takes the next case with one key and opens it', async () => {
    const asked = answerWith(answers());
    const onOpen = show();
    const user = userEvent.setup();
    await screen.findByTestId('queue-row-FL-2026-000001');
    await user.keyboard('g');
    await waitFor(() => expect(onOpen).toHaveBeenCalledWith('case-2', expect.anything()));
    expect(asked.filter((call) => call.command === 'take_next')).toHaveLength(1);
  });

  it('says so where nothing can be taken', async () => {
    answerWith({ ...answers(), take_next: () => null });
    const onOpen = show();
    const user = userEvent.setup();
    await screen.findByTestId('queue-row-FL-2026-000001');
    await user.keyboard('n');
    expect(await screen.findByText(/没有你可以取的案件/)).toBeTruthy();
    expect(onOpen).not.toHaveBeenCalled();
  });

  it("does not take what is in another's hands, and names the person", async () => {
    const asked = answerWith(answers());
    show();
    const user = userEvent.setup();
    await screen.findByTestId('queue-row-FL-2026-000001');
    expect(row(3).textContent).toContain('李航');
    await user.keyboard('jjt');
    expect(asked.some((call) => call.command === 'take_case')).toBe(false);
    await user.keyboard('kt');
    await waitFor(() =>
      expect(asked.find((call) => call.command === 'take_case')?.args).toEqual({ caseId: 'case-2' }),
    );
  });

  it('leaves letters to the text field, and to nothing once single keys are off', async () => {
    const asked = answerWith(answers());
    show();
    const user = userEvent.setup();
    await screen.findByTestId('queue-row-FL-2026-000001');
    await user.keyboard('/');
    await user.keyboard('jg');
    expect((screen.getByTestId('queue-text') as HTMLInputElement).value).toBe('jg');
    await user.keyboard('{Escape}');
    setPreferences({ singleKeys: false });
    await user.keyboard('g');
    expect(asked.some((call) => call.command === 'take_next')).toBe(false);
  });

  it('offers no taking to a role that decides nothing', async () => {
    const asked = answerWith(answers());
    show({ ...session, role: 'compliance', may_decide: false });
    const user = userEvent.setup();
    await screen.findByTestId('queue-row-FL-2026-000001');
    expect(screen.queryByTestId('queue-take-next')).toBeNull();
    await user.keyboard('gnt');
    expect(asked.some((call) => call.command.startsWith('take'))).toBe(false);
  });
});

describe('what the queue says', () => {
  beforeEach(() => setPreferences({ language: 'zh', theme: 'light', singleKeys: true }));

  it('asks for the next page by the key of the last', async () => {
    const many = Array.from({ length: 200 }, (_, at) => queueRow(at + 1));
    const asked = answerWith({
      ...answers(),
      queue_list: (args) =>
        args.after === null ? queuePage(many, 'after-200', 230) : queuePage([queueRow(201)], null, 230),
    });
    show();
    const user = userEvent.setup();
    await screen.findByTestId('queue-row-FL-2026-000001');
    await user.keyboard('{End}');
    await waitFor(() =>
      expect(asked.some((call) => call.command === 'queue_list' && call.args.after === 'after-200')).toBe(
        true,
      ),
    );
    expect(await screen.findByText('显示 201 / 230')).toBeTruthy();
  });

  it('draws only the rows in sight of a long list', async () => {
    const many = Array.from({ length: 200 }, (_, at) => queueRow(at + 1));
    answerWith({ ...answers(), queue_list: () => queuePage(many, null, 50_000) });
    show();
    await screen.findByTestId('queue-row-FL-2026-000001');
    expect(screen.getAllByTestId(/^queue-row-/).length).toBeLessThan(60);
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('50000');
  });

  it('explains an empty list, and names the filter that emptied it', async () => {
    answerWith(answers([]));
    show();
    expect(await screen.findByText(/没有待审查的案件/)).toBeTruthy();
    await userEvent.setup().click(screen.getByTestId('queue-grade-D'));
    expect(await screen.findByText('“D”没有留下任何案件。')).toBeTruthy();
  });

  it('says what failed, where, with the reference and a way on', async () => {
    let broken = true;
    answerWith({
      ...answers(),
      queue_list: () => {
        if (broken) throw refusal('store_failed');
        return queuePage(rows);
      },
    });
    show();
    const note = await screen.findByTestId('error-note');
    expect(note.dataset.code).toBe('store_failed');
    expect(note.textContent).toContain('R-1');
    broken = false;
    await userEvent.setup().click(screen.getByText(/^重\s?试$/));
    expect(await screen.findByTestId('queue-row-FL-2026-000001')).toBeTruthy();
  });
});
