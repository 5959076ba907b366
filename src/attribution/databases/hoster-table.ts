import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressRules, compileAddressRules, openAddressRules } from '../rules/address-rules.ts';
import type { Hosters } from '../rules/hosters.ts';
import { openTable } from './table-store.ts';

/** The reviewed tables, as far as each question needs them. */
export interface ReviewedTables {
  readonly rules: AddressRules;
  /** All of them, read at the first question about names. */
  readonly whole: () => Hosters;
}

/** Files of the folder `data` that the rules are made of. */
const FILES = ['hosters.json', 'fronts.json', 'operators.json', 'sites.json', 'as-kinds.json'];

/** A look-up by address alone needs neither the reader of the tables nor what checks them. */
const require = createRequire(import.meta.url);

/**
 * The rules from `dir`, compiled where the files of `data` changed since. Throws with file and line where an
 * entry is not of its form. `published`: more blocks of fronts, by id.
 */
export function openReviewedTables(
  data: URL,
  published: ReadonlyMap<string, readonly string[]>,
  { dir, onProgress }: { readonly dir: string; readonly onProgress: (message: string) => void },
): ReviewedTables {
  const digest = createHash('sha256').update(JSON.stringify([...published]));
  for (const file of FILES) digest.update(readFileSync(new URL(file, data)));
  const source = digest.digest('hex');
  let read: Hosters | null = null;
  const whole = (): Hosters => {
    const { loadHosters }: typeof import('../rules/hosters.ts') = require('../rules/hosters.ts');
    read ??= loadHosters(data, published);
    return read;
  };
  const columns = openTable({
    dir,
    name: 'hosters',
    version: source.slice(0, 16),
    source,
    onProgress,
    compile: () => compileAddressRules(whole()),
  });
  return { rules: openAddressRules(columns), whole };
}
