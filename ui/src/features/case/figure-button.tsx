import { createContext, type ReactNode, useContext } from 'react';
import { useWords } from '../../i18n';
import type { Figure } from '../../ipc';
import { testids } from '../../lib/testids';

export interface OpenedFigure {
  /** The key of the figure, or `all`. */
  key: string;
  label: string;
  /** When it was asked for. */
  openedAt: number;
}

/** What a figure is opened by: the event says when. */
export type OpenFigure = (figure: { key: string; label: string }, event?: { timeStamp: number }) => void;

/** Opens the rows behind a figure. */
export const OpenRows = createContext<OpenFigure>(() => undefined);

/** A figure that opens the rows it came from; plain where there are none. */
export function FigureButton({
  figure,
  label,
  className = '',
  children,
}: {
  figure: Figure;
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const open = useContext(OpenRows);
  const { t } = useWords();
  const testid = testids.caseFigure(figure.key);
  if (figure.rows === 0) {
    return (
      <span className={`num ${className}`} data-testid={testid}>
        {children}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`figure-button num ${className}`}
      title={`${t('case.open_rows', { label })} · ${t('case.rows_count', { many: figure.rows })}`}
      onClick={(event) => open({ key: figure.key, label }, event)}
      data-testid={testid}
    >
      {children}
    </button>
  );
}
