import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetworkFigures } from '../../src/bot/reply/figures.ts';
import { createNameFinder } from '../../src/bot/reply/name-finder.ts';
import { scanHealth } from '../../src/jobs/health/scan-health.ts';
import { partName } from '../../src/model/scan-part.ts';
import { latestReport, reportOn } from '../../src/report/latest.ts';
import { gatherMaterial } from '../../src/site/data/site-data.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domains, finding, temporaryFolder, week } from '../kit/findings.ts';

const folder = temporaryFolder();
const stores: Store[] = [];
afterAll(() => {
  for (const store of stores) store.close();
  folder.remove();
});

interface Kind {
  readonly source?: string;
  readonly seed?: string;
  readonly population?: number;
  readonly servers: number;
  readonly hoster: string;
}
const WHOLE: Kind = { servers: 20, hoster: 'whole' };
const SAMPLE: Kind = { servers: 8, population: 20, seed: 'any', hoster: 'sample' };
const TRIAL: Kind = { servers: 5, population: 20, hoster: 'trial' };
const SOFTWARE: Kind = { source: partName('a list', 'lemmy'), servers: 6, hoster: 'software' };

function storeWith(...kinds: readonly Kind[]): Store {
  const store = openStore(folder.file('whohosts.db'));
  stores.push(store);
  for (const [
    index,
    { source = 'a list', seed = null, servers, population = servers, hoster },
  ] of kinds.entries()) {
    const names = domains(servers);
    const begun = store.scans.begin({
      network: 'fediverse',
      population: { source, population, optedOut: 0, seed, farms: [], sources: [] },
      fingerprint: String(index),
      domains: names,
      startedAt: week(index),
    });
    store.scans.record(
      begun.id,
      names.map((name) => finding(name, { hoster })),
    );
    store.scans.finish(begun.id, week(index));
  }
  return store;
}

/** The hoster that each teller names: the one of the scan that it speaks of. */
const TELLERS: Readonly<Record<string, (store: Store) => unknown>> = {
  'the report that is published and posted': (store) =>
    latestReport(store, 'fediverse', [], () => false)?.hosters[0]?.id,
  'the site': (store) =>
    gatherMaterial({ store, sources: [], optedOut: () => false })[0]?.report.hosters[0]?.id,
  'the reply to "top"': (store) =>
    /The (\w+) company/.exec(createNetworkFigures(store).top('fediverse')?.hosters[0]?.name ?? '')?.[1],
  'the standing of a hoster in a reply': (store) =>
    [WHOLE, SAMPLE, TRIAL, SOFTWARE].find(
      ({ hoster }) => store.history.companyStanding('fediverse', hoster)?.share === 1,
    )?.hoster,
  'the search for a hoster': (store) =>
    [WHOLE, SAMPLE, TRIAL, SOFTWARE].find(
      ({ hoster }) => createNameFinder(store)(`The ${hoster} company`, 'fediverse').exact !== null,
    )?.hoster,
  'health and status': (store) => {
    const sampled = scanHealth(store, new Date(week(9)))[0]?.sampled;
    return [WHOLE, SAMPLE, TRIAL, SOFTWARE].find(({ servers }) => servers === sampled)?.hoster;
  },
};

const CASES: readonly (readonly [what: string, kinds: readonly Kind[], standing: string])[] = [
  ['a trial after a whole scan', [WHOLE, TRIAL], 'whole'],
  ['a scan of one software after a whole scan', [WHOLE, SOFTWARE], 'whole'],
  ['several parts after a whole scan', [WHOLE, TRIAL, SOFTWARE, TRIAL], 'whole'],
  ['a random sample after a whole scan', [WHOLE, SAMPLE], 'sample'],
  ['a part after a random sample', [WHOLE, SAMPLE, SOFTWARE], 'sample'],
  ['a whole scan after parts', [TRIAL, SOFTWARE, WHOLE], 'whole'],
  ['parts alone: the last of them', [TRIAL, SOFTWARE], 'software'],
];

describe.each(CASES)('with %s', (_what, kinds, standing) => {
  let store: Store;
  beforeAll(() => {
    store = storeWith(...kinds);
  });

  it.each(Object.keys(TELLERS))(`%s speaks of the scan "${standing}"`, (teller) => {
    expect(TELLERS[teller]?.(store)).toBe(standing);
  });

  it('whoever asks for the report of the last scan gets that', () => {
    const last = store.scans.latest('fediverse');
    if (last === null) throw new Error('there is no scan');
    expect(reportOn(store, last, [], () => false).hosters[0]?.id).toBe(kinds.at(-1)?.hoster);
  });
});
