import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseDomain } from '../model/domain.ts';

/** Domains whose admins asked not to be measured; each stands for its subdomains too. */
export interface OptOuts {
  has(domain: string): boolean;
}

/** A line of the file that cannot be understood. To pass over a wish would be to break it. */
export class OptOutsError extends Error {}

/** How long a file that changed may go unnoticed, milliseconds. */
const LOOK_EVERY_MS = 1_000;

/**
 * Reads `data/opt-outs.txt`: one domain a line, # begins a comment.
 * @throws {OptOutsError} for a line that is no domain; an error of the system where the file cannot be read
 */
export async function readOptOuts(file: string | URL): Promise<OptOuts> {
  const names = namesIn(await readFile(file, 'utf8'), file);
  return { has: (domain) => suffixes(domain).some((suffix) => names.has(suffix)) };
}

/**
 * The same, and what is added to the file holds from then on, in the middle of a scan too: a bot runs for months. What
 * is taken out holds until the next start, because a file that is just being written looks like that; one that cannot be
 * read, or not wholly, changes nothing.
 * @throws as {@link readOptOuts}, at the beginning
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
      // The wishes that were there still hold; the next start says what is wrong.
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
        `${place}: expected a domain or a comment with #, got ${JSON.stringify(name)}, ${parsed.problem}`,
      );
    }
    names.add(parsed.domain);
  }
  return names;
}

/** Tells one state of a file from another; empty where there is none. */
function stampOf(file: string | URL): string {
  const info = statSync(file, { throwIfNoEntry: false });
  return info === undefined ? '' : `${info.ino} ${info.size} ${info.mtimeMs}`;
}

/** `a.b.c` -> `a.b.c`, `b.c`, `c`. */
function suffixes(domain: string): string[] {
  const labels = domain.split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
