import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan } from '../kit/findings.ts';
import { databaseOf } from '../kit/product-database.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(() => product.discard());

it('a backup that was copied over the database of a killed scan is refused, and restored in one command', async () => {
  const file = databaseOf(product);
  const store = openStore(file);
  scan(store, [finding(domain('old.example'))]);
  const backup = join(product.dataDir, 'backups', 'whohosts-2026-11-20.db');
  store.backup(backup);
  scan(store, [finding(domain('old.example')), finding(domain('new.example'))], { week: 1 });
  const log = readFileSync(`${file}-wal`);
  store.close();
  writeFileSync(`${file}-wal`, log);
  copyFileSync(backup, file);

  const [report, doctor] = await Promise.all([
    product.run(['report', '--json']),
    product.run(['doctor', '--json'], { environment: { DNS_SERVERS: '127.0.0.1:9' } }),
  ]);
  expect(report).toMatchObject({ code: 1, stdout: '' });
  expect(report.stderr).toMatch(/^whohosts: .*whohosts\.db-wal holds the changes of another copy.*\n$/);
  expect(JSON.parse(doctor.stdout)).toContainEqual(
    expect.objectContaining({ name: 'database', level: 'FAIL', advice: expect.stringContaining('restore') }),
  );

  const restored = await product.run(['restore', backup]);
  expect(restored).toMatchObject({ code: 0, stdout: '' });
  expect(restored.stderr).toMatch(/Last scans in it: fediverse 2026-01-0\d/);
  expect(readdirSync(product.dataDir).filter((name) => name.includes('replaced'))).toHaveLength(2);
  const again = await product.run(['report', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ sampled: 1 });
});

it('restore requires one file', async () => {
  expect(await product.run(['restore'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('expected one backup'),
  });
  expect(await product.run(['restore', join(product.folder, 'nowhere.db')])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^whohosts: there is no backup file .*\n$/),
  });
});
