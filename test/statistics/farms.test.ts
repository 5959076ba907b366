import { describe, expect, it } from 'vitest';
import { findFarms } from '../../src/statistics/farms.ts';
import { hoster, server, servers } from './servers.ts';

const under = (count: number, domain: string, known = {}) =>
  Array.from({ length: count }, (_, index) => server(`n${index}.${domain}`, known));

describe('farms', () => {
  it('are more than ten names under one registrable domain', () => {
    const farms = findFarms([...under(10, 'ten.example.org'), ...under(11, 'farm.test')], []);
    expect(farms).toEqual([
      { registrableDomain: 'farm.test', names: 11, counted: 11, answered: 11, addresses: 1 },
    ]);
  });

  it('are not the customers of a managed hoster', () => {
    const customers = under(30, 'masto.host', { operator: hoster('masto-host', 'masto.host') });
    expect(findFarms(customers, [])).toEqual([]);
  });

  it('are not the customers of a public suffix', () => {
    expect(findFarms(under(30, 'duckdns.org'), [])).toEqual([]);
  });

  it('include those that the scan thinned out, with the number on the list', () => {
    const thinned = [{ registrableDomain: 'flood.test', names: 4_000, counted: 10 }];
    expect(findFarms(under(10, 'flood.test', { status: 'NXDOMAIN' }), thinned)).toEqual([
      { registrableDomain: 'flood.test', names: 4_000, counted: 10, answered: 0, addresses: 0 },
    ]);
    expect(findFarms(servers(2, 'x'), thinned)[0]?.names).toBe(4_000);
  });

  it('are sorted by names', () => {
    const farms = findFarms([...under(11, 'b.test'), ...under(12, 'c.test'), ...under(11, 'a.test')], []);
    expect(farms.map(({ registrableDomain }) => registrableDomain)).toEqual(['c.test', 'a.test', 'b.test']);
  });
});
