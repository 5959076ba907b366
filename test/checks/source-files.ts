import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file with its text; paths are relative to the project. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export function readSources(pattern: string): readonly SourceFile[] {
  return globSync(pattern, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}
