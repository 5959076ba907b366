import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { FolderError } from '../model/expected-errors.ts';
import { errorMessage } from '../text/error-text.ts';

/**
 * Makes a folder and its missing parents. Node's recursive mkdir loops indefinitely if the parent exists but
 * the system still denies access, as below /proc.
 *
 * @param name the option or variable that names the folder
 * @throws {FolderError}
 */
export function makeFolder(name: string, folder: string): void {
  try {
    make(resolve(folder));
  } catch (error) {
    const why = errorMessage(error);
    throw new FolderError(`${name}: expected a folder that exists or can be made, got ${folder} (${why})`);
  }
}

function make(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) make(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
