import * as v from 'valibot';
import { type Domain, parseDomain } from '../model/domain.ts';
import type { Http } from '../net/http/http.ts';
import { checkUrl, type RequestTarget } from '../net/http/target.ts';
import { fetchJson } from './fetch-json.ts';

const LARGEST_DOCUMENT = 64 * 1024;

const WEB_FINGER = v.object({
  subject: v.string(),
  links: v.array(v.fallback(v.nullable(v.object({ rel: v.string(), href: v.string() })), null)),
});

const INSTANCE = v.object({
  domain: v.optional(v.string()),
  uri: v.optional(v.string()),
  account_domain: v.optional(v.string()),
});

/**
 * Finds the host that speaks ActivityPub for a domain whose own host has no NodeInfo. host-meta (RFC 6415, 3)
 * names the host that serves WebFinger; otherwise WebFinger (RFC 7033) names the host of the server's own
 * actor. Sends at most two requests.
 */
export async function findDelegate(http: Http, domain: Domain): Promise<NamedHost> {
  const byHostMeta = await askHostMeta(http, domain);
  if (isOther(byHostMeta, domain)) return byHostMeta;
  const byWebFinger = await askWebFinger(http, domain);
  if (isOther(byWebFinger, domain)) return byWebFinger;
  return byHostMeta === 'unasked' || byWebFinger === 'unasked' ? 'unasked' : 'here';
}

function isOther(named: NamedHost, domain: Domain): named is RequestTarget {
  return typeof named === 'object' && named.host !== domain;
}

/**
 * Another host, or the domain itself. `here`: the domain names no host. `unasked`: the question got no
 * answer.
 */
export type NamedHost = RequestTarget | 'here' | 'unasked';

/** Statuses of a server that works but lacks the document. */
const NOT_THERE: readonly (number | null)[] = [404, 410];

async function askHostMeta(http: Http, domain: Domain): Promise<NamedHost> {
  const answer = await http.get(`https://${domain}/.well-known/host-meta`, {
    maxBytes: LARGEST_DOCUMENT,
    accept: 'application/xrd+xml, application/xml;q=0.9',
    robots: true,
  });
  if (!answer.ok) return NOT_THERE.includes(answer.code) ? 'here' : 'unasked';
  const text = answer.body.toString('utf8');
  // An error page with status 200 does not answer the question.
  if (!/<XRD\b/i.test(text)) return 'unasked';
  const template = readHostMeta(text);
  const checked = template === null ? null : checkUrl(template.replace('{uri}', ''));
  return checked?.ok ? checked.target : 'here';
}

/** The template of the first link with the relation `lrdd` in an XRD document. Null if there is none. */
export function readHostMeta(text: string): string | null {
  for (const [element] of text.matchAll(/<Link\s[^<>]{1,1000}>/gi)) {
    const { rel, template } = Object.fromEntries(
      [...element.matchAll(/\b(rel|template)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
        ([, name = '', double, single]) => [name.toLowerCase(), double ?? single ?? ''],
      ),
    );
    if (rel === 'lrdd' && template !== undefined) return template.replaceAll('&amp;', '&');
  }
  return null;
}

/**
 * Asks for the actor `DOMAIN@DOMAIN`, which Mastodon and related software have for the server itself. The
 * subject must match: many people redirect WebFinger of their own domain to an account on another server.
 */
async function askWebFinger(http: Http, domain: Domain): Promise<NamedHost> {
  const actor = `acct:${domain}@${domain}`;
  const url = `https://${domain}/.well-known/webfinger?resource=${encodeURIComponent(actor)}`;
  const got = await fetchJson(http, url, LARGEST_DOCUMENT);
  if (!got.ok) return isRefusal(got.code) ? 'here' : 'unasked';
  const parsed = v.safeParse(WEB_FINGER, got.json);
  if (!parsed.success || parsed.output.subject.toLowerCase() !== actor) return 'here';
  const self = parsed.output.links.find((link) => link?.rel === 'self');
  const checked = self === null || self === undefined ? null : checkUrl(self.href);
  return checked?.ok ? checked.target : 'here';
}

/** RFC 7033, section 4.2: 400 for an invalid query, 404 for an unknown account. */
function isRefusal(code: number | null): boolean {
  return code === 400 || NOT_THERE.includes(code);
}

/**
 * Whether a host says that it serves a domain. Mastodon's `/api/v2/instance` contains the domain of its
 * accounts (https://docs.joinmastodon.org/entities/Instance/#domain). The older `/api/v1/instance` has `uri`,
 * or `account_domain` in software that distinguishes the two. A host that does not name the domain serves
 * another one. Sends at most two requests.
 */
export async function servesDomain(http: Http, host: Domain, domain: Domain): Promise<boolean> {
  for (const version of ['v2', 'v1']) {
    const got = await fetchJson(http, `https://${host}/api/${version}/instance`, LARGEST_DOCUMENT);
    if (!got.ok) {
      if (NOT_THERE.includes(got.code)) continue;
      return false;
    }
    const parsed = v.safeParse(INSTANCE, got.json);
    return parsed.success && domainsOf(parsed.output).includes(domain);
  }
  return false;
}

function domainsOf({ domain, uri, account_domain }: v.InferOutput<typeof INSTANCE>): readonly Domain[] {
  return [domain, account_domain, uri].flatMap((named) => {
    const host = named?.replace(/^https?:\/\//i, '').replace(/\/.*$/, '');
    const parsed = host === undefined ? null : parseDomain(host);
    return parsed?.ok === true ? [parsed.domain] : [];
  });
}
