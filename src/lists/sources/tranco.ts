import { fetchDocument } from './document.ts';
import { isFailure, NO_PORTS, type Source } from './source.ts';
import { unzipSingle } from './zip.ts';

const URL = 'https://tranco-list.eu/top-1m.csv.zip';
/** Tranco stores its lists here. */
const HOMES = ['tranco-list.s3.amazonaws.com'];
const MOST_BYTES = 64 * 1024 * 1024;
const TOP = 10_000;
/** Bounds and format of `rank,domain`; ranks start at 1. */
const LONGEST_LINE = 400;
const LINE = /^(\d{1,8}),(\S{1,300})$/;

export interface TrancoOptions {
  /** Number of domains from the top; by default 10,000. */
  readonly top?: number;
  readonly url?: string;
}

/**
 * Tranco (V. Le Pochat et al., NDSS 2019), the ranking of popular websites for research: a CSV `rank,domain`,
 * zipped or not. The archive is the download that Tranco's page offers to programs.
 */
export function createTranco({ top = TOP, url = URL }: TrancoOptions = {}): Source {
  return {
    name: `Tranco top ${top.toLocaleString('en')}`,
    network: 'web',
    terms:
      'For research; combines lists of Cisco Umbrella, Majestic (CC BY 3.0), Farsight, Chrome UX and Cloudflare Radar.',
    async fetch(deps) {
      const request = { url, maxBytes: MOST_BYTES, robots: false, conditional: true, homes: HOMES };
      const fetched = await fetchDocument(deps, {
        accept: 'application/zip, text/csv, */*;q=0.1',
        ...request,
      });
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      const { body, validators } = fetched;
      if (body.length === 0) return { status: 'EMPTY', detail: 'empty response' };
      const zipped = body.subarray(0, 2).toString('latin1') === 'PK';
      const unzipped = zipped ? unzipSingle(body, MOST_BYTES) : { ok: true as const, content: body };
      if (!unzipped.ok) return { status: 'NOT_ZIP', detail: unzipped.problem };
      const names = readRanks(unzipped.content.toString('latin1'), top);
      if (names === null)
        return { status: 'WRONG_SHAPE', detail: 'expected lines of rank,domain from rank 1' };
      return { status: 'OK', names, ports: NO_PORTS, validators };
    },
  };
}

/**
 * The first `top` domains. Null if a line is malformed or a rank is missing, because part of a ranking is a
 * different one.
 */
function readRanks(text: string, top: number): readonly string[] | null {
  const names: string[] = [];
  for (let start = 0; names.length < top && start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    const match = LINE.exec(text.slice(start, Math.min(end, start + LONGEST_LINE)).trimEnd());
    if (match === null || Number(match[1]) !== names.length + 1) return null;
    names.push(match[2] ?? '');
    start = end + 1;
  }
  return names;
}
