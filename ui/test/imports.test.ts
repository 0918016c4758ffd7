import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Source, sources } from './sources';

/** What each layer may import of the others; a layer may always import itself. */
const mayImport: Record<string, string[]> = {
  'main.tsx': ['app', 'i18n'],
  app: ['features', 'components', 'ipc', 'i18n', 'lib'],
  features: ['components', 'ipc', 'i18n', 'lib'],
  components: ['ipc', 'i18n', 'lib'],
  i18n: ['lib'],
  ipc: [],
  // The charts draw the wire's own shapes.
  lib: ['ipc'],
};

function imported({ text }: Source): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] as string);
}

function layerOf(path: string): string {
  return path.split('/')[0] as string;
}

describe('imports point one way', () => {
  const all = sources();

  it('finds the sources', () => {
    expect(all.length).toBeGreaterThan(30);
  });

  it.each(all.map((source) => [source.path, source] as const))('%s', (path, source) => {
    const layer = layerOf(path);
    for (const target of imported(source)) {
      if (!target.startsWith('.')) {
        if (target.startsWith('@tauri-apps/')) expect(layer, `${path} imports ${target}`).toBe('ipc');
        continue;
      }
      const reached = posix.normalize(posix.join(posix.dirname(path), target));
      const other = layerOf(reached);
      if (other !== layer) expect(mayImport[layer], `${path} imports ${target}`).toContain(other);
      if (layer === 'features' && other === 'features') {
        expect(reached.split('/')[1], `${path} imports ${target}`).toBe(path.split('/')[1]);
      }
    }
  });
});
