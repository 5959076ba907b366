import type { Attribution, Hoster, Kind } from '../../src/model/attribution.ts';
import type { Domain } from '../../src/model/domain.ts';
import type { Network } from '../../src/model/network.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import type { Store } from '../../src/store/store.ts';
import { company, finding, week } from '../kit/findings.ts';
import { createRandom } from '../model-internet/random.ts';

export interface HistoryOptions {
  readonly network?: Network;
  readonly servers: number;
  readonly weeks: number;
  readonly seed?: number;
}

interface City {
  readonly country: string;
  readonly city: string;
  readonly lat: number;
  readonly lon: number;
}

interface Place {
  readonly hoster: Hoster | null;
  readonly front: Hoster | null;
  readonly kind: Kind;
  readonly asn: number;
  readonly city: City | null;
}

interface Truth {
  readonly name: Domain;
  readonly silent: boolean;
  readonly software: string;
  readonly six: boolean;
  place: Place;
  address: string;
  users: number;
}

/**
 * Published parts per thousand (fedinetmap, 2023-07), then a long tail of networks with one server or few.
 */
const KNOWN: readonly (readonly [string, string, number, number, string, readonly number[]])[] = [
  ['ovh', 'OVH', 16276, 150, 'FR', [0, 1, 2]],
  ['hetzner', 'Hetzner', 24940, 145, 'DE', [3, 4, 5]],
  ['digitalocean', 'DigitalOcean', 14061, 80, 'US', [6, 7, 8]],
  ['akamai', 'Akamai (Linode)', 63949, 45, 'US', [7, 8, 9]],
  ['netcup', 'netcup', 197540, 35, 'DE', [3, 10]],
  ['contabo', 'Contabo', 51167, 30, 'DE', [3, 6]],
  ['amazon', 'Amazon Web Services', 16509, 28, 'US', [6, 7, 9]],
  ['oracle', 'Oracle Cloud', 31898, 22, 'US', [6, 8]],
  ['vultr', 'Vultr', 20473, 20, 'US', [7, 8, 11]],
  ['scaleway', 'Scaleway', 12876, 18, 'FR', [0, 12]],
  ['sakura', 'SAKURA Internet', 9370, 15, 'JP', [9]],
  ['google', 'Google Cloud', 396982, 12, 'US', [6, 7]],
];
const FRONTS: readonly (readonly [string, string, number, number])[] = [
  ['cloudflare', 'Cloudflare', 13335, 160],
  ['fastly', 'Fastly', 54113, 6],
];
const CITIES: readonly City[] = [
  { country: 'FR', city: 'Paris', lat: 48.86, lon: 2.35 },
  { country: 'FR', city: 'Gravelines', lat: 50.99, lon: 2.13 },
  { country: 'CA', city: 'Beauharnois', lat: 45.31, lon: -73.87 },
  { country: 'DE', city: 'Nuremberg', lat: 49.45, lon: 11.07 },
  { country: 'DE', city: 'Falkenstein', lat: 50.48, lon: 12.37 },
  { country: 'FI', city: 'Helsinki', lat: 60.17, lon: 24.94 },
  { country: 'US', city: 'New York', lat: 40.71, lon: -74.01 },
  { country: 'US', city: 'San Francisco', lat: 37.77, lon: -122.42 },
  { country: 'GB', city: 'London', lat: 51.51, lon: -0.13 },
  { country: 'JP', city: 'Tokyo', lat: 35.69, lon: 139.69 },
  { country: 'AT', city: 'Vienna', lat: 48.21, lon: 16.37 },
  { country: 'AU', city: 'Sydney', lat: -33.87, lon: 151.21 },
  { country: 'NL', city: 'Amsterdam', lat: 52.37, lon: 4.9 },
  { country: 'NO', city: 'Tromsø', lat: 69.65, lon: 18.96 },
  { country: 'BR', city: 'São Paulo', lat: -23.55, lon: -46.63 },
  { country: 'NZ', city: 'Dunedin', lat: -45.87, lon: 170.5 },
  { country: 'SE', city: 'Stockholm', lat: 59.33, lon: 18.07 },
  { country: 'IN', city: 'Mumbai', lat: 19.08, lon: 72.88 },
  { country: 'ZA', city: 'Johannesburg', lat: -26.2, lon: 28.05 },
  { country: 'CH', city: 'Zurich', lat: 47.38, lon: 8.54 },
];
const SOFTWARE = [
  'mastodon',
  'mastodon',
  'mastodon',
  'misskey',
  'lemmy',
  'peertube',
  'pleroma',
  'gotosocial',
];
const WORDS =
  'tea harbour quiet moss lantern otter cobalt meadow ember drift willow static orbit pebble'.split(' ');
/** Networks of the tail, one server or few each. */
const TAIL = 1800;

/**
 * Writes weekly scans of a made-up network into a store: 1 % of the servers move each week, 15 % give no
 * answer, and user counts drift. The same options give the same history.
 */
export function writeHistory(store: Store, options: HistoryOptions): void {
  const { network = 'fediverse', servers, weeks, seed = 7 } = options;
  const { next: random } = createRandom(String(seed));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const place = (): Place => {
    let roll = random() * 1000;
    for (const [id, name, asn, parts, country, cities] of KNOWN) {
      roll -= parts;
      if (roll < 0) return settle({ id, name, country }, asn, 'hosting', CITIES[pick(cities)] ?? null);
    }
    for (const [id, name, asn, parts] of FRONTS) {
      roll -= parts;
      if (roll < 0) return { hoster: null, front: { id, name, country: 'US' }, kind: 'cdn', asn, city: null };
    }
    const number = Math.floor(random() ** 2 * TAIL);
    const city = CITIES[(number * 7) % CITIES.length] as City;
    const kind =
      (['hosting', 'isp', 'isp', 'education', 'business', 'government'] as const)[number % 6] ?? 'isp';
    const asn = 64_500 + number;
    return settle(
      { id: `as${asn}`, name: `Small Network ${number}`, country: city.country },
      asn,
      kind,
      city,
    );
  };
  const settle = (hoster: Hoster, asn: number, kind: Kind, city: City | null): Place => ({
    hoster,
    front: null,
    kind,
    asn,
    city,
  });
  const address = () =>
    `10.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}.${Math.floor(random() * 256)}`;
  const truths: Truth[] = Array.from({ length: servers }, (_, index) => ({
    name: `${pick(WORDS)}-${pick(WORDS)}-${index.toString(36)}.example` as Domain,
    silent: random() < 0.15,
    software: pick(SOFTWARE),
    place: place(),
    address: address(),
    users: Math.floor(random() ** 12 * 8_000),
    six: random() < 0.45,
  }));

  for (let index = 0; index < weeks; index += 1) {
    const scan = store.scans.begin({
      network,
      population: {
        source: 'a model list',
        population: servers,
        optedOut: 0,
        seed: null,
        farms: [],
        sources: [],
      },
      fingerprint: 'model',
      domains: truths.map(({ name }) => name),
      startedAt: week(index),
    });
    const findings = truths.map((truth) => {
      if (random() < 0.01) Object.assign(truth, { place: place(), address: address() });
      if (random() < 0.6) truth.users = Math.max(0, truth.users + Math.floor(random() * 7) - 3);
      return live(truth, network);
    });
    for (let done = 0; done < findings.length; done += 1000) {
      store.scans.record(scan.id, findings.slice(done, done + 1000));
    }
    store.scans.finish(scan.id, week(index));
  }
}

function live({ name, silent, place, address, users, software, six }: Truth, network: Network): ServerResult {
  if (silent) return finding(name, { network, status: 'NXDOMAIN', http: 'SKIPPED', self: null });
  const seen = finding(name, {
    network,
    addresses: six
      ? [
          address,
          `2001:db8::${address
            .split('.')
            .map(Number)
            .map((part) => part.toString(16))
            .join(':')}`,
        ]
      : [address],
    self: { software, usersTotal: users * 4, usersActiveMonth: users },
  });
  const { city, hoster, front, kind, asn } = place;
  const attribution: Attribution = {
    ...(seen.attribution as Attribution),
    asn,
    hoster,
    front,
    kind,
    operator: name.length % 97 === 0 ? company('managed') : null,
    location:
      city === null
        ? { country: null, city: null, lat: null, lon: null, accuracy: 'anycast' }
        : { ...city, accuracy: 'city' },
  };
  return { ...seen, addresses: [attribution], attribution };
}
