/**
 * Reads a site again and again as a server does: finds out which version is current, then reads all its
 * files. Sends the contents of each pass to the process that started it.
 */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const site = process.argv[2] ?? '';

function pass(): void {
  let contents: string[];
  try {
    const root = realpathSync(site);
    const names = readdirSync(root).filter((name) => name.endsWith('.txt'));
    contents = [
      String(names.length),
      ...new Set(names.map((name) => readFileSync(join(root, name), 'utf8'))),
    ];
  } catch (error) {
    contents = [String(error)];
  }
  process.send?.(contents, undefined, undefined, () => setImmediate(pass));
}

process.once('disconnect', () => process.exit());
pass();
