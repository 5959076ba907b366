import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { parseIPv4 } from '../../src/attribution/tables/ipv4.ts';

/** What the address database says of an AS. */
export interface AsFacts {
  readonly name: string;
  /** IPv4 addresses that it announces. */
  readonly addresses: number;
}

/** Names and sizes of the given AS from the address database. */
export async function readAsFacts(asns: ReadonlySet<number>): Promise<ReadonlyMap<number, AsFacts>> {
  const require = createRequire(import.meta.url);
  const facts = new Map<number, AsFacts>();
  for (const file of ['asn-ipv4.csv', 'asn-ipv6.csv']) {
    const input = createReadStream(require.resolve(`@ip-location-db/asn/${file}`));
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const [, start = '', end = '', digits, name = ''] =
        /^([^,]+),([^,]+),(\d+),"?(.*?)"?$/.exec(line) ?? [];
      const asn = Number(digits);
      if (!asns.has(asn)) continue;
      const known = facts.get(asn) ?? { name: name.replaceAll('""', '"'), addresses: 0 };
      const size = file === 'asn-ipv4.csv' ? parseIPv4(end) - parseIPv4(start) + 1 : 0;
      facts.set(asn, { ...known, addresses: known.addresses + size });
    }
  }
  return facts;
}
