import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CityResponse, Reader } from 'mmdb-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAttributor } from '../../../src/attribution/attributor.ts';
import { readCities } from '../../../src/attribution/compile/compile-location.ts';
import { chooseDatabases } from '../../../src/attribution/databases/choose.ts';
import { downloadsFolder, manifestFile, readManifest } from '../../../src/attribution/databases/downloads.ts';
import { embeddedDatabases } from '../../../src/attribution/databases/sources.ts';
import { valueAt } from '../../../src/update/canaries.ts';
import { updateData } from '../../../src/update/update.ts';
import { PUBLIC, startWorld, type World } from '../../kit/model-clients.ts';
import { writeMmdb } from '../../update/mmdb-writer.ts';
import { FRESH, FRONTS, installDatabases, NOW, publishers, SOURCES } from '../../update/model-data.ts';

let world: World;
const dataDir = mkdtempSync(join(tmpdir(), 'whohosts-downloaded-'));
const folder = downloadsFolder(dataDir);

beforeAll(async () => {
  world = await startWorld(
    Object.entries(publishers()).map(([domain, routes]) => ({ domain, ip: PUBLIC, routes })),
  );
  await updateData({
    dataDir,
    http: world.http,
    sources: SOURCES,
    fronts: FRONTS,
    installed: installDatabases(join(dataDir, 'npm')),
    now: () => NOW,
    onProgress: () => {},
  });
});
afterAll(async () => {
  await world.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('an attributor over downloads', () => {
  it('answers from them, and says so', async () => {
    const said: string[] = [];
    const attributor = await openAttributor({ dataDir, onProgress: (line) => said.push(line) });
    expect(attributor.attribute('185.1.2.3')).toMatchObject({ asn: 64500, asName: 'Newcomer Hosting' });
    expect(attributor.attribute('2a01:4f8::1')).toMatchObject({
      asn: 24940,
      asName: 'Hetzner Online GmbH',
      location: { country: 'DE', city: 'City of DE', lat: 12.5, lon: -7.25 },
    });
    expect(attributor.attribute('116.203.1.1').location).toMatchObject({ country: 'DE', city: 'City of DE' });
    expect(attributor.attribute('5.9.71.119').front?.id).toBe('bunny');
    expect(attributor.attribute('203.83.221.1').front?.id).toBe('cloudfront');
    expect(attributor.sources.map(({ name, date }) => [name, date])).toEqual([
      ['iptoasn', '2026-11-19'],
      ['DB-IP ASN Lite', '2026-10-01'],
      ['DB-IP City Lite', '2026-10-01'],
      ['ip-location-db geo-whois-asn-country', expect.any(String)],
      ['Cloudflare address ranges', '2026-11-20'],
      ['Amazon CloudFront address ranges', '2026-11-18'],
      ['Fastly address ranges', '2026-11-20'],
      ['bunny.net address ranges', '2026-11-20'],
    ]);
    // Of AS, of places in each family, and of the rules with the published ranges.
    expect(said).toHaveLength(4);
  });

  it('compiles them once', async () => {
    const said: string[] = [];
    await openAttributor({ dataDir, onProgress: (line) => said.push(line) });
    expect(said).toEqual([]);
  });

  it('prefers installed databases that are newer', () => {
    const later = '2027-01-01';
    const installed = embeddedDatabases();
    const newer = (database: typeof installed.country) => ({
      ...database,
      credits: database.credits.map((credit) => ({ ...credit, date: later })),
    });
    const { databases } = chooseDatabases(dataDir, {
      asn: newer(installed.asn),
      city: newer(installed.city),
      country: installed.country,
    });
    expect([databases.asn.ipv4, databases.city.ipv4]).toEqual([installed.asn.ipv4, installed.city.ipv4]);
  });

  it('does with one AS table where the other is not whole', () => {
    const manifest = readFileSync(manifestFile(folder), 'utf8');
    const [file] = readManifest(folder).iptoasn?.files ?? [];
    const path = join(folder, file?.name ?? '');
    const bytes = readFileSync(path);
    truncateSync(path, 10);
    const { databases, problems } = chooseDatabases(dataDir, embeddedDatabases());
    writeFileSync(path, bytes);
    expect(problems).toEqual(['the download of iptoasn is not whole']);
    expect(databases.asn.credits.map(({ name }) => name)).toEqual(['DB-IP ASN Lite']);
    expect(readFileSync(manifestFile(folder), 'utf8')).toBe(manifest);
  });

  it.each([
    ['no JSON', '{"format":1,'],
    ['of another format', '{"format":2,"sources":{}}'],
    ['null', 'null'],
    [
      'full of nonsense',
      '{"format":1,"sources":{"iptoasn":{"date":5},"dbip-city":null,"fastly":{"files":[]}}}',
    ],
    [
      'leading elsewhere',
      '{"format":1,"sources":{"dbip-city":{"date":"2026-10-01","fetchedAt":"","url":"","files":[{"role":"mmdb","name":"../x","bytes":1,"sha256":"","rows":1}]}}}',
    ],
  ])('uses the installed ones where the manifest is %s', (_what, text) => {
    const manifest = readFileSync(manifestFile(folder), 'utf8');
    writeFileSync(manifestFile(folder), text);
    const choice = chooseDatabases(dataDir, embeddedDatabases());
    writeFileSync(manifestFile(folder), manifest);
    expect(choice).toMatchObject({ databases: embeddedDatabases(), downloaded: false });
  });

  it('uses the installed ones, and says why, where a file was changed since it was checked', async () => {
    const [file] = readManifest(folder)['dbip-asn']?.files ?? [];
    const path = join(folder, file?.name ?? '');
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes.toString('latin1').replace('24940', '24941'), 'latin1'));
    rmSync(join(dataDir, 'tables'), { recursive: true });
    const said: string[] = [];
    const attributor = await openAttributor({ dataDir, onProgress: (line) => said.push(line) });
    writeFileSync(path, bytes);
    expect(said.join('\n')).toMatch(/downloaded databases are not used: .* is damaged/);
    expect(attributor.attribute('116.203.1.1').asn).toBe(24940);
    expect(attributor.sources[0]?.name).toMatch(/ip-location-db asn/);
  });
});

describe('a combined tree', () => {
  const file = join(dataDir, 'combined.mmdb');
  const bytes = writeMmdb({
    ipVersion: 6,
    records: FRESH.map(({ cidr, country }) => [cidr, { country: { iso_code: country } }] as const),
    aliases: ['2002::/16', '2001::/32', '::ffff:0:0/96'],
  });

  it('is the one that mmdb-lib reads', () => {
    const reader = new Reader<CityResponse>(bytes);
    expect(reader.get('116.203.1.1')?.country?.iso_code).toBe('DE');
    expect(reader.get('2002:74cb:101::1')?.country?.iso_code).toBe('DE');
    expect(reader.get('2001:200::1')?.country?.iso_code).toBe('JP');
  });

  it('answers each family with its own part, and nothing for the aliases', () => {
    writeFileSync(file, bytes);
    const of = (family: 4 | 6, address: string) => {
      const { cities, records } = readCities(family, file, 'combined');
      return records[valueAt(cities, address)]?.country ?? null;
    };
    expect(of(4, '116.203.1.1')).toBe('DE');
    expect(of(4, '116.204.1.1')).toBe(null);
    expect(of(6, '2a01:4f8::1')).toBe('DE');
    expect(of(6, '2001:200::1')).toBe('JP');
    expect(of(6, '2002:74cb:101::1')).toBe(null);
    expect(of(6, '4000::1')).toBe(null);
    expect(of(6, '::74cb:101')).toBe(null);
  });

  it('is refused where its family is not what is said', () => {
    const { city } = embeddedDatabases();
    expect(() => readCities(4, city.ipv4, 'combined')).toThrow(/IP version 4, not 6/);
    writeFileSync(file, bytes);
    expect(() => readCities(4, file, 'single')).toThrow(/IP version 6, not 4/);
  });

  it('that would take for ever to walk is refused', () => {
    // Each node leads to the next by both sides: 2 to the power of 100 ways through 100 nodes.
    const chain = Buffer.from(bytes);
    const { nodeCount } = new Reader(bytes).metadata;
    for (let node = 0; node < nodeCount - 1; node++) {
      chain.writeUIntBE(node + 1, node * 7, 3);
      chain[node * 7 + 3] = 0;
      chain.writeUIntBE(node + 1, node * 7 + 4, 3);
    }
    writeFileSync(file, chain);
    expect(() => readCities(6, file, 'combined')).toThrow(/more leaves|deeper/);
  });
});
