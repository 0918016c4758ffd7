import { useContext, useMemo } from 'react';
import { useWords } from '../../i18n';
import type { MonthView, SpendingView } from '../../ipc';
import { balanceOption } from '../../lib/charts/balance';
import { Chart } from '../../lib/charts/chart';
import { monthlyFrame, monthlyOption } from '../../lib/charts/monthly';
import { chartLook } from '../../lib/charts/theme';
import { decimalParts, money, shortDay, shortMonth } from '../../lib/format';
import { useNow } from '../../lib/now';
import { usePreferences } from '../../lib/preferences';
import { testids } from '../../lib/testids';
import { yuan } from '../../lib/yuan';
import { OpenRows } from './figure-button';
import { Section } from './section';
import { thousands } from './values';

/** More months than this leave room for every other net figure only. */
const monthsApartMax = 8;

/** More characters than this in a row of whole net figures would run into each other. */
const netCharactersMax = 33;

/** The net of each month as it is printed, and whether it is in thousands. */
export function netLabels(months: readonly MonthView[]): { labels: string[]; inThousands: boolean } {
  const whole = months.map((month) => signedYuan(month.net));
  const longest = Math.max(0, ...whole.map((label) => label.length));
  if (longest * months.length <= netCharactersMax) return { labels: whole, inThousands: false };
  const short = months.map((month) => thousands(month.net));
  return { labels: months.length > monthsApartMax ? spaced(months, short) : short, inThousands: true };
}

function useLook() {
  const { theme, language } = usePreferences();
  return useMemo(() => chartLook(theme, language), [theme, language]);
}

export function MonthlyChart({ spending }: { spending: SpendingView }) {
  const { t } = useWords();
  const look = useLook();
  const { months } = spending;
  const words = useMemo(() => {
    const nets = netLabels(months);
    return {
      months: months.map((month) => shortMonth(month.month, look.language)),
      nets: nets.labels,
      netLabel: nets.inThousands ? `${t('case.net')} ${t('case.chart_thousand')}` : t('case.net'),
    };
  }, [months, look.language, t]);
  const option = useMemo(() => monthlyOption(months, words, look), [months, words, look]);
  const parted = months.some((month) => !month.whole);
  return (
    <Section
      title={t('case.months_chart')}
      className="case-chart"
      aside={
        <span className="case-legend">
          <span className="case-key-in" />
          {t('case.inflow')}
          <span className="case-key-out" />
          {t('case.outflow')}
          {parted && (
            <>
              <span className="case-key-part" />
              {t('case.part_month')}
            </>
          )}
        </span>
      }
    >
      <div className="case-chart-frame">
        <Chart
          option={option}
          table={{
            caption: t('case.months_chart'),
            head: [t('case.month'), t('case.inflow'), t('case.outflow'), t('case.net')],
            rows: months.map((month) => [
              month.whole ? month.month : `${month.month} (${t('case.part_month')})`,
              money(month.inflow.value),
              money(month.outflow.value),
              money(month.net),
            ]),
          }}
        >
          <MonthButtons months={months} />
        </Chart>
      </div>
    </Section>
  );
}

function signedYuan(net: string): string {
  const whole = yuan(net);
  return /^[1-9]/.test(whole) ? `+${whole}` : whole;
}

/** Net figures where they stand close: every one below zero, and of the others those with room on both sides. */
function spaced(months: readonly MonthView[], labels: readonly string[]): string[] {
  const below = months.map((month) => decimalParts(month.net)?.negative === true);
  const shown: boolean[] = [];
  months.forEach((_, index) => {
    shown.push(below[index] === true || !(shown[index - 1] || below[index + 1]));
  });
  return labels.map((label, index) => (shown[index] ? label : ''));
}

/** The bars as buttons: each opens the rows it was added up from. */
function MonthButtons({ months }: { months: MonthView[] }) {
  return (
    <div className="case-month-buttons" style={monthlyFrame}>
      {months.map((month) => (
        <div key={month.month}>
          <MonthButton month={month} way="inflow" />
          <MonthButton month={month} way="outflow" />
        </div>
      ))}
    </div>
  );
}

function MonthButton({ month, way }: { month: MonthView; way: 'inflow' | 'outflow' }) {
  const { t, language } = useWords();
  const open = useContext(OpenRows);
  const figure = month[way];
  const name = shortMonth(month.month, language);
  const label = t(way === 'inflow' ? 'case.month_in' : 'case.month_out', { month: name });
  return (
    <button
      type="button"
      disabled={figure.rows === 0}
      title={`${label} ${money(figure.value)}${month.whole ? '' : ` · ${t('case.part_month')}`}`}
      aria-label={`${label} ${money(figure.value)}`}
      onClick={(event) => open({ key: figure.key, label }, event)}
      data-testid={testids.caseFigure(figure.key)}
    />
  );
}

export function BalanceChart({ spending }: { spending: SpendingView }) {
  const { t, language } = useWords();
  const now = useNow();
  const look = useLook();
  const { daily_balances: days, lowest_balance: lowest, lowest_balance_day: lowestDay } = spending;
  const lowestLabel =
    lowestDay === null
      ? null
      : t('case.balance_lowest', { amount: money(lowest.value), day: shortDay(lowestDay, language, now) });
  const option = useMemo(
    () =>
      balanceOption(
        days,
        {
          month: (month) => shortMonth(month, look.language),
          lowest: lowestDay === null || lowestLabel === null ? null : { day: lowestDay, label: lowestLabel },
        },
        look,
      ),
    [days, lowestDay, lowestLabel, look],
  );
  return (
    <Section title={t('case.balance_chart')} className="case-chart">
      <div className="case-chart-frame">
        {days.length === 0 ? (
          <p className="case-none">{t('case.no_balance')}</p>
        ) : (
          <Chart
            option={option}
            table={{
              caption: t('case.balance_chart'),
              head: [t('case.day'), t('case.balance')],
              rows: days.map((day) => [day.day, money(day.amount)]),
            }}
          />
        )}
      </div>
    </Section>
  );
}
