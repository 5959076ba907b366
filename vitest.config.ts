import { configDefaults, defineConfig } from 'vitest/config';

/** Real sockets on a small machine: one slow neighbour must not turn into a false failure. */
export const shared = {
  testTimeout: 120_000,
  hookTimeout: 180_000,
  allowOnly: false,
  passWithNoTests: false,
};

/** `npm test`: everything that is quick enough to run before each commit. */
export default defineConfig({
  test: {
    ...shared,
    // Vitest would leave one core idle, which on a machine with two is half of it.
    maxWorkers: '100%',
    // Loading the modules anew for each of 240 files takes a quarter of the time.
    isolate: false,
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/**/*.long.test.ts'],
  },
});
