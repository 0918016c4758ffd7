/** The case: everything gathered about one application, on one screen. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import { Empty, ErrorNote, LoadingLine, SkeletonRows } from '../../components/states';
import { useWords } from '../../i18n';
import { type CaseView, type DecisionKind, desk, keys, type SessionView } from '../../ipc';
import { type KeyBinding, useKeys } from '../../lib/keys';
import { pressedAt } from '../../lib/paint';
import { testids } from '../../lib/testids';
import { DecisionPanel } from './decision-panel';
import { type OpenedFigure, type OpenFigure, OpenRows } from './figure-button';
import { FoldPill } from './fold';
import { CaseHead } from './head';
import { Identity } from './identity';
import { ImportSheet } from './import';
import { Caps, Tracks } from './line';
import { ReasonsStrip } from './reasons-strip';
import { RowsSheet, useRowsAhead } from './rows';
import { Reasons, ScoreHead } from './score';
import { Spending } from './spending';
import { CaseFooter, TimelineSheet } from './timeline';
import './case.css';
import './head.css';
import './identity.css';
import './spending.css';
import './score-line.css';
import './panel.css';
import './sheets.css';
import './narrow.css';
import './print.css';

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

const decisionKeys: Record<DecisionKind, string> = {
  approve: 'a',
  counteroffer: 'c',
  decline: 'd',
  request_information: 'r',
  refer: 'f',
};

export function CaseScreen(props: CaseScreenProps) {
  const { caseId, onChanged, onQueue, onPrevious, onNext } = props;
  const { t } = useWords();
  // Looking at a case is an entry in the access log, so it is read once and again only when something changed.
  const view = useQuery({
    queryKey: keys.caseView(caseId),
    queryFn: () => desk.caseShow(caseId),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useKeys([
    { key: 'j', label: t('case.keys.next'), enabled: onNext !== null, run: () => onNext?.() },
    { key: 'k', label: t('case.keys.previous'), enabled: onPrevious !== null, run: () => onPrevious?.() },
  ]);
  if (view.data) {
    return (
      <Shown
        {...props}
        view={view.data}
        waiting={view.isFetching}
        failure={view.error}
        onChanged={onChanged}
      />
    );
  }
  if (view.error) {
    return (
      <div className="case-failed">
        <ErrorNote error={view.error} onRetry={() => void view.refetch()} />
        <Empty text={t('case.none_open')} action={{ label: t('case.back_to_queue'), run: onQueue }} />
      </div>
    );
  }
  return (
    <>
      <LoadingLine active />
      <SkeletonRows rows={14} />
    </>
  );
}

type Over = { rows: OpenedFigure } | 'timeline' | 'import' | null;

function Shown({
  caseId,
  view,
  session,
  waiting,
  failure,
  place,
  onPrevious,
  onNext,
  onDecide,
  onAuditEntry,
  onQueue,
  onChanged,
}: CaseScreenProps & { view: CaseView; waiting: boolean; failure: unknown }) {
  const { t } = useWords();
  const client = useQueryClient();
  const opener = useRef<(over: Over) => void>(() => undefined);
  const replace = (changed: CaseView) => {
    client.setQueryData(keys.caseView(caseId), changed);
    onChanged();
  };
  const take = useMutation({ mutationFn: () => desk.takeCase(caseId), onSuccess: replace });
  const release = useMutation({
    mutationFn: () => desk.releaseCase(caseId),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.caseView(caseId) });
      onChanged();
      onQueue();
    },
  });
  const mayTake =
    session.may_decide &&
    (view.state === 'ready' ||
      view.state === 'received' ||
      (view.state === 'in_review' && !view.header.lock));
  const openRows = useCallback<OpenFigure>(
    (figure, event) => opener.current({ rows: { ...figure, openedAt: pressedAt(event) } }),
    [],
  );
  const openAll = (event?: { timeStamp: number }) => openRows({ key: 'all', label: t('rows.title') }, event);
  // Whoever may decide may also bring in what is missing, for as long as the case can be assessed again.
  const mayImport =
    session.may_decide && ['received', 'ready', 'in_review', 'waiting_on_applicant'].includes(view.state);
  const openImport = () => opener.current('import');
  useRowsAhead(caseId, view.assessment.hash, view.spending.rows);
  const decide = (kind: DecisionKind) => {
    const button = view.buttons.find((button) => button.kind === kind);
    if (view.blocked === null && button && button.refused === null) onDecide(kind, view);
  };
  useKeys([
    ...view.buttons.map(
      (button): KeyBinding => ({
        key: decisionKeys[button.kind],
        label: t(`case.keys.decide_${button.kind}`),
        enabled: view.blocked === null && button.refused === null,
        run: () => decide(button.kind),
      }),
    ),
    { key: 'i', label: t('import.action'), enabled: mayImport, run: openImport },
    { key: 't', label: t('case.keys.rows'), enabled: view.spending.rows > 0, run: openAll },
    {
      key: 'Enter',
      label: t('case.keys.take'),
      enabled: mayTake && !take.isPending,
      run: () => take.mutate(),
    },
  ]);
  return (
    <OpenRows.Provider value={openRows}>
      <div className="case" data-testid={testids.caseScreen}>
        <LoadingLine active={waiting || take.isPending || release.isPending} />
        <CaseHead
          view={view}
          place={place}
          onPrevious={onPrevious}
          onNext={onNext}
          onRelease={view.header.lock?.mine ? () => release.mutate() : null}
        />
        <ReasonsStrip view={view} />
        <Failure error={failure ?? take.error ?? release.error} />
        <div className="case-columns">
          <Identity view={view} />
          <Spending view={view} onAllRows={openAll} onImport={mayImport ? openImport : null} />
          <aside className="case-right">
            <FoldPill>
              <ScoreHead view={view} />
              <Reasons view={view} />
              <Tracks view={view} />
              <Caps view={view} />
            </FoldPill>
            <DecisionPanel
              view={view}
              taking={take.isPending}
              onTake={mayTake ? () => take.mutate() : null}
              onDecide={decide}
              onAuditEntry={onAuditEntry}
              onChanged={onChanged}
            />
          </aside>
        </div>
        <CaseFooter view={view} onTimeline={() => opener.current('timeline')} />
        <Overlay
          caseId={caseId}
          view={view}
          onAuditEntry={onAuditEntry}
          onCase={replace}
          onChanged={onChanged}
          opener={opener}
        />
      </div>
    </OpenRows.Provider>
  );
}

/** What lies over the case. It alone is drawn anew when a sheet opens, so that the sheet is there at once. */
function Overlay({
  caseId,
  view,
  onAuditEntry,
  onCase,
  onChanged,
  opener,
}: {
  caseId: string;
  view: CaseView;
  onAuditEntry: ((entry: number) => void) | null;
  onCase: (view: CaseView) => void;
  onChanged: () => void;
  opener: RefObject<(over: Over) => void>;
}) {
  const [over, setOver] = useState<Over>(null);
  useLayoutEffect(() => {
    opener.current = setOver;
  }, [opener]);
  const close = () => setOver(null);
  if (over === null) return null;
  if (over === 'import') return <ImportSheet caseId={caseId} onImported={onChanged} onClose={close} />;
  if (over === 'timeline') return <TimelineSheet view={view} onAuditEntry={onAuditEntry} onClose={close} />;
  return (
    <RowsSheet
      caseId={caseId}
      assessment={view.assessment.hash}
      figure={over.rows}
      options={view.spending.category_options}
      mayReclassify={view.state === 'in_review' && view.header.lock?.mine === true}
      onCase={onCase}
      onClose={close}
    />
  );
}

function Failure({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <div className="case-failure">
      <ErrorNote error={error} />
    </div>
  );
}
