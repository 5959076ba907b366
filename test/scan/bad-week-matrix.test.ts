import { describe, it } from 'vitest';
import { NETWORKS } from '../../src/model/network.ts';
import { between, PARTS } from './bad-week-cells.ts';
import { FAULTS } from './bad-week-world.ts';
import { withStore } from './scan-fixtures.ts';

/** Takes every third fault, for runs before each commit; the long test has them all. */
const EVERY = 3;
const SOME = FAULTS.filter((_, index) => index % EVERY === 0);

describe.each(NETWORKS)('a bad week between two sound ones in %s', (network) => {
  it(`moves no server, for ${SOME.length} of ${FAULTS.length} faults`, async () => {
    await withStore((store) => between(store, network, SOME, PARTS.all));
  });
});
