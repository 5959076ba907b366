import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/report.ts';
import { writeStatistics } from '../../src/report/statistics-text.ts';
import { hoster, scan, server, servers } from '../statistics/servers.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { modelInput, modelWebsites } from './model-fediverse.ts';

const bare = { movers: [], previous: null, comparison: [] };

describe('the report as text', () => {
  it('has every figure with its denominator', () => {
    const text = writeStatistics(buildReport(modelInput()));
    expect(text).toMatch(/^fediverse, week 2026-W47: the 400 servers on nodes\.fediverse\.party, /);
    expect(text).toContain('347 of 400 answered; shares are of these.');
    expect(text).toContain('2 claims of users not believed');
    expect(text).toMatch(/^hoster +servers +share +at most +change +users +of users$/m);
    expect(text).toMatch(/^OVH +84 +24% +39% +\+1 +[\d,]+ +9%$/m);
    expect(text).toMatch(/^Changed host or CDN since 10 Nov 2026: \d+$/m);
  });

  it('sets the networks side by side', () => {
    const report = buildReport({ ...modelInput(), comparison: [modelWebsites()] });
    expect(writeStatistics(report)).toMatch(/^web +[\d,]+ +\d+% +\d+% +\S/m);
  });

  it('gives the margin of a sample', () => {
    const report = buildReport(modelInput({ seed: 'any', sampled: 400, population: 15_544 }));
    const text = writeStatistics(report);
    expect(text).toContain('a random sample of 400 of the 15,544 servers');
    expect(text).toContain('(seed "any")');
    const [largest] = report.hosters;
    const margin = (100 * (largest?.marginOfError ?? 0)).toFixed(1);
    expect(text).toMatch(new RegExp(`^${largest?.name} +84 +24% +${margin} `, 'm'));
  });

  it('has no change within the margin of error', () => {
    const known = { seed: 'any', population: 15_544 };
    const report = buildReport(modelInput(known));
    const [ovh] = report.hosters;
    expect(Math.abs(ovh?.change ?? 0)).toBeGreaterThan(0.01);
    expect(writeStatistics(report)).toMatch(/^OVH +84 +24% +[\d.]+ +39% +[\d,]+ +9%$/m);
  });

  it('omits users if no server reported them', () => {
    const list = servers(7, 'quiet', { hoster: hoster('aa') });
    const text = writeStatistics(buildReport({ ...bare, scan: scan(7), servers: list }));
    expect(text).not.toMatch(/user/);
  });

  it('can report a scan that no server answered', () => {
    const list = servers(7, 'gone', { status: 'NXDOMAIN' });
    expect(writeStatistics(buildReport({ ...bare, scan: scan(7), servers: list }))).toContain(
      '0 of 7 answered',
    );
  });

  it.each(HOSTILE_NAMES)('keeps its lines with a hoster called %j', (name) => {
    const list = [server('a.example', { hoster: hoster('bad', name) })];
    const text = writeStatistics(buildReport({ ...bare, scan: scan(1), servers: list }));
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const usual = writeStatistics(
      buildReport({ ...bare, scan: scan(1), servers: [server('a.example', { hoster: hoster('bad', 'x') })] }),
    );
    expect(text.split('\n')).toHaveLength(usual.split('\n').length);
  });
});
