import { i18next, useWords } from '../i18n';

/** Scenes and channels are the sender's own codes: known ones get a word, others show as they came. */
export function useCodes() {
  const { t } = useWords();
  const word = (group: 'scene' | 'channel', code: string): string => {
    const key = `common.${group}.${code}`;
    return i18next.exists(key) ? t(key as 'common.scene.general') : code;
  };
  return { scene: (code: string) => word('scene', code), channel: (code: string) => word('channel', code) };
}
