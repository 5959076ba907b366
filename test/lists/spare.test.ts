import { afterAll, expect, it } from 'vitest';
import type { OptOuts } from '../../src/lists/opt-outs.ts';
import { spareDns, spareHistory } from '../../src/lists/spare.ts';
import type { Dns } from '../../src/net/dns/dns.ts';
import { openStore } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

it('DNS is asked neither about opted-out domains nor about hidden services', async () => {
  const asked: string[] = [];
  const dns: Dns = {
    query: async (name) => {
      asked.push(name);
      return { status: 'NOERROR', records: [] };
    },
    close: () => {},
    counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
  };
  const spared = spareDns(dns, { has: (name) => name === 'shy.example' });
  const names = [
    'open.example',
    'SHY.example.',
    'expyuzz4wqqyqhjn.onion',
    '_xmpp._tcp.a.I2P.',
    'onion.example',
  ];
  const statuses = await Promise.all(names.map(async (name) => (await spared.query(name, 'A')).status));
  expect(statuses).toEqual(['NOERROR', 'REFUSED', 'NXDOMAIN', 'NXDOMAIN', 'NOERROR']);
  expect(asked).toEqual(['open.example', 'onion.example']);
});

it('history does not name servers that opted out later, but still counts them', () => {
  const store = openStore(folder.file('whohosts.db'));
  const [open, shy] = [domain('open.example'), domain('shy.example')];
  const optOuts: OptOuts = { has: (name) => name === shy };
  scan(store, [finding(open), finding(shy)]);
  const done = scan(
    store,
    [finding(open, { addresses: ['192.0.2.7'] }), finding(shy, { addresses: ['192.0.2.8'] })],
    { week: 1 },
  );
  const spared = spareHistory(store.history, optOuts);
  expect(spared.servers(done.id).map((server) => server.domain)).toEqual([open]);
  expect(spared.movers(done.id).map((mover) => mover.domain)).toEqual([open]);
  expect(store.history.movers(done.id)).toHaveLength(2);
  expect(spared.server('fediverse', shy)).toBeNull();
  expect(spared.server('fediverse', open)).toEqual(store.history.server('fediverse', open));
  expect(spared.totals(done.id)).toEqual(store.history.totals(done.id));
  expect(spared.companyStanding('fediverse', 'plain')?.servers).toBe(2);
  store.close();
});
