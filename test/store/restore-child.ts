import { rmSync, writeSync } from 'node:fs';
import { restoreDatabase } from '../../src/store/restore.ts';
import { openStore } from '../../src/store/store.ts';

/**
 * Restores a backup, writes, and restores again, endlessly, for the parent to kill it at any moment. Usage:
 * restore-child.ts DATABASE BACKUP
 */
const [, , file = '', backup = ''] = process.argv;
const KEYS = 60;

for (let turn = 0; ; turn += 1) {
  const aside = restoreDatabase(backup, file, new Date());
  if (aside !== null) for (const rest of ['', '-wal', '-shm']) rmSync(`${aside}${rest}`, { force: true });
  const store = openStore(file);
  for (let step = 0; step < 5; step += 1) {
    const value = `${process.pid} ${turn} ${step}`;
    store.together(() => {
      for (let key = 0; key < KEYS; key += 1) store.settings.set(`key ${key}`, value.padEnd(500, '.'));
    });
    if (turn + step === 0) writeSync(1, 'working\n');
  }
  store.close();
}
