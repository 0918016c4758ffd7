/** A case and, over it, the decision that is being made. Neither feature knows the other. */

import { useState } from 'react';
import { CaseScreen } from '../features/case';
import { DecisionSheet } from '../features/decision';
import type { CaseView, DecisionKind, SessionView } from '../ipc';
import type { Go } from './route';

export function CasePage({
  caseId,
  order,
  session,
  go,
  onChanged,
}: {
  caseId: string;
  /** The cases as the queue last listed them, for previous and next. */
  order: string[];
  session: SessionView;
  go: Go;
  onChanged: () => void;
}) {
  const [deciding, setDeciding] = useState<{ kind: DecisionKind; view: CaseView } | null>(null);
  const place = order.indexOf(caseId);
  const at = (index: number) => {
    const neighbour = order[index];
    return place >= 0 && neighbour !== undefined ? () => go({ screen: 'case', caseId: neighbour }) : null;
  };
  return (
    <>
      <CaseScreen
        caseId={caseId}
        session={session}
        place={place >= 0 ? { position: place + 1, total: order.length } : null}
        onPrevious={at(place - 1)}
        onNext={at(place + 1)}
        onDecide={(kind, view) => setDeciding({ kind, view })}
        onAuditEntry={session.may_audit ? (entry) => go({ screen: 'audit', entry }) : null}
        onQueue={() => go({ screen: 'queue' })}
        onChanged={onChanged}
      />
      {deciding && (
        <DecisionSheet
          caseId={caseId}
          view={deciding.view}
          kind={deciding.kind}
          session={session}
          onClose={() => setDeciding(null)}
          onDecided={onChanged}
          onQueue={() => go({ screen: 'queue' })}
          onAuditEntry={session.may_audit ? (entry) => go({ screen: 'audit', entry }) : null}
        />
      )}
    </>
  );
}
