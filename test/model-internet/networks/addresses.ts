import type { Random } from '../random.ts';
import { PLACES, type Place } from './places.ts';
import type { ModelServer } from './server.ts';

/** Servers of managed hosting share addresses, and some name their hoster in a CNAME. */
interface Managed {
  readonly id: string;
  readonly weight: number;
  readonly ip: string;
  readonly cname?: string;
}

/**
 * Shared addresses as they are known of the fediverse: masto.host in OVH's network (vip.masto.host is what
 * its customers point their domains at), hostdon and fedicity, and one without a name in Hetzner's.
 */
export const MANAGED: readonly Managed[] = [
  { id: 'masto.host', weight: 48, ip: '94.23.75.107', cname: 'vip.masto.host' },
  { id: 'masto.host', weight: 38, ip: '54.38.247.97' },
  { id: 'masto.host', weight: 16, ip: '178.33.220.142' },
  { id: 'masto.host', weight: 11, ip: '217.182.80.236' },
  { id: 'hostdon', weight: 14, ip: '139.99.39.10' },
  { id: 'fedicity', weight: 12, ip: '153.126.214.250' },
  { id: 'shared-hetzner', weight: 11, ip: '49.12.191.254' },
];

/** Where a model server lives, and what that gives it in DNS and HTTP. */
export type Home = Pick<ModelServer, 'ip' | 'ipv6' | 'cname' | 'ptr' | 'headers'> & {
  readonly place: string;
};

export interface Lot {
  readonly weight: number;
  readonly settle: (random: Random) => Home;
}

/** Every place with its weight; weights sum to what is reachable of 1,000 servers. */
export function lots(): Lot[] {
  return [
    ...PLACES.map((place) => ({ weight: place.weight, settle: (random: Random) => homeIn(place, random) })),
    ...MANAGED.map(({ id, weight, ip, cname }) => ({
      weight,
      settle: () => (cname === undefined ? { place: id, ip } : { place: id, ip, cname, ptr: cname }),
    })),
  ];
}

/** A home at random addresses of a place; a CDN gives several, and its headers. */
export function homeIn(place: Place, random: Random): Home {
  const count = place.kind === 'cdn' ? 2 : 1;
  const ip = Array.from({ length: count }, () => addressIn(random.pick(place.ipv4), random));
  const home = { place: place.id, ip };
  // Homes rarely have it, and not every hoster's customer switches it on.
  const wantsIPv6 = random.next() < (place.kind === 'isp' ? 0.2 : place.kind === 'cdn' ? 0.95 : 0.5);
  const blocks = place.ipv6;
  const both =
    blocks !== undefined && wantsIPv6
      ? { ...home, ipv6: Array.from({ length: count }, () => addressIn(random.pick(blocks), random)) }
      : home;
  const headers = CDN_HEADERS[place.id]?.(random);
  return headers === undefined ? both : { ...both, headers };
}

const CDN_HEADERS: Readonly<Record<string, (random: Random) => Readonly<Record<string, string>>>> = {
  cloudflare: (random) => ({
    server: 'cloudflare',
    'cf-ray': `${random
      .below(2 ** 32)
      .toString(16)
      .padStart(16, '8')}-FRA`,
    'cf-cache-status': 'DYNAMIC',
  }),
  fastly: (random) => ({
    via: '1.1 varnish',
    'x-served-by': `cache-fra-model${random.below(9000) + 1000}-FRA`,
    'x-cache': 'MISS',
  }),
};

/** A host address within a CIDR block, never its first or last. */
export function addressIn(block: string, random: Random): string {
  const [base = '', length = ''] = block.split('/');
  if (!base.includes(':')) {
    const size = 2 ** (32 - Number(length));
    const first = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    const value = first + 1 + random.below(size - 2);
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
  }
  const groups = base.replace(/::$/, '').split(':');
  const fixed = Number(length);
  const parts = Array.from({ length: 8 }, (_, at) => {
    const known = Number.parseInt(groups[at] ?? '0', 16);
    const free = Math.min(16, Math.max(0, (at + 1) * 16 - fixed));
    if (free === 0) return known;
    // Servers sit at ::1 of a /64 of their own.
    if (at >= 4) return at === 7 ? 1 : 0;
    return known + random.below(2 ** free);
  });
  // RFC 5952: the zeros before the last group are the longest run, or as long as any.
  return `${parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::1`;
}
