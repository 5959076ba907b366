import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../../../src/cli/doctor/check.ts';

export const levels = (checks: readonly Check[]) => checks.map(({ name, level }) => `${level} ${name}`);

/** Creates temporary folders; `discard` removes them all. */
export function createFolders() {
  const made: string[] = [];
  return {
    make(): string {
      const folder = mkdtempSync(join(tmpdir(), 'whohosts-doctor-'));
      made.push(folder);
      return folder;
    },
    discard(): void {
      for (const each of made) rmSync(each, { recursive: true, force: true });
    },
  };
}
