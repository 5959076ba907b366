import { describe, expect, it } from 'vitest';
import type { Look } from '../../src/look/look.ts';
import { type AskOptions, ask } from '../../src/scan/ask.ts';
import { runScan } from '../../src/scan/run.ts';
import type { Store } from '../../src/store/store.ts';
import { attributor, domain, observe, planOf, withStore } from './world.ts';

const HERE = domain('here.example');
/** Too long ago to be told instead of a fresh look. */
const SCANNED = new Date('2020-11-01T03:00:00.000Z');
const never: Look = () => new Promise(() => undefined);

async function scanned(store: Store, address: string): Promise<void> {
  await runScan(planOf([HERE, domain('other.example')]), {
    scans: store.scans,
    look: async (name) => observe(name, 'NOERROR', address),
    attributor,
    concurrency: 1,
    signal: new AbortController().signal,
    now: () => SCANNED,
  });
}

function askHere(store: Store, look: Look, change: Partial<AskOptions> = {}) {
  return ask(HERE, {
    network: 'fediverse',
    look,
    attributor,
    history: store.history,
    patienceMs: 50,
    ...change,
  });
}

describe('asking for a domain', () => {
  it('is answered by a fresh look, with what the last scan says of its hoster', () =>
    withStore(async (store) => {
      await scanned(store, '192.0.2.1');
      const asked = await askHere(store, async (name) => observe(name, 'NOERROR', '192.0.2.3'));
      expect(asked).toMatchObject({
        domain: HERE,
        stale: false,
        observedAt: '2026-11-20T10:00:00.000Z',
        finding: { attribution: { ip: '192.0.2.3', hoster: { id: 'odd' } } },
        context: { servers: 2, share: 1 },
        since: SCANNED.toISOString(),
      });
    }));

  it('does not say since when where it has just moved', () =>
    withStore(async (store) => {
      await scanned(store, '192.0.2.1');
      const asked = await askHere(store, async (name) => observe(name, 'NOERROR', '192.0.2.2'));
      expect(asked).toMatchObject({
        stale: false,
        since: null,
        finding: { attribution: { hoster: { id: 'even' } } },
      });
    }));

  it('knows what is new, and has no context for it', () =>
    withStore(async (store) => {
      const asked = await askHere(store, async (name) => observe(name));
      expect(asked).toMatchObject({ stale: false, since: null, context: null });
      expect(asked.finding?.attribution?.hoster?.id).toBe('odd');
    }));

  it.each<[string, Look]>([
    ['takes too long', never],
    ['gives no answer', async (name) => observe(name, 'TIMEOUT')],
    ['gives a failure', async (name) => observe(name, 'SERVFAIL')],
    ['is refused', async (name) => observe(name, 'REFUSED')],
  ])('is answered by what the last scan saw, with its date, where a fresh look %s', (_, look) =>
    withStore(async (store) => {
      await scanned(store, '192.0.2.1');
      expect(await askHere(store, look)).toMatchObject({
        stale: true,
        observedAt: SCANNED.toISOString(),
        since: SCANNED.toISOString(),
        finding: {
          observation: { status: 'NOERROR', self: { software: 'mastodon', usersTotal: 10 } },
          attribution: { ip: '192.0.2.1', hoster: { id: 'odd' } },
        },
        context: { servers: 2 },
      });
    }),
  );

  it('believes a fresh look that finds nothing: the server is gone', () =>
    withStore(async (store) => {
      await scanned(store, '192.0.2.1');
      const asked = await askHere(store, async (name) => observe(name, 'NXDOMAIN'));
      expect(asked).toMatchObject({
        stale: false,
        finding: { observation: { status: 'NXDOMAIN' }, attribution: null },
        context: null,
      });
    }));

  it('has nothing to say where nothing comes and nothing is remembered', () =>
    withStore(async (store) => {
      const asked = await askHere(store, never);
      expect(asked).toMatchObject({ finding: null, context: null, since: null, stale: false });
    }));
});
