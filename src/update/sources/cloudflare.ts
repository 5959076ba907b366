import type { Plausible } from '../check-rows.ts';
import { createFrontSource, LIMITS, readPlainList } from '../front-list.ts';
import type { UpdateSource } from '../source.ts';

/** https://www.cloudflare.com/ips/ */
export function createCloudflare(
  base = 'https://www.cloudflare.com',
  rows: Plausible = [8, 200],
): UpdateSource {
  return createFrontSource({
    id: 'cloudflare',
    title: 'Cloudflare',
    urls: [`${base}/ips-v4`, `${base}/ips-v6`],
    read: readPlainList,
    rows,
    limits: LIMITS,
  });
}
