import { join } from 'node:path';
import { checkFile } from './downloads.ts';
import type { Database, Databases } from './sources.ts';
import type { Sections } from './table-file.ts';
import { openTable } from './table-store.ts';

export interface Tables {
  readonly as: Sections;
  readonly locationIPv4: Sections;
  readonly locationIPv6: Sections;
}

/**
 * The compiled tables of the databases, from `dataDir/tables`, compiled where they are missing, damaged or of older data
 * (some seconds; the compilers are loaded only then). `onProgress` is told what takes time.
 */
export async function openTables(
  databases: Databases,
  dataDir: string,
  onProgress: (message: string) => void,
): Promise<Tables> {
  const dir = join(dataDir, 'tables');
  const { asn, city, country } = databases;
  const location = (family: 4 | 6) =>
    openTable({
      dir,
      name: `location-ipv${family}`,
      version: `${city.version}-${country.version}`,
      source: `${city.fingerprint} + ${country.fingerprint}`,
      onProgress,
      compile: async () => {
        checkFiles(city);
        const { compileLocation } = await import('./compile-location.ts');
        return compileLocation(family, city[`ipv${family}`], country[`ipv${family}`], city.layout);
      },
    });
  const [as, locationIPv4, locationIPv6] = await Promise.all([
    openTable({
      dir,
      name: 'as',
      version: asn.version,
      source: asn.fingerprint,
      onProgress,
      compile: async () => {
        checkFiles(asn);
        return (await import('./compile-as.ts')).compileAs(asn.ipv4, asn.ipv6, asn);
      },
    }),
    location(4),
    location(6),
  ]);
  return { as, locationIPv4, locationIPv6 };
}

function checkFiles({ checksums = {} }: Database): void {
  for (const [path, sha256] of Object.entries(checksums)) checkFile(path, sha256);
}
