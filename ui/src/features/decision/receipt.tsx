import { Button } from 'antd';
import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { DecisionReceipt } from '../../ipc';
import { money } from '../../lib/format';
import { useKeys } from '../../lib/keys';
import { testids } from '../../lib/testids';

/** What now stands in the log, and the way to it. */
export function Receipt({
  receipt,
  onClose,
  onQueue,
  onAuditEntry,
}: {
  receipt: DecisionReceipt;
  onClose: () => void;
  onQueue: () => void;
  onAuditEntry: ((entry: number) => void) | null;
}) {
  const { t } = useWords();
  useKeys([{ key: 'Enter', label: t('decision.receipt_queue'), run: onQueue }]);
  const waits = receipt.awaiting.length > 0;
  return (
    <div
      className="sheet-receipt"
      role="status"
      data-testid={testids.sheetReceipt}
      data-state={receipt.state}
      data-kind={receipt.kind}
    >
      {waits ? <Icon name="hourglass" size={28} /> : <OutcomeIcon outcome="pass" size={28} silent />}
      <h3>
        {t(`common.decision_kind.${receipt.kind}`)}
        {receipt.line_approved !== null && ` ${money(receipt.line_approved, { symbol: true })}`}
      </h3>
      <p>
        {waits
          ? t('decision.receipt_awaiting', {
              names: receipt.awaiting.map((signer) => signer.display_name).join('、'),
            })
          : t('decision.receipt_decided')}
      </p>
      <p className="hint">
        {receipt.number} ·{' '}
        <span data-testid={testids.sheetReceiptEntry} data-entry={receipt.entry}>
          {t('decision.receipt_entry', { entry: receipt.entry })}
        </span>{' '}
        · {t(`common.case_state.${receipt.state}`)}
      </p>
      <div className="sheet-receipt-actions">
        {onAuditEntry && (
          <Button onClick={() => onAuditEntry(receipt.entry)} data-testid={testids.sheetReceiptAudit}>
            {t('decision.receipt_audit')}
          </Button>
        )}
        <Button onClick={onClose}>
          {t('decision.receipt_close')}
          <KeyCap combination>Esc</KeyCap>
        </Button>
        <Button type="primary" onClick={onQueue}>
          {t('decision.receipt_queue')}
          <KeyCap>Enter</KeyCap>
        </Button>
      </div>
    </div>
  );
}
