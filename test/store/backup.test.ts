import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUpDaily, keptBackups } from '../../src/store/backup.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan, temporaryFolder } from '../kit/findings.ts';

const DAY_MS = 86_400_000;
const folder = temporaryFolder();
let store: Store;
beforeEach(() => {
  store = openStore(folder.file('whohosts.db'));
});
afterEach(() => store.close());
afterAll(folder.remove);

const dayAfter = (days: number) => new Date(Date.UTC(2026, 0, 5, 4) + days * DAY_MS);
const nameOf = (time: Date) => `whohosts-${time.toISOString().slice(0, 10)}.db`;

describe('a backup', () => {
  it('is a complete database, readable only by its owner, while the store stays open', () => {
    const done = scan(store, [finding(domain('a.example'))]);
    const file = folder.file('deep/copy.db');
    store.backup(file);
    store.settings.set('after', 'the copy');
    expect(readdirSync(dirname(file))).toEqual(['copy.db']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const copy = openStore(file);
    expect(copy.faults()).toEqual([]);
    expect(copy.history.servers(done.id)).toEqual(store.history.servers(done.id));
    expect(copy.settings.get('after')).toBeNull();
    copy.close();
  });

  it('replaces an older backup and an unfinished one', () => {
    const file = folder.file('copy.db');
    mkdirSync(dirname(file));
    writeFileSync(file, 'an older copy');
    writeFileSync(`${file}.unfinished`, 'half a copy');
    store.backup(file);
    expect(readdirSync(dirname(file))).toEqual(['copy.db']);
    openStore(file).close();
  });

  it('leaves the older backup alone if it cannot be written', () => {
    const file = folder.file('copy.db');
    mkdirSync(join(dirname(file), 'copy.db.unfinished', 'in the way'), { recursive: true });
    writeFileSync(file, 'an older copy');
    expect(() => store.backup(file)).toThrow();
    expect(readFileSync(file, 'utf8')).toBe('an older copy');
  });
});

describe('daily backups', () => {
  it('are kept for seven days and four weeks', () => {
    const place = join(folder.path, 'backups');
    for (let days = 0; days < 40; days += 1) backUpDaily(store, place, dayAfter(days));
    // Day 39 is a Friday; the preceding weeks end on the Sundays 34, 27 and 20.
    const kept = [20, 27, 33, 34, 35, 36, 37, 38, 39].map((days) => nameOf(dayAfter(days)));
    expect(readdirSync(place).sort()).toEqual(kept);
    openStore(join(place, kept[0] ?? '')).close();
  });

  it('run once a day, and clean up after a crash without touching other files', () => {
    const place = join(folder.path, 'crashed');
    mkdirSync(place);
    for (const more of ['', '-journal']) {
      writeFileSync(join(place, `${nameOf(dayAfter(0))}.unfinished${more}`), 'half');
    }
    writeFileSync(join(place, 'notes.txt'), 'mine');
    const first = backUpDaily(store, place, dayAfter(1));
    expect(first.removed.sort()).toEqual(
      ['', '-journal'].map((more) => `${nameOf(dayAfter(0))}.unfinished${more}`),
    );
    store.settings.set('later', 'that day');
    expect(backUpDaily(store, place, dayAfter(1))).toEqual({ file: first.file, removed: [] });
    const copy = openStore(first.file);
    expect(copy.settings.get('later')).toBeNull();
    copy.close();
    expect(existsSync(join(place, 'notes.txt'))).toBe(true);
  });

  it('always keep the newest seven, and never more than eleven', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (days) => {
        const names = days.map((day) => nameOf(dayAfter(day)));
        const kept = keptBackups(names);
        const newest = [...names].sort().reverse();
        expect(newest.slice(0, 7).every((name) => kept.has(name))).toBe(true);
        expect(kept.size).toBeLessThanOrEqual(11);
        const weeks = new Set(days.map((day) => Math.floor(day / 7)));
        const keptWeeks = new Set(
          days.filter((day) => kept.has(nameOf(dayAfter(day)))).map((day) => Math.floor(day / 7)),
        );
        expect(keptWeeks.size).toBeGreaterThanOrEqual(Math.min(4, weeks.size));
      }),
    );
  });
});
