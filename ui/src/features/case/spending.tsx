import { type ReactNode, useContext } from 'react';
import { KeyCap, Kpi } from '../../components/figures';
import { OutcomeIcon } from '../../components/outcome';
import { useWords } from '../../i18n';
import type { CaseView, Figure, SpendingView } from '../../ipc';
import { count, decimal, decimalParts, missing, moment, money, percent, shortDay } from '../../lib/format';
import { useNow } from '../../lib/now';
import { printLight } from '../../lib/print';
import { testids } from '../../lib/testids';
import { yuan } from '../../lib/yuan';
import { BalanceChart, MonthlyChart } from './charts';
import { OpenRows } from './figure-button';
import { Categories, IncomeStreams, LeftOut, Obligations, Statements } from './spending-tables';
import { TruthTests } from './truth-tests';
import { isBelow } from './values';
import { Windows } from './windows';

/** What the person's money does, and what it was read from. */
export function Spending({
  view,
  onAllRows,
  onImport,
}: {
  view: CaseView;
  onAllRows: (event: { timeStamp: number }) => void;
  /** Opens the import of statements; absent where it cannot be done now. */
  onImport: (() => void) | null;
}) {
  const { t } = useWords();
  const now = useNow();
  const { spending } = view;
  const window = t('case.spending_window', {
    first: spending.first ?? missing,
    last: spending.last ?? missing,
    days: spending.days_observed,
    months: spending.months_observed,
    statements: spending.statements.length,
    rows: count(spending.rows),
  });
  return (
    <section className="case-middle" aria-label={t('case.spending')}>
      <p className="print-only">
        <strong>
          {t('case.spending')} · {view.number} · {view.header.name}
        </strong>
        <span>{t('case.printed', { time: moment(now.toISOString()) })}</span>
      </p>
      <header className="case-section-head case-middle-head">
        <h2>{t('case.spending')}</h2>
        {spending.statements.length > 0 && (
          <span className="case-section-note" title={window}>
            {window}
          </span>
        )}
        {spending.rows > 0 && (
          <button type="button" className="text-link" onClick={printLight} data-testid={testids.casePrint}>
            {t('case.print')}
          </button>
        )}
        {onImport !== null && (
          <button type="button" className="text-link" onClick={onImport} data-testid={testids.importOpen}>
            {t('import.action')}
            <KeyCap>I</KeyCap>
          </button>
        )}
        {spending.rows > 0 && (
          <button
            type="button"
            className="text-link case-all-rows"
            onClick={onAllRows}
            data-testid={testids.caseFigure('all')}
          >
            {t('case.all_rows', { many: count(spending.rows) })}
            <KeyCap>T</KeyCap>
          </button>
        )}
      </header>
      {spending.statements.length === 0 ? (
        <Notice title={t('case.no_statements')} text={t('case.no_statements_explain')} />
      ) : (
        spending.thin_file && (
          <Notice
            title={t('case.thin_file')}
            text={t('case.thin_file_explain', { months: spending.months_observed })}
          />
        )
      )}
      <Kpis spending={spending} />
      {spending.statements.length > 0 && (
        <>
          <div className="case-pair">
            <MonthlyChart spending={spending} />
            <BalanceChart spending={spending} />
          </div>
          <div className="case-pair">
            <IncomeStreams spending={spending} />
            <Obligations spending={spending} />
          </div>
          <LeftOut spending={spending} />
          <div className="case-pair">
            <Categories spending={spending} />
            <TruthTests spending={spending} />
          </div>
          <Windows spending={spending} />
          <Statements spending={spending} />
        </>
      )}
    </section>
  );
}

function Notice({ title, text }: { title: string; text: string }) {
  return (
    <p className="case-notice">
      <OutcomeIcon outcome="warn" silent />
      <span>
        <strong>{title}</strong> {text}
      </span>
    </p>
  );
}

function Kpis({ spending }: { spending: SpendingView }) {
  const { t, language } = useWords();
  const now = useNow();
  const residual = spending.residual_income.value;
  const below = spending.days_below_zero.value;
  const whole = t('case.unit.months', { value: spending.months_observed });
  const cv = spending.income_cv === null ? null : t('case.kpi_cv', { cv: decimal(spending.income_cv, 2) });
  return (
    <div className="case-kpis">
      <FigureKpi
        figure={spending.income_monthly}
        label={t('case.kpi.income_monthly')}
        value={yuan(spending.income_monthly.value)}
        basis={cv ?? whole}
      />
      <FigureKpi
        figure={spending.spending_monthly}
        label={t('case.kpi.spending_monthly')}
        value={yuan(spending.spending_monthly.value)}
        basis={t('case.kpi_mean', { months: spending.months_observed })}
      />
      <FigureKpi
        figure={spending.debt_to_income}
        label={t('case.kpi.debt_to_income')}
        value={percent(spending.debt_to_income.value)}
        basis={t('case.kpi_obligations', { amount: yuan(spending.obligations_monthly.value) })}
      />
      <FigureKpi
        figure={spending.residual_income}
        label={t('case.kpi.residual_income')}
        value={yuan(residual)}
        mark={
          residual === null ? undefined : <FloorMark value={residual} floor={spending.residual_income_min} />
        }
        basis={t('case.kpi_floor', { amount: yuan(spending.residual_income_min) })}
      />
      <FigureKpi
        figure={spending.buffer_days}
        label={t('case.kpi.buffer_days')}
        value={
          spending.buffer_days.value === null
            ? missing
            : t('case.kpi_days', { days: decimal(spending.buffer_days.value, 1) })
        }
        basis={below === null ? t('case.no_balance') : t('case.kpi_below_zero', { days: below })}
      />
      <FigureKpi
        figure={spending.lowest_balance}
        label={t('case.kpi.lowest_balance')}
        value={shortBalance(spending.lowest_balance.value)}
        basis={
          spending.lowest_balance_day === null
            ? t('case.no_balance')
            : shortDay(spending.lowest_balance_day, language, now)
        }
      />
    </div>
  );
}

/** A balance with its fen while it is small enough for them to matter. */
function shortBalance(balance: string | null): string {
  const size = balance === null ? 0 : (decimalParts(balance)?.whole.length ?? 0);
  return size > 3 ? yuan(balance) : money(balance);
}

/** Whether a value keeps above the pack's floor. */
function FloorMark({ value, floor }: { value: string; floor: string }) {
  return <OutcomeIcon outcome={isBelow(value, floor) ? 'fail' : 'pass'} size={14} />;
}

function FigureKpi({
  figure,
  label,
  value,
  basis,
  mark,
}: {
  figure: Figure;
  label: string;
  value: string;
  basis: ReactNode;
  mark?: ReactNode;
}) {
  const open = useContext(OpenRows);
  return (
    <Kpi
      label={label}
      value={value}
      basis={basis}
      mark={mark}
      onOpen={figure.rows > 0 ? (event) => open({ key: figure.key, label }, event) : undefined}
      testid={testids.caseFigure(figure.key)}
    />
  );
}
