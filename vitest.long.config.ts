import { defineConfig } from 'vitest/config';
import { shared } from './vitest.config.ts';

/** `npm run test:long`: crash gates, whole weeks in fast time, and what else takes long. */
export default defineConfig({ test: { ...shared, maxWorkers: '100%', include: ['test/**/*.long.test.ts'] } });
