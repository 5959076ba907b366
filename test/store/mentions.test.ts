import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MentionStore, Take } from '../../src/store/mentions.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../kit/findings.ts';

const SELF = { server: 'https://social.example', accountId: '1' };
const folder = temporaryFolder();
let file: string;
let store: Store;
let mentions: MentionStore;
beforeEach(() => {
  file = folder.file('whohosts.db');
  store = openStore(file);
  mentions = store.mentions(SELF);
});
afterEach(() => store.close());
afterAll(folder.remove);

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));

function heard(id: string, options: Partial<Take['mention']> & { kind?: string | null } = {}): Take {
  const { kind = 'reply', asker = 'ada@one.example', thread = null } = options;
  return {
    mention: { id, asker, thread },
    cursor: id,
    answer: kind === null ? null : { key: `mention:${id}`, kind, payload: id },
  };
}

describe('mentions', () => {
  it('are taken once: cursor, mention and answer together', () => {
    expect(mentions.cursor()).toBeNull();
    expect(mentions.take(heard('5'), at(0))).toBe('taken');
    expect(mentions.take({ ...heard('5'), cursor: '6' }, at(1))).toBe('seen');
    expect(mentions.cursor()).toBe('6');
    expect(mentions.seen('5')).toBe(true);
    expect(mentions.seen('6')).toBe(false);
    expect(store.outbox.due(at(9)).map(({ key }) => key)).toEqual(['mention:5']);
  });

  it('leave nothing behind if a part fails', () => {
    const broken = { ...heard('5'), answer: { key: 'k', kind: 'reply', payload: undefined as never } };
    expect(() => mentions.take(broken, at(0))).toThrow();
    expect(mentions.cursor()).toBeNull();
    expect(mentions.seen('5')).toBe(false);
    expect(store.outbox.get('k')).toBeNull();
    const nobody = { ...heard('5'), mention: { id: '5', asker: null as never, thread: null } };
    expect(() => mentions.take(nobody, at(0))).toThrow();
    expect(store.outbox.get('mention:5')).toBeNull();
    expect(mentions.cursor()).toBeNull();
  });

  it('may have no answer, and may leave the cursor unchanged', () => {
    mentions.setCursor('3');
    expect(mentions.take({ ...heard('2', { kind: null }), cursor: null }, at(0))).toBe('taken');
    expect(mentions.cursor()).toBe('3');
    expect(mentions.seen('2')).toBe(true);
    expect(mentions.answers({})).toBe(0);
  });

  it('are counted by asker, conversation, time and kind', () => {
    mentions.take(heard('1', { thread: 't1' }), at(0));
    mentions.take(heard('2', { thread: 't1', asker: 'bob@two.example' }), at(10));
    mentions.take(heard('3', { thread: 't2', kind: 'help' }), at(20));
    mentions.take(heard('4', { thread: 't1', kind: null }), at(30));
    expect(mentions.answers({})).toBe(3);
    expect(mentions.answers({ asker: 'ada@one.example' })).toBe(2);
    expect(mentions.answers({ asker: 'ada@one.example', since: at(20) })).toBe(1);
    expect(mentions.answers({ thread: 't1' })).toBe(2);
    expect(mentions.answers({ kind: 'help' })).toBe(1);
    expect(mentions.answers({ thread: 't1', kind: 'help' })).toBe(0);
    expect(mentions.answers({ since: at(21) })).toBe(0);
  });

  it('are kept separate for each account and server', () => {
    mentions.take(heard('5'), at(0));
    const elsewhere = store.mentions({ ...SELF, server: 'https://other.example' });
    expect(elsewhere.cursor()).toBeNull();
    expect(elsewhere.seen('5')).toBe(false);
    expect(elsewhere.answers({})).toBe(0);
    expect(store.mentions(SELF).cursor()).toBe('5');
  });

  it('record who asked to stop, until they ask again', () => {
    expect(mentions.stopped('ada@one.example')).toBe(false);
    mentions.stop('ada@one.example', at(0));
    mentions.stop('ada@one.example', at(1));
    expect(mentions.stopped('ada@one.example')).toBe(true);
    expect(mentions.stopped('bob@two.example')).toBe(false);
    mentions.resume('ada@one.example');
    expect(mentions.stopped('ada@one.example')).toBe(false);
  });

  it('survive a restart', () => {
    mentions.take(heard('5'), at(0));
    store.close();
    store = openStore(file);
    expect(store.mentions(SELF).take(heard('5'), at(1))).toBe('seen');
    expect(store.outbox.due(at(9))).toHaveLength(1);
  });
});
