import type { IncomingMessage } from 'node:http';
import { domainAnswerJson } from '../export/domain-answer-json.ts';
import { type Domain, parseDomain } from '../model/domain.ts';
import { type DomainAnswer, withoutHomes } from '../model/domain-answer.ts';
import { isNetwork, NETWORKS } from '../model/network.ts';
import { readSearch, type SearchText } from '../text/search-text.js';
import { json, type Text } from './answer.ts';
import type { AnswerSources, Recollection } from './answer-sources.ts';
import { badge } from './badge.ts';
import type { LookUps } from './look-ups.ts';
import type { LookupPages } from './lookup-pages.ts';
import type { NameSearch } from './name-search.ts';

interface LookupAnswerParts {
  readonly recall: AnswerSources['recall'];
  readonly lookUps: LookUps;
  readonly pages: LookupPages;
  readonly findByName: NameSearch;
  /** Takes a fresh look from the client's account: 0 if it is covered, else seconds until it would be. */
  readonly admit: () => number;
  /** Who asks, as the rate limits know them. */
  readonly client: string;
}

/**
 * Answers `/api/lookup?domain=DOMAIN[&network=NETWORK][&fresh=1]`: JSON, or a page for browsers whose form
 * led here. What a recent scan saw is answered at once, as in replies to mentions; `fresh=1` asks for a look
 * now.
 */
export async function answerLookup(
  request: IncomingMessage,
  query: URLSearchParams,
  { recall, lookUps, pages, findByName, admit, client }: LookupAnswerParts,
): Promise<Text> {
  const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? '');
  const given = query.get('domain') ?? '';
  const network = query.get('network') ?? 'fediverse';
  const refuse = async (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
    wantsPage ? await pages.problem(status, message, headers) : json(status, { error: message }, headers);

  if (!isNetwork(network)) return await refuse(400, `network: expected one of ${NETWORKS.join(', ')}`);
  const search = readSearch(given);
  const parsed = parseDomain(search.kind === 'domain' ? search.domain : given);
  if (search.kind !== 'domain' || !parsed.ok) {
    const why = parsed.ok ? 'not a host name' : parsed.problem;
    return await answerNoDomain(search, why, { wantsPage, pages, findByName });
  }
  const { domain } = parsed;
  const tell = async (answer: DomainAnswer) => {
    if (answer.isOptedOut) return await refuse(403, `The admin of ${domain} asked not to be measured.`);
    const told = withoutHomes(answer);
    return wantsPage ? await pages.found(told) : json(200, domainAnswerJson(told));
  };
  const known = query.get('fresh') === '1' ? null : recall(domain, network);
  if (known !== null) return await tell(known);
  const wait = lookUps.has(domain, network) ? 0 : admit();
  if (wait > 0) {
    const message = `too many look-ups; wait ${wait} s`;
    return await refuse(429, message, { 'Retry-After': String(wait) });
  }
  const result = await lookUps.ask(domain, network, client);
  switch (result) {
    case 'too late':
      return await refuse(504, `${domain} did not answer in time. Try again later.`, { 'Retry-After': '60' });
    case 'busy':
      return await refuse(503, 'Too many people are asking just now. Try again in a moment.', {
        'Retry-After': '10',
      });
    default:
      return await tell(result);
  }
}

/** What was given is not one domain: what it may be instead. */
async function answerNoDomain(
  search: SearchText,
  why: string,
  {
    wantsPage,
    pages,
    findByName,
  }: { readonly wantsPage: boolean } & Pick<LookupAnswerParts, 'pages' | 'findByName'>,
): Promise<Text> {
  const error = `domain: expected one such as mastodon.social; what was given is ${search.kind === 'several' ? 'several' : search.kind === 'address' ? 'an IP address' : why}`;
  const domains = search.kind === 'several' ? search.domains : [];
  const found = search.kind === 'words' ? await findByName(search.words) : { exact: null, others: [] };
  if (wantsPage) return await pages.noDomain(search, found);
  const suggestions = [found.exact, ...found.others].filter((findable) => findable !== null);
  return json(400, {
    error,
    ...(domains.length > 0 ? { domains } : {}),
    ...(suggestions.length > 0 ? { suggestions: suggestions.map(({ names: _, ...shown }) => shown) } : {}),
  });
}

/**
 * Answers `/server/?domain=DOMAIN[&network=NETWORK]`, the address of a server's answer: what the last scan
 * that saw it found. Nothing is sent anywhere, so that crawlers and previews may read it.
 */
export async function answerServerPage(
  query: URLSearchParams,
  {
    pages,
    recollect,
    findByName,
  }: Pick<LookupAnswerParts, 'pages' | 'findByName'> & Pick<AnswerSources, 'recollect'>,
): Promise<Text> {
  const given = query.get('domain') ?? '';
  const network = query.get('network') ?? 'fediverse';
  const search = readSearch(given);
  const parsed = parseDomain(search.kind === 'domain' ? search.domain : given);
  if (!isNetwork(network) || search.kind !== 'domain' || !parsed.ok) {
    const found = search.kind === 'words' ? await findByName(search.words) : { exact: null, others: [] };
    return await pages.noDomain(search, found);
  }
  const known = recollect(parsed.domain, network);
  return await pages.server(parsed.domain, known);
}

/** The server that is asked for in `?domain=DOMAIN[&network=NETWORK]`, and what scans know of it. */
export function recollectAsked(
  query: URLSearchParams,
  { recollect }: Pick<AnswerSources, 'recollect'>,
): readonly [Domain | null, Recollection | null] {
  const network = query.get('network') ?? 'fediverse';
  const parsed = parseDomain(query.get('domain') ?? '');
  if (!parsed.ok || !isNetwork(network)) return [null, null];
  const known = recollect(parsed.domain, network);
  return [parsed.domain, known === null || known.answer.isOptedOut ? null : known];
}

/** Answers `/server/badge.svg?domain=DOMAIN[&network=NETWORK]`; nothing is sent to anyone. */
export function answerBadge(query: URLSearchParams, sources: Pick<AnswerSources, 'recollect'>): Text {
  const [, known] = recollectAsked(query, sources);
  return badge(known === null ? null : withoutHomes(known.answer));
}
