import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLook } from '../../src/look/look.ts';
import type { Http } from '../../src/net/http/http.ts';
import { domain } from '../kit/domain.ts';
import { startWorld, type World } from '../kit/model-clients.ts';
import type { Behaviour } from '../model-internet/networks/server.ts';

const BEHAVIOURS: readonly Behaviour[] = [
  ...(['ok', 'slow', 'no-nodeinfo', 'dead', 'reset', 'broken-tls', 'expired', 'self-signed'] as const),
  ...(['wrong-name', 'nxdomain', 'servfail', 'silent'] as const),
];
const now = () => new Date('2026-06-01T12:00:00Z');
const of = (behaviour: Behaviour, times = 'first') => domain(`${times}-${behaviour}.example`);
/** Without the name that was looked at. */
const nameless = (value: unknown) => JSON.stringify(value).replace(/(first|second)-/g, '');
let world: World;

beforeAll(async () => {
  world = await startWorld(
    BEHAVIOURS.flatMap((behaviour, index) =>
      // A connection is kept for a moment, so with a single name the second look would not have to connect.
      ['first', 'second'].map((times) => ({
        ...{ domain: of(behaviour, times), ip: `116.203.0.${index + 1}`, behaviour, software: 'mastodon' },
        users: { total: 90, activeMonth: 30 },
      })),
    ),
  );
});

afterAll(async () => {
  await world.stop();
});

describe('a server that was dead for weeks', () => {
  it.concurrent.each(BEHAVIOURS)(
    'and is now "%s" is seen as any other',
    { timeout: 60_000 },
    async (behaviour) => {
      const clients = { network: 'fediverse', dns: world.dns, http: world.http, now } as const;
      const usual = await createLook(clients)(of(behaviour));
      const short = await createLook({ ...clients, isDead: () => true })(of(behaviour, 'second'));
      expect(nameless(short)).toBe(nameless(usual));
    },
  );

  it('has a shorter timeout, and no other server has', async () => {
    const waits: Record<string, number | undefined> = {};
    const http: Http = {
      ...world.http,
      get: async (url, { budget }) => {
        waits[new URL(url).hostname] = budget?.connectMs;
        return { ok: false, status: 'TIMEOUT', detail: 'dead', code: null };
      },
    };
    const isDead = (name: string) => name === of('dead');
    const look = createLook({ network: 'fediverse', dns: world.dns, http, now, isDead });
    await look(of('ok'));
    await look(of('dead'));
    expect(waits).toEqual({ [of('ok')]: undefined, [of('dead')]: 2000 });
  });
});
