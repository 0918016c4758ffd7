/** What a person set about the window itself. Kept in the page's local storage, never in the workspace. */

import { useSyncExternalStore } from 'react';
import type { Theme } from './tokens';

export type Language = 'zh' | 'en';

export interface Preferences {
  language: Language;
  theme: Theme;
  /** Whether single letters act; off, the key caps disappear too. */
  singleKeys: boolean;
}

const storageKey = 'firstline.preferences';
const listeners = new Set<() => void>();
let current: Preferences = read();

function defaults(): Preferences {
  return {
    language: navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en',
    theme: window.matchMedia?.('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    singleKeys: true,
  };
}

function read(): Preferences {
  const start = defaults();
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return start;
    const { language, theme, singleKeys } = stored as Partial<Record<keyof Preferences, unknown>>;
    return {
      language: language === 'zh' || language === 'en' ? language : start.language,
      theme: theme === 'light' || theme === 'dark' ? theme : start.theme,
      singleKeys: typeof singleKeys === 'boolean' ? singleKeys : start.singleKeys,
    };
  } catch {
    // A spoilt setting is no reason to keep a person out.
    return start;
  }
}

export function preferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(storageKey, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, preferences);
}
