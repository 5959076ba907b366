import * as v from 'valibot';
import type { HttpStatus, SelfDescription } from '../model/observation.ts';
import type { Http } from '../net/http.ts';
import { checkUrl, type Target } from '../net/target.ts';
import { fetchJson } from './fetch-json.ts';
import { printable } from './printable.ts';
import { applyQuirks } from './quirks.ts';

/** What came of asking a domain for its NodeInfo. */
export interface NodeInfoResult {
  readonly status: HttpStatus;
  readonly self: SelfDescription | null;
  /** Where the document is, as far as discovery told: the document's own place, or that of the link where it failed. */
  readonly at: Target | null;
  /** The domain answers, and not with NodeInfo: there is another way to ask where its server is. */
  readonly isMissing: boolean;
}

/** Real documents have 1 to 4 kB; some list every plugin. */
const LARGEST_DOCUMENT = 256 * 1024;
/** NodeInfo protocol, "Discovery": the relations of the schemas, the newest that both sides know is to be taken. */
const RELATION = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/([12]\.\d)$/;
/** Software names are shown to people: a name of this length is one. */
const LONGEST_NAME = 64;
const NOT_FOUND: readonly (number | null)[] = [404, 410];

/** Fields of a wrong type are passed over, each by itself: one bad field does not spoil the software's name. */
const lenient = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.nullable(schema), null);

const DISCOVERY = v.object({
  links: v.array(v.fallback(v.nullable(v.object({ rel: v.string(), href: v.string() })), null)),
});

/** What schemas 1.0 to 2.2 have in common (https://nodeinfo.diaspora.software/schema.html). */
const DOCUMENT = v.object({
  software: v.object({ name: v.string(), version: v.optional(v.unknown()) }),
  usage: v.optional(
    lenient(
      v.object({
        users: v.optional(
          lenient(v.object({ total: v.optional(v.unknown()), activeMonth: v.optional(v.unknown()) })),
          null,
        ),
      }),
    ),
    null,
  ),
});

/**
 * Asks a domain for its NodeInfo (https://nodeinfo.diaspora.software/protocol.html): the discovery document under
 * `/.well-known/nodeinfo`, then the newest document that it names, on whatever host that is. robots.txt is honoured for both.
 */
export async function fetchNodeInfo(http: Http, domain: string): Promise<NodeInfoResult> {
  const found = await fetchJson(http, `https://${domain}/.well-known/nodeinfo`, LARGEST_DOCUMENT);
  if (!found.ok) {
    const isMissing = found.status === 'BAD_BODY' || NOT_FOUND.includes(found.code);
    return { status: found.status, self: null, at: null, isMissing };
  }
  const discovery = v.safeParse(DISCOVERY, found.json);
  const href = discovery.success ? newest(discovery.output.links) : null;
  if (href === null) return { status: 'BAD_BODY', self: null, at: null, isMissing: true };
  const link = checkUrl(secure(href), found.url);
  if (!link.ok) return { status: 'BAD_BODY', self: null, at: null, isMissing: false };
  const { target } = link;
  const got = await fetchJson(http, `${target.origin}${target.path}`, LARGEST_DOCUMENT);
  if (!got.ok) return { status: got.status, self: null, at: target, isMissing: false };
  const landed = checkUrl(got.url);
  const self = readNodeInfo(got.json);
  return {
    status: self === null ? 'BAD_BODY' : 'OK',
    self,
    at: landed.ok ? landed.target : target,
    isMissing: false,
  };
}

/** Reads a NodeInfo document of any 1.x or 2.x schema, by the rules for its software; null for what is none. */
export function readNodeInfo(json: unknown): SelfDescription | null {
  const parsed = v.safeParse(DOCUMENT, json);
  if (!parsed.success) return null;
  const { software, usage } = parsed.output;
  const claims = [usage?.users?.total, usage?.users?.activeMonth].map(readCount);
  // activeHalfyear is no stand-in where activeMonth is missing: it is another number, up to several times as large.
  const [usersTotal = null, usersActiveMonth = null] = claims.map((claim) =>
    claim === 'malformed' ? null : claim,
  );
  const counts = { usersTotal, usersActiveMonth };
  const self = {
    software: printable(software.name.toLowerCase(), LONGEST_NAME),
    ...(claims.includes('malformed') ? { ...counts, malformed: true } : counts),
  };
  return applyQuirks(self, typeof software.version === 'string' ? software.version : null);
}

/** The schemas want a whole number from 0; null is how some software says that it does not tell. */
function readCount(claim: unknown): number | null | 'malformed' {
  if (claim === undefined || claim === null) return null;
  return typeof claim === 'number' && Number.isSafeInteger(claim) && claim >= 0 ? claim : 'malformed';
}

/** Software behind a proxy often does not know that it is served by https. */
function secure(href: string): string {
  return href.trim().replace(/^http:/i, 'https:');
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
