import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import type { Mover, Whereabouts } from '../../src/model/server.ts';
import { countMoves } from '../../src/statistics/movers.ts';
import { hoster } from './servers.ts';

const at = (id: string): Whereabouts => ({ hoster: hoster(id), front: null, addresses: [] });
const behind = (id: string): Whereabouts => ({ hoster: null, front: hoster(id), addresses: [] });
const nowhere: Whereabouts = { hoster: null, front: null, addresses: [] };
const move = (from: Whereabouts, to: Whereabouts, change: Mover['change'] = 'hoster'): Mover => ({
  domain: 'a.example' as Domain,
  change,
  from,
  to,
});
const times = (count: number, mover: Mover) => Array.from({ length: count }, () => mover);

describe('moves', () => {
  it('are counted as net flows and balances', () => {
    const { flows, balances } = countMoves([
      ...times(5, move(at('aa'), at('bb'))),
      ...times(2, move(at('bb'), at('aa'))),
      ...times(1, move(at('aa'), behind('cf'))),
      ...times(4, move(at('aa'), at('aa'), 'address')),
    ]);
    const place = (id: string, layer = 'hoster') => ({ layer, id, name: id.toUpperCase(), kind: null });
    expect(flows).toEqual([
      { from: place('aa'), to: place('bb'), net: 3, went: 5, returned: 2 },
      { from: place('aa'), to: place('cf', 'front'), net: 1, went: 1, returned: 0 },
    ]);
    expect(balances).toEqual([
      { place: place('bb'), arrived: 5, left: 2, net: 3 },
      { place: place('cf', 'front'), arrived: 1, left: 0, net: 1 },
      { place: place('aa'), arrived: 2, left: 6, net: -4 },
    ]);
  });

  it('have the kind of a hoster’s network, and none for a front', () => {
    const { flows } = countMoves([move({ ...at('aa'), kind: 'isp' }, { ...behind('cf'), kind: 'cdn' })]);
    expect(flows).toMatchObject([{ from: { id: 'aa', kind: 'isp' }, to: { id: 'cf', kind: null } }]);
  });

  it('that even out are not a flow', () => {
    const { flows, balances } = countMoves([move(at('aa'), at('bb')), move(at('bb'), at('aa'))]);
    expect(flows).toEqual([]);
    expect(balances.map(({ net }) => net)).toEqual([0, 0]);
  });

  it('neither create nor lose servers', () => {
    const places = fc.constantFrom(at('aa'), at('bb'), at('cc'), behind('cf'), behind('aa'), nowhere);
    const movers = fc.array(
      fc.record({ from: places, to: places, change: fc.constantFrom('hoster' as const, 'address' as const) }),
    );
    fc.assert(
      fc.property(movers, (list) => {
        const { flows, balances } = countMoves(list.map(({ from, to, change }) => move(from, to, change)));
        expect(balances.reduce((sum, { net }) => sum + net, 0)).toBe(0);
        for (const { place, net } of balances) {
          const is = (other: typeof place) => other.layer === place.layer && other.id === place.id;
          const flowed =
            flows.filter(({ to }) => is(to)).reduce((sum, flow) => sum + flow.net, 0) -
            flows.filter(({ from }) => is(from)).reduce((sum, flow) => sum + flow.net, 0);
          expect(flowed).toBe(net);
        }
      }),
    );
  });
});
