import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Attributor, openAttributor } from '../../src/attribution/attributor.ts';
import { readList } from '../../src/lists/list-file.ts';
import { readOptOuts } from '../../src/lists/opt-outs.ts';
import { spareDns } from '../../src/lists/spare.ts';
import { createLook } from '../../src/look/look.ts';
import type { Domain } from '../../src/model/domain.ts';
import { NETWORKS, type Network } from '../../src/model/network.ts';
import type { Scan } from '../../src/model/scan.ts';
import { createHttp } from '../../src/net/http/client.ts';
import { planScan } from '../../src/scan/plan.ts';
import { runScan } from '../../src/scan/run.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';
import { PUBLIC, startWorld, type World } from '../kit/model-clients.ts';
import { json } from '../model-internet/https/routes.ts';
import { lendTables } from '../model-internet/tables.ts';

const FARM = 100_000;
const folder = temporaryFolder();
let world: World;
let store: Store;
let attributor: Attributor;

beforeAll(async () => {
  await lendTables(join(folder.path, 'state'));
  attributor = await openAttributor({ dataDir: join(folder.path, 'state') });
  store = openStore(folder.file('whohosts.db'));
  const server = (domain: string) => ({ domain, ip: PUBLIC, software: 'mastodon', users: { total: 5 } });
  world = await startWorld([
    ...['a.example', 'b.example', 'quiet.example', 'deep.below.quiet.example', 'unquiet.example'].map(server),
    {
      domain: 'leads.example',
      ip: PUBLIC,
      srv: { '_xmpp-server._tcp': [{ priority: 0, weight: 0, port: 5269, target: 'x.still.example' }] },
      routes: {
        '/.well-known/nodeinfo': { kind: 'redirect', to: 'https://still.example/.well-known/nodeinfo' },
        '/.well-known/matrix/server': json({ 'm.server': 'still.example' }),
      },
    },
    // Everything that a server of each network can have, so that no request is missing for lack of a record.
    {
      ...server('still.example'),
      srv: { '_xmpp-server._tcp': [{ priority: 0, weight: 0, port: 5269, target: 'x.still.example' }] },
      txt: { _hosting: ['v=hosting1; by=us'] },
    },
  ]);
});
afterAll(async () => {
  store.close();
  await world.stop();
  folder.remove();
});

/** Runs a whole scan of a list, as the command does. */
async function scan(network: Network, names: readonly string[], optOuts: string): Promise<Scan> {
  const read = readList(new TextEncoder().encode(names.join('\n')), 'a list');
  if (!read.ok) throw new Error(read.problem);
  const file = join(folder.path, 'opt-outs.txt');
  await writeFile(file, optOuts);
  const plan = planScan({
    network,
    list: read.list,
    optOuts: await readOptOuts(file),
    managed: attributor.isManaged,
    sample: null,
    limit: null,
    http: true,
  });
  const outcome = await runScan(plan, {
    scans: store.scans,
    look: createLook({ network, dns: world.dns, http: world.http }),
    attributor,
    concurrency: 50,
    signal: new AbortController().signal,
  });
  if (outcome.end !== 'finished') throw new Error(outcome.end);
  return outcome.scan;
}

/**
 * Records every name that is queried over DNS, and every host that is contacted over HTTPS, during `work`.
 */
async function packetsOf<T>(work: () => Promise<T>): Promise<{ names: readonly string[]; result: T }> {
  const { dns, https } = world.internet;
  const before = { dns: dns.queries().length, https: https.requests().length };
  const result = await work();
  const asked = dns.queries().slice(before.dns);
  const visited = https.requests().slice(before.https);
  return {
    names: [...asked.map(({ name }) => name.toLowerCase()), ...visited.map(({ host }) => host)],
    result,
  };
}

describe('an opted-out domain', () => {
  const names = [
    'a.example',
    'quiet.example',
    'deep.below.quiet.example',
    'still.example',
    'unquiet.example',
    'b.example',
  ];

  it.each(NETWORKS)('receives no packet in a scan of %s, nor does anything below it', async (network) => {
    const optOuts = 'Quiet.example # asked in 2026\nstill.example\n';
    const { names: sent, result: done } = await packetsOf(() => scan(network, names, optOuts));
    for (const willing of ['a.example', 'b.example', 'unquiet.example'])
      expect(sent.some((name) => name === willing || name.endsWith(`.${willing}`))).toBe(true);
    expect(sent.filter((name) => /(^|\.)(quiet|still)\.example$/.test(name))).toEqual([]);
    expect(done).toMatchObject({ population: 3, sampled: 3, optedOut: 3 });
    const stored = store.history.servers(done.id).map(({ domain }) => domain);
    expect(stored.toSorted()).toEqual(['a.example', 'b.example', 'unquiet.example']);
  });

  it('would have received some without the opt-out', async () => {
    const { names: sent } = await packetsOf(() => scan('xmpp', names, '# nobody\n'));
    expect(sent.some((name) => name.endsWith('still.example'))).toBe(true);
    expect(sent.some((name) => name.endsWith('deep.below.quiet.example'))).toBe(true);
  });
});

describe('what leads to an opted-out domain', () => {
  it.each(NETWORKS)('is not followed in a scan of %s', async (network) => {
    const file = join(folder.path, 'opt-outs.txt');
    await writeFile(file, 'still.example\n');
    const dns = spareDns(world.dns, await readOptOuts(file));
    const http = createHttp({
      dns,
      userAgent: 'whohosts/0',
      concurrency: 5,
      connectTo: world.internet.httpsServer,
    });
    const look = createLook({ network, dns, http });
    const { names: sent, result: seen } = await packetsOf(async () => [
      await look('leads.example' as Domain),
      await look('x.still.example' as Domain),
    ]);
    await http.close();
    expect(sent.some((name) => name.endsWith('leads.example'))).toBe(true);
    expect(sent.filter((name) => name.endsWith('still.example'))).toEqual([]);
    expect(seen[1]).toMatchObject({ status: 'REFUSED', endpoints: [] });
  });
});

describe('a farm of 100,000 names', () => {
  it('is looked up ten times at most, and reported as a farm', async () => {
    const farm = Array.from({ length: FARM }, (_, index) => `n${index}.farm.example` as Domain);
    const list = [...farm, 'a.example'];
    const { names: sent, result: done } = await packetsOf(() => scan('fediverse', list, '# nobody\n'));
    const looked = new Set(sent.map((name) => /(n\d+)\.farm\.example$/.exec(name)?.[1]).filter(Boolean));
    expect(looked.size).toBe(10);
    expect(done).toMatchObject({
      population: 11,
      sampled: 11,
      farms: [{ registrableDomain: 'farm.example', names: FARM, counted: 10 }],
    });
  });
});
