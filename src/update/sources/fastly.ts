import { parseJsonObject } from '../../text/json.ts';
import type { Plausible } from '../check-rows.ts';
import { createFrontSource, LIMITS } from '../front-list.ts';
import type { UpdateSource } from '../source.ts';

/** https://www.fastly.com/documentation/reference/api/utils/public-ip-list/ */
export function createFastly(base = 'https://api.fastly.com', rows: Plausible = [8, 200]): UpdateSource {
  return createFrontSource({
    id: 'fastly',
    title: 'Fastly',
    urls: [`${base}/public-ip-list`],
    read: (body) => {
      const { addresses, ipv6_addresses: ipv6 } = parseJsonObject(body) ?? {};
      return Array.isArray(addresses) && Array.isArray(ipv6) ? [...addresses, ...ipv6].map(String) : null;
    },
    rows,
    limits: LIMITS,
  });
}
