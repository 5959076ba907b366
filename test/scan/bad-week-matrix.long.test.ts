import { describe, expect, it } from 'vitest';
import { NETWORKS } from '../../src/model/network.ts';
import { between, PARTS } from './bad-week-cells.ts';
import { FAULTS } from './bad-week-world.ts';
import { withStore } from './scan-fixtures.ts';

/** Number of faults per database, one after another. A longer history only makes each report slower. */
const AT_ONCE = 12;
const CHUNKS = Array.from({ length: Math.ceil(FAULTS.length / AT_ONCE) }, (_, at) =>
  FAULTS.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
);

describe.each(NETWORKS)('a bad week between two sound ones in %s', (network) => {
  it.each(Object.entries(PARTS))('that affects %s of the servers moves none of them', async (_part, hits) => {
    for (const faults of CHUNKS) await withStore((store) => between(store, network, faults, hits));
  });
});

it(`has ${FAULTS.length * NETWORKS.length * 2} cells`, () => {
  expect(new Set(FAULTS.map(({ title }) => title)).size).toBe(FAULTS.length);
});
