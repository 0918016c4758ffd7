import type { ReactNode } from 'react';
import { KeyCap } from '../../../components/figures';
import { Icon } from '../../../components/icon';
import { OutcomeIcon } from '../../../components/outcome';
import { useWords } from '../../../i18n';
import type { RowView } from '../../../ipc';
import { missing, money } from '../../../lib/format';
import { testids } from '../../../lib/testids';
import { useCodes } from '../codes';

/** Everything the file says of one row, how it counts, and why. */
export function RowDetail({
  row,
  accountName,
  onPair,
  onSameCounterparty,
  reclassify,
}: {
  row: RowView | undefined;
  accountName: (key: string) => string;
  onPair: (row: RowView) => void;
  onSameCounterparty: (row: RowView) => void;
  /** The act of putting the row into another category. */
  reclassify: ReactNode;
}) {
  const { t, say } = useWords();
  const codes = useCodes();
  const because = useBecause();
  if (!row) return <div className="rows-detail rows-detail-none">{t('rows.none_selected')}</div>;
  const time = row.has_time ? row.at.replace('T', ' ') : row.at.slice(0, 10);
  return (
    <section
      className="rows-detail"
      data-testid={testids.rowsDetail}
      aria-label={row.counterparty}
      aria-live="polite"
    >
      <div className="rows-detail-head">
        <strong className="case-cut" title={row.counterparty}>
          {row.counterparty || missing}
        </strong>
        {row.counterparty_account !== '' && <span className="num">{row.counterparty_account}</span>}
        <span className="case-cut rows-detail-told" title={row.description}>
          {row.description}
        </span>
        <span className="rows-detail-acts">
          {reclassify}
          {row.paired_with && (
            <button
              type="button"
              className="text-button"
              onClick={() => onPair(row)}
              data-testid={testids.rowsDetailPair}
            >
              <Icon name="link" size={13} />
              {t('rows.to_pair')}
              <KeyCap>P</KeyCap>
            </button>
          )}
          {row.counterparty !== '' && (
            <button type="button" className="text-button" onClick={() => onSameCounterparty(row)}>
              <Icon name="search" size={13} />
              {t('rows.same_counterparty')}
              <KeyCap>S</KeyCap>
            </button>
          )}
        </span>
      </div>
      <dl className="rows-facts">
        <Fact label={t('rows.at')} value={time} />
        <Fact label={t('rows.stated')} value={money(row.amount, { fen: 'always', sign: true })} strong />
        {row.refunded !== null && (
          <Fact label={t('rows.refunded')} value={money(row.refunded, { fen: 'always' })} />
        )}
        <Fact label={t('rows.counted_amount')} value={money(row.counted, { fen: 'always' })} strong />
        <Fact label={t('rows.treatment')} value={codes('treatment', row.treatment)} />
        <Fact label={t('rows.because')} value={because(row.because)} />
        <Fact label={t('rows.category')} value={say(row.category)} />
        <Fact label={t('rows.status')} value={codes('row_status', row.status)} />
        <Fact label={t('rows.provider_type')} value={row.provider_type} />
        <Fact label={t('rows.method')} value={row.method} />
        <Fact label={t('rows.order_id')} value={row.order_id} mono />
        <Fact label={t('rows.merchant_order_id')} value={row.merchant_order_id} mono />
        <Fact
          label={t('rows.source')}
          value={`${accountName(row.account)} · ${t('rows.line', { line: row.line })}`}
        />
      </dl>
      {row.correction !== null && (
        <p className="rows-corrected">{t('rows.corrected', { entry: row.correction })}</p>
      )}
      {row.questions.length > 0 && (
        <p className="rows-questions">
          <OutcomeIcon outcome="warn" size={13} silent />
          {t('rows.asked_by', { tests: row.questions.map(say).join(' · ') })}
        </p>
      )}
    </section>
  );
}

function Fact({
  label,
  value,
  strong = false,
  mono = false,
}: {
  label: string;
  value: string;
  strong?: boolean;
  mono?: boolean;
}) {
  if (value === '') return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd className={`case-cut ${strong ? 'strong' : ''} ${mono ? 'mono' : 'num'}`} title={value}>
        {value}
      </dd>
    </div>
  );
}

/** What decided, in words: a rule of the pack by its code, everything else by a word of its own. */
function useBecause(): (because: string) => string {
  const { t } = useWords();
  const codes = useCodes();
  return (because) => {
    if (because === '') return '';
    const [kind, rule] = because.split(':', 2) as [string, string | undefined];
    return rule === undefined
      ? codes('row_because', because)
      : t('rows.by_rule', { kind: codes('row_because', kind), rule });
  };
}
