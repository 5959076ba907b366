import { beforeAll, describe, expect, it } from 'vitest';
import { type Attributor, createAttributor } from '../../src/attribution/attributor.ts';
import { openTables } from '../../src/attribution/databases/compiled-tables.ts';
import { embeddedDatabases } from '../../src/attribution/databases/sources.ts';
import { TABLES_DIR } from './embedded-attributor.ts';
import { FIXTURE_HOSTERS } from './fixture-hosters.ts';
import { addressRulesOf } from './plain-address-rules.ts';

let fixture: Attributor;

beforeAll(async () => {
  const tables = openTables(embeddedDatabases(), TABLES_DIR, () => {});
  fixture = createAttributor(
    tables,
    { rules: addressRulesOf(FIXTURE_HOSTERS), whole: () => FIXTURE_HOSTERS },
    [],
  );
}, 300_000);

describe('the three layers', () => {
  it('lets the longest block win over the AS', () => {
    expect(fixture.attribute('116.203.7.1')).toMatchObject({
      asn: 24940,
      hoster: { id: 'reseller' },
      kind: 'business',
      evidence: ['prefix'],
    });
    expect(fixture.attribute('2a01:4f8:7::1')).toMatchObject({
      asn: 24940,
      hoster: { id: 'reseller' },
      evidence: ['prefix'],
    });
    expect(fixture.attribute('2a01:4f8:8::1')).toMatchObject({
      hoster: { id: 'hetzner' },
      evidence: ['asn'],
    });
  });

  it('believes a published range of a front in a foreign AS', () => {
    expect(fixture.attribute('116.203.9.1')).toMatchObject({
      asn: 24940,
      hoster: null,
      front: { id: 'cloudflare' },
      kind: 'cdn',
      location: { accuracy: 'anycast' },
      evidence: ['range'],
    });
    expect(fixture.attribute('1.1.1.1')).toMatchObject({ front: { id: 'cloudflare' }, evidence: ['asn'] });
  });

  it('names operators beside the hoster, never instead of it', () => {
    expect(fixture.attribute('116.203.8.8')).toMatchObject({
      hoster: { id: 'hetzner' },
      operator: { id: 'managed' },
      kind: 'hosting',
      evidence: ['asn', 'prefix'],
    });
    expect(fixture.attribute('116.203.8.9').operator).toBeNull();
  });

  it('falls back on the name of the AS', () => {
    expect(fixture.attribute('51.15.1.1')).toMatchObject({
      hoster: { id: 'as12876', name: 'Scaleway', country: null },
      evidence: ['as-name'],
    });
  });

  it.each([
    [{ cname: ['x.example', 'a.cdn.cloudflare.example'] }, 'cname'],
    [{ domain: 'a.pages.example' }, 'domain'],
    [{ headers: { server: 'cloudflare' } }, 'header'],
  ])('knows a front by %j', (hints, evidence) => {
    expect(fixture.attribute('116.203.1.1', hints)).toMatchObject({
      asn: 24940,
      hoster: null,
      front: { id: 'cloudflare' },
      kind: 'cdn',
      location: { country: null, accuracy: 'anycast' },
      evidence: [evidence],
    });
  });

  it.each([
    [{ cname: ['vip.managed.example'] }, 'cname'],
    [{ ptr: 'a.managed.example' }, 'ptr'],
    [{ domain: 'people.managed.example' }, 'domain'],
  ])('knows an operator by %j', (hints, evidence) => {
    expect(fixture.attribute('116.203.1.1', hints)).toMatchObject({
      hoster: { id: 'hetzner' },
      operator: { id: 'managed' },
      evidence: ['asn', evidence],
    });
  });

  it('knows the operator behind a front', () => {
    expect(fixture.attribute('1.1.1.1', { domain: 'people.managed.example' })).toMatchObject({
      front: { id: 'cloudflare' },
      hoster: null,
      operator: { id: 'managed' },
      evidence: ['asn', 'domain'],
    });
  });

  it('believes a reverse name only where the table is silent', () => {
    expect(fixture.attribute('51.15.1.1', { ptr: 'v1.ptr-host.example' })).toMatchObject({
      hoster: { id: 'ptr-host' },
      evidence: ['ptr'],
    });
    expect(fixture.attribute('116.203.1.1', { ptr: 'v1.ptr-host.example' })).toMatchObject({
      hoster: { id: 'hetzner' },
      evidence: ['asn'],
    });
  });

  it('is not moved by other hints', () => {
    const hints = {
      domain: 'example.com',
      cname: ['notmanaged.example'],
      ptr: 'host.example.com',
      headers: { server: 'nginx' },
    };
    expect(fixture.attribute('116.203.1.1', hints)).toEqual(fixture.attribute('116.203.1.1'));
    expect(fixture.attribute('10.0.0.1', { domain: 'managed.example' })).toMatchObject({
      status: 'NOT_PUBLIC',
      operator: null,
    });
  });

  it('tells which domains are customers of a managed hoster', () => {
    expect(['people.managed.example', 'managed.example', 'example.com'].map(fixture.isManaged)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
