import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** What a request's path leads to. */
export type Found =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly handle: FileHandle;
      readonly size: number;
      readonly etag: string;
    }
  /** The path of a folder without its slash. */
  | { readonly kind: 'folder' }
  | { readonly kind: 'none' }
  /** No site has been written yet. */
  | { readonly kind: 'no site' };

/** Segments of paths that the site has; `.well-known` is the only one that begins with a dot. */
const SEGMENT = /^(?:\.well-known|[A-Za-z0-9_-][A-Za-z0-9._=-]*)$/;

/**
 * Opens the file that a path means. The folder of the current site is resolved each time, so that one
 * answer is of one site. Only plain names pass: nothing that goes up, no dot files, nothing encoded.
 *
 * @param path as in the request, without its query
 */
export async function findFile(siteDir: string, path: string): Promise<Found> {
  if (!path.startsWith('/')) return { kind: 'none' };
  const segments = path.split('/').slice(1);
  const last = segments.pop() ?? '';
  if (!segments.every((segment) => SEGMENT.test(segment)) || (last !== '' && !SEGMENT.test(last))) {
    return { kind: 'none' };
  }
  const root = await realpath(siteDir).catch(() => null);
  if (root === null) return { kind: 'no site' };
  const name = [...segments, last === '' ? 'index.html' : last].join('/');
  const file = join(root, name);
  // A link inside the site, to a file or a folder, would not be ours.
  if ((await realpath(file).catch(() => null)) !== file) return { kind: 'none' };
  // Opening a named pipe must not wait for a writer.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await open(file, flags).catch(() => null);
  if (handle === null) return { kind: 'none' };
  const stat = await handle.stat();
  if (stat.isFile()) {
    const etag = `"${stat.size.toString(36)}-${Math.round(stat.mtimeMs).toString(36)}"`;
    return { kind: 'file', path: name, handle, size: stat.size, etag };
  }
  await handle.close();
  return stat.isDirectory() && last !== '' ? { kind: 'folder' } : { kind: 'none' };
}
