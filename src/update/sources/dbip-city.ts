import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CITY_ROWS, checkCity } from '../check-city.ts';
import type { Plausible } from '../check-rows.ts';
import { download } from '../download.ts';
import { months } from '../months.ts';
import type { Fetched, UpdateSource, Workplace } from '../source.ts';

export interface DbipCityOptions {
  readonly base?: string;
  readonly rows?: Plausible;
  /** Largest file as sent, and decompressed. */
  readonly maxBytes?: number;
  readonly maxUnpackedBytes?: number;
}

/** https://db-ip.com/db/download/ip-to-city-lite: monthly, both address families in one tree. CC BY 4.0. */
export function createDbipCity(options: DbipCityOptions = {}): UpdateSource {
  return { id: 'dbip-city', title: 'DB-IP City Lite', fetch: (place) => fetchTree(options, place) };
}

async function fetchTree(options: DbipCityOptions, place: Workplace): Promise<Fetched> {
  const { base = 'https://download.db-ip.com/free', maxBytes = 200e6, maxUnpackedBytes = 400e6 } = options;
  const editions = months(place.now);
  const path = join(place.dir, 'city.mmdb');
  const { url } = await download(place, {
    urls: editions.map((month) => `${base}/dbip-city-lite-${month}.mmdb.gz`),
    maxBytes,
    maxUnpackedBytes,
    take: (data) => pipeline(data, createWriteStream(path)),
  });
  const rows = checkCity(path, place.inUse, options.rows ?? CITY_ROWS);
  const month = editions.find((edition) => url.includes(edition));
  return { date: `${month}-01`, url, files: [{ role: 'mmdb', path, rows }] };
}
