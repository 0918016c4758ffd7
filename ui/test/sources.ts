import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const root = join(import.meta.dirname, '..', 'src');

export interface Source {
  /** Path under `src`, with forward slashes. */
  path: string;
  text: string;
}

/** Every source file of the page but the generated bindings. */
export function sources(): Source[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
    .filter((source) => source.path !== 'ipc/bindings.ts');
}
