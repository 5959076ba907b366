import type { UpdateSource } from '../source.ts';
import { createBunny } from './bunny.ts';
import { createCloudflare } from './cloudflare.ts';
import { createCloudfront } from './cloudfront.ts';
import { createDbipAsn } from './dbip-asn.ts';
import { createDbipCity } from './dbip-city.ts';
import { createFastly } from './fastly.ts';
import { createIptoasn } from './iptoasn.ts';

/** Every source at its own address, the small ones last: they need no table to be compared with. */
export function allSources(): readonly UpdateSource[] {
  return [
    createIptoasn(),
    createDbipAsn(),
    createDbipCity(),
    createCloudflare(),
    createCloudfront(),
    createFastly(),
    createBunny(),
  ];
}
