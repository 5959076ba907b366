import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { describeCheck } from '../../../src/cli/doctor/check.ts';
import { checkDisk } from '../../../src/cli/doctor/check-disk.ts';
import { checkCaFile, checkNode, checkSetup } from '../../../src/cli/doctor/check-setup.ts';
import { readConfig } from '../../../src/config.ts';
import { createFolders, levels } from './checks.ts';

function configOf(environment: Readonly<Record<string, string>>) {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config;
}

const folders = createFolders();
let folder: string;
beforeEach(() => {
  folder = folders.make();
});
afterAll(() => folders.discard());

describe('every line', () => {
  it('has its level, what was checked, what was found and what to do', () => {
    expect(describeCheck({ name: 'disk', level: 'FAIL', message: 'full', advice: 'make room' })).toBe(
      'FAIL  disk: full\n      -> make room',
    );
    expect(describeCheck({ name: 'disk', level: 'ok', message: '3 GB', advice: null })).toBe(
      'ok    disk: 3 GB',
    );
  });
});

describe('node and setup', () => {
  it.each([
    ['20.19.0', 'FAIL'],
    ['24.0.0', 'ok'],
    [process.versions.node, 'ok'],
  ])('node %s: %s', (version, level) => {
    expect(checkNode(version).level).toBe(level);
  });

  it('warns without contact and public URL', () => {
    expect(levels(checkSetup(configOf({})))).toEqual(['ok configuration', 'warn contact', 'warn public URL']);
    const all = configOf({ CONTACT: 'mailto:a@b.example', PUBLIC_URL: 'https://b.example' });
    expect(levels(checkSetup(all))).toEqual(['ok configuration', 'ok contact', 'ok public URL']);
  });

  it('detects certificates that Node did not read', () => {
    expect(checkCaFile(null, 0).level).toBe('ok');
    expect(checkCaFile('/ca.pem', 2).level).toBe('ok');
    expect(checkCaFile('/does/not/exist.pem', 0)).toMatchObject({
      level: 'warn',
      advice: 'there is no such file',
    });
    const file = join(folder, 'ca.pem');
    writeFileSync(file, '');
    expect(checkCaFile(file, 0)).toMatchObject({
      level: 'warn',
      advice: expect.stringContaining('environment'),
    });
  });
});

describe('checkDisk', () => {
  it.each([
    [100e9, 'ok'],
    [1e9, 'warn'],
    [1e6, 'FAIL'],
  ])('%d bytes free: %s', (free, level) => {
    expect(checkDisk(join(folder, 'new'), () => free).level).toBe(level);
  });

  it('asks the system for the free space', () => {
    expect(checkDisk(folder).message).toMatch(/\d+(\.\d)? [GM]B free$/);
  });

  it('fails if the folder cannot exist', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(checkDisk(file)).toMatchObject({
      level: 'FAIL',
      message: expect.stringContaining('cannot be written'),
    });
  });
});
