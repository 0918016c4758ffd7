import { useCallback } from 'react';
import { resources, useWords } from '../../i18n';

type CodeGroup =
  | 'layout'
  | 'treatment'
  | 'row_status'
  | 'row_because'
  | 'income_kind'
  | 'not_counted_because'
  | 'certainty_word';

export type Codes = (group: CodeGroup, code: string) => string;

/** The words of a code, or the code itself: packs, senders and layouts may bring codes of their own. */
export function useCodes(): Codes {
  const { language } = useWords();
  const words = resources[language].translation.case;
  return useCallback(
    (group, code) => {
      const known: Record<string, string> = words[group];
      return known[code] ?? code;
    },
    [words],
  );
}
