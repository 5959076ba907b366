import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { shared } from './vitest.config.ts';

/** `npm run test:long`: crash gates, whole weeks in fast time, and what else takes long. */
export default defineConfig({
  test: {
    ...shared,
    // More than cores: these tests spend half their time waiting for deadlines and killed processes.
    maxWorkers: 2 * availableParallelism(),
    include: ['test/**/*.long.test.ts'],
  },
});
