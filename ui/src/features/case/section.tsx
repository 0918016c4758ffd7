import type { ReactNode } from 'react';

/** A part of a column: its head in one line, what it is measured against at the right. */
export function Section({
  title,
  aside,
  note,
  className = '',
  children,
}: {
  title: string;
  /** Beside the title: the basis. */
  note?: ReactNode;
  /** At the right end: the sum. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={`case-section ${className}`} aria-label={title}>
      <header className="case-section-head">
        <h2>{title}</h2>
        {note !== undefined && <span className="case-section-note">{note}</span>}
        {aside !== undefined && <span className="case-section-aside">{aside}</span>}
      </header>
      {children}
    </section>
  );
}
