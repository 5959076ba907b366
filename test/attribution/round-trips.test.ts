import { beforeAll, describe, expect, it } from 'vitest';
import { type Attributor, createAttributor } from '../../src/attribution/attributor.ts';
import { openTables, type Tables } from '../../src/attribution/databases/compiled-tables.ts';
import { embeddedDatabases } from '../../src/attribution/databases/sources.ts';
import { readCountryExtents } from '../../src/attribution/rules/country-extents.ts';
import { TABLES_DIR } from './embedded-attributor.ts';
import { FIXTURE_HOSTERS } from './fixture-hosters.ts';
import { addressRulesOf } from './plain-address-rules.ts';

const SYDNEY = { lat: -33.87, lon: 151.21 };
/** Hetzner's in Nuremberg, by the city database alone. */
const NUREMBERG = '116.203.1.1';
const REVIEWED = { rules: addressRulesOf(FIXTURE_HOSTERS), whole: () => FIXTURE_HOSTERS };
let tables: Tables;

beforeAll(async () => {
  tables = await openTables(embeddedDatabases(), TABLES_DIR, () => {});
}, 300_000);

const seenFrom = (from: { lat: number; lon: number }): Attributor =>
  createAttributor(tables, REVIEWED, [], { from, extents: readCountryExtents() });

describe('an attributor that knows where it is', () => {
  it('excludes a place that the fastest connection cannot have reached, and says by what', () => {
    const attributor = seenFrom(SYDNEY);
    const before = attributor.attribute(NUREMBERG);
    expect(before.location).toMatchObject({ country: 'DE', city: 'Nuremberg' });
    attributor.noteRoundTrip?.(NUREMBERG, 300);
    expect(attributor.attribute(NUREMBERG)).toEqual(before);
    attributor.noteRoundTrip?.(NUREMBERG, 12);
    attributor.noteRoundTrip?.(NUREMBERG, 290);
    expect(attributor.attribute(NUREMBERG)).toEqual({
      ...before,
      location: null,
      evidence: ['asn', 'rtt'],
    });
    expect(attributor.attribute('116.203.1.2').location).toEqual(before.location);
  });

  it.each([
    ['139.144.96.1', 'whose region the provider publishes'],
    ['116.203.9.1', 'of a front'],
  ])('leaves %s, %s', (address) => {
    const attributor = seenFrom({ lat: -77.85, lon: 166.67 });
    const before = attributor.attribute(address);
    expect(before.location).not.toBe(null);
    attributor.noteRoundTrip?.(address, 0.1);
    expect(attributor.attribute(address)).toEqual(before);
  });

  it('reads the same address in another spelling', () => {
    const attributor = seenFrom(SYDNEY);
    attributor.noteRoundTrip?.(NUREMBERG, 1);
    expect(attributor.attribute(`::ffff:${NUREMBERG}`).location).toBe(null);
  });
});

describe('an attributor that does not know where it is', () => {
  it('takes no times', () => {
    expect(createAttributor(tables, REVIEWED, []).noteRoundTrip).toBeUndefined();
  });
});
