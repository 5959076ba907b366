import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/store.ts';

/**
 * Opens fresh databases at the same moments as other processes: one every 50 ms from START on. Writes errors
 * to stdout. Usage: open-child.ts PREFIX COUNT START
 */
const [prefix = '', count = '0', start = '0'] = process.argv.slice(2);
const sleep = new Int32Array(new SharedArrayBuffer(4));
for (let number = 0; number < Number(count); number += 1) {
  Atomics.wait(sleep, 0, 0, Math.max(0, Number(start) + number * 50 - Date.now()));
  try {
    openStore(`${prefix}${number}.db`).close();
  } catch (error) {
    writeSync(1, `${number}: ${error instanceof Error ? error.message : error}\n`);
  }
}
