import type { IncomingMessage } from 'node:http';
import { parseDomain } from '../model/domain.ts';
import { isNetwork, NETWORKS } from '../model/network.ts';
import { json, type Text } from './answer.ts';
import type { LookUps } from './look-ups.ts';
import type { LookupPages } from './lookup-pages.ts';

interface LookupParts {
  readonly lookUps: LookUps;
  readonly pages: LookupPages;
  /** Takes a fresh look from the client's account: 0 if it is covered, else seconds until it would be. */
  readonly admit: () => number;
}

/** Answers `/api/lookup?domain=DOMAIN[&network=NETWORK]`: JSON, or a page for browsers whose form led here. */
export async function answerLookup(
  request: IncomingMessage,
  query: URLSearchParams,
  { lookUps, pages, admit }: LookupParts,
): Promise<Text> {
  const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? '');
  const given = query.get('domain') ?? '';
  const network = query.get('network') ?? 'fediverse';
  const refuse = async (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
    wantsPage ? await pages.problem(status, message, headers) : json(status, { error: message }, headers);

  if (!isNetwork(network)) return await refuse(400, `network: expected one of ${NETWORKS.join(', ')}`);
  const parsed = parseDomain(hostIn(given));
  if (!parsed.ok) {
    return await refuse(
      400,
      `domain: expected one such as mastodon.social; what was given is ${parsed.problem}`,
    );
  }
  const { domain } = parsed;
  const wait = lookUps.has(domain, network) ? 0 : admit();
  if (wait > 0) {
    const message = `too many look-ups; wait ${wait} s`;
    return await refuse(429, message, { 'Retry-After': String(wait) });
  }
  const result = await lookUps.ask(domain, network);
  switch (result) {
    case 'opted out':
      return await refuse(403, `The admin of ${domain} asked not to be measured.`);
    case 'too late':
      return await refuse(504, `${domain} did not answer in time. Try again later.`, { 'Retry-After': '60' });
    case 'busy':
      return await refuse(503, 'Too many people are asking just now. Try again in a moment.', {
        'Retry-After': '10',
      });
    default:
      return wantsPage ? await pages.found(domain, network, result) : json(200, result.document);
  }
}

/** People paste addresses and handles. */
function hostIn(text: string): string {
  const host =
    text
      .trim()
      .slice(0, 1_000)
      .replace(/^[a-z]+:\/\//i, '')
      .split('/')[0]
      ?.split('@')
      .at(-1) ?? '';
  return host.replace(/:\d{1,5}$/, '');
}
