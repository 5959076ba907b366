// Plain JavaScript: the first TypeScript file loads Node's compiler, which takes longer than all the rest of a
// short command. Compiled files come out of the cache without it, once the cache is on.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// In the installation, because a cache in a folder that others can write could be poisoned. Node 20 has none.
module.enableCompileCache?.(
  fileURLToPath(new URL('../node_modules/.cache/whohosts/compiled', import.meta.url)),
);
