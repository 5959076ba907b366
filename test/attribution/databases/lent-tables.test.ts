import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../kit/findings.ts';
import { lendTables } from '../../model-internet/tables.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

it('a data folder in which tables are replaced takes them from no other', { timeout: 120_000 }, async () => {
  const [one, other] = [folder.file('one'), folder.file('other')];
  await Promise.all([lendTables(one), lendTables(other)]);
  const tables = readdirSync(join(one, 'tables'));
  expect(tables.length).toBeGreaterThan(3);
  // As the program does it when the data behind a table changed.
  for (const name of tables) rmSync(join(one, 'tables', name));
  expect(lstatSync(join(other, 'tables')).isDirectory()).toBe(true);
  expect(readdirSync(join(other, 'tables'))).toEqual(tables);
  const third = folder.file('third');
  await lendTables(third);
  expect(readdirSync(join(third, 'tables'))).toEqual(tables);
});
