import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import {
  type DatabaseVersion,
  type DownloadedFile,
  type DownloadId,
  type Downloads,
  formatManifest,
  manifestFile,
} from '../attribution/databases/downloads.ts';
import type { Fetched, NewFile } from './source.ts';

export const LOCK = 'lock';

interface Arrival {
  readonly id: DownloadId;
  readonly fetched: Fetched;
  readonly now: Date;
}

export interface Installed {
  readonly downloads: Downloads;
  /** False if the publisher still has the same bytes. */
  readonly changed: boolean;
}

/**
 * Moves checked files into the folder and lists them in the manifest. Renaming the manifest is the atomic
 * switch. Readers see all of the old data before it and all of the new data after it, even if the power
 * fails.
 */
export async function install(
  folder: string,
  downloads: Downloads,
  { id, fetched, now }: Arrival,
): Promise<Installed> {
  const files = await Promise.all(fetched.files.map((file) => moveIn(folder, id, file)));
  await syncFolder(folder);
  const before = downloads[id];
  const changed = before === undefined || hashes(before.files) !== hashes(files);
  const state: DatabaseVersion = {
    date: fetched.date,
    fetchedAt: now.toISOString(),
    url: fetched.url,
    files,
  };
  const next: Downloads = {
    ...downloads,
    [id]: { ...state, previous: changed ? withoutPrevious(before) : before.previous },
  };
  const temporary = join(folder, `.manifest.${process.pid}.tmp`);
  await writeFile(temporary, formatManifest(next));
  await sync(temporary);
  await rename(temporary, manifestFile(folder));
  await syncFolder(folder);
  return { downloads: next, changed };
}

/** Removes files that the manifest does not list: older data, and leftovers of an interrupted update. */
export async function sweep(folder: string, downloads: Downloads): Promise<void> {
  const states = Object.values(downloads).flatMap((state) => [state, state.previous]);
  const kept = new Set(states.flatMap((state) => state?.files.map(({ name }) => name) ?? []));
  for (const name of await readdir(folder)) {
    if (name === basename(manifestFile(folder)) || name.startsWith(LOCK) || kept.has(name)) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function moveIn(
  folder: string,
  id: DownloadId,
  { role, path, rows }: NewFile,
): Promise<DownloadedFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  const sha256 = hash.digest('hex');
  const name = `${id}-${role}-${sha256.slice(0, 16)}${extname(path)}`;
  await sync(path);
  await rename(path, join(folder, name));
  return { role, name, bytes, sha256, rows };
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function withoutPrevious(state: Downloads[DownloadId]): DatabaseVersion | null {
  if (state === undefined) return null;
  const { previous: _, ...rest } = state;
  return rest;
}

function hashes(files: readonly DownloadedFile[]): string {
  return files.map(({ sha256 }) => sha256).join(' ');
}
