import { createContext, type ReactNode, useContext } from 'react';
import { useWords } from '../../i18n';
import type { Figure } from '../../ipc';
import { testids } from '../../lib/testids';

export interface OpenedFigure {
  key: string;
  label: string;
}

/** Opens the rows behind a figure. */
export const OpenRows = createContext<(figure: OpenedFigure) => void>(() => undefined);

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
      onClick={() => open({ key: figure.key, label })}
      data-testid={testid}
    >
      {children}
    </button>
  );
}
