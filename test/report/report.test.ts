import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../src/report/report.ts';
import { anyServers, hoster, scan, server, servers } from '../statistics/servers.ts';
import { modelInput, modelServers, totalsOf } from './model-fediverse.ts';

const bare = { movers: [], previous: null, comparison: [] };

describe('the report', () => {
  it('has every key of the published shape', () => {
    const report = buildReport(modelInput());
    const keys =
      'week network source population sampled answered unresolved optedOut activeUsers hosters fronts operators kinds countries concentration movers farms comparison';
    for (const key of keys.split(' ')) expect(report).toHaveProperty(key);
    for (const key of 'id name servers share min max marginOfError activeUsers activeShare'.split(' ')) {
      expect(report.hosters[0]).toHaveProperty(key);
    }
    for (const key of 'hhi top5 nakamoto byUsers'.split(' '))
      expect(report.concentration).toHaveProperty(key);
    for (const key of 'network source week answered sampled population top concentration'.split(' ')) {
      expect(report.comparison[0]).toHaveProperty(key);
    }
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('counts the answered servers whose robots.txt forbids asking for users', () => {
    const refusing = { http: 'ROBOTS', software: null } as const;
    const list = [
      ...servers(7, 'open', { hoster: hoster('aa'), usersTotal: 9, usersActiveMonth: 3 }),
      ...servers(3, 'shy', { hoster: hoster('aa'), ...refusing }),
      ...servers(2, 'shy-and-gone', { status: 'NXDOMAIN', ...refusing }),
    ];
    const report = buildReport({ ...bare, scan: scan(12, { aliases: 4 }), servers: list });
    expect(report).toMatchObject({
      http: { OK: 7, ROBOTS: 3 },
      aliases: 4,
      activeUsers: 21,
      countedUsers: 7,
    });
    expect(report.hosters).toMatchObject([{ servers: 10, share: 1 }]);
  });

  it('counts a census', () => {
    const report = buildReport(modelInput());
    expect(report).toMatchObject({
      week: '2026-W47',
      network: 'fediverse',
      source: 'nodes.fediverse.party',
      population: 400,
      sampled: 400,
      answered: 347,
      unresolved: 53,
      statuses: { NOERROR: 347, NXDOMAIN: 30, TIMEOUT: 23 },
      http: { OK: 347 },
      aliases: 0,
      unattributed: { servers: 3 },
      hidden: { servers: 53 },
    });
    expect(report.implausible.map(({ domain }) => domain)).toEqual(['humankind.example', 'odd.example']);
    const [ovh, hetzner] = report.hosters;
    expect(ovh).toMatchObject({ id: 'ovh', servers: 84, share: 84 / 347, min: 84 / 347, max: 137 / 347 });
    expect(ovh?.marginOfError).toBeNull();
    expect(ovh?.change).toBeCloseTo(5 / 347, 12);
    expect(ovh?.changeMargin).toBeNull();
    expect(hetzner?.change).toBeCloseTo(-5 / 347, 12);
    expect(report.previous).toEqual({
      week: '2026-W46',
      finishedAt: '2026-11-10T03:20:00.000Z',
      answered: 347,
    });
    expect(report.movers).toHaveLength(5);
    expect(report.movers[0]).toEqual({
      domain: 's0.ovh.example',
      change: 'hoster',
      from: { hoster: hoster('hetzner', 'Hetzner'), front: null },
      to: { hoster: hoster('ovh', 'OVH', 'FR'), front: null },
    });
    expect(report.flows.flows).toMatchObject([{ from: { id: 'hetzner' }, to: { id: 'ovh' }, net: 5 }]);
  });

  it('gives a sample its margins', () => {
    const report = buildReport(modelInput({ seed: 'seed', population: 12_000 }));
    expect(report.hosters[0]?.marginOfError ?? 0).toBeGreaterThan(0.03);
    expect(report.hosters[0]?.changeMargin ?? 0).toBeGreaterThan(report.hosters[0]?.marginOfError ?? 1);
  });

  it('has no change relative to another list or network', () => {
    const input = modelInput();
    const previous = (known: object) => ({ scan: scan(400, known), totals: totalsOf(modelServers()) });
    for (const other of [{ source: 'another list' }, { network: 'xmpp' }, { finishedAt: null }]) {
      const report = buildReport({ ...input, previous: previous(other) });
      expect(report.previous).toBeNull();
      expect(report.hosters[0]?.change).toBeNull();
    }
  });

  it('puts the networks side by side, each with its own latest scan', () => {
    const xmpp = servers(10, 'x', { hoster: hoster('hetzner') });
    const report = buildReport({
      ...modelInput(),
      comparison: [
        { scan: scan(10, { network: 'xmpp', source: 'providers.xmpp.net' }), servers: xmpp },
        { scan: scan(10, { network: 'fediverse', source: 'stale' }), servers: xmpp },
      ],
    });
    expect(report.comparison.map(({ network, source }) => [network, source])).toEqual([
      ['fediverse', 'nodes.fediverse.party'],
      ['xmpp', 'providers.xmpp.net'],
    ]);
    expect(report.comparison[0]?.top).toHaveLength(5);
    expect(report.comparison[0]?.concentration).toEqual(report.concentration);
  });

  it('adds up: hosters, fronts, unattributed and undetermined are all that answered', () => {
    fc.assert(
      fc.property(anyServers, (list) => {
        const report = buildReport({ ...bare, scan: scan(list.length), servers: list });
        const total = (slices: readonly { servers: number }[]) =>
          slices.reduce((sum, slice) => sum + slice.servers, 0);
        const { hosters, fronts, unattributed, undetermined, answered, unresolved, sampled, statuses } =
          report;
        expect(total([...hosters, ...fronts, unattributed]) + undetermined).toBe(answered);
        expect(answered + unresolved).toBe(sampled);
        expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(sampled);
        for (const one of hosters) {
          expect(one.min).toBe(one.share);
          expect(one.max).toBeGreaterThanOrEqual(one.min);
          expect(one.max).toBeLessThanOrEqual(1);
        }
        expect(JSON.stringify(report)).not.toContain('NaN');
      }),
    );
  });

  it('is the same for the same servers in any order', () => {
    const input = modelInput();
    const reversed = {
      ...input,
      servers: input.servers.toReversed(),
      movers: input.movers.toReversed(),
    };
    expect(JSON.stringify(buildReport(reversed))).toBe(JSON.stringify(buildReport(input)));
  });

  it('rejects a scan that is not finished or lacks servers', () => {
    expect(() =>
      buildReport({ ...bare, scan: scan(1, { finishedAt: null }), servers: servers(1, 'a') }),
    ).toThrow('not finished');
    expect(() => buildReport({ ...bare, scan: scan(2), servers: [server('a.example')] })).toThrow(
      'looked at 2 servers, but 1 were given',
    );
  });
});
