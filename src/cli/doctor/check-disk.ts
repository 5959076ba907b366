import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../folder.ts';
import { bytesText, type Check, failed, messageOf, ok, warn } from './check.ts';

/** A download, its tables and the database beside their successors take some 700 MB. */
const COMFORTABLE = 2e9;
const LEAST = 200e6;

/** Whether the data folder can be written, and how much room is left. `freeOf` gives bytes. */
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
    return failed('data folder', `${dataDir} cannot be written: ${messageOf(error)}`, advice);
  }
  const free = freeOf(dataDir);
  const message = `${dataDir}, ${bytesText(free)} free`;
  const advice = 'make room on this disk, or set DATA_DIR to a folder on another';
  if (free < LEAST) return failed('data folder', message, advice);
  return free < COMFORTABLE ? warn('data folder', message, advice) : ok('data folder', message);
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
