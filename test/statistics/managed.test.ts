import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countManaged } from '../../src/statistics/managed.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { anyServers, hoster, servers } from './servers.ts';

describe('managed hosting', () => {
  it('has shares of the whole network, and a concentration of its own', () => {
    const list = [
      ...servers(6, 'a', { operator: hoster('masto-host'), usersActiveMonth: 10 }),
      ...servers(2, 'b', { operator: hoster('spacebear'), usersActiveMonth: 100 }),
      ...servers(12, 'c', { usersActiveMonth: 5 }),
    ];
    const managed = countManaged(list);
    expect(managed).toMatchObject({ servers: 8, share: 0.4, activeUsers: 260, companies: 2 });
    expect(managed.activeShare).toBeCloseTo(260 / 320, 12);
    expect(managed.concentration).toMatchObject({ nakamoto: 1, top5: 1, byUsers: { nakamoto: 1 } });
    expect(managed.concentration.hhi).toBeCloseTo(10_000 * (0.75 ** 2 + 0.25 ** 2), 9);
  });

  it('adds up to the operators of the report', () => {
    fc.assert(
      fc.property(anyServers, (list) => {
        const { operators } = countShares(list);
        const managed = countManaged(list);
        expect(managed.companies).toBe(operators.length);
        expect(managed.servers).toBe(operators.reduce((sum, operator) => sum + operator.servers, 0));
        expect(JSON.stringify(managed)).not.toContain('NaN');
      }),
    );
  });
});
