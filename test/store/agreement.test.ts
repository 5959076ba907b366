import { afterAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

it('stores whether all addresses of a server agree, and a change of that is not a move', () => {
  const store = openStore(folder.file('whohosts.db'));
  const [same, mixed, silent] = [domain('a.example'), domain('b.example'), domain('c.example')];
  const see = (agree: boolean) => [
    finding(same),
    finding(mixed, { agree }),
    finding(silent, { status: 'TIMEOUT' }),
  ];
  const first = scan(store, see(false));
  const second = scan(store, see(true), { week: 1 });
  const agreement = (id: number) => store.history.servers(id).map((server) => server.agree);
  expect(agreement(first.id)).toEqual([true, false, null]);
  expect(agreement(second.id)).toEqual([true, true, null]);
  expect(store.history.movers(second.id)).toEqual([]);
  store.close();
});
