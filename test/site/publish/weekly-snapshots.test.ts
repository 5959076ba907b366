import { createHash } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { writeHistory } from '../../bench/fediverse-history.ts';
import { openModelSite } from '../model-site.ts';

const site = openModelSite({ servers: 60, weeks: 2 });
afterAll(() => site.discard());

const SNAPSHOT = /^data\/weekly\/servers\/.*\.parquet$/;
async function snapshots(): Promise<ReadonlyMap<string, Buffer>> {
  const files = await site.files();
  const sums = new Map(
    (files.get('data/weekly/SHA256SUMS')?.toString() ?? '')
      .trim()
      .split('\n')
      .map((line) => [`data/weekly/${line.slice(66)}`, line.slice(0, 64)]),
  );
  const found = new Map([...files].filter(([path]) => SNAPSHOT.test(path)));
  expect([...sums.keys()].sort()).toEqual([...found.keys()].sort());
  for (const [path, content] of found)
    expect(createHash('sha256').update(content).digest('hex'), path).toBe(sums.get(path));
  return found;
}

it('snapshots of past weeks stay as they were, but for servers that opted out since', async () => {
  await site.write();
  const first = await snapshots();
  expect(first.size).toBe(2);
  const old = [...first.keys()].find((path) => path.includes('network=fediverse')) ?? '';

  writeHistory(site.store, { servers: 60, weeks: 3 });
  await site.write();
  const later = await snapshots();
  expect(later.size).toBe(3);
  expect(later.get(old)).toEqual(first.get(old));

  const [name = ''] = site.store.history.domains('fediverse');
  expect(first.get(old)?.includes(name)).toBe(true);
  await site.write({ optedOut: (domain) => domain === name });
  const without = await snapshots();
  expect([...without.keys()]).toEqual([...later.keys()]);
  for (const [path, content] of without) expect(content.includes(name), path).toBe(false);

  const again = await site.write({ optedOut: (domain) => domain === name });
  expect(again).toMatchObject({ written: 0, removed: 0 });
});
