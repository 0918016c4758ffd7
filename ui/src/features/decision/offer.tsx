import { Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import { type CaseView, type DecisionSheet, type OfferColumn, refusalOf, type SessionView } from '../../ipc';
import { decimalParts, missing, money, percent } from '../../lib/format';
import { testids } from '../../lib/testids';
import { problemsOf, type SheetState } from './draft';
import { ProblemNotes } from './problem-note';

type Column = 'requested' | 'recommended' | 'yours';
const columns: readonly Column[] = ['requested', 'recommended', 'yours'];

/** Three amounts side by side: asked for, recommended, and the person's own, which alone is tinted. */
export function Offer({
  state,
  change,
  sheet,
  view,
  session,
  error,
}: {
  state: SheetState;
  change: (part: Partial<SheetState>) => void;
  sheet: DecisionSheet | undefined;
  view: CaseView;
  session: SessionView;
  error: unknown;
}) {
  const { t } = useWords();
  const row = (
    label: string,
    cell: (offer: OfferColumn) => ReactNode,
    differs?: (offer: OfferColumn) => unknown,
  ) => <OfferRow key={label} label={label} sheet={sheet} cell={cell} differs={differs} />;
  const fen = (amount: string | null) => money(amount, { fen: 'always' });
  return (
    <section aria-label={t('decision.offer')}>
      <table className="sheet-offer">
        <thead>
          <tr>
            <th scope="col">{t('decision.offer')}</th>
            <th scope="col">
              <strong>{t('decision.requested')}</strong>
              <span>{t('decision.requested_by')}</span>
            </th>
            <th scope="col">
              <strong>{t('decision.recommended')}</strong>
              <span>{t('decision.recommended_by')}</span>
            </th>
            <th scope="col" className="sheet-yours">
              <strong>{t(`common.decision_kind.${state.kind}`)}</strong>
              <span>{session.display_name}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="sheet-line-row">
            <th scope="row">{t('decision.line')}</th>
            <td>{money(sheet?.requested.line ?? view.header.line_requested)}</td>
            <td>{money(sheet?.recommended.line)}</td>
            <td className="sheet-yours">
              {state.kind === 'counteroffer' ? (
                <LineInput
                  state={state}
                  change={change}
                  step={view.line.line_step}
                  bad={badLine(sheet, error)}
                />
              ) : (
                <strong>{money(sheet?.yours.line ?? view.header.line_requested)}</strong>
              )}
            </td>
          </tr>
          <tr className="sheet-problem-row">
            <td colSpan={3} />
            <td className="sheet-yours">
              <LineProblem sheet={sheet} error={error} />
            </td>
          </tr>
          <tr>
            <th scope="row">{t('decision.difference')}</th>
            {columns.map((column) => (
              <td key={column} className={column === 'yours' ? 'sheet-yours' : ''}>
                {sheet ? <Difference offer={sheet[column]} own={column === 'yours'} /> : missing}
              </td>
            ))}
          </tr>
          <Group label={t('decision.section_terms')} />
          <tr>
            <th scope="row">{t('decision.instalments')}</th>
            <td>{sheet?.requested.instalments ?? missing}</td>
            <td>{sheet?.recommended.instalments ?? missing}</td>
            <td className="sheet-yours">
              <Instalments state={state} change={change} sheet={sheet} />
            </td>
          </tr>
          {row(t('decision.fee_rate'), (offer) => percent(offer.fee_rate_per_period, 2))}
          {row(
            t('decision.payment_monthly'),
            (offer) => fen(offer.payment_monthly),
            (offer) => offer.payment_monthly,
          )}
          {row(
            t('decision.fee_total'),
            (offer) => fen(offer.fee_total),
            (offer) => offer.fee_total,
          )}
          {row(
            t('decision.repayment_total'),
            (offer) => fen(offer.repayment_total),
            (offer) => offer.repayment_total,
          )}
          <Group label={t('decision.section_burden')} />
          {row(
            t('decision.payment_to_income', { max: percent(view.line.payment_to_income_max, 0) }),
            (offer) => (
              <Measured within={offer.payment_to_income_within}>{percent(offer.payment_to_income)}</Measured>
            ),
            (offer) => offer.payment_to_income,
          )}
          {row(
            t('decision.residual_after', { min: money(view.spending.residual_income_min) }),
            (offer) => (
              <Measured within={offer.residual_income_within}>{fen(offer.residual_income_after)}</Measured>
            ),
            (offer) => offer.residual_income_after,
          )}
        </tbody>
      </table>
    </section>
  );
}

function OfferRow({
  label,
  sheet,
  cell,
  differs,
}: {
  label: string;
  sheet: DecisionSheet | undefined;
  cell: (offer: OfferColumn) => ReactNode;
  differs: ((offer: OfferColumn) => unknown) | undefined;
}) {
  // What the person changed against the recommendation is set bold.
  const changed =
    sheet !== undefined && differs !== undefined && differs(sheet.yours) !== differs(sheet.recommended);
  return (
    <tr>
      <th scope="row">{label}</th>
      {columns.map((column) => (
        <td
          key={column}
          className={column === 'yours' ? `sheet-yours ${changed ? 'sheet-changed' : ''}` : ''}
        >
          {sheet ? cell(sheet[column]) : missing}
        </td>
      ))}
    </tr>
  );
}

function Group({ label }: { label: string }) {
  return (
    <tr className="sheet-group">
      <th scope="rowgroup">{label}</th>
      <td colSpan={2} />
      <td className="sheet-yours" />
    </tr>
  );
}

function Difference({ offer, own }: { offer: OfferColumn; own: boolean }) {
  const parts = offer.difference === null ? null : decimalParts(offer.difference);
  if (!parts || /^0*$/.test(parts.whole + parts.fraction)) return missing;
  const ratio = offer.difference_ratio;
  const plus = parts.negative ? '' : '+';
  return (
    <span className={own ? (parts.negative ? 'sheet-stricter' : 'sheet-lenient') : ''}>
      {money(offer.difference, { sign: true })}
      {ratio !== null && ` (${plus}${percent(ratio)})`}
    </span>
  );
}

function Measured({ within, children }: { within: boolean | null; children: ReactNode }) {
  return (
    <span className="sheet-measured">
      {within !== null && <OutcomeIcon outcome={within ? 'pass' : 'fail'} size={14} />}
      <span className="num">{children}</span>
    </span>
  );
}

function badLine(sheet: DecisionSheet | undefined, error: unknown): boolean {
  if (error !== null && refusalOf(error).field === 'line') return true;
  return sheet !== undefined && problemsOf(sheet.problems, 'line').length > 0;
}

function LineInput({
  state,
  change,
  step,
  bad,
}: {
  state: SheetState;
  change: (part: Partial<SheetState>) => void;
  step: string;
  bad: boolean;
}) {
  const { t } = useWords();
  return (
    <Input
      className="sheet-line-input"
      autoFocus
      inputMode="decimal"
      prefix="¥"
      size="large"
      value={state.line}
      status={bad ? 'error' : ''}
      onChange={(event) => change({ line: event.target.value })}
      onFocus={(event) => event.target.select()}
      aria-label={t('decision.line_input')}
      title={t('decision.line_step_hint', { step: money(step) })}
      data-testid={testids.sheetLine}
    />
  );
}

/** What is wrong with the line: the desk's word on this draft, or that it could not be read at all. */
function LineProblem({ sheet, error }: { sheet: DecisionSheet | undefined; error: unknown }) {
  const { t } = useWords();
  if (error !== null && refusalOf(error).field === 'line') {
    return (
      <div className="sheet-problem" role="alert" data-testid={testids.sheetProblem('line')}>
        <span data-code={refusalOf(error).code}>{t('decision.line_unreadable')}</span>
      </div>
    );
  }
  return <ProblemNotes problems={sheet ? problemsOf(sheet.problems, 'line') : []} field="line" />;
}

function Instalments({
  state,
  change,
  sheet,
}: {
  state: SheetState;
  change: (part: Partial<SheetState>) => void;
  sheet: DecisionSheet | undefined;
}) {
  const { t } = useWords();
  const problems = sheet ? problemsOf(sheet.problems, 'instalments') : [];
  const chosen = state.instalments ?? sheet?.yours.instalments ?? null;
  return (
    <>
      <Select
        variant="borderless"
        className="sheet-instalments"
        value={chosen}
        options={(sheet?.instalments_on_offer ?? []).map((many) => ({ value: many, label: String(many) }))}
        onChange={(instalments) => change({ instalments })}
        aria-label={t('decision.instalments')}
        data-testid={testids.sheetInstalments}
      />
      <ProblemNotes problems={problems} field="instalments" />
    </>
  );
}
