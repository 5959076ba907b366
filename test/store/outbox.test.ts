import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';

const folder = temporaryFolder();
let file: string;
let store: Store;
beforeEach(() => {
  file = folder.file('whohosts.db');
  store = openStore(file);
});
afterEach(() => store.close());
afterAll(folder.remove);

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const entry = (key: string) => ({ key, kind: 'reply', payload: { text: `for ${key}`, parts: [1, null] } });

function add(key: string, minute = 0): number {
  store.outbox.enqueue(entry(key), at(minute));
  return store.outbox.get(key)?.id ?? -1;
}

describe('the outbox', () => {
  it('accepts a key only once', () => {
    expect(store.outbox.enqueue(entry('a'), at(0))).toBe('added');
    expect(store.outbox.enqueue({ ...entry('a'), payload: 'another' }, at(1))).toBe('exists');
    expect(store.outbox.get('a')).toEqual({
      id: 1,
      key: 'a',
      kind: 'reply',
      payload: { text: 'for a', parts: [1, null] },
      state: 'pending',
      attempts: 0,
      createdAt: at(0).toISOString(),
      notBefore: at(0).toISOString(),
      sendingAt: null,
      sentAt: null,
      statusId: null,
      error: null,
    });
    expect(store.outbox.get('b')).toBeNull();
  });

  it('returns what is due, oldest first', () => {
    store.outbox.enqueue({ ...entry('later'), notBefore: at(30) }, at(0));
    add('first');
    add('second', 1);
    const due = (minute: number, limit?: number) => store.outbox.due(at(minute), limit).map(({ key }) => key);
    expect(due(0)).toEqual(['first']);
    expect(due(5)).toEqual(['first', 'second']);
    expect(due(30)).toEqual(['later', 'first', 'second']);
    expect(due(30, 1)).toEqual(['later']);
    expect(store.outbox.nextDue()).toBe(at(0).toISOString());
  });

  it('gives a row to one sender only, and remembers that after a crash', () => {
    const id = add('a');
    const other = openStore(file);
    expect(store.outbox.markSending(id, at(1))).toBe(true);
    expect(other.outbox.markSending(id, at(1))).toBe(false);
    expect(other.outbox.due(at(9))).toEqual([]);
    expect(other.outbox.nextDue()).toBeNull();
    expect(other.outbox.unsettled()).toMatchObject([{ id, attempts: 1, sendingAt: at(1).toISOString() }]);
    other.close();
  });

  it('ends in sent, and finds the row by its status id', () => {
    const id = add('a');
    store.outbox.markSending(id, at(1));
    store.outbox.retryAt(id, at(5), 'HTTP 503');
    expect(store.outbox.get('a')).toMatchObject({ state: 'pending', error: 'HTTP 503', attempts: 1 });
    expect(store.outbox.due(at(4))).toEqual([]);
    expect(store.outbox.markSending(id, at(5))).toBe(true);
    store.outbox.markSent(id, '1099', at(6));
    expect(store.outbox.byStatus('1099')).toMatchObject({
      id,
      state: 'sent',
      attempts: 2,
      sentAt: at(6).toISOString(),
      error: null,
    });
    expect(store.outbox.byStatus('1')).toBeNull();
    expect(store.outbox.unsettled()).toEqual([]);
  });

  it('may end in failed, or in unsure until the operator decides', () => {
    const [a, b, c] = [add('a'), add('b'), add('c')];
    store.outbox.markFailed(a, 'blocked');
    for (const id of [b, c]) {
      store.outbox.markSending(id, at(1));
      store.outbox.markUnsure(id, 'the answer got lost');
    }
    expect(store.outbox.list('unsure').map(({ key }) => key)).toEqual(['c', 'b']);
    expect(store.outbox.list('failed')).toMatchObject([{ key: 'a', error: 'blocked' }]);
    expect(store.outbox.due(at(50))).toEqual([]);
    store.outbox.markSent(b, '7', at(2));
    store.outbox.retryAt(c, at(3), 'was not there');
    expect(store.outbox.due(at(3)).map(({ key }) => key)).toEqual(['c']);
  });

  it('rejects invalid transitions', () => {
    const id = add('a');
    expect(() => store.outbox.markSent(id, '1', at(1))).toThrow('cannot become sent');
    expect(() => store.outbox.retryAt(id, at(1), '')).toThrow('cannot become pending');
    expect(() => store.outbox.markUnsure(id, '')).toThrow('cannot become unsure');
    store.outbox.markSending(id, at(1));
    store.outbox.markSent(id, '1', at(1));
    expect(() => store.outbox.markSent(id, '2', at(1))).toThrow();
    expect(() => store.outbox.markFailed(id, '')).toThrow('cannot become failed');
    expect(store.outbox.markSending(id, at(1))).toBe(false);
    expect(store.outbox.get('a')).toMatchObject({ state: 'sent', statusId: '1' });
    expect(() => store.outbox.markFailed(999, '')).toThrow();
  });
});
