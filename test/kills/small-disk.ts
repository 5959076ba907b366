import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own that can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes of it free; the function that it gives makes room again. */
  fill(freeBytes: number): () => void;
  discard(): void;
}

const BLOCK = Buffer.alloc(64 * 1024, 1);

/** Null where this process may not mount, which `unshare --user --map-root-user --mount` mends mostly. */
export function createSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'whohosts-small-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'whohosts-test', folder], {
      stdio: 'ignore',
    });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill(freeBytes) {
      const descriptor = openSync(filler, 'w');
      let size = 0;
      try {
        for (;;) size += writeSync(descriptor, BLOCK);
      } catch {
        ftruncateSync(descriptor, Math.max(size - Math.floor(freeBytes), 0));
      } finally {
        closeSync(descriptor);
      }
      return () => rmSync(filler);
    },
    discard() {
      // A killed child may not be gone yet.
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}
