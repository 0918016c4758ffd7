/** Paper is white whatever the theme: the light palette is laid on for the printing, and the person's own put back after it. */

import { preferences, setPreferences } from './preferences';

export function printLight(): void {
  const { theme } = preferences();
  const restore = () => {
    window.removeEventListener('afterprint', restore);
    setPreferences({ theme });
  };
  window.addEventListener('afterprint', restore);
  setPreferences({ theme: 'light' });
  // Charts are drawn anew in the light palette first.
  requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
}
