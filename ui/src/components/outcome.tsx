/** Outcomes by shape first, colour second; the word stands beside each that is not a pass. */

import type { ReactNode } from 'react';
import { useWords } from '../i18n';

export type Outcome =
  | 'pass'
  | 'warn'
  | 'fail'
  | 'not_obtainable'
  | 'vendor_error'
  | 'not_run'
  | 'cannot_tell';

const octagon = 'M5.4 1.6h5.2l3.8 3.8v5.2l-3.8 3.8H5.4L1.6 10.6V5.4Z';

const shapes: Record<Outcome, ReactNode> = {
  pass: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="m5.3 8.2 1.9 1.9 3.6-3.8" />
    </>
  ),
  warn: (
    <>
      <path d="M8 2 14.5 13.5h-13Z" />
      <path d="M8 6.5v3M8 11.5h.01" />
    </>
  ),
  fail: (
    <>
      <path d={octagon} fill="currentColor" />
      <path d="m5.8 5.8 4.4 4.4M10.2 5.8l-4.4 4.4" stroke="var(--s1)" />
    </>
  ),
  not_obtainable: (
    <>
      <circle cx="8" cy="8" r="6.2" strokeDasharray="2.4 1.9" />
      <path d="M5.2 8h5.6" />
    </>
  ),
  cannot_tell: (
    <>
      <circle cx="8" cy="8" r="6.2" strokeDasharray="2.4 1.9" />
      <path d="M6.3 6.4a1.7 1.7 0 1 1 2.4 1.6c-.5.2-.7.5-.7 1M8 11h.01" />
    </>
  ),
  vendor_error: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="1.5" strokeDasharray="2.4 1.9" />
      <path d="M8.8 4.2 6.2 8.3h3.4L7.2 11.9" />
    </>
  ),
  not_run: <circle cx="8" cy="8" r="6.2" strokeDasharray="0.1 2.6" />,
};

const colours: Record<Outcome, string> = {
  pass: 'var(--pass)',
  warn: 'var(--warn)',
  fail: 'var(--fail)',
  not_obtainable: 'var(--unknown)',
  cannot_tell: 'var(--unknown)',
  vendor_error: 'var(--unknown)',
  not_run: 'var(--unknown)',
};

export function OutcomeIcon({
  outcome,
  size = 16,
  silent = false,
  inherit = false,
}: {
  outcome: Outcome;
  size?: number;
  silent?: boolean;
  /** Takes the colour of the text round it. */
  inherit?: boolean;
}) {
  const { t } = useWords();
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={inherit ? undefined : { color: colours[outcome] }}
      role={silent ? undefined : 'img'}
      aria-hidden={silent ? true : undefined}
      aria-label={silent ? undefined : t(`common.outcome.${outcome}`)}
    >
      {shapes[outcome]}
    </svg>
  );
}

/** The word of an outcome in its colour; nothing beside a pass. */
export function OutcomeWord({ outcome }: { outcome: Outcome }) {
  const { t } = useWords();
  if (outcome === 'pass') return null;
  return (
    <span style={{ color: colours[outcome] }} className="outcome-word">
      {t(`common.outcome.${outcome}`)}
    </span>
  );
}
