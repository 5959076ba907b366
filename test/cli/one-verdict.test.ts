import { afterAll, describe, expect, it } from 'vitest';
import { createNameFinder } from '../../src/bot/reply/name-finder.ts';
import { domainsOf } from '../../src/cli/lookup.ts';
import { UsageError } from '../../src/model/expected-errors.ts';
import { findNames, readSearch } from '../../src/text/search-text.js';
import { addScan, openHouse } from '../bot/house.ts';
import { said } from '../bot/request/mentions/markup.ts';
import { shown, understand } from '../bot/request/understand.ts';
import { found } from '../kit/answers.ts';

const house = openHouse({ url: 'http://127.0.0.1:1', token: 'x' });
addScan(house.store, [found('a.example'), found('b.example')], '2026-11-20T00:00:00Z');
const findName = createNameFinder(house.store);
afterAll(() => house.close());

/** What the page makes of what is typed into its search. */
function onPage(text: string): string {
  const search = readSearch(text);
  if (search.kind === 'domain') return search.domain;
  if (search.kind === 'several') return search.domains.join(' ');
  if (search.kind !== 'words') return search.kind;
  const named = (name: string, names: string[]) =>
    ({ kind: 'hoster', name, names, page: '', servers: 1 }) as const;
  const { exact, others } = findNames(search.words, [
    named('Hetzner', []),
    named('Germany', ['Deutschland', 'Allemagne', 'Alemania', 'ドイツ', 'DE']),
  ]);
  const [first] = others;
  return exact ? `name ${exact.name}` : first ? `perhaps ${first.name}` : 'nothing';
}

/** What `lookup` makes of its argument. */
function onCommandLine(text: string): string {
  try {
    return domainsOf(text, (words) => {
      const { exact, similar } = findName(words, 'fediverse');
      const [first] = similar;
      return exact ? `name ${exact.name}` : first ? `perhaps ${first.name}` : null;
    }).join(' ');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const why = /which is (.*)$/.exec(error.message)?.[1] ?? '';
    if (why === 'an IP address') return 'address';
    return /^(name|perhaps) /.test(why) ? why : 'nothing';
  }
}

/** What the bot makes of a mention. */
function inMention(text: string): string {
  const request = understand({ html: said(text) }, undefined, findName);
  if (request.kind === 'named') return `name ${request.named.name}`;
  if (request.kind !== 'refused') return shown(request);
  if (request.reason === 'similar') return `perhaps ${request.names[0]?.name}`;
  return request.reason === 'ip' ? 'address' : 'nothing';
}

describe('page, command line and bot say the same of', () => {
  it.each([
    ['not a domain', 'nothing'],
    ['mastodon.social', 'mastodon.social'],
    ['https://mastodon.social/@Gargron', 'mastodon.social'],
    ['@ann@chaos.social', 'chaos.social'],
    ['chaos.social and mastodon.social', 'chaos.social mastodon.social'],
    ['chaos.social, mastodon.social', 'chaos.social mastodon.social'],
    ['116.203.1.1', 'address'],
    ['2a01:4f8::1', 'address'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['はじめよう.みんな', 'xn--p8j9a0d9c9a.xn--q9jyb4c'],
    ['mastodon．social', 'mastodon.social'],
    ['Hetzner', 'name Hetzner'],
    ['hetzner', 'name Hetzner'],
    ['Hetzer', 'perhaps Hetzner'],
    ['Germany', 'name Germany'],
    ['Deutschland', 'name Germany'],
    ['ドイツ', 'name Germany'],
    ['Germny', 'perhaps Germany'],
    ['Atlantis', 'nothing'],
  ])('%s: %s', (text, verdict) => {
    expect([onPage(text), onCommandLine(text), inMention(text)]).toEqual([verdict, verdict, verdict]);
  });
});
