import { describe, expect, it } from 'vitest';
import { resources } from '../src/i18n';
import { sources } from './sources';

interface Words {
  [key: string]: string | Words;
}

function flat(words: Words, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const zh = flat(resources.zh.translation);
const en = flat(resources.en.translation as Words);
const sameInBoth = new Set(['common.demo', 'common.none', 'common.language_zh', 'common.language_en']);

describe('both languages', () => {
  it('have the same keys', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
  });

  it.each([...zh.keys()])('%s has text and the same values to fill in', (key) => {
    const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    expect(zh.get(key)).not.toBe('');
    expect(en.get(key)).not.toBe('');
    expect(places(en.get(key) ?? '')).toEqual(places(zh.get(key) ?? ''));
  });

  it('has no Chinese left in the English, save the name of the language itself', () => {
    const left = [...en].filter(([key, text]) => /[\u3400-\u9fff]/.test(text) && !sameInBoth.has(key));
    expect(left).toEqual([]);
  });
});

describe('keys that the page asks for', () => {
  const asked = sources().flatMap(({ path, text }) =>
    [...text.matchAll(/\bt\(\s*(['`])([^'`]+)\1/g)].map((match) => ({ path, key: match[2] as string })),
  );

  it('are found in the sources', () => {
    expect(asked.length).toBeGreaterThan(100);
  });

  it('exist, or begin keys that exist where a code ends them', () => {
    const keys = [...zh.keys()];
    const missing = asked.filter(({ key }) => {
      const shape = key
        .split(/\$\{[^}]*\}/)
        .map((part) => part.replace(/[.*+?^$()[\]\\|]/g, '\\$&'))
        .join('[^.]+');
      const pattern = new RegExp(`^${shape}$`);
      return !keys.some((known) => pattern.test(known));
    });
    expect(missing).toEqual([]);
  });
});
