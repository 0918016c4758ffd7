import { useState } from 'react';
import { Icon } from '../../components/icon';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { AuthorityRow, CaseView, DecisionSheet, SessionView } from '../../ipc';
import { money, percent } from '../../lib/format';
import { testids } from '../../lib/testids';
import { grantsLine } from './draft';
import { RecordView } from './record-view';
import { Tracks } from './tracks';

/** Who may sign this, and what will stand in the log. */
export function Side({
  sheet,
  view,
  session,
}: {
  sheet: DecisionSheet | undefined;
  view: CaseView;
  session: SessionView;
}) {
  const { t } = useWords();
  return (
    <aside className="sheet-side">
      <section className="sheet-section">
        <header>
          <h3>{t('decision.authority')}</h3>
        </header>
        {sheet && <Authority sheet={sheet} session={session} />}
      </section>
      {sheet && grantsLine(sheet.kind) && <Tracks sheet={sheet} view={view} />}
      {sheet && <RecordSection sheet={sheet} view={view} />}
    </aside>
  );
}

/** Limit by limit, who has it. */
function Authority({ sheet, session }: { sheet: DecisionSheet; session: SessionView }) {
  const { t } = useWords();
  const { rows, within, second_signers: signers } = sheet.authority;
  if (rows.length === 0) return <p className="hint">{t('decision.authority_none')}</p>;
  const second = within ? null : (signers[0] ?? null);
  return (
    <div className={within ? 'sheet-authority' : 'sheet-authority sheet-authority-second'}>
      <p className="sheet-authority-head">
        {within ? (
          <>
            <OutcomeIcon outcome="pass" silent /> {t('decision.authority_within')}
          </>
        ) : second ? (
          <>
            <Icon name="people" />{' '}
            {t('decision.authority_second', {
              names: signers.map((signer) => signer.display_name).join('、'),
            })}
          </>
        ) : (
          <>
            <OutcomeIcon outcome="fail" silent /> {t('decision.authority_nobody')}
          </>
        )}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('decision.authority')}</span>
            </th>
            <th scope="col">{t('decision.authority_this')}</th>
            <th scope="col">{session.display_name}</th>
            {second && <th scope="col">{second.display_name}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.item} data-testid={testids.sheetAuthority(row.item)} data-within={row.within}>
              <th scope="row">{t(`decision.authority_item.${row.item}`)}</th>
              <td className={row.within ? '' : 'strong'}>
                <Limit row={row} text={row.value} own />
              </td>
              <td>
                <Held row={row} limit={row.limit} within={row.within} />
              </td>
              {second && (
                <td>
                  {row.second_limit !== null && row.second_within !== null && (
                    <Held row={row} limit={row.second_limit} within={row.second_within} />
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Held({ row, limit, within }: { row: AuthorityRow; limit: string; within: boolean }) {
  return (
    <span className="sheet-measured">
      <OutcomeIcon outcome={within ? 'pass' : 'fail'} size={12} />
      <Limit row={row} text={limit} />
    </span>
  );
}

/** A limit in its own measure: an amount, a ratio, grades, or whether it may be done at all. */
function Limit({ row, text, own = false }: { row: AuthorityRow; text: string; own?: boolean }) {
  const { t } = useWords();
  const upTo = own ? '' : '≤';
  switch (row.item) {
    case 'exposure':
      return `${upTo}${money(text)}`;
    case 'line_override':
      return `${upTo}${percent(text)}`;
    case 'grade':
      return text.replaceAll(' ', '·');
    case 'score_override':
    case 'policy_exception':
      if (text === 'permitted') return t('decision.authority_permitted');
      if (text === 'not_permitted') return t('decision.authority_not_permitted');
      return text;
  }
}

function RecordSection({ sheet, view }: { sheet: DecisionSheet; view: CaseView }) {
  const { t } = useWords();
  const [bytes, setBytes] = useState(false);
  return (
    <section className="sheet-section">
      <header>
        <h3>{t('decision.record')}</h3>
        <button
          type="button"
          className="text-link sheet-bytes-switch"
          onClick={() => setBytes(!bytes)}
          aria-pressed={bytes}
          data-testid={testids.sheetRecordBytes}
        >
          {t(bytes ? 'decision.record_words' : 'decision.record_bytes')}
        </button>
      </header>
      {bytes ? (
        <pre className="sheet-bytes" data-testid={testids.sheetRecord}>
          {sheet.record}
        </pre>
      ) : (
        <RecordView sheet={sheet} view={view} />
      )}
      <p className="hint">
        <Icon name="lock" size={12} /> {t('decision.record_same')}
      </p>
    </section>
  );
}
