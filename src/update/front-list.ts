import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublishedFront } from '../attribution/downloads.ts';
import { checkPrefixes, type PrefixRulesOfThumb } from './check-prefixes.ts';
import { checkRows, type Plausible } from './check-rows.ts';
import { DataError, type Fetched, type UpdateSource, type Workplace } from './source.ts';

export interface FrontList {
  readonly id: PublishedFront;
  readonly title: string;
  /** Each is fetched; together they are the list. */
  readonly urls: readonly string[];
  /** The blocks in one answer, null where it is of another form. */
  readonly read: (body: string) => readonly string[] | null;
  /** Day of the data, ISO 8601, where the answer tells; the day of fetching counts elsewhere. */
  readonly dateOf?: (body: string) => string | null;
  readonly rows: Plausible;
  readonly limits: PrefixRulesOfThumb;
}

const MAX_BYTES = 20 * 1024 * 1024;
const DEADLINE_MS = 60_000;

/** The larger of two /8 of IPv4 and a /24 of IPv6 is far more than any front has. */
export const LIMITS: PrefixRulesOfThumb = {
  shortest: { ipv4: 8, ipv6: 16 },
  most: { ipv4: 2 ** 24, ipv6: 2 ** 24 },
};

/** A front's published list of its own blocks as a source. */
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
      // Published for programs.
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

/** One block or address a line; an address stands for itself alone. */
export function readPlainList(body: string): readonly string[] | null {
  const lines = body
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (!lines.every((line) => /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(line))) return null;
  return lines.map((line) => (line.includes('/') ? line : `${line}/${line.includes(':') ? 128 : 32}`));
}

/** A JSON document, or null. */
export function readJson(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
