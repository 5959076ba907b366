import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lie, type LyingResolver, startLyingResolver } from '../kit/lying-resolver.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

/*
 * Name servers that answer one type of question and not the other: load balancers that say that a name does
 * not exist (weaveworks/weave#2244, firezone/firezone#3299), broken DNSSEC (matrix-org/synapse#2477), servers
 * that do not know AAAA (dns-violations/dnsflagday#90).
 */

const LIES: readonly Lie[] = ['NXDOMAIN', 'SERVFAIL', 'NOTIMP', 'REFUSED', 'silence'];
const FOUR = '116.203.1.1';
const SIX = '2a01:4f8::1';

interface Case {
  readonly domain: string;
  readonly has: 'A' | 'AAAA' | 'neither';
  /** The type that is answered by the lie. */
  readonly lied: 'A' | 'AAAA';
  readonly lie: Lie;
}
const CASES: readonly Case[] = (['A', 'AAAA', 'neither'] as const).flatMap((has) =>
  LIES.flatMap((lie) => {
    const lied = has === 'AAAA' ? ('A' as const) : ('AAAA' as const);
    return [{ domain: `${has}-${lied}-${lie}.example`.toLowerCase(), has, lied, lie }];
  }),
);

let internet: ModelInternet;
let resolver: LyingResolver;
let product: Product;
let found: ReadonlyMap<string, { status: string; endpoints: { addresses: string[] }[]; software: unknown }>;

beforeAll(async () => {
  internet = await startInternet({
    servers: CASES.map(
      ({ domain, has }): ModelServer => ({
        domain,
        software: 'mastodon',
        ...(has === 'A' ? { ip: FOUR } : has === 'AAAA' ? { ipv6: SIX } : { behaviour: 'nodata' as const }),
      }),
    ),
  });
  resolver = await startLyingResolver(internet.dns.address, (name, type) => {
    const one = CASES.find(({ domain }) => domain === name);
    return one !== undefined && one.lied === type ? one.lie : null;
  });
  product = await openProduct({ environment: { ...internet.environment(), DNS_SERVERS: resolver.address } });
  const ran = await product.run(['lookup', ...CASES.map(({ domain }) => domain), '--json']);
  const answers = JSON.parse(ran.stdout) as { domain: string }[];
  found = new Map(answers.map((one) => [one.domain, one as never]));
}, 120_000);
afterAll(async () => {
  await product?.discard();
  resolver?.stop();
  await internet?.stop();
});

describe('a name of which one type of address', () => {
  it.each(CASES.filter(({ has }) => has !== 'neither'))(
    'is unavailable ($lied: $lie) is found by the other',
    ({ domain, has }) => {
      expect(found.get(domain)).toMatchObject({
        status: 'NOERROR',
        endpoints: [{ addresses: [has === 'A' ? FOUR : SIX] }],
        software: 'mastodon',
      });
    },
  );

  it.each(CASES.filter(({ has, lie }) => has === 'neither' && lie !== 'NXDOMAIN'))(
    'does not exist and the other could not be asked ($lied: $lie) is reported as a failure',
    ({ domain, lie }) => {
      const status =
        lie === 'silence' ? 'TIMEOUT' : lie === 'NOTIMP' ? /^(?:SERVFAIL|FORMERR|REFUSED)$/ : lie;
      expect(found.get(domain)?.status).toMatch(status);
      expect(found.get(domain)?.endpoints).toEqual([]);
    },
  );
});
