import { indexHosters } from '../../src/attribution/rules/hosters.ts';

/**
 * A few invented companies on the real address databases: what the rules do must not hang on what the tables
 * say today.
 */
export const FIXTURE_HOSTERS = indexHosters({
  hosters: [
    { id: 'hetzner', name: 'Hetzner', country: 'DE', kind: 'hosting', asns: [24940] },
    {
      id: 'reseller',
      name: 'Reseller',
      country: 'AT',
      kind: 'business',
      prefixes: ['116.203.7.0/24', '2a01:4f8:7::/48'],
    },
    { id: 'ptr-host', name: 'Ptr Host', country: 'NL', kind: 'hosting', ptr: ['ptr-host.example'] },
  ],
  fronts: [
    {
      id: 'cloudflare',
      name: 'Cloudflare',
      country: 'US',
      kind: 'cdn',
      asns: [13335],
      prefixes: ['104.16.0.0/13', '116.203.9.0/24'],
      cname: ['cdn.cloudflare.example'],
      domains: ['pages.example'],
      headers: { server: '^cloudflare$' },
    },
  ],
  operators: [
    {
      id: 'managed',
      name: 'Managed',
      country: 'PT',
      kind: 'hosting',
      prefixes: ['116.203.8.8/32'],
      cname: ['vip.managed.example'],
      ptr: ['managed.example'],
      domains: ['managed.example'],
    },
  ],
});
