import * as v from 'valibot';
import { type Domain, parseDomain } from '../model/domain.ts';
import type { Http } from '../net/http.ts';
import { checkUrl, type Target } from '../net/target.ts';
import { fetchJson } from './fetch-json.ts';

const LARGEST_DOCUMENT = 64 * 1024;

const WEB_FINGER = v.object({
  subject: v.string(),
  links: v.array(v.fallback(v.nullable(v.object({ rel: v.string(), href: v.string() })), null)),
});

const INSTANCE = v.object({ domain: v.string() });

/**
 * The host that speaks ActivityPub for a domain whose own host has no NodeInfo: where host-meta (RFC 6415, 3) has WebFinger
 * served, or else where WebFinger (RFC 7033) has the server's own actor. Null where neither names another host. Two
 * requests at most.
 */
export async function findDelegate(http: Http, domain: Domain): Promise<Target | null> {
  const named = await askHostMeta(http, domain);
  return named !== null && named.host !== domain ? named : askWebFinger(http, domain);
}

async function askHostMeta(http: Http, domain: Domain): Promise<Target | null> {
  const answer = await http.get(`https://${domain}/.well-known/host-meta`, {
    maxBytes: LARGEST_DOCUMENT,
    accept: 'application/xrd+xml, application/xml;q=0.9',
    robots: true,
  });
  if (!answer.ok) return null;
  const template = readHostMeta(answer.body.toString('utf8'));
  const checked = template === null ? null : checkUrl(template.replace('{uri}', ''));
  return checked?.ok ? checked.target : null;
}

/** The template of the first link with the relation `lrdd` in an XRD document; null in whatever else. */
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
 * Asks for the actor `DOMAIN@DOMAIN`, which Mastodon and its relatives have for the server itself. The answer must be about
 * it: many people redirect the WebFinger of their own domain to an account on somebody else's server.
 */
async function askWebFinger(http: Http, domain: Domain): Promise<Target | null> {
  const actor = `acct:${domain}@${domain}`;
  const url = `https://${domain}/.well-known/webfinger?resource=${encodeURIComponent(actor)}`;
  const got = await fetchJson(http, url, LARGEST_DOCUMENT);
  const parsed = got.ok ? v.safeParse(WEB_FINGER, got.json) : null;
  if (!parsed?.success || parsed.output.subject.toLowerCase() !== actor) return null;
  const self = parsed.output.links.find((link) => link?.rel === 'self');
  const checked = self === null || self === undefined ? null : checkUrl(self.href);
  return checked?.ok ? checked.target : null;
}

/**
 * Whether a host says that it serves another domain than this one: Mastodon's `/api/v2/instance` names the domain of its
 * accounts (https://docs.joinmastodon.org/entities/Instance/#domain), and most software has it. Who does not answer says
 * nothing.
 */
export async function servesAnother(http: Http, host: Domain, domain: Domain): Promise<boolean> {
  const got = await fetchJson(http, `https://${host}/api/v2/instance`, LARGEST_DOCUMENT);
  const parsed = got.ok ? v.safeParse(INSTANCE, got.json) : null;
  const named = parsed?.success ? parseDomain(parsed.output.domain) : null;
  return named?.ok === true && named.domain !== domain;
}
