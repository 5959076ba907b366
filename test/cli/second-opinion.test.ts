import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json } from '../model-internet/https/routes.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const GEO = { asn: 24940, isp: 'Hetzner Online GmbH', country_code: 'DE', city: 'Falkenstein' };
const BOOTSTRAP = { services: [[['116.0.0.0/8'], ['https://rdap.db.ripe.net/']]] };
const BLOCK = {
  objectClassName: 'ip network',
  cidr0_cidrs: [{ v4prefix: '116.203.0.0', length: 16 }],
  entities: [
    {
      roles: ['registrant'],
      vcardArray: [
        'vcard',
        [
          ['fn', {}, 'text', 'Hetzner Online GmbH'],
          ['kind', {}, 'text', 'org'],
        ],
      ],
    },
  ],
};
const REVERSED = '1.1.203.116';

const askedOf = (domain: string) => internet.https.requests(domain).length;
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
      {
        ...{ domain: 'data.iana.org', ip: '192.0.46.8' },
        routes: { '/rdap/ipv4.json': json(BOOTSTRAP) },
      },
      {
        ...{ domain: 'rdap.db.ripe.net', ip: '193.0.6.142' },
        routes: { '/ip/116.203.1.1': json(BLOCK, 'application/rdap+json') },
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
  it('shows other opinions next to our answer', async () => {
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

  it('asks no other service by default', async () => {
    const before = internet.https.requests('tools.keycdn.com').length;
    const ran = await product.run(['lookup', 'social.example', '--json']);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).not.toHaveProperty('secondOpinions');
    expect(internet.https.requests('tools.keycdn.com').length).toBe(before);
  });
});

describe('RDAP=on', () => {
  it('asks the registry too, once', async () => {
    expect(askedOf('data.iana.org') + askedOf('rdap.db.ripe.net')).toBe(0);
    await product.run(['lookup', 'social.example', '--second-opinion'], { environment: { RDAP: 'on' } });
    const ran = await product.run(['lookup', 'social.example', '--second-opinion'], {
      environment: { RDAP: 'on' },
    });
    expect(ran.stdout).toContain(
      '  116.203.1.1 by its registry (RDAP): its address block 116.203.0.0/16 is registered to Hetzner Online GmbH\n',
    );
    expect(askedOf('rdap.db.ripe.net')).toBe(1);
  });

  it('adds it to the answer to a mention, and not otherwise', async () => {
    const beside = /Its address block is registered to Hetzner Online GmbH\./;
    expect((await product.run(['reply', 'social.example'])).stdout).not.toMatch(beside);
    const ran = await product.run(['reply', 'social.example'], { environment: { RDAP: 'on' } });
    expect(ran.stdout).toMatch(beside);
  });
});
