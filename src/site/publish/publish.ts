import { createHash } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { takeLock } from '../../store/lock.ts';
import type { SiteFile } from '../data/site-file.ts';
import { noteInputs, type Publication } from './site-inputs.ts';

/** The site as it was published last. */
export interface Published {
  /** Whether it has the file. */
  has(path: string): boolean;
  /** Paths of all files. */
  readonly paths: Iterable<string>;
  read(path: string): Promise<Buffer>;
}

/** A file to be written, or one of the last publication to be kept as it is. */
export type Step = SiteFile | { readonly path: string; readonly keep: true };

type Manifest = Readonly<Record<string, string>>;

const MANIFEST = '.manifest.json';
const LONGEST_BREATH_MS = 20;

/**
 * Publishes a whole site in one step. `directory` is a link to the current version in a hidden folder beside
 * it; the next version is made there of what changed and of links to what did not, and then the link is
 * swapped, so that a reader sees either the one or the other. The version before is kept for readers that
 * have just begun. Null while another process publishes to the same directory.
 *
 * @param inputs what the site is made of, noted in it
 */
export async function publish(
  directory: string,
  steps: (last: Published) => AsyncIterable<Step>,
  inputs: string | null = null,
): Promise<Publication | null> {
  const home = join(dirname(directory), `.${basename(directory)}`);
  await mkdir(home, { recursive: true });
  const lock = takeLock(join(home, 'lock'));
  if (lock === null) return null;
  try {
    const before = await adopt(directory, home);
    const manifest = before === null ? {} : await readManifest(before);
    const version = await freeName(home);
    const target = join(home, version);
    const result = await build(target, before, manifest, steps);
    if (inputs !== null) await noteInputs(target, inputs, result.files);
    await swap(directory, join(basename(home), version));
    await forgetOthers(home, [version, before === null ? '' : basename(before)]);
    return result;
  } finally {
    lock.release();
  }
}

/**
 * One file after the other, without threads: most files are small, and what is written to the page cache is
 * written at once. Whatever else the process does gets its turn every few milliseconds.
 */
async function build(
  target: string,
  before: string | null,
  manifest: Manifest,
  steps: (last: Published) => AsyncIterable<Step>,
): Promise<Publication> {
  const next: Record<string, string> = {};
  const folders = new Set<string>();
  const last: Published = {
    has: (path) => Object.hasOwn(manifest, path),
    paths: Object.keys(manifest),
    read: (path) => readFile(join(before ?? '', path)),
  };
  let written = 0;
  let bytes = 0;
  let breath = performance.now();
  for await (const step of steps(last)) {
    const { path } = step;
    if (Object.hasOwn(next, path)) throw new Error(`${path} is written twice`);
    const file = join(target, path);
    const known = last.has(path) ? manifest[path] : undefined;
    if (!folders.has(dirname(file))) {
      mkdirSync(dirname(file), { recursive: true });
      folders.add(dirname(file));
    }
    if ('keep' in step && known === undefined) throw new Error(`there is no ${path} to keep`);
    const digest = 'keep' in step ? (known ?? '') : digestOf(step.content);
    next[path] = digest;
    if (before !== null && known === digest) reuse(join(before, path), file);
    else if (!('keep' in step)) {
      writeFileSync(file, step.content);
      written += 1;
      bytes += Buffer.byteLength(step.content);
    }
    if (performance.now() - breath > LONGEST_BREATH_MS) {
      await breathe();
      breath = performance.now();
    }
  }
  writeFileSync(join(target, MANIFEST), JSON.stringify(next));
  const removed = Object.keys(manifest).filter((path) => !Object.hasOwn(next, path)).length;
  return { files: Object.keys(next).length, written, removed, bytes };
}

/** A file that did not change is linked, or copied if the disk has no hard links. */
function reuse(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** The folder of the current version; a folder in the link's place is taken into the hidden one. */
async function adopt(directory: string, home: string): Promise<string | null> {
  const stat = await lstat(directory).catch(() => null);
  if (stat === null) return null;
  if (stat.isSymbolicLink()) return join(dirname(directory), await readlink(directory));
  const folder = join(home, await freeName(home));
  await rename(directory, folder);
  return folder;
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    return {};
  }
}

/** A number that no version in the folder has, half a one of a killed process included. */
async function freeName(home: string): Promise<string> {
  const numbers = (await readdir(home)).map(Number).filter(Number.isSafeInteger);
  return String(Math.max(0, ...numbers) + 1);
}

/** Renaming over a link is one step (rename(2)), which making one is not. */
async function swap(directory: string, target: string): Promise<void> {
  const temporary = `${directory}.${process.pid}.tmp`;
  await rm(temporary, { force: true });
  await symlink(target, temporary, 'dir');
  await rename(temporary, directory);
}

async function forgetOthers(home: string, keep: readonly string[]): Promise<void> {
  for (const name of await readdir(home)) {
    if (/^\d+$/.test(name) && !keep.includes(name)) await rm(join(home, name), { recursive: true });
  }
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}
