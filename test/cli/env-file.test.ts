import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setVariables } from '../../src/cli/env-file.ts';

let folder = '';
const file = () => join(folder, '.env');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whohosts-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('makes the file for its owner alone', () => {
  setVariables(file(), { MASTODON_URL: 'https://home.example', MASTODON_ACCESS_TOKEN: 'abc-DEF_1' });
  expect(readFileSync(file(), 'utf8')).toBe(
    'MASTODON_URL=https://home.example\nMASTODON_ACCESS_TOKEN=abc-DEF_1\n',
  );
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

it('keeps the other lines, and removes the permissions of other users', () => {
  const before =
    '# mine\nA=1\nMASTODON_URL=\n\nMASTODON_ACCESS_TOKEN=old # x\nB="2"\nMASTODON_ACCESS_TOKEN=older';
  writeFileSync(file(), before, { mode: 0o644 });
  setVariables(file(), { MASTODON_URL: 'https://home.example', MASTODON_ACCESS_TOKEN: 'new' });
  expect(readFileSync(file(), 'utf8')).toBe(
    '# mine\nA=1\nMASTODON_URL=https://home.example\n\nMASTODON_ACCESS_TOKEN=new\nB="2"\n',
  );
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

it('writes what Node reads back, or nothing', () => {
  const value = fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  });
  fc.assert(
    fc.property(value, value, (first, second) => {
      rmSync(file(), { force: true });
      setVariables(file(), { OTHER: 'stays' });
      try {
        setVariables(file(), { TOKEN: first });
        setVariables(file(), { TOKEN: second });
      } catch (error) {
        expect(String(error)).toContain('the value of TOKEN cannot be written');
        return;
      }
      expect(parseEnv(readFileSync(file(), 'utf8'))).toEqual({ OTHER: 'stays', TOKEN: second });
    }),
  );
});
