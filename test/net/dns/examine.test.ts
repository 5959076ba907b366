import { expect, it } from 'vitest';
import { distrust, examineResolver } from '../../../src/net/dns/examine.ts';
import { type DnsServer, startDnsServer } from '../../model-internet/dns/server.ts';
import { createZone, type Zone } from '../../model-internet/dns/zone.ts';

async function withServer<T>(zone: Zone, use: (server: DnsServer) => Promise<T>): Promise<T> {
  const server = await startDnsServer({ zone });
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

function zoneWith(...records: Parameters<Zone['add']>[0][]): Zone {
  const zone = createZone();
  for (const record of records) zone.add(record);
  return zone;
}

const EXISTS = { name: 'example.com', type: 'A', data: '93.184.215.14' } as const;

it('trusts a resolver that answers, also where it does not know the name', async () => {
  await withServer(zoneWith(EXISTS), async ({ address }) => expect(await distrust([address])).toBeNull());
  await withServer(createZone(), async ({ address }) => expect(await distrust([address])).toBeNull());
});

it('trusts one that makes IPv6 addresses of IPv4 ones, and says so', async () => {
  const zone = zoneWith(EXISTS, { name: 'ipv4only.arpa', type: 'AAAA', data: '64:ff9b::c000:aa' });
  await withServer(zone, async ({ address }) => {
    expect(await distrust([address])).toBeNull();
    expect(await examineResolver(address)).toMatchObject({ synthesises: true, unreal: 'NXDOMAIN' });
  });
});

it.each([
  ['any name', () => true],
  ['names under real top-level domains alone', (name: string) => name.endsWith('.com')],
  ['names of websites alone', (name: string) => name.startsWith('www.')],
])('does not start with one that invents answers for %s, even beside a sound one', async (_what, invents) => {
  const zone = zoneWith(EXISTS);
  const lying: Zone = {
    ...zone,
    answer: (name, type) =>
      invents(name)
        ? { rcode: 'NOERROR', answers: [{ name, type: 'A', ttl: 60, data: '198.51.100.1' }] }
        : zone.answer(name, type),
  };
  await withServer(lying, (bad) =>
    withServer(zone, async (good) => {
      expect(await distrust([good.address, bad.address])).toMatch(/names that do not exist/);
    }),
  );
});

it.each(['refused', 'servfail', 'formerr'] as const)(
  'does not start where all resolvers say %s',
  async (reply) => {
    const refusing = zoneWith(EXISTS);
    for (const top of ['com', 'invalid', 'arpa']) refusing.behave(top, { reply });
    await withServer(refusing, async (bad) => {
      expect(await distrust([bad.address])).toContain(reply.toUpperCase());
      await withServer(zoneWith(EXISTS), async (good) => {
        expect(await distrust([bad.address, good.address])).toBeNull();
      });
    });
  },
);

it('does not start where no resolver answers; one of two is enough', async () => {
  await withServer(createZone(), async ({ address }) => {
    const [one, none] = await Promise.all([distrust([address, '127.0.0.1:9']), distrust(['127.0.0.1:9'])]);
    expect(one).toBeNull();
    expect(none).toMatch(/No resolver answers/);
  });
});
