import { Chip } from '../../components/chip';
import { useWords } from '../../i18n';
import type { Figure, SpendingView, WindowView } from '../../ipc';
import { decimal, missing, percent } from '../../lib/format';
import { yuan } from '../../lib/yuan';
import { FigureButton } from './figure-button';
import { Section } from './section';

type Line = {
  name:
    | 'inflow'
    | 'income'
    | 'spending'
    | 'net'
    | 'debt_service'
    | 'income_pledged'
    | 'savings_rate'
    | 'cash'
    | 'gambling'
    | 'penalties'
    | 'lowest_balance'
    | 'days_below_zero'
    | 'buffer_days';
  figure?: (window: WindowView) => Figure;
  text: (window: WindowView) => string;
};

const money = (name: Line['name'], figure: (window: WindowView) => Figure): Line => ({
  name,
  figure,
  text: (window) => yuan(figure(window).value),
});

const lines: Line[] = [
  money('inflow', (window) => window.inflow),
  money('income', (window) => window.income),
  money('spending', (window) => window.spending),
  money('net', (window) => window.net),
  { name: 'savings_rate', text: (window) => percent(window.savings_rate) },
  money('debt_service', (window) => window.debt_service),
  { name: 'income_pledged', text: (window) => percent(window.income_pledged) },
  money('cash', (window) => window.cash),
  money('gambling', (window) => window.gambling),
  money('penalties', (window) => window.penalties),
  money('lowest_balance', (window) => window.lowest_balance),
  {
    name: 'days_below_zero',
    figure: (window) => window.days_below_zero,
    text: (window) => window.days_below_zero.value ?? missing,
  },
  { name: 'buffer_days', text: (window) => decimal(window.buffer_days, 1) },
];

/** The last 30 to 365 days side by side; a window that is not wholly covered says how much of it is. */
export function Windows({ spending }: { spending: SpendingView }) {
  const { t } = useWords();
  const { windows } = spending;
  if (windows.length === 0) return null;
  return (
    <Section title={t('case.windows')} note={t('case.windows_note')}>
      <table className="case-table case-windows" data-testid="case-windows">
        <thead>
          <tr>
            <th scope="col">{t('case.windows_figure')}</th>
            {windows.map((window) => (
              <th key={window.days} scope="col" className="right" title={`${window.first} – ${window.last}`}>
                {t('case.window_days', { days: window.days })}
                {window.covered_days < window.days && (
                  <>
                    {' '}
                    <Chip tone="unknown">{t('case.window_covered', { days: window.covered_days })}</Chip>
                  </>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.name}>
              <th scope="row">{t(`case.window.${line.name}`)}</th>
              {windows.map((window) => (
                <td key={window.days} className="right">
                  {line.figure ? (
                    <FigureButton
                      figure={line.figure(window)}
                      label={`${t(`case.window.${line.name}`)} · ${t('case.window_days', { days: window.days })}`}
                    >
                      {line.text(window)}
                    </FigureButton>
                  ) : (
                    <span className="num">{line.text(window)}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
