import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Halves the time of a start. In the installation, because a cache in a folder that others can write could be poisoned.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/whohosts/compiled', import.meta.url)));
// Node's own --env-file-if-exists would say on stderr, at every call, that there is no such file.
if (existsSync('.env')) process.loadEnvFile('.env');

const { main } = await import('./cli/program.ts');
process.exitCode = await main(process.argv.slice(2));
