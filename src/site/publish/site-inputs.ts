import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Store } from '../../store/store.ts';

export interface Publication {
  readonly files: number;
  /** Files whose content is new. */
  readonly written: number;
  /** Files that are no longer there. */
  readonly removed: number;
  /** Of the new content. */
  readonly bytes: number;
}

/** The program: its sources, the reviewed tables, and which versions of packages draw and write. */
const PROGRAM = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDERS = ['src', 'data'];
const FILES = ['package-lock.json', 'package.json'];
const NAME = '.inputs.json';

/**
 * All that a site is made of, as one digest: what the finished scans say, the configuration, and the program
 * itself. Where it is that of the published site, there is nothing to write.
 *
 * @param settings what the configuration gives the site, as JSON
 */
export function digestInputs(store: Pick<Store, 'published'>, settings: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify([settings, store.published(), process.version]));
  const sources = FOLDERS.flatMap((folder) =>
    readdirSync(join(PROGRAM, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  for (const file of [...sources.sort(), ...FILES.map((name) => join(PROGRAM, name))]) {
    digest.update(`${file.slice(PROGRAM.length)}\0`).update(readFileSync(file));
  }
  return digest.digest('hex');
}

/** Notes in a version of the site what it was made of. */
export async function noteInputs(version: string, inputs: string, files: number): Promise<void> {
  await writeFile(join(version, NAME), JSON.stringify({ inputs, files }));
}

/** The site as it is published, where it was made of the same; null where it is to be written. */
export async function unchangedSite(directory: string, inputs: string): Promise<Publication | null> {
  try {
    const noted = JSON.parse(await readFile(join(directory, NAME), 'utf8'));
    return noted.inputs === inputs ? { files: noted.files, written: 0, removed: 0, bytes: 0 } : null;
  } catch {
    return null;
  }
}
