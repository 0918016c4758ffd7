/** Amounts, key figures and key caps. */

import type { ReactNode } from 'react';
import { type MoneyStyle, missing, money } from '../lib/format';
import { usePreferences } from '../lib/preferences';

/** An amount; read out in full, drawn with tabular figures. */
export function Money({ amount, ...style }: { amount: string | null | undefined } & MoneyStyle) {
  return <span className="num">{money(amount, style)}</span>;
}

/** Label, value, basis; the basis says what the value is measured against. */
export function Kpi({
  label,
  value,
  basis,
  mark,
  onOpen,
  testid,
}: {
  label: string;
  value: string;
  basis?: ReactNode;
  mark?: ReactNode;
  /** Opens the rows the figure came from. */
  onOpen?: ((event: { timeStamp: number }) => void) | undefined;
  testid?: string | undefined;
}) {
  const body = (
    <>
      <span className="kpi-label">{label}</span>
      <span className="kpi-value">
        {mark}
        <span className="num">{value}</span>
      </span>
      {basis !== undefined && <span className="kpi-basis">{basis}</span>}
    </>
  );
  if (!onOpen || value === missing) {
    return (
      <div className="kpi" data-testid={testid}>
        {body}
      </div>
    );
  }
  return (
    <button type="button" className="kpi kpi-open" onClick={onOpen} data-testid={testid}>
      {body}
    </button>
  );
}

/** A key printed on its control; gone when single keys are switched off. */
export function KeyCap({ children, combination = false }: { children: ReactNode; combination?: boolean }) {
  const { singleKeys } = usePreferences();
  if (!singleKeys && !combination) return null;
  return (
    <kbd className="keycap" aria-hidden>
      {children}
    </kbd>
  );
}

/** A masked value in its own type, so that a screen reader spells it out as masked. */
export function Masked({ value }: { value: string | null | undefined }) {
  return <span className="masked">{value ?? missing}</span>;
}
