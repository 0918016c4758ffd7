import { KeyCap } from '../../components/figures';
import { Icon } from '../../components/icon';
import { useWords } from '../../i18n';
import type { CaseView, DecisionKind } from '../../ipc';

export function SheetHead({
  view,
  kind,
  onClose,
}: {
  view: CaseView;
  kind: DecisionKind;
  onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <header className="sheet-head">
      <h2>{t(`common.decision_kind.${kind}`)}</h2>
      <span className="sheet-subject">
        {t('decision.subject', {
          name: view.header.name,
          number: view.number,
          sequence: view.assessment.sequence,
        })}
      </span>
      <button type="button" className="sheet-close" onClick={onClose} aria-label={t('common.close')}>
        <Icon name="close" />
        <KeyCap combination>Esc</KeyCap>
      </button>
    </header>
  );
}
