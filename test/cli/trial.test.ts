import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../src/config.ts';
import { interruptedScans } from '../../src/jobs/scan-all.ts';
import { prepareWeekly } from '../../src/jobs/weekly-content.ts';
import { partName } from '../../src/model/scan-part.ts';
import { latestReport } from '../../src/report/latest.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domains, finding, temporaryFolder, week } from '../kit/findings.ts';

const SOURCE = 'nodes.fediverse.party';
const folder = temporaryFolder();
let store: Store;
let config: Config;
beforeAll(() => {
  store = openStore(folder.file('whohosts.db'));
  const read = readConfig({});
  if (!read.ok) throw new Error(read.problems.join());
  ({ config } = read);
});
afterAll(() => {
  store.close();
  folder.remove();
});

/** Looks at the first `size` of 30 servers. */
function begin(size: number, index: number, seed: string | null = null) {
  const [first, ...rest] = domains(30);
  if (first === undefined) throw new Error('no domains');
  const names = [first, ...rest].slice(0, size);
  const population = { source: SOURCE, population: 30, optedOut: 0, seed, farms: [], sources: [] };
  const fingerprint = `${size} ${seed}`;
  const { id } = store.scans.begin({
    network: 'fediverse',
    population,
    fingerprint,
    domains: names,
    startedAt: week(index),
  });
  return { id, names };
}
function whole(size: number, index: number): void {
  const { id, names } = begin(size, index);
  store.scans.record(
    id,
    names.map((name, at) => finding(name, { hoster: at < 5 ? 'big' : 'small' })),
  );
  store.scans.finish(id, week(index));
}
const limits = { maxCharacters: 500, charactersPerUrl: 23, maxAltText: 1500, streamingUrl: null };
const attributor = {
  attribute: () => {
    throw new Error('nothing to attribute');
  },
  isManaged: () => false,
  sources: [],
};
const report = () => latestReport(store, 'fediverse', [], () => false);

it('is not posted where only servers of one software were ever scanned', async () => {
  const one = openStore(folder.file('one.db'));
  const names = domains(3);
  const source = partName(SOURCE, 'lemmy');
  const population = { source, population: 3, optedOut: 0, seed: null, farms: [], sources: [] };
  const begun = {
    network: 'fediverse',
    population,
    fingerprint: '',
    domains: names,
    startedAt: week(0),
  } as const;
  const { id } = one.scans.begin(begun);
  one.scans.record(
    id,
    names.map((name) => finding(name)),
  );
  one.scans.finish(id, week(0));
  const weekly = { config, store: one, attributor, limits, say: () => undefined, now: new Date(week(0)) };
  expect(await prepareWeekly(weekly)).toEqual({
    ok: false,
    problem: expect.stringMatching(/saw only servers that run lemmy, .* run one without --software first/),
  });
  one.close();
});

describe('a trial of the first servers of a list', () => {
  it('is neither posted nor compared with another scan', async () => {
    whole(5, 0);
    expect(report()).toMatchObject({ sampled: 5, previous: null });
    const say = () => undefined;
    expect(await prepareWeekly({ config, store, attributor, limits, say, now: new Date(week(0)) })).toEqual({
      ok: false,
      problem: expect.stringMatching(/^scan \d+ looked at the first 5 of 30 servers only; /),
    });
    whole(30, 0);
    whole(5, 1);
    expect(report()).toMatchObject({ sampled: 30, previous: null });
    whole(30, 2);
    const [big] = report()?.hosters.filter(({ id }) => id === 'big') ?? [];
    expect(report()?.previous?.finishedAt).toBe(week(0));
    expect(big).toMatchObject({ servers: 5, change: 0 });
  });

  it('is not resumed by the schedule, nor is a sample; a census is', () => {
    const parts: [number, string | null, readonly string[]][] = [
      [5, null, []],
      [5, 'seed', []],
      [30, null, ['fediverse']],
    ];
    for (const [size, seed, networks] of parts) {
      const { id } = begin(size, 3, seed);
      expect(interruptedScans(config, store)).toEqual(networks);
      store.scans.abandon(id);
    }
  });
});
