import { useQuery } from '@tanstack/react-query';
import { ErrorNote, LoadingLine } from '../../components/states';
import { type CaseView, type DecisionKind, desk, keys, type SessionView } from '../../ipc';

export interface CaseScreenProps {
  caseId: string;
  session: SessionView;
  /** Where the case stands in the list it was opened from. */
  place: { position: number; total: number } | null;
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  /** Opens the decision sheet over the case. */
  onDecide: (kind: DecisionKind, view: CaseView) => void;
  /** Opens an entry in the audit view; absent where the role may not. */
  onAuditEntry: ((entry: number) => void) | null;
  onQueue: () => void;
  /** Something changed that lists, counts or the unwitnessed tail show. */
  onChanged: () => void;
}

export function CaseScreen({ caseId }: CaseScreenProps) {
  const view = useQuery({ queryKey: keys.caseView(caseId), queryFn: () => desk.caseShow(caseId) });
  if (view.error) return <ErrorNote error={view.error} onRetry={() => void view.refetch()} />;
  if (!view.data) return <LoadingLine active />;
  return <h1>{view.data.number}</h1>;
}
