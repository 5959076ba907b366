import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report-shape.ts';
import { addressAt, countRows, databaseOf } from '../kit/product-database.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const COUNT = 240;
const servers: readonly ModelServer[] = Array.from({ length: COUNT }, (_, index) => ({
  domain: `s${index}.example`,
  ip: addressAt('hetzner', index),
}));
/** Half of the twenty move to another hoster, half to another address at the same one. */
const moving = servers.filter((_, index) => index % 12 === 5);
const leaving = moving.filter((_, index) => index % 2 === 0);

let internet: ModelInternet;
let product: Product;
let list: string;
beforeAll(async () => {
  internet = await startInternet({ servers });
  product = await openProduct({ environment: internet.environment() });
  list = await product.write('list.txt', servers.map(({ domain }) => domain).join('\n'));
}, 120_000);
afterAll(async () => {
  await product.discard();
  await internet.stop();
});

async function scan(): Promise<Report> {
  const ran = await product.run(['scan', 'fediverse', '--no-http', '--list', list]);
  expect(ran.code).toBe(0);
  return JSON.parse((await product.run(['report', '--json'])).stdout) as Report;
}

function state() {
  const size = statSync(databaseOf(product)).size;
  const [stays, claims, placements] = (['stays', 'claims', 'placements'] as const).map((table) =>
    countRows(product, table),
  );
  return { size, stays, claims, placements };
}

describe('scan after scan', { timeout: 90_000 }, () => {
  it('reports exactly the servers that moved, and stores only those', async () => {
    const first = await scan();
    expect(first).toMatchObject({ answered: COUNT, movers: [], previous: null });
    const fresh = state();
    expect(fresh).toMatchObject({ stays: COUNT, claims: COUNT, placements: COUNT });

    for (const [index, { domain }] of moving.entries())
      internet.change(domain, { ip: addressAt(index % 2 === 0 ? 'ovh' : 'hetzner', COUNT + index) });
    const second = await scan();
    expect(second.answered).toBe(COUNT);
    expect(second.movers.map(({ domain }) => domain as string).sort()).toEqual(
      moving.map(({ domain }) => domain).sort(),
    );
    const elsewhere = second.movers.filter(({ change }) => change === 'hoster');
    expect(elsewhere.map(({ domain }) => domain as string).sort()).toEqual(
      leaving.map(({ domain }) => domain).sort(),
    );
    for (const { from, to } of elsewhere) {
      expect(from).toMatchObject({ hoster: { id: 'hetzner' }, front: null });
      expect(to).toMatchObject({ hoster: { id: 'ovh' }, front: null });
    }
    const moved = state();
    expect(moved).toMatchObject({
      stays: COUNT + moving.length,
      claims: COUNT,
      placements: COUNT + moving.length,
    });

    const third = await scan();
    expect(third.movers).toEqual([]);
    const still = state();
    expect(still).toMatchObject({ stays: moved.stays, claims: COUNT, placements: moved.placements });
    // A copy of all servers would add most of the file's initial size.
    expect(still.size - fresh.size).toBeLessThan(0.4 * fresh.size);
  });
});
