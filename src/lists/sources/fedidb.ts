import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { fetchSourceJson, nameSchema } from './document.ts';
import { isFailure, NO_PORTS, NO_VALIDATORS, type Source } from './source.ts';

const URL = 'https://api.fedidb.org/v1/servers';
/** Largest page size that the API allows. */
const PAGE = 40;
/** Three requests per minute: the limit reported by clients of the API. */
const GAP_MS = 20_000;
/** Ten thousand servers. FediDB had about four thousand at the end of 2025. */
const MOST_LIST_PAGES = 250;

const pageSchema = v.object({
  data: v.array(v.object({ domain: nameSchema })),
  meta: v.object({ next_cursor: v.nullish(v.pipe(v.string(), v.maxLength(500))) }),
});

export interface FediDbOptions {
  readonly url?: string;
  readonly gapMs?: number;
  readonly mostPages?: number;
}

/**
 * FediDB, in pages of forty with a cursor (`meta.next_cursor`); a few thousand servers take half an hour. A
 * list that does not end within the bound is a failure, because its first part is not representative.
 */
export function createFediDb({
  url = URL,
  gapMs = GAP_MS,
  mostPages = MOST_LIST_PAGES,
}: FediDbOptions = {}): Source {
  return {
    name: 'FediDB',
    network: 'fediverse',
    terms: 'No licence stated; the API is documented for use by programs.',
    async fetch(deps) {
      const names: string[] = [];
      let cursor: string | null = null;
      const seen = new Set<string>();
      for (let page = 0; page < mostPages; page += 1) {
        if (page > 0) await pause(gapMs);
        const address: string = `${url}?limit=${PAGE}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
        const fetched = await fetchSourceJson(deps, { url: address, robots: false }, pageSchema);
        if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
        const { data, meta } = fetched.value;
        names.push(...data.map(({ domain }) => domain));
        cursor = meta.next_cursor ?? null;
        if (cursor === null || cursor === '')
          return { status: 'OK', names, ports: NO_PORTS, validators: NO_VALIDATORS };
        if (seen.has(cursor)) return { status: 'WRONG_SHAPE', detail: 'its pages repeat' };
        seen.add(cursor);
      }
      return { status: 'TOO_LARGE', detail: `more than ${mostPages} pages` };
    },
  };
}
