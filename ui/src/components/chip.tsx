import type { ReactNode } from 'react';

export type ChipTone = 'neutral' | 'warn' | 'fail' | 'unknown' | 'accent' | 'pass';

/** A mark of 18 px; the unknown one is dashed. */
export function Chip({
  tone = 'neutral',
  title,
  children,
}: {
  tone?: ChipTone;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span className={`chip chip-${tone}`} title={title}>
      {children}
    </span>
  );
}

/** At most three chips, then how many more there are. */
export function ChipRow({
  chips,
  shownMax = 3,
}: {
  chips: { code: string; tone: ChipTone; label: string }[];
  shownMax?: number;
}) {
  const shown = chips.slice(0, shownMax);
  const rest = chips.slice(shownMax);
  return (
    <span className="chip-row">
      {shown.map((chip) => (
        <Chip key={chip.code} tone={chip.tone} title={chip.label}>
          {chip.label}
        </Chip>
      ))}
      {rest.length > 0 && (
        <span className="chip chip-more" title={rest.map((chip) => chip.label).join(' · ')}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
