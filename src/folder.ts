import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A folder that somebody named cannot be had: the message names the option or variable, what was expected and what was given. */
export class FolderError extends Error {}

/**
 * Makes a folder and those above it, as far as they are missing. Node's own recursive mkdir turns in a circle for ever where
 * the parent is there and the system denies it all the same, as below /proc.
 *
 * @param name the option or variable that names the folder
 * @throws {FolderError}
 */
export function makeFolder(name: string, folder: string): void {
  try {
    make(resolve(folder));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FolderError(`${name}: expected a folder that is there or can be made, got ${folder} (${why})`);
  }
}

function make(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) make(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been quicker.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
