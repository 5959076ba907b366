import { existsSync } from 'node:fs';
import './compile-cache.js';

// Node's own --env-file-if-exists would say on stderr, at every call, that there is no such file.
if (existsSync('.env')) process.loadEnvFile('.env');

const { main } = await import('./cli/program.ts');
process.exitCode = await main(process.argv.slice(2));
