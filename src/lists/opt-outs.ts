import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseDomain } from '../model/domain.ts';
import { OptOutsError } from '../model/expected-errors.ts';

/** Domains whose admins asked not to be measured. Each includes its subdomains. */
export interface OptOuts {
  has(domain: string): boolean;
}

/** Maximum delay until a change of the file is noticed, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/**
 * Reads `data/opt-outs.txt`: one domain per line, # begins a comment.
 *
 * @throws {OptOutsError} if a line is not a domain; an error of the system if the file cannot be read
 */
export async function readOptOuts(file: string | URL): Promise<OptOuts> {
  const names = namesIn(await readFile(file, 'utf8'), file);
  return { has: (domain) => suffixes(domain).some((suffix) => names.has(suffix)) };
}

/**
 * Reads the same file and follows its changes, because a bot runs for months. Additions apply at once, even
 * in the middle of a scan. Removals apply only after a restart, because a half-written file looks the same. A
 * file that cannot be read or parsed changes nothing.
 * @throws as {@link readOptOuts}, but only on the first read
 */
export function followOptOuts(file: string | URL, now = () => performance.now()): OptOuts {
  let names = namesIn(readFileSync(file, 'utf8'), file);
  let stamp = stampOf(file);
  let looked = now();
  const look = (): void => {
    looked = now();
    const newStamp = stampOf(file);
    if (newStamp === stamp) return;
    stamp = newStamp;
    try {
      names = new Set([...names, ...namesIn(readFileSync(file, 'utf8'), file)]);
    } catch {
      // The known opt-outs still apply; the next start reports the error.
    }
  };
  return {
    has: (domain) => {
      if (now() - looked >= LOOK_EVERY_MS) look();
      return suffixes(domain).some((suffix) => names.has(suffix));
    },
  };
}

function namesIn(text: string, file: string | URL): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, line] of text.split('\n').entries()) {
    const name = line.replace(/#.*/, '').trim();
    if (name === '') continue;
    const parsed = parseDomain(name);
    if (!parsed.ok) {
      const place = `${file instanceof URL ? fileURLToPath(file) : file}, line ${index + 1}`;
      throw new OptOutsError(
        `${place}: expected a domain or a comment with #, got ${JSON.stringify(name)} (${parsed.problem})`,
      );
    }
    names.add(parsed.domain);
  }
  return names;
}

/** Identifies a state of a file by inode, size and modification time; empty if there is no file. */
function stampOf(file: string | URL): string {
  const info = statSync(file, { throwIfNoEntry: false });
  return info === undefined ? '' : `${info.ino} ${info.size} ${info.mtimeMs}`;
}

/** `a.b.c` -> `a.b.c`, `b.c`, `c`. */
function suffixes(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
