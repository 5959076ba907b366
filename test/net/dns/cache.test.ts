import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locateFediverse } from '../../../src/look/fediverse.ts';
import { parseDomain } from '../../../src/model/domain.ts';
import { rememberAnswers } from '../../../src/net/dns/cache.ts';
import type { Dns, DnsAnswer, RecordType } from '../../../src/net/dns/dns.ts';
import { createHttp } from '../../../src/net/http/client.ts';
import { PUBLIC, startWorld, USER_AGENT, type World } from '../../kit/model-clients.ts';

/** Answers each question with its number, so that one can tell a new answer from an old one. */
function counting(records = 1) {
  const asked: string[] = [];
  const dns: Dns = {
    async query(name: string, type: RecordType): Promise<DnsAnswer> {
      asked.push(`${type} ${name}`);
      const record = { name, type: 'A' as const, ttl: asked.length, data: PUBLIC };
      return { status: records === 0 ? 'TIMEOUT' : 'NOERROR', records: Array(records).fill(record) };
    },
    close: () => undefined,
    counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
  };
  return { dns, asked };
}

describe('answers that are remembered', () => {
  it('are those to the same question, also while it is under way, and failures too', async () => {
    for (const records of [0, 1]) {
      const { dns, asked } = counting(records);
      const remembering = rememberAnswers(dns);
      const [one, two] = await Promise.all([
        remembering.query('a.example', 'A'),
        remembering.query('A.example', 'A'),
      ]);
      expect(two).toBe(one);
      expect(await remembering.query('a.example', 'A')).toBe(one);
      await remembering.query('a.example', 'AAAA');
      await remembering.query('b.example', 'A');
      expect(asked).toEqual(['A a.example', 'AAAA a.example', 'A b.example']);
    }
  });

  it('are forgotten after a while, however often they were given', async () => {
    const { dns, asked } = counting();
    let clock = 0;
    const remembering = rememberAnswers(dns, { keepMs: 100, now: () => clock });
    for (clock = 0; clock < 250; clock += 10) await remembering.query('a.example', 'A');
    expect(asked).toHaveLength(3);
  });

  it('are so many and no more, and none that is huge', async () => {
    const { dns, asked } = counting();
    const remembering = rememberAnswers(dns, { most: 10 });
    for (let index = 0; index < 20; index++) await remembering.query(`${index}.example`, 'A');
    for (let index = 19; index >= 0; index--) await remembering.query(`${index}.example`, 'A');
    expect(asked.slice(20)).toEqual([...Array(10).keys()].reverse().map((index) => `A ${index}.example`));
    const huge = counting(4_000);
    const other = rememberAnswers(huge.dns);
    await other.query('a.example', 'A');
    await other.query('a.example', 'A');
    expect(huge.asked).toHaveLength(2);
  });
});

describe('a look', () => {
  let world: World;
  let clock = 0;
  let http: ReturnType<typeof createHttp>;
  let dns: Dns;
  beforeAll(async () => {
    world = await startWorld([{ domain: 'one.example', ip: PUBLIC, software: 'mastodon' }]);
    dns = rememberAnswers(world.dns, { keepMs: 100, now: () => clock });
    const connectTo = world.internet.httpsServer;
    http = createHttp({ dns, userAgent: USER_AGENT, concurrency: 5, connectTo });
  });
  afterAll(async () => {
    await http.close();
    await world.stop();
  });

  it('asks for the addresses of a server once, and is led nowhere by a name that changes', async () => {
    const domain = parseDomain('one.example');
    if (!domain.ok) throw new Error('a domain');
    const look = async () =>
      await locateFediverse(domain.domain, { dns, http }, { lastKnown: null, now: new Date() });
    expect(await look()).toMatchObject({ status: 'NOERROR', http: 'OK' });
    const types = world.internet.dns.queries('one.example').map(({ type }) => type);
    expect(types.toSorted()).toEqual(['A', 'AAAA']);
    // What is remembered is what is checked and connected to; what comes after it is checked anew.
    world.internet.change('one.example', { ip: '127.0.0.1' });
    expect(await look()).toMatchObject({ endpoints: [{ addresses: [PUBLIC] }], http: 'OK' });
    // A connection to a checked address serves a little longer.
    await expect.poll(() => world.internet.https.count.open).toBe(0);
    clock += 200;
    expect(await look()).toMatchObject({ status: 'NOT_PUBLIC', endpoints: [], http: 'SKIPPED' });
  });
});
