import { Button } from 'antd';
import { KeyCap } from '../../components/figures';
import { ErrorNote } from '../../components/states';
import { useWords } from '../../i18n';
import { type DecisionSheet, refusalOf } from '../../ipc';
import { useKeys } from '../../lib/keys';
import { testids } from '../../lib/testids';
import { placedFields, type SheetState, toldAtOnce } from './draft';
import { ProblemNotes } from './problem-note';

/** What keeps it from being submitted, and the button that names who is next. */
export function SheetFoot({
  sheet,
  state,
  current,
  tried,
  warned,
  submitting,
  failure,
  onSubmit,
  onClose,
}: {
  sheet: DecisionSheet | undefined;
  state: SheetState;
  /** Whether the sheet answers the draft as it stands. */
  current: boolean;
  tried: boolean;
  /** Whether somebody has just tried to leave something written behind. */
  warned: boolean;
  submitting: boolean;
  failure: unknown;
  onSubmit: () => void;
  onClose: () => void;
}) {
  const { t } = useWords();
  useKeys([{ key: 'ctrl+Enter', label: t('decision.submit_sign'), run: onSubmit, inFields: true }]);
  const placed = sheet ? placedFields(sheet, state) : new Set<string>();
  const elsewhere = (sheet && current ? sheet.problems : []).filter(
    (problem) => !placed.has(problem.field ?? '') && (tried || toldAtOnce(problem)),
  );
  const open = sheet?.problems.length ?? 0;
  const waiting = sheet !== undefined && !current ? t('decision.settle') : null;
  const unsettled = current && open > 0 ? t('decision.problems', { many: open }) : null;
  const status = warned ? t('decision.leave') : (waiting ?? unsettled);
  return (
    <footer className="sheet-foot">
      {failure !== null && failure !== undefined && (
        <div className="sheet-failure" data-testid={testids.sheetError}>
          <ErrorNote error={failure} />
          <span className="hint">
            {t(refusalOf(failure).code === 'stale_assessment' ? 'decision.stale' : 'decision.not_saved')}
          </span>
        </div>
      )}
      {elsewhere.length > 0 && <ProblemNotes problems={elsewhere} field="other" />}
      <div className="sheet-actions">
        <span className="sheet-open" role="status">
          {status}
        </span>
        <Button onClick={onClose} data-testid={testids.sheetCancel}>
          {t('decision.cancel')}
          <KeyCap combination>Esc</KeyCap>
        </Button>
        <Button
          type="primary"
          size="large"
          className="sheet-submit"
          onClick={onSubmit}
          loading={submitting}
          disabled={sheet === undefined}
          data-testid={testids.sheetSubmit}
        >
          <SubmitLabel sheet={sheet} submitting={submitting} />
          <KeyCap combination>Ctrl ↵</KeyCap>
        </Button>
      </div>
    </footer>
  );
}

function SubmitLabel({ sheet, submitting }: { sheet: DecisionSheet | undefined; submitting: boolean }) {
  const { t } = useWords();
  if (submitting) return t('decision.submitting');
  const signers = sheet && !sheet.authority.within ? sheet.authority.second_signers : [];
  const first = signers[0];
  if (!first) return t('decision.submit_sign');
  if (signers.length === 1) return t('decision.submit_second', { name: first.display_name });
  return t('decision.submit_second_many', { name: first.display_name, many: signers.length });
}
