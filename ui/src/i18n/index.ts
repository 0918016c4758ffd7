/** The window's words, in both languages. Words that come from the desk carry their own two texts. */

import i18next from 'i18next';
import { useMemo } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Language, onPreferences, preferences } from '../lib/preferences';
import { en } from './en';
import { zh } from './zh';

export const resources = { zh: { translation: zh }, en: { translation: en } };

i18next.use(initReactI18next).init({
  resources,
  lng: preferences().language,
  // A missing key must be seen, not papered over with the other language.
  fallbackLng: false,
  interpolation: { escapeValue: false },
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);

onPreferences(() => {
  if (i18next.language !== preferences().language) void i18next.changeLanguage(preferences().language);
});

/** A text in both languages, as the desk sends it. */
export interface BothLanguages {
  zh: string;
  en: string;
}

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** Every word there is, by its path. Spelled out here since i18next's own types give up at this many. */
export type WordKey = Leaves<typeof zh>;

export type Translate = (key: WordKey, values?: Record<string, string | number>) => string;

export interface Words {
  t: Translate;
  language: Language;
  /** The one of the two texts that is in use. */
  say: (text: BothLanguages) => string;
}

export function useWords(): Words {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh';
  return useMemo(() => ({ t: t as Translate, language, say: (text) => text[language] }), [t, language]);
}

export { i18next };
