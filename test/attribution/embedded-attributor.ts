import { fileURLToPath } from 'node:url';
import { type Attributor, openAttributor } from '../../src/attribution/attributor.ts';

/**
 * Where tests keep compiled tables: beside the packages that they are made of, so that only the first run
 * compiles.
 */
export const TABLES_DIR = fileURLToPath(new URL('../../node_modules/.cache/whohosts', import.meta.url));

/** The attributor over the embedded databases and the project's own tables. */
export function embeddedAttributor(): Promise<Attributor> {
  return openAttributor({ dataDir: TABLES_DIR });
}
