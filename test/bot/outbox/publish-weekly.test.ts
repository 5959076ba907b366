import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { publishWeekly } from '../../../src/bot/outbox/weekly.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../kit/findings.ts';
import { WEEKLY } from '../house.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('the weekly post', () => {
  const options = { homeServer: { origin: 'https://home.example' }, now: new Date('2026-11-22T12:00:00Z') };
  let store: Store;
  let number = 0;
  beforeEach(() => {
    number += 1;
    store = openStore(folder.file(`${number}.db`));
    return () => store.close();
  });

  it('and the record of its scan are stored in one transaction', () => {
    const set = () => {
      throw new Error('disk full');
    };
    const failing = { ...store, settings: { ...store.settings, set } };
    expect(() => publishWeekly(WEEKLY, { ...options, store: failing })).toThrow('disk full');
    expect(store.outbox.get('weekly-2026-W47')).toBeNull();
    expect(publishWeekly(WEEKLY, { ...options, store })).toBe('weekly-2026-W47');
  });

  it('reports no scan twice, and a second scan of a week not before the next week', () => {
    const publish = (week: string, scanId: number) =>
      publishWeekly({ ...WEEKLY, week, scanId }, { ...options, store });
    expect(publish('2026-W47', 1)).toBe('weekly-2026-W47');
    expect(publish('2026-W48', 1)).toBeNull();
    expect(publish('2026-W47', 2)).toBeNull();
    expect(publish('2026-W48', 2)).toBe('weekly-2026-W48');
  });
});
