import { join } from 'node:path';
import type { Databases } from './sources.ts';
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
        const { compileLocation } = await import('./compile-location.ts');
        return compileLocation(family, city[`ipv${family}`], country[`ipv${family}`]);
      },
    });
  const [as, locationIPv4, locationIPv6] = await Promise.all([
    openTable({
      dir,
      name: 'as',
      version: asn.version,
      source: asn.fingerprint,
      onProgress,
      compile: async () => (await import('./compile-as.ts')).compileAs(asn.ipv4, asn.ipv6),
    }),
    location(4),
    location(6),
  ]);
  return { as, locationIPv4, locationIPv6 };
}
