import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createPreviewServer } from '../../src/bot/home-server/preview-server.ts';
import type { Weekly } from '../../src/bot/outbox/weekly.ts';
import { readConfig } from '../../src/config.ts';
import { prepareWeekly } from '../../src/jobs/weekly-content.ts';
import { createWeeklyPost } from '../../src/jobs/weekly-schedule.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domains, finding, temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
const stores: Store[] = [];
afterAll(() => {
  for (const store of stores) store.close();
  folder.remove();
});
const LIMITS = { maxCharacters: 500, charactersPerUrl: 23, maxAltText: 1500, streamingUrl: null };
const log = { info: () => {}, warn: () => {}, error: () => {} };
const NEVER = () => Promise.reject(new Error('not asked for'));

/** A fresh scan, and a home server that is unavailable for the first `away` requests. */
function setUp(away: number) {
  const store = openStore(folder.file('whohosts.db'));
  stores.push(store);
  const names = domains(20);
  const population = { source: 'a list', population: 20, optedOut: 0, seed: null, farms: [], sources: [] };
  const startedAt = new Date().toISOString();
  const { id } = store.scans.begin({
    network: 'fediverse',
    population,
    fingerprint: '',
    domains: names,
    startedAt,
  });
  store.scans.record(
    id,
    names.map((name) => finding(name)),
  );
  store.scans.finish(id, startedAt);
  const config = readConfig({});
  if (!config.ok) throw new Error(config.problems.join());
  const published: Weekly[] = [];
  const pauses: number[] = [];
  const stopping = new AbortController();
  let asked = 0;
  const attributor = {
    attribute: () => {
      throw new Error('nothing to attribute');
    },
    isManaged: () => false,
    sources: [],
  };
  const post = createWeeklyPost({
    config: config.config,
    store,
    attributor,
    prepare: ({ limits, now }, { say }) =>
      prepareWeekly({ config: config.config, store, attributor, limits, say, now }),
    homeServer: {
      ...createPreviewServer({ directory: folder.file('preview'), log }),
      limits: async () => {
        asked += 1;
        return asked > away
          ? { ok: true, value: LIMITS }
          : { ok: false, problem: { kind: 'unavailable', detail: 'it is being updated' } };
      },
    },
    bot: {
      publish(weekly) {
        published.push(weekly);
        return 'added';
      },
      ...{ start: NEVER, published: () => null, ended: Promise.resolve(null), stop: NEVER },
    },
    log,
    clock: {
      now: () => Date.now(),
      async sleep(ms) {
        pauses.push(ms);
        if (pauses.length === 100) stopping.abort();
      },
    },
    signal: stopping.signal,
  });
  return { post, published, pauses, stopping };
}
let scene: ReturnType<typeof setUp>;

describe('the weekly post', () => {
  beforeEach(() => {
    scene = setUp(5);
  });

  it('waits for a home server that is unavailable when it is due', async () => {
    await scene.post.publish(new Date('2026-11-20T12:00:00Z'));
    expect(scene.published.map(({ week }) => week)).toEqual(['2026-W47']);
    expect(scene.pauses).toHaveLength(5);
  });

  it('stops waiting when the bot is stopped', async () => {
    scene.stopping.abort();
    await scene.post.publish(new Date());
    expect(scene.published).toEqual([]);
    expect(scene.pauses).toHaveLength(1);
  });

  it('is given up for now if the server stays unavailable', async () => {
    scene = setUp(1000);
    await scene.post.publish(new Date());
    expect(scene.published).toEqual([]);
    expect(scene.pauses.length).toBeLessThan(100);
    const hours = scene.pauses.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(12);
    expect(hours).toBeLessThan(48);
  });
});
