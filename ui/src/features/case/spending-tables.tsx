import { useState } from 'react';
import { useWords } from '../../i18n';
import type { IncomeStreamView, SpendingView } from '../../ipc';
import { count, decimal, missing, money, percent, shortDay, shortHash } from '../../lib/format';
import { useNow } from '../../lib/now';
import { yuan } from '../../lib/yuan';
import { useCodes } from './codes';
import { FigureButton } from './figure-button';
import { Section } from './section';

export function IncomeStreams({ spending }: { spending: SpendingView }) {
  const { t } = useWords();
  const streams = spending.income_streams;
  return (
    <Section
      title={t('case.income_streams')}
      aside={t('case.income_streams_sum', {
        counted: yuan(spending.income_monthly.value),
        seen: yuan(spending.income_seen_monthly),
      })}
    >
      {streams.length === 0 ? (
        <p className="case-none">{t('case.no_income')}</p>
      ) : (
        <table className="case-table">
          <thead>
            <tr>
              <th scope="col">{t('case.payer')}</th>
              <th scope="col" className="right">
                {t('case.monthly_mean')}
              </th>
              <th scope="col" className="right">
                {t('case.cv')}
              </th>
              <th scope="col" className="right">
                {t('case.months_seen')}
              </th>
              <th scope="col" className="right wide-only">
                {t('case.next_expected')}
              </th>
            </tr>
          </thead>
          <tbody>
            {streams.map((stream) => (
              <IncomeRow key={stream.figure.key} stream={stream} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function IncomeRow({ stream }: { stream: IncomeStreamView }) {
  const { t, language } = useWords();
  const now = useNow();
  const codes = useCodes();
  const why = stream.not_counted_because;
  const note = stream.counted
    ? codes('income_kind', stream.kind)
    : `${t('case.not_counted')}${why === null ? '' : ` (${codes('not_counted_because', why)})`}`;
  const name = `${stream.payer} · ${note}`;
  return (
    <tr className={stream.counted ? '' : 'case-muted'}>
      <td className="case-cut" title={name}>
        {name}
      </td>
      <td className="right">
        <FigureButton figure={stream.figure} label={stream.payer} className={stream.counted ? 'strong' : ''}>
          {yuan(stream.figure.value)}
        </FigureButton>
      </td>
      <td className="right">{decimal(stream.cv, 2)}</td>
      <td className="right">
        {stream.months_seen}/{stream.months_observed}
      </td>
      <td className="right wide-only">{shortDay(stream.next_expected, language, now)}</td>
    </tr>
  );
}

const certaintySigns: Record<string, string> = { definite: '=', estimated: '≈', inferred: '?' };

export function Obligations({ spending }: { spending: SpendingView }) {
  const { t, say } = useWords();
  const codes = useCodes();
  const sum = spending.obligations_monthly;
  return (
    <Section
      title={t('case.obligations')}
      aside={
        <>
          {t('case.obligations_sum')}{' '}
          <FigureButton figure={sum} label={t('case.obligations')} className="strong">
            {yuan(sum.value)}
          </FigureButton>
        </>
      }
    >
      {spending.obligations.length === 0 ? (
        <p className="case-none">{t('case.no_obligations')}</p>
      ) : (
        <table className="case-table">
          <thead>
            <tr>
              <th scope="col">{t('case.lender')}</th>
              <th scope="col" className="case-certainty">
                {t('case.certainty')}
              </th>
              <th scope="col" className="right">
                {t('case.payment_monthly')}
              </th>
              <th scope="col" className="right wide-only">
                {t('case.months_seen')}
              </th>
            </tr>
          </thead>
          <tbody>
            {spending.obligations.map((obligation) => (
              <tr key={obligation.figure.key}>
                <td className="case-cut" title={say(obligation.lender)}>
                  {say(obligation.lender)}
                </td>
                <td className="case-certainty">
                  <span className="case-sign" aria-hidden>
                    {certaintySigns[obligation.certainty]}
                  </span>{' '}
                  {codes('certainty_word', obligation.certainty)}
                </td>
                <td className="right">
                  <FigureButton figure={obligation.figure} label={say(obligation.lender)}>
                    {yuan(obligation.figure.value)}
                  </FigureButton>
                </td>
                <td className="right wide-only">
                  {obligation.months_seen}/{obligation.months_observed}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** What was not counted as income or spending, each sum with its rows. */
export function LeftOut({ spending }: { spending: SpendingView }) {
  const { t } = useWords();
  const kinds = ['own_transfers', 'refunds', 'counted_elsewhere', 'loan_proceeds', 'other_inflow'] as const;
  const shown = kinds.filter((kind) => spending.left_out[kind].rows > 0);
  if (shown.length === 0) return null;
  return (
    <p className="case-left-out">
      <span className="case-left-out-label">{t('case.left_out')}</span>
      {shown.map((kind) => {
        const figure = spending.left_out[kind];
        const label = t(`case.left_out_kind.${kind}`);
        return (
          <span key={kind}>
            {label}{' '}
            <FigureButton figure={figure} label={label}>
              {money(figure.value)}
            </FigureButton>
          </span>
        );
      })}
    </p>
  );
}

/** Categories shown before the rest is asked for: the largest come first. */
const categoriesFirst = 9;

export function Categories({ spending }: { spending: SpendingView }) {
  const { t, say } = useWords();
  const [all, setAll] = useState(false);
  const shown = all ? spending.categories : spending.categories.slice(0, categoriesFirst);
  const hidden = spending.categories.length - shown.length;
  const shares = spending.categories.map((category) => Number(category.share));
  const largest = Math.max(0.0001, ...shares);
  return (
    <Section
      title={t('case.categories')}
      aside={t('case.categories_sum', { amount: yuan(spending.spending_monthly.value) })}
    >
      <ul className="case-categories">
        {shown.map((category, index) => (
          <li key={category.code}>
            <span className="case-cut" title={say(category.label)}>
              {say(category.label)}
            </span>
            <span className="case-bar" aria-hidden>
              <span style={{ width: `${((shares[index] ?? 0) / largest) * 100}%` }} />
            </span>
            <FigureButton figure={category.figure} label={say(category.label)} className="right">
              {yuan(category.figure.value)}
            </FigureButton>
            <span className="right case-share">{percent(category.share)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" className="text-link" onClick={() => setAll(true)} aria-expanded={false}>
          {t('case.categories_more', { many: hidden })}
        </button>
      )}
    </Section>
  );
}

/** The files the figures were read from. */
export function Statements({ spending }: { spending: SpendingView }) {
  const { t } = useWords();
  const codes = useCodes();
  return (
    <Section title={t('case.statements')}>
      <table className="case-table">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('case.rows_file')}</th>
            <th scope="col">{t('case.rows_at')}</th>
            <th scope="col">{t('case.rows_total', { shown: '' })}</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          {spending.statements.map((statement) => (
            <tr key={statement.file}>
              <td>{codes('layout', statement.layout)}</td>
              <td>
                {statement.first ?? missing} – {statement.last ?? missing}
              </td>
              <td className="right">{t('case.rows_total', { shown: count(statement.rows) })}</td>
              <td className="right mono" title={statement.file}>
                {shortHash(statement.file)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
