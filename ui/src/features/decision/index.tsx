/** The decision sheet: what is granted, where it departs, who must sign, and what will be recorded. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { SideSheet } from '../../components/side-sheet';
import { LoadingLine } from '../../components/states';
import { useWords } from '../../i18n';
import {
  type CaseView,
  type DecisionDraft,
  type DecisionKind,
  desk,
  keys,
  type SessionView,
  type DecisionSheet as Sheet,
} from '../../ipc';
import { testids } from '../../lib/testids';
import { Departures } from './departures';
import {
  draftOf,
  grantsLine,
  hasWriting,
  maySubmit,
  type SheetState,
  sameDraft,
  startingState,
} from './draft';
import { SheetFoot } from './foot';
import { SheetHead } from './head';
import { Offer } from './offer';
import { Reasons } from './reasons';
import { Receipt } from './receipt';
import { useSettled } from './settled';
import { Side } from './side';
import './decision.css';
import './side.css';

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
  /** Opens an entry in the audit view; absent where the role may not. */
  onAuditEntry: ((entry: number) => void) | null;
}

/** How long typing rests before the desk is asked again. */
const restMs = 150;

export function DecisionSheet(props: DecisionSheetProps) {
  const { caseId, view, kind, onDecided } = props;
  const writing = useRef(false);
  // The first Esc over something written only says so; the second leaves.
  const [warned, setWarned] = useState(false);
  const { t } = useWords();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (draft: DecisionDraft) => desk.decide(caseId, draft),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.caseView(caseId) });
      onDecided();
    },
  });
  const onClose = () => {
    if (writing.current && !warned && !decide.data) setWarned(true);
    else props.onClose();
  };
  return (
    <SideSheet label={t(`common.decision_kind.${kind}`)} width={908} onClose={onClose} testid={testids.sheet}>
      <SheetHead view={view} kind={kind} onClose={onClose} />
      {decide.data ? (
        <Receipt receipt={decide.data} {...props} />
      ) : (
        <Draft
          {...props}
          onClose={onClose}
          warned={warned}
          onWriting={(written) => {
            writing.current = written;
            if (!written) setWarned(false);
          }}
          submitting={decide.isPending}
          failure={decide.error}
          onSubmit={(draft) => decide.mutate(draft)}
        />
      )}
    </SideSheet>
  );
}

interface Answered {
  draft: DecisionDraft;
  sheet: Sheet;
}

/** The draft, and the desk's last answer, which stays on screen while the next is worked out or refused. */
function useSheet(view: CaseView, kind: DecisionKind) {
  const [state, setState] = useState<SheetState>(() => startingState(view, kind));
  const [last, setLast] = useState<Answered | null>(null);
  const draft = draftOf(state, view.assessment.hash, last?.sheet.disagreements ?? []);
  const settled = useSettled(draft, restMs, sameDraft);
  const answer = useQuery({
    queryKey: keys.decisionSheet(view.case_id, settled),
    queryFn: async (): Promise<Answered> => ({
      draft: settled,
      sheet: await desk.decisionSheet(view.case_id, settled),
    }),
    gcTime: 0,
  });
  useEffect(() => {
    if (answer.data) setLast(answer.data);
  }, [answer.data]);
  return {
    state,
    setState,
    draft,
    sheet: last?.sheet,
    current: last !== null && sameDraft(last.draft, draft),
    waiting: answer.isFetching,
    error: answer.error,
  };
}

function Draft({
  view,
  kind,
  session,
  onClose,
  submitting,
  failure,
  onSubmit,
  warned,
  onWriting,
}: DecisionSheetProps & {
  submitting: boolean;
  warned: boolean;
  /** Whether closing would now lose something. */
  onWriting: (written: boolean) => void;
  failure: unknown;
  onSubmit: (draft: DecisionDraft) => void;
}) {
  const { state, setState, draft, sheet, current, waiting, error } = useSheet(view, kind);
  // What is missing is told once somebody tries to submit without it, and from then on as it changes.
  const [tried, setTried] = useState(false);
  const change = (part: Partial<SheetState>) => setState((known) => ({ ...known, ...part }));
  const written = hasWriting(state);
  useEffect(() => onWriting(written));
  const submit = () => {
    setTried(true);
    if (!submitting && maySubmit(sheet, current)) onSubmit(draft);
  };
  const form = { state, change, sheet, tried };
  return (
    <>
      <LoadingLine active={waiting || submitting} />
      <div className="sheet-body">
        <div className="sheet-main">
          {grantsLine(kind) ? (
            <Offer {...form} view={view} session={session} error={error} />
          ) : (
            <Reasons {...form} kind={kind} />
          )}
          <Departures {...form} kind={kind} />
        </div>
        <Side sheet={sheet} view={view} session={session} />
      </div>
      <SheetFoot
        sheet={sheet}
        state={state}
        current={current}
        tried={tried}
        warned={warned}
        submitting={submitting}
        failure={failure ?? (sheet === undefined ? error : null)}
        onSubmit={submit}
        onClose={onClose}
      />
    </>
  );
}
