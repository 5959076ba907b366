import { statfsSync } from 'node:fs';

export interface DiskHealth {
  readonly folder: string;
  readonly freeBytes: number;
}

/** Fewest free bytes with which writing is safe. */
export const LEAST_FREE_BYTES = 200e6;

/** Free bytes on the disk of a folder; 0 if there is no such folder. */
export function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

export function diskProblems(disk: DiskHealth): readonly string[] {
  return disk.freeBytes < LEAST_FREE_BYTES
    ? [`The disk of ${disk.folder} has ${Math.floor(disk.freeBytes / 1e6)} MB left; make room on it`]
    : [];
}
