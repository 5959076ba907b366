import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MeasuredServer } from '../../src/model/server.ts';
import { createDns } from '../../src/net/dns/client.ts';
import type { Dns } from '../../src/net/dns/dns.ts';
import { examineResolver } from '../../src/net/dns/examine.ts';
import { resolve } from '../../src/net/dns/resolve.ts';
import { look } from '../kit/product-database.ts';
import type { ZoneRecord } from '../model-internet/dns/zone.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { modelFediverse } from '../model-internet/networks/fediverse.ts';
import { modelNetworks } from '../model-internet/networks/networks.ts';
import { type ModelServer, recordsOf } from '../model-internet/networks/server.ts';
import { openProduct } from '../model-internet/product.ts';
import { type NameServer, startNsd, startUnbound, zoneLine } from './name-servers.ts';
import { describeWith } from './programs.ts';

const withDns = describeWith('nsd', 'unbound');

withDns('answers of NSD, an authoritative server', () => {
  const chain = Array.from({ length: 7 }, (_, at) => `c${at}.chain.example. CNAME c${at + 1}.chain.example.`);
  const many = Array.from({ length: 40 }, (_, at) => `many.example. TXT "${`${at} `.padEnd(200, 'x')}"`);
  const srv = Array.from(
    { length: 60 },
    (_, at) => `_x._tcp.srv.example. SRV ${at} 1 5269 t${at}.srv.example.`,
  );
  let nsd: NameServer;
  let dns: Dns;
  beforeAll(async () => {
    nsd = await startNsd('example', [
      'both.example. A 203.0.113.1',
      'both.example. AAAA 2001:db8::1',
      'four.example. A 203.0.113.2',
      ...chain,
      'c7.chain.example. A 203.0.113.3',
      'loop.example. CNAME pool.example.',
      'pool.example. CNAME loop.example.',
      'out.example. CNAME somewhere.test.',
      'old.example. DNAME new.example.',
      'host.new.example. A 203.0.113.4',
      '*.wild.example. A 203.0.113.5',
      'deep.ent.example. A 203.0.113.6',
      'below.delegated.example. NS ns.elsewhere.test.',
      `long.example. TXT "${'a'.repeat(255)}" "${'b'.repeat(255)}"`,
      'odd.example. TXT "\\"\\\\\\195\\188\\000"',
      ...many,
      ...srv,
    ]);
    dns = await createDns({ servers: [nsd.address], concurrency: 20, qps: 0, timeoutMs: 2000 });
  });
  afterAll(async () => {
    dns?.close();
    await nsd?.stop();
  });

  it.each([
    ['both.example', 'NOERROR', [], ['203.0.113.1', '2001:db8::1']],
    ['BOTH.Example.', 'NOERROR', [], ['203.0.113.1', '2001:db8::1']],
    ['four.example', 'NOERROR', [], ['203.0.113.2']],
    [
      'c0.chain.example',
      'NOERROR',
      Array.from({ length: 7 }, (_, at) => `c${at + 1}.chain.example`),
      ['203.0.113.3'],
    ],
    ['host.old.example', 'NOERROR', ['host.new.example'], ['203.0.113.4']],
    ['any.wild.example', 'NOERROR', [], ['203.0.113.5']],
    ['ent.example', 'NODATA', [], []],
    ['wild.example', 'NODATA', [], []],
    ['nowhere.example', 'NXDOMAIN', [], []],
    ['loop.example', 'CNAME_LOOP', null, []],
    // It knows nothing of other zones.
    ['out.example', 'REFUSED', ['somewhere.test'], []],
    ['somewhere.test', 'REFUSED', [], []],
  ] as const)('%s: %s', async (name, status, cname, addresses) => {
    const found = await resolve(dns, name);
    expect(found).toMatchObject({ status, addresses });
    if (cname !== null) expect(found.cname).toEqual(cname);
  });

  it('that are too large for UDP come over TCP, whole', async () => {
    const [texts, services] = await Promise.all([
      dns.query('many.example', 'TXT'),
      dns.query('_x._tcp.srv.example', 'SRV'),
    ]);
    expect([texts.status, texts.records.length]).toEqual(['NOERROR', 40]);
    expect([services.status, services.records.length]).toEqual(['NOERROR', 60]);
  });

  it('keep texts as they are', async () => {
    const text = async (name: string) => (await dns.query(name, 'TXT')).records.map(({ data }) => data);
    expect(await text('long.example')).toEqual(['a'.repeat(255) + 'b'.repeat(255)]);
    expect(await text('odd.example')).toEqual(['"\\ü\0']);
  });
});

/** What takes seconds, and what a sound server does not answer. */
const LEFT_OUT: readonly string[] = [
  ...['servfail', 'silent', 'refused', 'formerr', 'truncated', 'nodata', 'dead', 'slow'],
  // The model gives the loop as BIND does; unbound says SERVFAIL.
  'cname-loop',
];
const isLeftOut = ({ behaviour = 'ok', dns }: ModelServer) =>
  LEFT_OUT.includes(behaviour) || dns !== undefined;
const fediverse = modelFediverse({ count: 150, seed: 'foreign' });
const { xmpp, matrix } = modelNetworks({ seed: 'foreign', taken: fediverse.map(({ domain }) => domain) });
const ALL: readonly ModelServer[] = [...fediverse, ...xmpp.servers, ...matrix.servers];
const SERVERS = ALL.filter((server) => !isLeftOut(server));
const absent = ALL.filter(isLeftOut).map(({ domain }) => domain);
const sayable = (names: readonly string[]) =>
  names.filter((name) => !absent.some((gone) => gone === name || gone.endsWith(`.${name}`)));
const LISTS = {
  fediverse: sayable(fediverse.map(({ domain }) => domain)),
  xmpp: sayable(xmpp.list),
  matrix: sayable(matrix.list),
};
const RECORDS: readonly ZoneRecord[] = [
  ...SERVERS.filter(({ behaviour }) => behaviour !== 'nxdomain').flatMap(recordsOf),
  { name: 'ipv4only.arpa', type: 'A', data: '192.0.0.170' },
  { name: 'ipv4only.arpa', type: 'A', data: '192.0.0.171' },
  { name: 'example.com', type: 'A', data: '93.184.215.14' },
];
const PREFIXES = ['64:ff9b::/96', '2a01:4f8:64::/96', '2001:db8:64::/96'];

withDns('scans through unbound, a recursive resolver, from NSD', { timeout: 400_000 }, () => {
  let internet: ModelInternet;
  let nsd: NameServer;
  let sound: NameServer;
  const others: NameServer[] = [];
  beforeAll(async () => {
    internet = await startInternet({ servers: SERVERS });
    nsd = await startNsd('.', [...new Set(RECORDS.map(zoneLine))]);
    sound = await startUnbound(nsd.address);
  });
  afterAll(async () => {
    await Promise.all([...others, sound, nsd].map((server) => server?.stop()));
    await internet?.stop();
  });

  /** What a scan of each network found through a resolver, without the moment. */
  async function scanThrough(resolver: string): Promise<Record<string, readonly Partial<MeasuredServer>[]>> {
    const product = await openProduct({ environment: { ...internet.environment(), DNS_SERVERS: resolver } });
    try {
      const found: Record<string, readonly Partial<MeasuredServer>[]> = {};
      for (const [network, domains] of Object.entries(LISTS)) {
        const list = await product.write(`${network}.txt`, domains.join('\n'));
        const ran = await product.run(['scan', network, '--list', list, '--json']);
        expect(ran, ran.stderr).toMatchObject({ code: 0 });
        const { id } = JSON.parse(ran.stdout) as { readonly id: number };
        found[network] = look(product, ({ history }) => history.servers(id));
      }
      return found;
    } finally {
      await product.discard();
    }
  }
  let truth: Awaited<ReturnType<typeof scanThrough>>;

  it('find what the model says', async () => {
    truth = await scanThrough(sound.address);
    const byModel = await scanThrough(internet.dnsServer);
    expect(truth).toEqual(byModel);
    expect(truth.fediverse?.filter(({ status }) => status === 'NOERROR').length).toBeGreaterThan(100);
  });

  it.each(PREFIXES)('find the same where it makes IPv6 addresses under %s', async (prefix) => {
    const dns64 = await startUnbound(nsd.address, [
      'module-config: "dns64 iterator"',
      `dns64-prefix: ${prefix}`,
      'dns64-synthall: no',
    ]);
    others.push(dns64);
    expect(await examineResolver(dns64.address)).toMatchObject({ synthesises: true, unreal: 'NXDOMAIN' });
    expect(await scanThrough(dns64.address)).toEqual(truth);
  });

  it('do not start where it invents addresses for names that do not exist', async () => {
    const lying = await startUnbound(nsd.address, [
      'local-zone: "com." redirect',
      'local-data: "com. 60 IN A 198.51.100.1"',
    ]);
    others.push(lying);
    const product = await openProduct({
      environment: { ...internet.environment(), DNS_SERVERS: lying.address },
    });
    const list = await product.write('list.txt', LISTS.fediverse.join('\n'));
    const ran = await product.run(['scan', 'fediverse', '--list', list]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('names that do not exist') });
    await product.discard();
  });

  it('do not start where it drops questions for AAAA', async () => {
    const deaf = await startUnbound(nsd.address, [
      'local-zone: "example.com." deny',
      'local-data: "example.com. 60 IN A 93.184.215.14"',
    ]);
    others.push(deaf);
    const product = await openProduct({
      environment: { ...internet.environment(), DNS_SERVERS: deaf.address },
    });
    const list = await product.write('list.txt', LISTS.fediverse.join('\n'));
    const ran = await product.run(['scan', 'fediverse', '--list', list]);
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('(AAAA)') });
    await product.discard();
  });
});
