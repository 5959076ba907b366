import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';

const CHILD = fileURLToPath(new URL('./open-child.ts', import.meta.url));
const folder = temporaryFolder();
afterAll(folder.remove);

const DATABASES = 40;

it('several processes can create a database at the same moment, and all can use it', async () => {
  const prefix = join(folder.path, 'fresh');
  const start = Date.now() + 1_500;
  const children = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, [CHILD, prefix, String(DATABASES), String(start)]),
  );
  const results = await Promise.all(children);
  expect(results.map(({ stdout }) => stdout)).toEqual(['', '', '', '']);
  for (let number = 0; number < DATABASES; number += 1) openStore(`${prefix}${number}.db`).close();
});
