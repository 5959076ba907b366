import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishedFront } from '../attribution/databases/downloads.ts';
import { DataError } from '../model/expected-errors.ts';
import { checkPrefixes, type PrefixRulesOfThumb } from './check-prefixes.ts';
import { checkRows, type Plausible } from './check-rows.ts';
import type { Fetched, UpdateSource, Workplace } from './source.ts';

export interface FrontList {
  readonly id: PublishedFront;
  readonly title: string;
  /** All are fetched; the list is their union. */
  readonly urls: readonly string[];
  /** The prefixes in one answer; null if it has an unexpected format. */
  readonly read: (body: string) => readonly string[] | null;
  /** Date of the data, ISO 8601, if the answer contains it. Otherwise the day of the download counts. */
  readonly dateOf?: (body: string) => string | null;
  readonly rows: Plausible;
  readonly limits: PrefixRulesOfThumb;
}

const MAX_BYTES = 20 * 1024 * 1024;
const DEADLINE_MS = 60_000;

/** A /8 of IPv4 and a /24 of IPv6 are each far more than any front has. */
export const LIMITS: PrefixRulesOfThumb = {
  shortest: { ipv4: 8, ipv6: 16 },
  most: { ipv4: 2 ** 24, ipv6: 2 ** 24 },
};

/** A source for a front's published list of its own prefixes. */
export function createFrontSource(list: FrontList): UpdateSource {
  return { id: list.id, title: list.title, fetch: (place) => fetchFront(list, place) };
}

async function fetchFront(list: FrontList, place: Workplace): Promise<Fetched> {
  const bodies: string[] = [];
  for (const url of list.urls) {
    place.onProgress(`getting ${url}`);
    const answer = await place.http.get(url, {
      maxBytes: MAX_BYTES,
      deadlineMs: DEADLINE_MS,
      // These lists are published for programs.
      robots: false,
    });
    if (!answer.ok) throw new DataError(`${url}: ${answer.status}, ${answer.detail}`);
    bodies.push(answer.body.toString('utf8'));
  }
  const prefixes = new Set(bodies.flatMap((body) => readBody(list, body)));
  const path = join(place.dir, 'prefixes.json');
  const file = { role: 'prefixes' as const, path, rows: prefixes.size };
  const { downloads, fronts } = place.inUse;
  checkRows(file, downloads[list.id], list.rows);
  const known = fronts.find(({ id }) => id === list.id)?.prefixes ?? [];
  checkPrefixes(list.id, [...prefixes], known, list.limits);
  await writeFile(path, `${JSON.stringify([...prefixes].sort())}\n`, { flag: 'wx' });
  const today = place.now.toISOString().slice(0, 10);
  return { date: list.dateOf?.(bodies[0] ?? '') ?? today, url: list.urls[0] ?? '', files: [file] };
}

function readBody({ read }: FrontList, body: string): readonly string[] {
  const found = read(body);
  if (found === null)
    throw new DataError(/^\s*</.test(body) ? 'a web page in place of data' : 'not a list of blocks');
  return found;
}

/** One prefix or address per line. An address becomes a prefix of full length. */
export function readPlainList(body: string): readonly string[] | null {
  const lines = body
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (!lines.every((line) => /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(line))) return null;
  return lines.map((line) => (line.includes('/') ? line : `${line}/${line.includes(':') ? 128 : 32}`));
}
