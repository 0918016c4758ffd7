import { useSyncExternalStore } from 'react';

/** Whether a media query holds, as the window is resized. */
export function useMatch(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
