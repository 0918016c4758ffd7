/** A sheet from the right over a dimmed screen. It takes the focus, keeps it, and gives it back. */

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { KeyDepth, useKeyDepth, useKeys } from '../lib/keys';
import './side-sheet.css';

const focusable =
  'button:not([disabled]), [href], input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';

export function SideSheet({
  label,
  width,
  onClose,
  testid,
  still = false,
  children,
}: {
  label: string;
  width: number;
  onClose: () => void;
  testid?: string;
  /** Stands there at once instead of sliding in: for what is opened all day long. */
  still?: boolean;
  children: ReactNode;
}) {
  const depth = useKeyDepth();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const inside = panel.current;
    if (inside && !inside.contains(document.activeElement)) inside.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const keepFocus = (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !panel.current) return;
    const stops = [...panel.current.querySelectorAll<HTMLElement>(focusable)];
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (!first || !last) return;
    const leaving = event.shiftKey
      ? document.activeElement === first || document.activeElement === panel.current
      : document.activeElement === last;
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  };
  return (
    <KeyDepth.Provider value={depth}>
      <div className={`side-sheet-dim ${still ? 'side-sheet-still' : ''}`} onClick={onClose} aria-hidden />
      <div
        ref={panel}
        className={`side-sheet ${still ? 'side-sheet-still' : ''}`}
        style={{ width: `min(${width}px, calc(100vw - 64px))` }}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={keepFocus}
        data-testid={testid}
      >
        <CloseKey onClose={onClose} />
        {children}
      </div>
    </KeyDepth.Provider>
  );
}

/** Listens one level above what lies below the sheet. */
function CloseKey({ onClose }: { onClose: () => void }) {
  useKeys([{ key: 'Escape', run: onClose, inFields: true }]);
  return null;
}
