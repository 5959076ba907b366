import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json } from '../model-internet/https/routes.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const GEO = { asn: 24940, isp: 'Hetzner Online GmbH', country_code: 'DE', city: 'Falkenstein' };
const REVERSED = '1.1.203.116';

let internet: ModelInternet;
let product: Product;
beforeAll(async () => {
  internet = await startInternet({
    servers: [
      { domain: 'social.example', ip: '116.203.1.1', software: 'mastodon' },
      {
        domain: 'tools.keycdn.com',
        ip: '185.172.148.128',
        routes: { '/geo.json?host=116.203.1.1': json({ status: 'success', data: { geo: GEO } }) },
      },
    ],
    records: [
      {
        name: `${REVERSED}.origin.asn.cymru.com`,
        type: 'TXT',
        data: '24940 | 116.203.0.0/16 | DE | ripencc | 2018',
      },
      {
        name: 'AS24940.asn.cymru.com',
        type: 'TXT',
        data: '24940 | DE | ripencc | 2002-06-03 | HETZNER-AS, DE',
      },
    ],
  });
  product = await openProduct({
    environment: { ...internet.environment(), PUBLIC_URL: 'https://whohosts.example' },
  });
});
afterAll(() => Promise.all([product.discard(), internet.stop()]));

describe('lookup --second-opinion', () => {
  it('shows what others say beside our answer', async () => {
    const ran = await product.run(['lookup', 'social.example', '--second-opinion']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(
      '  116.203.1.1 by Team Cymru: AS24940, HETZNER-AS, DE, DE, 116.203.0.0/16\n',
    );
    expect(ran.stdout).toContain(
      '  116.203.1.1 by IP Location Finder by KeyCDN (https://tools.keycdn.com/geo): AS24940, Hetzner Online GmbH, Falkenstein, DE\n',
    );
  });

  it('has them as a field of the JSON document', async () => {
    const ran = await product.run(['lookup', 'social.example', '--second-opinion', '--json']);
    expect(JSON.parse(ran.stdout).secondOpinions).toMatchObject([
      { source: 'team-cymru', address: '116.203.1.1', status: 'OK', asns: [24940] },
      { source: 'keycdn', address: '116.203.1.1', status: 'OK', asns: [24940], city: 'Falkenstein' },
    ]);
  });

  it('asks nobody else unless told to', async () => {
    const before = internet.https.requests('tools.keycdn.com').length;
    const ran = await product.run(['lookup', 'social.example', '--json']);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).not.toHaveProperty('secondOpinions');
    expect(internet.https.requests('tools.keycdn.com').length).toBe(before);
  });
});
