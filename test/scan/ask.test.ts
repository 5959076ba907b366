import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Attributor } from '../../src/attribution/attributor.ts';
import type { Look } from '../../src/look/look.ts';
import type { Address } from '../../src/model/address.ts';
import type { Observation } from '../../src/model/observation.ts';
import { ask } from '../../src/scan/ask.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { addScan } from '../bot/house.ts';
import { attribution, found, serverResult } from '../kit/answers.ts';
import { domain } from '../kit/domain.ts';

const OVH = { id: 'ovh', name: 'OVHcloud', country: 'FR' };
const SCANNED = '2026-11-14T03:00:00.000Z';
const A = domain('a.example');

let folder = '';
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whohosts-ask-'));
  store = openStore(join(folder, 'whohosts.db'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const attributor: Attributor = {
  attribute: (input) =>
    input.startsWith('198.51.100.')
      ? attribution({ input, ip: input, hoster: OVH, evidence: ['range'] })
      : attribution({ input, ip: input }),
  isManaged: () => false,
  sources: [],
};

function observation(status: Observation['status'], address = '198.51.100.7'): Observation {
  return serverResult('a.example', {
    status,
    observedAt: '2026-11-20T10:00:00.000Z',
    endpoints:
      status === 'NOERROR' ? [{ host: 'a.example', port: 443, addresses: [address as Address] }] : [],
  }).observation;
}
const sees =
  (status: Observation['status']): Look =>
  async () =>
    observation(status);
const never: Look = () => new Promise(() => undefined);
const notAsked: Look = async () => {
  throw new Error('nobody needed to look');
};
const options = (look: Look, now: string, quickLook?: Look) => ({
  network: 'fediverse' as const,
  look,
  ...(quickLook ? { quickLook } : {}),
  attributor,
  history: store.history,
  patienceMs: 50,
  now: () => new Date(now),
});

describe('what a scan knows', () => {
  it('is the answer at once while it is recent, with its evidence', async () => {
    addScan(
      store,
      [found('a.example', { hoster: OVH, address: '198.51.100.1' })],
      '2026-10-31T03:00:00.000Z',
    );
    addScan(store, [found('a.example', { hoster: OVH, address: '198.51.100.1' })], SCANNED);
    const asked = await ask(A, options(notAsked, '2026-11-22T02:00:00Z'));
    expect(asked).toMatchObject({ since: '2026-10-31T03:00:00.000Z', observedAt: SCANNED, source: 'scan' });
    expect(asked.attribution).toMatchObject({ hoster: OVH, evidence: ['range'] });
    expect(asked.standing).toMatchObject({ servers: 1, answered: 1 });
  });

  it('has no city if none is stored, even if the tables know one', async () => {
    addScan(store, [found('a.example', { hoster: OVH, kind: 'isp', address: '198.51.100.1' })], SCANNED);
    const asked = await ask(A, options(notAsked, '2026-11-15T00:00:00Z'));
    expect(asked.attribution?.location).toMatchObject({
      city: null,
      lat: null,
      accuracy: 'country',
    });
  });

  it('includes the admin’s declaration', async () => {
    const declared = { by: 'Her own cellar', country: 'SE' };
    const finding = serverResult('a.example', { declared });
    addScan(store, [finding], SCANNED);
    const asked = await ask(A, options(notAsked, '2026-11-15T00:00:00Z'));
    expect(asked.declared).toEqual(declared);
    expect(asked.attribution?.hoster).toEqual(finding.attribution?.hoster);
  });

  it('is replaced by a new look when it is older than eight days', async () => {
    addScan(store, [found('a.example', { hoster: OVH, address: '198.51.100.1' })], SCANNED);
    const asked = await ask(A, options(sees('NOERROR'), '2026-11-22T04:00:00Z'));
    expect(asked).toMatchObject({ since: SCANNED, observedAt: '2026-11-20T10:00:00.000Z', source: 'look' });
  });

  it('has no evidence if the tables say something else by now', async () => {
    addScan(store, [found('a.example', { hoster: OVH, address: '203.0.113.1' })], SCANNED);
    const asked = await ask(A, options(notAsked, '2026-11-15T00:00:00Z'));
    expect(asked.attribution).toMatchObject({ hoster: OVH, evidence: [] });
  });

  it.each([
    ['nobody answers in time', never],
    ['the name servers are silent', sees('TIMEOUT')],
    ['the name servers fail', sees('SERVFAIL')],
  ])('is the answer, with its date, when %s', async (_why, look) => {
    addScan(store, [found('a.example', { hoster: OVH, address: '198.51.100.1' })], SCANNED);
    const asked = await ask(A, options(look, '2026-12-24T00:00:00Z'));
    expect(asked).toMatchObject({ observedAt: SCANNED, source: 'old scan' });
    expect(asked.attribution?.hoster).toEqual(OVH);
  });

  it('is as uncertain of the location as the tables are', async () => {
    const location = { country: 'NL', city: null, lat: null, lon: null, accuracy: 'uncertain' as const };
    const unsure: Attributor = {
      ...attributor,
      attribute: (input) => attribution({ input, ip: input, hoster: OVH, location }),
    };
    addScan(store, [found('a.example', { hoster: OVH, location })], SCANNED);
    const told = await ask(A, { ...options(notAsked, '2026-11-15T00:00:00Z'), attributor: unsure });
    expect(told.attribution?.location).toEqual(location);
  });

  it('is replaced by a new look when there was no answer', async () => {
    const finding = serverResult('a.example', { status: 'NXDOMAIN', attribution: null });
    addScan(store, [finding], SCANNED);
    const asked = await ask(A, options(sees('NOERROR'), '2026-11-15T00:00:00Z'));
    expect(asked).toMatchObject({ source: 'look', since: null });
    expect(asked.attribution?.hoster).toEqual(OVH);
  });
});

describe('a domain that no scan saw', () => {
  it('is looked at', async () => {
    const asked = await ask(A, options(sees('NOERROR'), '2026-11-20T10:00:00Z'));
    expect(asked).toMatchObject({ since: null, source: 'look', standing: null });
    expect(asked.attribution?.hoster).toEqual(OVH);
  });

  it('is answered from DNS alone when the rest takes too long', async () => {
    const asked = await ask(A, options(never, '2026-11-20T10:00:00Z', sees('NOERROR')));
    expect(asked.attribution?.hoster).toEqual(OVH);
  });

  it('stays unknown when nothing comes in time', async () => {
    const asked = await ask(A, options(never, '2026-11-20T10:00:00Z', never));
    expect(asked).toMatchObject({ status: null, source: 'nothing', observedAt: '2026-11-20T10:00:00.000Z' });
  });

  it('is reported as not existing', async () => {
    const asked = await ask(A, options(sees('NXDOMAIN'), '2026-11-20T10:00:00Z'));
    expect(asked.status).toBe('NXDOMAIN');
  });
});
