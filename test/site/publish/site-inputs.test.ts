import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publish, type Step } from '../../../src/site/publish/publish.ts';
import { digestInputs, unchangedSite } from '../../../src/site/publish/site-inputs.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { domain } from '../../kit/domain.ts';
import { begin, finding, scan } from '../../kit/findings.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whohosts-inputs-'));
  store = openStore(join(folder, 'whohosts.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const a = domain('a.example');
const settings = { publicUrl: 'https://one.example' };

describe('what a site is made of', () => {
  it('is the same while nothing changed, also when a scan has begun', () => {
    scan(store, [finding(a)]);
    const before = digestInputs(store, settings);
    expect(digestInputs(store, { ...settings })).toBe(before);
    begin(store, [a], { week: 1 });
    expect(digestInputs(store, settings)).toBe(before);
  });

  it('changes with each finished scan, with the configuration and with the name of a company', () => {
    const seen = [digestInputs(store, settings)];
    scan(store, [finding(a, { hoster: 'one' })]);
    seen.push(digestInputs(store, settings));
    scan(store, [finding(a, { hoster: 'one' })], { week: 1 });
    seen.push(digestInputs(store, settings));
    seen.push(digestInputs(store, { publicUrl: 'https://other.example' }));
    const { id } = begin(store, [a], { week: 2 });
    const found = finding(a, { hoster: 'one' });
    const renamed = { id: 'one', name: 'One, renamed', country: 'DE' };
    const attribution = found.attribution === null ? null : { ...found.attribution, hoster: renamed };
    store.scans.record(id, [{ ...found, attribution }]);
    seen.push(digestInputs(store, settings));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('a published site', () => {
  const files = async function* (): AsyncGenerator<Step> {
    yield { path: 'index.html', content: 'a' };
  };

  it('is unchanged where it was made of the same, and only there', async () => {
    const site = join(folder, 'site');
    expect(await unchangedSite(site, 'inputs')).toBeNull();
    await publish(site, files);
    expect(await unchangedSite(site, 'inputs')).toBeNull();
    await publish(site, files, 'inputs');
    expect(await unchangedSite(site, 'inputs')).toEqual({ files: 1, written: 0, removed: 0, bytes: 0 });
    expect(await unchangedSite(site, 'others')).toBeNull();
    rmSync(site);
    mkdirSync(site);
    expect(await unchangedSite(site, 'inputs')).toBeNull();
  });
});
