// Starts `main.ts` with the cache of compiled files already on.
import './compile-cache.js';
import { setFlagsFromString } from 'node:v8';

// What a scan allocates lives for the seconds of a look, long enough to be taken for old. Left alone, V8 lets
// the heap grow to four times what lives before it collects such garbage; 1.4 times costs it no more.
setFlagsFromString('--heap-growing-percent=40');

if (process.features.typescript) await import('./main.ts');
else {
  process.stderr.write(
    `This Node ${process.versions.node} cannot run TypeScript. The installation brings one that can: start with ` +
      '`npm run -s whohosts -- COMMAND` or `node_modules/.bin/node src/main.js COMMAND`.\n',
  );
  process.exitCode = 1;
}
