import { describe, expect, it } from 'vitest';
import { largestMargin, shareDecimals } from '../../src/report/precision.ts';
import { buildReport } from '../../src/report/report.ts';
import { marginOfError } from '../../src/statistics/margin.ts';
import { hoster, scan, servers } from '../statistics/servers.ts';

const bare = { movers: [], previous: null, comparison: [] };
const sampled = (n: number) => scan(n, { seed: 's', population: 50_000 });

describe('the reported margin of error', () => {
  it('covers everything behind CDNs, if that is more than any hoster has', () => {
    const list = [
      ...servers(450, 'cf', { front: hoster('cf') }),
      ...Array.from({ length: 550 }, (_, index) =>
        servers(1, `x${index}`, { hoster: hoster(`x${index}`) }),
      ).flat(),
    ];
    const report = buildReport({ ...bare, scan: sampled(1000), servers: list });
    expect(largestMargin(report)).toBe(marginOfError(450, 1000, report));
    expect(largestMargin(report)).toBeGreaterThan(0.03);
    // A tenth of a point would claim more precision than there is.
    expect(shareDecimals(report)).toBe(0);
  });

  it('covers the five largest together', () => {
    const list = Array.from({ length: 10 }, (_, index) =>
      servers(100, `h${index}`, { hoster: hoster(`h${index}`) }),
    ).flat();
    const report = buildReport({ ...bare, scan: sampled(1000), servers: list });
    expect(largestMargin(report)).toBe(marginOfError(500, 1000, report));
  });

  it('is 0 for a census', () => {
    const list = servers(1000, 'a', { hoster: hoster('aa') });
    const report = buildReport({ ...bare, scan: scan(1000), servers: list });
    expect([largestMargin(report), shareDecimals(report)]).toEqual([0, 1]);
  });
});
