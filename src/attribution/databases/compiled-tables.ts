import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PublishedRegion } from '../compile/compile-location.ts';
import type { Columns } from '../tables/table-file.ts';
import { checkFile } from './downloads.ts';
import type { Database, Databases } from './sources.ts';
import { openTable } from './table-store.ts';

export interface Tables {
  readonly as: Columns;
  readonly locationIPv4: Columns;
  readonly locationIPv6: Columns;
}

/** Which countries providers publish for their blocks; compiled into the location tables. */
const REGIONS = new URL('../../../data/regions.json', import.meta.url);

/** Where compiled tables are kept. */
export function tablesFolder(dataDir: string): string {
  return join(dataDir, 'tables');
}

/** Loads a compiler at once, because a table may turn out damaged in the middle of a look-up. */
const require = createRequire(import.meta.url);

/**
 * The compiled tables of the databases, from `dataDir/tables`, compiled where they are missing, damaged or of
 * older data (some seconds; the compilers are loaded only then). `onProgress` reports what takes time.
 */
export function openTables(
  databases: Databases,
  dataDir: string,
  onProgress: (message: string) => void,
): Tables {
  const dir = tablesFolder(dataDir);
  const { asn, city, country } = databases;
  const regions = readFileSync(REGIONS, 'utf8');
  const regionsDigest = createHash('sha256').update(regions).digest('hex').slice(0, 16);
  const location = (family: 4 | 6) =>
    openTable({
      dir,
      name: `location-ipv${family}`,
      version: `${city.version}-${country.version}`,
      source: `${city.fingerprint} + ${country.fingerprint} + regions ${regionsDigest}`,
      onProgress,
      compile: () => {
        checkFiles(city);
        const compiler: typeof import('../compile/compile-location.ts') = require('../compile/compile-location.ts');
        return compiler.compileLocation(family, {
          city: city[`ipv${family}`],
          country: country[`ipv${family}`],
          ...(city.layout && { layout: city.layout }),
          regions: JSON.parse(regions) as PublishedRegion[],
        });
      },
    });
  return {
    as: openTable({
      dir,
      name: 'as',
      version: asn.version,
      source: asn.fingerprint,
      onProgress,
      compile: () => {
        checkFiles(asn);
        const compiler: typeof import('../compile/compile-as.ts') = require('../compile/compile-as.ts');
        return compiler.compileAs(asn.ipv4, asn.ipv6, asn);
      },
    }),
    locationIPv4: location(4),
    locationIPv6: location(6),
  };
}

function checkFiles({ checksums = {} }: Database): void {
  for (const [path, sha256] of Object.entries(checksums)) checkFile(path, sha256);
}
