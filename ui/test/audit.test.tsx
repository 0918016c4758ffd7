import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditScreen } from '../src/features/audit';
import { withHeads } from '../src/features/audit/list';
import '../src/i18n';
import type { AuditRow, EntryView, VerifyView } from '../src/ipc';
import { useKeyboard } from '../src/lib/keys';
import { setPreferences } from '../src/lib/preferences';
import { answerWith, session, status } from './desk';

function auditRow(index: number, witnessed: boolean, day = '2026-11-20'): AuditRow {
  return {
    index,
    at: `${day}T0${index % 9}:00:00Z`,
    event: 'decision.made',
    title: { zh: '作出决定', en: 'Decision made' },
    case_number: 'FL-2026-000093',
    actor: '周敏',
    signed: true,
    witnessed,
  };
}

const rows = [
  auditRow(4, false),
  auditRow(3, false),
  auditRow(2, true),
  auditRow(1, true),
  auditRow(0, true),
];

function entry(index: number): EntryView {
  return {
    row: rows.find((row) => row.index === index) as AuditRow,
    log_id: 'fl/7c2e/decision',
    actor_id: 'person-1',
    case_id: 'case-93',
    parents: [],
    references: [],
    commitment: 'ab'.repeat(32),
    commitment_holds: true,
    payload: [{ name: 'line_approved', value: '3000.00' }],
    bytes_hex: '7b227622',
    length: 4,
    signature_key: 'cd'.repeat(32),
    signature_holds: true,
    proof: {
      leaf: '11'.repeat(32),
      steps: [{ hash: '22'.repeat(32), left: true, first: 0, last: 1 }],
      tree_size: 5,
      root: '33'.repeat(32),
      holds: true,
      checkpoint: 'fl/7c2e/decision\n5\n',
    },
  };
}

function verified(change: Partial<VerifyView['logs'][number]> = {}): VerifyView {
  const log = {
    log: 'decision' as const,
    entries: 5,
    signatures: 5,
    checkpoints: 1,
    payloads: 5,
    erased: 0,
    root: '33'.repeat(32),
    fault: null,
    unwitnessed: 2,
    ...change,
  };
  return { at: '2026-11-20T12:00:00Z', took_ms: 320, logs: [log] };
}

function Harness() {
  useKeyboard();
  const auditor = { ...session, role: 'compliance' as const, may_decide: false };
  return (
    <AuditScreen session={auditor} entry={null} caseNumber={null} onOpenCase={vi.fn()} onChanged={vi.fn()} />
  );
}

function show(verify: VerifyView = verified()) {
  const asked = answerWith({
    workspace_status: () => status,
    audit_list: () => ({
      rows,
      next: null,
      size: 5,
      witnessed_size: 3,
      log_id: 'fl/7c2e/decision',
      root: '33'.repeat(32),
    }),
    audit_entry: (args) => entry(args.index as number),
    audit_verify: () => verify,
    audit_export: () => ({
      path: "/ex port's/one",
      entries: 5,
      payloads: 0,
      tree_size: 6,
      bytes: 4096,
      log_key: 'c05e1d77',
      entry: 5,
    }),
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <Harness />
    </QueryClientProvider>,
  );
  return asked;
}

describe('the audit list', () => {
  it('heads each day and draws one line where the witnessed part begins', () => {
    const listed = withHeads([...rows.slice(0, 4), auditRow(0, true, '2026-11-19')], 3);
    expect(listed.map((row) => row.kind)).toEqual([
      'day',
      'entry',
      'entry',
      'boundary',
      'entry',
      'entry',
      'day',
      'entry',
    ]);
  });

  it('draws no line where nothing, or everything, is witnessed', () => {
    expect(withHeads(rows, 0).some((row) => row.kind === 'boundary')).toBe(false);
    expect(withHeads(rows, 5).some((row) => row.kind === 'boundary')).toBe(false);
  });
});

describe('the audit view', () => {
  beforeEach(() => setPreferences({ language: 'zh', theme: 'light', singleKeys: true }));

  it('shows the latest entry first and the next with J', async () => {
    show();
    const user = userEvent.setup();
    await waitFor(() => expect(screen.getByTestId('audit-entry').dataset.index).toBe('4'));
    await user.keyboard('j');
    await waitFor(() => expect(screen.getByTestId('audit-entry').dataset.index).toBe('3'));
    expect(screen.getByTestId('audit-bytes').textContent).toContain('7b 22 76 22');
    expect(screen.getByTestId('audit-proof').dataset.holds).toBe('true');
  });

  it('says what was verified and what still cannot be proven', async () => {
    show();
    await screen.findByTestId('audit-row-4');
    await userEvent.setup().keyboard('v');
    const result = await screen.findByTestId('audit-verify-result');
    expect(result.dataset.intact).toBe('true');
    expect(result.textContent).toContain('决定日志 0 – 2 与检查点相符');
    expect(result.textContent).toContain('决定日志最近 2 条');
  });

  it('names the broken place and shows nothing as proven', async () => {
    show(verified({ fault: { place: 'decision log, entry 3', reason: 'its hash differs' } }));
    await screen.findByTestId('audit-row-4');
    await userEvent.setup().click(screen.getByTestId('audit-verify'));
    const result = await screen.findByTestId('audit-verify-result');
    expect(result.dataset.intact).toBe('false');
    expect(result.textContent).toContain('decision log, entry 3');
    expect(result.textContent).not.toContain('与检查点相符');
  });

  it('exports what the form says and prints the command that verifies it', async () => {
    const asked = show();
    await screen.findByTestId('audit-row-4');
    const user = userEvent.setup();
    await waitFor(() => expect(screen.getByTestId('audit-entry').dataset.index).toBe('4'));
    await user.click(screen.getByTestId('audit-export-one-case'));
    await user.click(screen.getByTestId('audit-export-zip'));
    await user.click(screen.getByTestId('audit-export'));
    const receipt = await screen.findByTestId('audit-export-receipt');
    expect(asked.find((call) => call.command === 'audit_export')?.args.request).toEqual({
      case_number: 'FL-2026-000093',
      with_payloads: false,
      zip: true,
      path: null,
    });
    expect(receipt.textContent).toContain("firstline-verify '/ex port'\\''s/one'");
  });
});
