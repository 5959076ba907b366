import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../jobs/folder.ts';
import { freeBytes, LEAST_FREE_BYTES } from '../../jobs/health/disk-health.ts';
import { errorMessage } from '../../text/error-text.ts';
import { bytesText, type Check, failed, ok, warn } from './check.ts';

/** Bytes. A download, its tables and a copy of the database take about 700 MB. */
const COMFORTABLE = 2e9;

/** Checks whether the data folder is writable and has enough free space. `freeOf` returns bytes. */
export function checkDisk(dataDir: string, freeOf: (folder: string) => number = freeBytes): Check {
  try {
    makeFolder('DATA_DIR', dataDir);
    const probe = mkdtempSync(join(dataDir, '.doctor-'));
    try {
      writeFileSync(join(probe, 'probe'), 'written');
    } finally {
      rmSync(probe, { recursive: true, force: true });
    }
  } catch (error) {
    const advice = 'make the folder writable for the user that runs whohosts, or set DATA_DIR to another';
    return failed('data folder', `${dataDir} cannot be written: ${errorMessage(error)}`, advice);
  }
  const free = freeOf(dataDir);
  const message = `${dataDir}, ${bytesText(free)} free`;
  const advice = 'make room on this disk, or set DATA_DIR to a folder on another';
  if (free < LEAST_FREE_BYTES) return failed('data folder', message, advice);
  return free < COMFORTABLE ? warn('data folder', message, advice) : ok('data folder', message);
}
