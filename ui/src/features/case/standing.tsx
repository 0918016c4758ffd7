/** What a person decided or proposed: a name, a time and an entry number, which the machine's word never has. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { ErrorNote } from '../../components/states';
import { useWords } from '../../i18n';
import { type DecidedView, desk, keys, type OverrideView, type ProposalView } from '../../ipc';
import { moment, money } from '../../lib/format';
import { testids } from '../../lib/testids';

function EntryLink({
  entry,
  onAuditEntry,
}: {
  entry: number;
  onAuditEntry: ((entry: number) => void) | null;
}) {
  const { t } = useWords();
  if (!onAuditEntry) return null;
  return (
    <button type="button" className="text-link" onClick={() => onAuditEntry(entry)}>
      {t('case.open_entry')}
    </button>
  );
}

function Overrides({ overrides }: { overrides: OverrideView[] }) {
  const { t, say } = useWords();
  return overrides.map((given) => (
    <p key={`${given.kind} ${given.side}`} className="case-override" title={given.text}>
      <span className="chip chip-warn">
        {t(`case.override_kind.${given.kind}`)} · {t(`case.override_side.${given.side}`)}
      </span>{' '}
      <strong>
        {given.reason_code} {say(given.reason)}
      </strong>{' '}
      {given.text}
    </p>
  ));
}

export function Decided({
  decided,
  onAuditEntry,
}: {
  decided: DecidedView;
  onAuditEntry: ((entry: number) => void) | null;
}) {
  const { t, say } = useWords();
  const second = decided.second_signature;
  const reasons = decided.reasons.map(say).join('；');
  return (
    <div className="case-standing" data-testid={testids.caseDecided} data-kind={decided.kind}>
      <p className="case-standing-head">
        <Icon name="shield" />
        <strong>
          {t(`common.decision_kind.${decided.kind}`)}
          {decided.line_approved !== null &&
            ` ${money(decided.line_approved, { symbol: true })} × ${decided.instalments}`}
        </strong>
        <EntryLink entry={second?.entry ?? decided.entry} onAuditEntry={onAuditEntry} />
      </p>
      <p className="case-standing-who">
        {second
          ? t('case.decided_proposed', { name: decided.by, time: moment(decided.at) })
          : t('case.decided_by', { name: decided.by, time: moment(decided.at), entry: decided.entry })}
      </p>
      {second && (
        <p className="case-standing-who">
          {t('case.decided_second', { name: second.by, time: moment(second.at), entry: second.entry })}
        </p>
      )}
      <Overrides overrides={decided.overrides} />
      {reasons !== '' && (
        <p className="case-override">
          <span className="case-standing-label">{t('case.decided_reasons')}</span> {reasons}
        </p>
      )}
      {decided.note !== '' && (
        <p className="case-override" title={decided.note}>
          <span className="case-standing-label">{t('case.decided_note')}</span> {decided.note}
        </p>
      )}
    </div>
  );
}

/** A proposal that waits for a second person: to sign, or to send back with a word on why. */
export function Proposal({
  caseId,
  proposal,
  onAuditEntry,
  onChanged,
}: {
  caseId: string;
  proposal: ProposalView;
  onAuditEntry: ((entry: number) => void) | null;
  onChanged: () => void;
}) {
  const { t } = useWords();
  const line =
    proposal.line === null ? '' : ` ${money(proposal.line, { symbol: true })} × ${proposal.instalments}`;
  return (
    <div className="case-standing" data-testid={testids.proposal}>
      <p className="case-standing-head">
        <Icon name="hourglass" />
        <strong>
          {t('case.proposal')} · {t(`common.decision_kind.${proposal.kind}`)}
          {line}
        </strong>
        <EntryLink entry={proposal.entry} onAuditEntry={onAuditEntry} />
      </p>
      <p className="case-standing-who">
        {t('case.proposal_by', { name: proposal.by, time: moment(proposal.at), entry: proposal.entry })}
      </p>
      <Overrides overrides={proposal.overrides} />
      {proposal.note !== '' && <p className="case-override">{proposal.note}</p>}
      <SignOrReturn caseId={caseId} proposal={proposal} onChanged={onChanged} />
    </div>
  );
}

function SignOrReturn({
  caseId,
  proposal,
  onChanged,
}: {
  caseId: string;
  proposal: ProposalView;
  onChanged: () => void;
}) {
  const { t, say } = useWords();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const [noteMissing, setNoteMissing] = useState(false);
  const sign = useMutation({
    mutationFn: (grant: boolean) => desk.signProposal(caseId, proposal.entry, grant, note.trim()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.caseView(caseId) });
      onChanged();
    },
  });
  if (!proposal.may_sign) {
    return (
      <p className="case-blocked">
        <OutcomeIcon outcome="not_run" silent />
        <span>
          {t('case.proposal_cannot', {
            because: proposal.may_not_because ? say(proposal.may_not_because) : '',
          })}
        </span>
      </p>
    );
  }
  const sendBack = () => {
    // Whoever gets it back must read why.
    setNoteMissing(note.trim() === '');
    if (note.trim() !== '') sign.mutate(false);
  };
  return (
    <div className="case-sign-form">
      <Input.TextArea
        value={note}
        onChange={(event) => setNote(event.target.value)}
        placeholder={t('case.proposal_note')}
        aria-label={t('case.proposal_note')}
        autoSize={{ minRows: 1, maxRows: 3 }}
        status={noteMissing && note.trim() === '' ? 'error' : ''}
        data-testid={testids.proposalNote}
      />
      {noteMissing && note.trim() === '' && (
        <span className="case-fail-text">{t('case.proposal_note_needed')}</span>
      )}
      {sign.error !== null && <ErrorNote error={sign.error} />}
      <div className="case-sign-buttons">
        <Button onClick={sendBack} disabled={sign.isPending} data-testid={testids.proposalReturn}>
          {t('case.proposal_return')}
        </Button>
        <Button
          type="primary"
          onClick={() => sign.mutate(true)}
          loading={sign.isPending}
          data-testid={testids.proposalGrant}
        >
          {t('case.proposal_grant')}
        </Button>
      </div>
    </div>
  );
}
