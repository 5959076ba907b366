import * as v from 'valibot';
import type { HttpStatus, SelfDescription } from '../model/observation.ts';
import type { Http } from '../net/http/http.ts';
import { checkUrl, type RequestTarget } from '../net/http/target.ts';
import { printable } from '../text/printable.ts';
import { fetchJson } from './fetch-json.ts';
import { applyQuirks } from './quirks.ts';

/** The result of asking a domain for its NodeInfo. */
export interface NodeInfoResult {
  readonly status: HttpStatus;
  readonly self: SelfDescription | null;
  /** Where the document is, as far as known: its final URL, or that of the link if the request failed. */
  readonly at: RequestTarget | null;
  /** The domain answers, but not with NodeInfo. Other ways of asking for its server remain. */
  readonly isMissing: boolean;
}

/** Bytes. Real documents have 1 to 4 kB; some list every plugin. */
const LARGEST_DOCUMENT = 256 * 1024;
/**
 * NodeInfo protocol, "Discovery": the relations of the schemas. The newest one known to both sides is to be
 * used.
 */
const RELATION = /^https?:\/\/nodeinfo\.diaspora\.software\/ns\/schema\/([12]\.\d)[#/\s]*$/;
/** Characters. Software names are shown to people, and real ones are shorter. */
const LONGEST_NAME = 64;
/** Number of links to try if newer ones are missing. With discovery that makes three requests. */
const MOST_DOCUMENTS = 2;
const NOT_FOUND: readonly (number | null)[] = [404, 410];

/** Reads a field of the wrong type as null, so that one bad field does not invalidate the rest. */
const lenient = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.nullable(schema), null);

/** Lemmy before 0.14 sent a single link instead of a list. */
const DISCOVERY = v.object({
  links: v.pipe(
    v.custom<object>((value) => typeof value === 'object' && value !== null),
    v.transform((value): unknown[] => (Array.isArray(value) ? value : [value])),
    v.array(v.fallback(v.nullable(v.object({ rel: v.string(), href: v.string() })), null)),
  ),
});

/** The common part of schemas 1.0 to 2.2 (https://nodeinfo.diaspora.software/schema.html). */
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
 * Asks a domain for its NodeInfo (https://nodeinfo.diaspora.software/protocol.html): the discovery document
 * under `/.well-known/nodeinfo`, then the newest existing document that it names, on any host. robots.txt is
 * respected for all of them.
 */
export async function fetchNodeInfo(http: Http, domain: string): Promise<NodeInfoResult> {
  const found = await fetchJson(http, `https://${domain}/.well-known/nodeinfo`, LARGEST_DOCUMENT);
  if (!found.ok) {
    const isMissing = found.status === 'BAD_BODY' || NOT_FOUND.includes(found.code);
    return { status: found.status, self: null, at: null, isMissing };
  }
  const discovery = v.safeParse(DISCOVERY, found.json);
  const hrefs = discovery.success ? newestFirst(discovery.output.links) : [];
  if (hrefs.length === 0) return { status: 'BAD_BODY', self: null, at: null, isMissing: true };
  let first: NodeInfoResult | null = null;
  for (const href of hrefs.slice(0, MOST_DOCUMENTS)) {
    const link = checkUrl(secure(href), found.url);
    if (!link.ok) return first ?? { status: 'BAD_BODY', self: null, at: null, isMissing: false };
    const { isGone, ...got } = await fetchDocument(http, link.target);
    if (!isGone) return got;
    first ??= got;
  }
  // No document exists. The newest link is the best clue to the server's location.
  return first ?? { status: 'BAD_BODY', self: null, at: null, isMissing: true };
}

async function fetchDocument(
  http: Http,
  target: RequestTarget,
): Promise<NodeInfoResult & { readonly isGone: boolean }> {
  const got = await fetchJson(http, `${target.origin}${target.path}`, LARGEST_DOCUMENT);
  const rest = { isMissing: false, isGone: !got.ok && NOT_FOUND.includes(got.code) };
  if (!got.ok) return { status: got.status, self: null, at: target, ...rest };
  const landed = checkUrl(got.url);
  const self = readNodeInfo(got.json);
  return { status: self === null ? 'BAD_BODY' : 'OK', self, at: landed.ok ? landed.target : target, ...rest };
}

/**
 * Reads a NodeInfo document of any 1.x or 2.x schema and applies its software's quirks. Null if it is not
 * one.
 */
export function readNodeInfo(json: unknown): SelfDescription | null {
  const parsed = v.safeParse(DOCUMENT, json);
  if (!parsed.success) return null;
  const { software, usage } = parsed.output;
  const claims = [usage?.users?.total, usage?.users?.activeMonth].map(readCount);
  // activeHalfyear does not replace a missing activeMonth: it is another number, up to several times as
  // large.
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

/** The schemas require a whole number from 0. Some software sends null if it does not report the number. */
function readCount(claim: unknown): number | null | 'malformed' {
  if (claim === undefined || claim === null) return null;
  return typeof claim === 'number' && Number.isSafeInteger(claim) && claim >= 0 ? claim : 'malformed';
}

/** Software behind a proxy often does not know that it is served over HTTPS. It may also add port 80. */
function secure(href: string): string {
  return href.trim().replace(/^http:(\/\/[^/?#:]*)(:80(?=[/?#]|$))?/i, 'https:$1');
}

/** The links to documents that we can read, without duplicates, newest schema first. */
function newestFirst(
  links: readonly ({ readonly rel: string; readonly href: string } | null)[],
): readonly string[] {
  const known = links.flatMap((link) => {
    const version = RELATION.exec(link?.rel.trim() ?? '')?.[1];
    return link === null || version === undefined ? [] : [{ version, href: link.href }];
  });
  known.sort((a, b) => (a.version < b.version ? 1 : a.version > b.version ? -1 : 0));
  return [...new Set(known.map(({ href }) => href))];
}
