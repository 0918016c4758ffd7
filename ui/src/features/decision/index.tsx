import { Drawer } from 'antd';
import { useWords } from '../../i18n';
import type { CaseView, DecisionKind, SessionView } from '../../ipc';

export interface DecisionSheetProps {
  caseId: string;
  /** The case as it was on screen when the person chose to decide. */
  view: CaseView;
  kind: DecisionKind;
  session: SessionView;
  onClose: () => void;
  /** A decision or a proposal was recorded; the sheet stays open to show its receipt. */
  onDecided: () => void;
  onQueue: () => void;
}

export function DecisionSheet({ kind, onClose }: DecisionSheetProps) {
  const { t } = useWords();
  return <Drawer open size={908} title={t(`common.decision_kind.${kind}`)} onClose={onClose} />;
}
