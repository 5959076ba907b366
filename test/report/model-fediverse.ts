import type { Hoster } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { Scan } from '../../src/model/scan.ts';
import type { MeasuredServer, Mover } from '../../src/model/server.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { hoster, scan, server, servers } from '../statistics/servers.ts';

const on = (count: number, known: Hoster, users: number, country = known.country) =>
  servers(count, known.id, {
    hoster: known,
    kind: 'hosting',
    country,
    usersTotal: users * 3,
    usersActiveMonth: users,
  });
const behind = (count: number, known: Hoster, users: number) =>
  servers(count, known.id, { front: known, kind: 'cdn', usersTotal: users * 3, usersActiveMonth: users });

/** 400 servers in proportions like those that others published, two of them with counts nobody should believe. */
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
      on(1, hoster(`as${64500 + index}`, `Small Network ${index}`), index),
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

/** A week before: four OVH servers were at Hetzner still, and one elsewhere. */
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

export function modelInput(known: Partial<Scan> = {}): ReportInput {
  const before = {
    id: 1,
    startedAt: '2026-11-10T03:00:00.000Z',
    finishedAt: '2026-11-10T03:20:00.000Z',
  };
  return {
    scan: scan(400, { id: 2, ...known }),
    servers: modelServers(),
    movers: modelMovers(),
    previous: { scan: scan(400, { ...known, ...before }), servers: modelServersBefore() },
    comparison: [],
  };
}
