import { useEffect, useRef } from 'react';

/** An unattended desk is locked after this long without a key or a movement. */
export const idleLimitMs = 15 * 60 * 1000;

const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

export function useIdleLock(lock: () => void): void {
  const latest = useRef(lock);
  latest.current = lock;
  useEffect(() => {
    let timer = setTimeout(() => latest.current(), idleLimitMs);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(() => latest.current(), idleLimitMs);
    };
    for (const sign of signs) window.addEventListener(sign, again, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) window.removeEventListener(sign, again);
    };
  }, []);
}
