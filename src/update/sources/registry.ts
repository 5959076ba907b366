import type { UpdateSource } from '../source.ts';
import { createBunny } from './bunny.ts';
import { createCloudflare } from './cloudflare.ts';
import { createCloudfront } from './cloudfront.ts';
import { createDbipAsn } from './dbip-asn.ts';
import { createDbipCity } from './dbip-city.ts';
import { createFastly } from './fastly.ts';
import { createIptoasn } from './iptoasn.ts';

/** Every source at its own address. The small ones come last: they are not compared with a table. */
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
