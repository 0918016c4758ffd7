import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { KeyCap } from '../../../components/figures';
import { Icon } from '../../../components/icon';
import { ErrorNote } from '../../../components/states';
import { useWords } from '../../../i18n';
import {
  type AssessmentMark,
  type CaseView,
  type CategoryOption,
  desk,
  type ReclassifyReceipt,
  type RowView,
} from '../../../ipc';
import { testids } from '../../../lib/testids';
import { yuan } from '../../../lib/yuan';

/** A re-classification that was made from this table, and of which row. */
export interface Moved {
  receipt: ReclassifyReceipt;
  row: RowView;
  category: string;
  undone: boolean;
}

/** What re-classifying does to the case: the acts, and what the last of them came to. */
export function useReclassify(caseId: string, onCase: (view: CaseView) => void) {
  const [moved, setMoved] = useState<Moved | null>(null);
  const make = useMutation({
    mutationFn: ({ row, category, all }: { row: RowView; category: string; all: boolean }) =>
      desk.reclassify(caseId, {
        scope: all ? 'counterparty' : 'row',
        file: row.file,
        line: row.line,
        category,
        note: '',
      }),
    onSuccess: (receipt, { row, category }) => {
      setMoved({ receipt, row, category, undone: false });
      onCase(receipt.case);
    },
  });
  const undo = useMutation({
    mutationFn: (entry: number) => desk.undoReclassification(caseId, entry, ''),
    onSuccess: (receipt) => {
      setMoved((before) => before && { ...before, receipt, undone: true });
      onCase(receipt.case);
    },
  });
  return { moved, make, undo, dismiss: () => setMoved(null) };
}

/** The pack's categories that money of the row's direction can be, found by either language's name or the code. */
export function CategoryPicker({
  row,
  options,
  waiting,
  onChoose,
  onCancel,
}: {
  row: RowView;
  options: CategoryOption[];
  waiting: boolean;
  onChoose: (category: string) => void;
  onCancel: () => void;
}) {
  const { t, say } = useWords();
  const fitting = options.filter((one) => (row.direction === 'in' ? one.money_in : one.money_out));
  const groups = [...new Set(fitting.map((one) => one.group))];
  return (
    <Select
      autoFocus
      defaultOpen
      size="small"
      className="rows-picker"
      loading={waiting}
      disabled={waiting}
      showSearch={{
        filterOption: (text, option) =>
          (option as { find?: string } | undefined)?.find?.includes(text.trim().toLowerCase()) ?? false,
      }}
      placeholder={t('rows.choose_category')}
      aria-label={t('rows.choose_category')}
      onChange={(category: string) => onChoose(category)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The key closes the list, not the sheet under it.
        event.preventDefault();
        onCancel();
      }}
      options={groups.map((group) => {
        const within = fitting.filter((one) => one.group === group);
        return {
          label: within[0] ? say(within[0].group_label) : group,
          options: within.map((one) => ({
            value: one.code,
            label: <span data-testid={testids.rowsCategory(one.code)}>{say(one.label)}</span>,
            find: `${one.label.zh} ${one.label.en} ${one.code}`.toLowerCase(),
          })),
        };
      })}
    />
  );
}

/** What moved, what else could go along, and the way back. */
export function MovedBar({
  moved,
  options,
  waiting,
  error,
  onAll,
  onUndo,
  onDismiss,
}: {
  moved: Moved | null;
  options: CategoryOption[];
  waiting: boolean;
  error: unknown;
  onAll: (moved: Moved) => void;
  onUndo: (entry: number) => void;
  onDismiss: () => void;
}) {
  const { t, say } = useWords();
  if (error != null) {
    return (
      <div className="rows-moved">
        <ErrorNote error={error} />
      </div>
    );
  }
  if (!moved) return null;
  const { receipt, row } = moved;
  const option = options.find((one) => one.code === moved.category);
  const category = option ? say(option.label) : moved.category;
  return (
    <div className="rows-moved" role="status" data-testid={testids.rowsMoved} data-entry={receipt.entry}>
      <strong>
        {moved.undone
          ? t('rows.moved_back', { many: receipt.rows })
          : t('rows.moved', { many: receipt.rows, category })}
      </strong>
      <Change label={t('rows.moved_points')} before={points(receipt.before)} after={points(receipt.after)} />
      <Change
        label={t('rows.moved_line')}
        before={yuan(receipt.before.line_recommended)}
        after={yuan(receipt.after.line_recommended)}
      />
      <span className="rows-moved-entry num">{t('rows.moved_entry', { entry: receipt.entry })}</span>
      <span className="rows-detail-acts">
        {!moved.undone && receipt.other_rows > 0 && (
          <Button
            size="small"
            disabled={waiting}
            onClick={() => onAll(moved)}
            data-testid={testids.rowsMoveAll}
          >
            {t('rows.move_all', { many: receipt.other_rows, name: row.counterparty })}
          </Button>
        )}
        {!moved.undone && (
          <Button
            size="small"
            disabled={waiting}
            onClick={() => onUndo(receipt.entry)}
            data-testid={testids.rowsUndo}
          >
            {t('rows.undo')}
            <KeyCap>U</KeyCap>
          </Button>
        )}
        <button type="button" className="sheet-close" onClick={onDismiss} aria-label={t('common.close')}>
          <Icon name="close" size={12} />
        </button>
      </span>
    </div>
  );
}

function points(mark: AssessmentMark): string {
  return [mark.points, mark.risk_grade].filter((part) => part !== null).join(' ') || '—';
}

/** A figure before and after; one that stayed is said once. */
function Change({ label, before, after }: { label: string; before: string; after: string }) {
  return (
    <span className="num">
      {label}{' '}
      {before === after ? (
        after
      ) : (
        <>
          <s>{before}</s> <Icon name="arrow" size={11} /> <strong>{after}</strong>
        </>
      )}
    </span>
  );
}
