import type { Plausible } from '../check-rows.ts';
import { createFrontSource, readPlainList } from '../front-list.ts';
import type { UpdateSource } from '../source.ts';

/**
 * https://support.bunny.net/hc/en-us/articles/24155254055964-Do-you-have-an-IP-whitelist: single edge
 * servers. Most are in other companies' networks, so their AS number does not identify them.
 */
export function createBunny(base = 'https://bunnycdn.com', rows: Plausible = [100, 20_000]): UpdateSource {
  return createFrontSource({
    id: 'bunny',
    title: 'bunny.net',
    urls: [`${base}/api/system/edgeserverlist/plain`, `${base}/api/system/edgeserverlist/IPv6/plain`],
    read: readPlainList,
    rows,
    limits: { shortest: { ipv4: 24, ipv6: 64 }, most: { ipv4: 100_000, ipv6: 1 } },
  });
}
