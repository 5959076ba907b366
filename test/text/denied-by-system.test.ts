import { mkdirSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { deniedBySystem } from '../../src/text/denied-by-system.ts';

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

it('gives the message of a full disk or a forbidden folder, and null for bugs', () => {
  const small = new SQLite(':memory:');
  small.pragma('max_page_count = 2');
  const full = thrownBy(() => small.exec('CREATE TABLE a (x); CREATE TABLE b (x); CREATE TABLE c (x);'));
  expect(deniedBySystem(full)).toBe('the database: database or disk is full');
  expect(deniedBySystem(thrownBy(() => mkdirSync('/dev/null/x')))).toMatch(
    /^ENOTDIR: not a directory, mkdir/,
  );
  expect(deniedBySystem(thrownBy(() => small.exec('SELECT * FROM nowhere')))).toBeNull();
  expect(deniedBySystem(thrownBy(() => new URL('no address')))).toBeNull();
  expect(deniedBySystem('text')).toBeNull();
  small.close();
});
