import { afterAll, expect, it } from 'vitest';
import type { OptOuts } from '../../src/servers/opt-outs.ts';
import { spareHistory } from '../../src/servers/spare.ts';
import { openStore } from '../../src/store/store.ts';
import { domain, finding, scan, temporaryFolder } from '../store/findings.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

it('history names nobody who opted out since, and counts them all the same', () => {
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
  expect(spared.hosterContext('fediverse', 'plain')?.servers).toBe(2);
  store.close();
});
