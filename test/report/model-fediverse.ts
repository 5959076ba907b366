import type { Hoster } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { MeasuredServer, Mover } from '../../src/model/server.ts';
import type { PastScan } from '../../src/report/earlier-scans.ts';
import type { ReportInput, ScanResult } from '../../src/report/report.ts';
import type { TotalRow } from '../../src/statistics/totals.ts';
import { hoster, scan, server, servers } from '../statistics/servers.ts';

/** Where the servers of a country are, as city databases report it. */
const CITIES: Readonly<Record<string, readonly (readonly [string, number, number])[]>> = {
  DE: [
    ['Falkenstein', 50.48, 12.37],
    ['Nuremberg', 49.45, 11.07],
    ['Hamburg', 53.55, 9.99],
  ],
  FR: [
    ['Roubaix', 50.69, 3.17],
    ['Gravelines', 50.99, 2.13],
    ['Paris', 48.86, 2.35],
  ],
  US: [
    ['Ashburn', 39.04, -77.49],
    ['Santa Clara', 37.35, -121.96],
    ['New York', 40.71, -74.01],
  ],
  JP: [
    ['Tokyo', 35.69, 139.69],
    ['Ishikari', 43.17, 141.32],
  ],
  FI: [['Helsinki', 60.17, 24.94]],
  SG: [['Singapore', 1.29, 103.85]],
  AU: [['Sydney', -33.87, 151.21]],
  BR: [['São Paulo', -23.55, -46.63]],
  NO: [['Tromsø', 69.65, 18.96]],
};

const on = (count: number, known: Hoster, users: number, country = known.country) =>
  servers(count, known.id, {
    hoster: known,
    kind: 'hosting',
    country,
    usersTotal: users * 3,
    usersActiveMonth: users,
  }).map((one, index) => {
    const cities = CITIES[country ?? ''] ?? [];
    const [city, lat, lon] = cities[index % cities.length] ?? [null, null, null];
    const addresses = index % 3 === 0 ? ['192.0.2.1', '2001:db8::1'] : ['192.0.2.1'];
    return { ...one, city, lat, lon, addresses, agree: index % 20 !== 7 };
  });
const behind = (count: number, known: Hoster, users: number) =>
  servers(count, known.id, { front: known, kind: 'cdn', usersTotal: users * 3, usersActiveMonth: users });

/** 400 servers in proportions like those that others published. Two of them claim implausible counts. */
export function modelServers(): readonly MeasuredServer[] {
  return [
    ...on(82, hoster('ovh', 'OVH', 'FR'), 60),
    ...on(48, hoster('hetzner', 'Hetzner'), 260),
    ...on(30, hoster('digitalocean', 'DigitalOcean', 'US'), 110),
    ...on(18, hoster('akamai', 'Akamai (Linode)', 'US'), 90),
    ...on(14, hoster('netcup', 'netcup'), 80),
    ...on(12, hoster('contabo', 'Contabo'), 50),
    ...on(11, hoster('amazon', 'Amazon Web Services', 'US'), 170),
    ...on(9, hoster('oracle', 'Oracle Cloud', 'US'), 12),
    ...on(8, hoster('vultr', 'Vultr', 'US'), 40),
    ...on(7, hoster('scaleway', 'Scaleway', 'FR'), 70),
    ...on(6, hoster('sakura', 'SAKURA Internet', 'JP'), 400),
    ...Array.from({ length: 44 }, (_, index) =>
      on(
        1,
        hoster(
          `as${64500 + index}`,
          `Small Network ${index}`,
          ['DE', 'FI', 'SG', 'AU', 'BR', 'US', 'NO'][index % 7],
        ),
        index,
      ),
    ).flat(),
    ...behind(52, hoster('cloudflare', 'Cloudflare', 'US'), 300),
    ...behind(1, hoster('fastly', 'Fastly', 'US'), 9_000),
    server('humankind.example', {
      hoster: hoster('ovh', 'OVH', 'FR'),
      usersTotal: 8e9,
      usersActiveMonth: 8e9,
    }),
    server('odd.example', { hoster: hoster('ovh', 'OVH', 'FR'), usersTotal: 5, usersActiveMonth: 50 }),
    ...servers(3, 'nowhere'),
    ...servers(30, 'gone', { status: 'NXDOMAIN', addresses: [] }),
    ...servers(23, 'silent', { status: 'TIMEOUT', addresses: [] }),
  ];
}

/** The previous week: four OVH servers were still at Hetzner, and one was elsewhere. */
export function modelServersBefore(): readonly MeasuredServer[] {
  const hetzner = hoster('hetzner', 'Hetzner');
  return modelServers().map((known, index) => (index < 5 ? { ...known, hoster: hetzner } : known));
}

export function modelMovers(): readonly Mover[] {
  return Array.from({ length: 5 }, (_, index) => ({
    domain: `s${index}.ovh.example` as Domain,
    change: 'hoster',
    from: { hoster: hoster('hetzner', 'Hetzner'), front: null, addresses: ['192.0.2.7'] },
    to: { hoster: hoster('ovh', 'OVH', 'FR'), front: null, addresses: ['192.0.2.1'] },
  }));
}

/** Stored counts of a scan, counted in the simplest way. */
export function totalsOf(list: readonly MeasuredServer[]): readonly TotalRow[] {
  const rows = new Map<string, TotalRow>();
  for (const { status, hoster: own, front, kind, usersTotal, usersActiveMonth } of list) {
    const believed = usersTotal !== null && (usersActiveMonth ?? 0) <= usersTotal && usersTotal < 5e6;
    for (const [layer, key, name] of [
      ['status', status, null],
      ['hoster', own?.id, own?.name ?? null],
      ['front', front?.id, front?.name ?? null],
    ] as const) {
      if (key === undefined) continue;
      const row = rows.get(`${layer} ${key}`) ?? {
        layer,
        key,
        name,
        kind: layer === 'hoster' ? kind : null,
        servers: 0,
        activeUsers: 0,
      };
      const activeUsers = row.activeUsers + (believed ? (usersActiveMonth ?? 0) : 0);
      rows.set(`${layer} ${key}`, { ...row, servers: row.servers + 1, activeUsers });
    }
  }
  return [...rows.values()];
}

const DAY = 24 * 60 * 60 * 1000;
const LATEST = Date.parse('2026-11-17T03:20:00.000Z');
const daysBefore = (days: number) => new Date(LATEST - days * DAY).toISOString();

/**
 * One scan for each week before the latest; the previous week has id 100. OVH and Cloudflare grew all the
 * time, DigitalOcean shrank.
 */
export function modelPast(weeks: number, known: Partial<Scan> = {}): readonly PastScan[] {
  return Array.from({ length: weeks }, (_, index): PastScan => {
    const ago = weeks - index;
    const number = (one: MeasuredServer) => Number(/^s(\d+)\./.exec(one.domain)?.[1]);
    const digitalOcean = hoster('digitalocean', 'DigitalOcean', 'US');
    const wobble = (ago * 7) % 3;
    const list = modelServersBefore()
      .map((one) =>
        one.hoster?.id === 'ovh' && number(one) >= 82 - Math.floor(ago / 3) - (ago > 1 ? wobble : 0)
          ? { ...one, hoster: digitalOcean }
          : one,
      )
      .map((one) =>
        one.front?.id === 'cloudflare' && number(one) >= 52 - Math.floor(ago / 4)
          ? { ...one, front: null, hoster: hoster('hetzner', 'Hetzner') }
          : one,
      );
    return {
      scan: scan(400, {
        ...known,
        id: 101 - ago,
        startedAt: daysBefore(ago * 7),
        finishedAt: daysBefore(ago * 7),
      }),
      totals: totalsOf(list),
    };
  });
}

/** The control group: a thousand websites, a quarter of them behind a front. */
export function modelWebsites(): ScanResult {
  const list = [
    ...servers(95, 'web-amazon', { hoster: hoster('amazon', 'Amazon Web Services', 'US') }),
    ...servers(52, 'web-google', { hoster: hoster('google', 'Google Cloud', 'US') }),
    ...servers(31, 'web-ovh', { hoster: hoster('ovh', 'OVH', 'FR') }),
    ...Array.from({ length: 559 }, (_, index) =>
      servers(1, `web-${index}`, { hoster: hoster(`web${index}`) }),
    ).flat(),
    ...servers(250, 'web-front', { front: hoster('cloudflare', 'Cloudflare', 'US') }),
    ...servers(13, 'web-gone', { status: 'NXDOMAIN', addresses: [] }),
  ];
  return { scan: scan(list.length, { id: 7, network: 'web', source: 'Tranco' }), servers: list };
}

/** Two scans a week apart, without earlier scans or other networks. */
export function modelInput(known: Partial<Scan> = {}): ReportInput {
  const before = { id: 100, startedAt: daysBefore(7), finishedAt: daysBefore(7) };
  return {
    scan: scan(400, { id: 101, ...known }),
    servers: modelServers(),
    movers: modelMovers(),
    previous: { scan: scan(400, { ...known, ...before }), totals: totalsOf(modelServersBefore()) },
    comparison: [],
    past: modelPast(1, known),
  };
}

/** The same with a year of earlier scans, and the control group. */
export function modelYear(): ReportInput {
  return { ...modelInput(), past: modelPast(53), comparison: [modelWebsites()] };
}

/** A year without news in the last week. The number of the week decides which standing finding is used. */
export function modelQuiet(weeksLater = 0): ReportInput {
  const later = (moment: string) => new Date(Date.parse(moment) + weeksLater * 7 * DAY).toISOString();
  const shift = (one: Scan): Scan => ({
    ...one,
    startedAt: later(one.startedAt),
    finishedAt: later(one.finishedAt ?? one.startedAt),
  });
  const input = modelYear();
  const past = modelPast(53).map(({ scan: one, totals }, index, all) => ({
    scan: shift(one),
    totals: index === all.length - 1 ? totalsOf(modelServers()) : totals,
  }));
  const previous = past.at(-1)?.scan ?? input.scan;
  return {
    ...input,
    scan: shift(input.scan),
    movers: [],
    previous: { scan: previous, totals: totalsOf(modelServers()) },
    past,
  };
}
