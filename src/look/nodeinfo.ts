import * as v from 'valibot';
import type { HttpStatus, SelfDescription } from '../model/observation.ts';
import type { Http } from '../net/http.ts';

/** What came of asking a server for its NodeInfo. */
export interface NodeInfoResult {
  readonly status: HttpStatus;
  readonly self: SelfDescription | null;
}

/** Real documents have 1 to 4 kB; some list every plugin. */
const LARGEST_DOCUMENT = 256 * 1024;
const ACCEPT = 'application/json';
/** NodeInfo protocol, "Discovery": the relations of the schemas, the newest that both sides know is to be taken. */
const RELATION = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/([12]\.\d)$/;
/** Software and version names are shown to people: a name of this length is one. */
const LONGEST_NAME = 64;

/** Fields of a wrong type are passed over, each by itself: one bad count does not spoil the software's name. */
const lenient = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.nullable(schema), null);
const count = lenient(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

const DISCOVERY = v.object({
  links: v.array(v.fallback(v.nullable(v.object({ rel: v.string(), href: v.string() })), null)),
});

const DOCUMENT = v.object({
  software: lenient(v.object({ name: v.string() })),
  usage: lenient(
    v.object({
      users: lenient(v.object({ total: v.optional(count, null), activeMonth: v.optional(count, null) })),
    }),
  ),
});

/**
 * Asks a domain for its NodeInfo (https://nodeinfo.diaspora.software/protocol.html): the discovery document under
 * `/.well-known/nodeinfo`, then the newest document that it names, on whatever host that is. robots.txt is honoured for both.
 */
export async function fetchNodeInfo(http: Http, domain: string): Promise<NodeInfoResult> {
  const found = await fetchJson(http, `https://${domain}/.well-known/nodeinfo`);
  if (!found.ok) return { status: found.status, self: null };
  const discovery = v.safeParse(DISCOVERY, found.json);
  const href = discovery.success ? newest(discovery.output.links) : null;
  const url = href !== null && URL.canParse(href, found.url) ? new URL(href, found.url).href : null;
  if (url === null) return { status: 'BAD_BODY', self: null };
  const got = await fetchJson(http, url);
  if (!got.ok) return { status: got.status, self: null };
  const self = readNodeInfo(got.json);
  return self === null ? { status: 'BAD_BODY', self } : { status: 'OK', self };
}

/** Reads a NodeInfo document of any 1.x or 2.x schema; null for what is none. */
export function readNodeInfo(json: unknown): SelfDescription | null {
  const parsed = v.safeParse(DOCUMENT, json);
  if (!parsed.success || parsed.output.software === null) return null;
  const users = parsed.output.usage?.users ?? null;
  return {
    software: parsed.output.software.name.trim().toLowerCase().slice(0, LONGEST_NAME) || null,
    usersTotal: users?.total ?? null,
    usersActiveMonth: users?.activeMonth ?? null,
  };
}

function newest(links: readonly ({ readonly rel: string; readonly href: string } | null)[]): string | null {
  let best: { readonly version: string; readonly href: string } | null = null;
  for (const link of links) {
    const version = RELATION.exec(link?.rel ?? '')?.[1];
    if (link === null || version === undefined) continue;
    if (best === null || version > best.version) best = { version, href: link.href };
  }
  return best?.href ?? null;
}

type FetchedJson =
  | { readonly ok: true; readonly json: unknown; readonly url: string }
  | { readonly ok: false; readonly status: HttpStatus };

async function fetchJson(http: Http, url: string): Promise<FetchedJson> {
  const answer = await http.get(url, { maxBytes: LARGEST_DOCUMENT, accept: ACCEPT, robots: true });
  if (!answer.ok) return answer;
  try {
    return { ok: true, json: JSON.parse(answer.body.toString('utf8')), url: answer.url };
  } catch {
    return { ok: false, status: 'BAD_BODY' };
  }
}
