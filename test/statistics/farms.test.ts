import { describe, expect, it } from 'vitest';
import { measureFarms } from '../../src/statistics/farms.ts';
import { server, servers } from './servers.ts';

const under = (count: number, domain: string, known = {}) =>
  Array.from({ length: count }, (_, index) => server(`n${index}.${domain}`, known));
const flood = { registrableDomain: 'flood.test', names: 4_000, counted: 10 };

describe('farms', () => {
  it('have the number of names on the list, and the results of those that were looked up', () => {
    expect(measureFarms([...under(10, 'flood.test'), ...servers(20, 'other')], [flood])).toEqual([
      { ...flood, answered: 10, addresses: 1 },
    ]);
  });

  it('are reported even if no name answers, or none is in the sample', () => {
    const dead = { ...flood, answered: 0, addresses: 0 };
    expect(measureFarms(under(10, 'flood.test', { status: 'NXDOMAIN', addresses: [] }), [flood])).toEqual([
      dead,
    ]);
    expect(measureFarms(servers(20, 'other'), [flood])).toEqual([dead]);
  });

  it('are only those that the plan thinned', () => {
    expect(measureFarms(under(30, 'family.test'), [])).toEqual([]);
  });
});
