import type { Product, Ran } from '../model-internet/product.ts';
import { until } from './until.ts';

/**
 * Runs a `login` command and enters the code that the owner of the account receives.
 *
 * @param agree opens the page as the owner would, and returns the code shown there
 */
export async function logIn(
  product: Product,
  args: readonly string[],
  agree: (page: string) => Promise<string>,
): Promise<Ran> {
  const { promise: code, resolve: give } = Promise.withResolvers<string>();
  const running = product.start(args, { input: code });
  await until(() => running.stdout().includes('\n'), 'the page to open');
  give(`${await agree(running.stdout().trim())}\n`);
  return await running.ended;
}
