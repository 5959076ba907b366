import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Product, Ran } from '../model-internet/product.ts';

/** Where a secret has leaked to: the outputs of commands, and the files of the data folder. */
export async function findSecret(secret: string, product: Product, runs: readonly Ran[]): Promise<string[]> {
  const found = runs.flatMap(({ stdout, stderr }, index) =>
    [stdout, stderr].some((text) => text.includes(secret)) ? [`output of command ${index}`] : [],
  );
  const entries = await readdir(product.dataDir, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    if ((await readFile(file)).includes(secret)) found.push(file);
  }
  return found;
}
