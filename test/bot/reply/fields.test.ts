import { describe, expect, it } from 'vitest';
import type { Post } from '../../../src/bot/home-server/home-server.ts';
import { REPLY_LANGUAGES } from '../../../src/bot/language/languages.ts';
import { draftReply, type ReplyContent } from '../../../src/bot/reply/reply.ts';
import { answer, attribution } from '../../kit/answers.ts';

/**
 * Every field of a post, with the origin of its text. A new field does not compile until it is listed here.
 */
const SOURCES: Readonly<Record<keyof Post, 'ours' | 'asker' | 'cleaned' | 'home server'>> = {
  // Our own sentences with cleaned names, after the asker's handle.
  text: 'cleaned',
  visibility: 'ours',
  inReplyToId: 'home server',
  // A few plain words of the asker's warning, or a sentence of ours.
  spoilerText: 'cleaned',
  // One of our languages.
  language: 'ours',
  mediaIds: 'home server',
  idempotencyKey: 'home server',
  // The asker alone.
  allowedMentions: 'asker',
};

const EVIL = '@eve@evil.example #spam https://evil.example/x <b>bold</b> :emoji:';
const evil = { id: 'evil', name: EVIL, country: 'DE' };
const placed = { country: 'DE', city: EVIL, lat: 1, lon: 2, accuracy: 'city' as const };
const declared = { by: EVIL, country: 'DE' };
const one = answer(
  'a.example',
  {},
  { declared, attribution: attribution({ hoster: evil, operator: evil, location: placed }) },
);
const hidden = answer(
  'b.example',
  {},
  { declared, attribution: attribution({ hoster: null, front: evil, kind: 'cdn' }) },
);

const CONTENTS: readonly ReplyContent[] = [
  { kind: 'answers', answers: [one, hidden], more: 1 },
  { kind: 'compare', answers: [one, hidden] },
  { kind: 'history', domain: one.domain, history: null, answer: one },
  {
    kind: 'top',
    network: 'fediverse',
    top: {
      network: 'fediverse',
      hosters: [{ name: EVIL, share: 0.5 }],
      hidden: 0,
      answered: 2,
      finishedAt: one.observedAt,
    },
  },
  { kind: 'refused', reason: 'unsure', domain: one.domain },
  { kind: 'refused', reason: 'nothing' },
  { kind: 'refused', reason: 'similar', names: [{ role: 'hoster', key: 'evil', name: EVIL }] },
  {
    kind: 'named',
    network: 'fediverse',
    figure: {
      ...{ network: 'fediverse', named: { role: 'hoster', key: 'evil', name: EVIL }, servers: 1 },
      ...{ activeUsers: 1, answered: 2, allUsers: 3, rank: { place: 1, of: 2 }, hidden: 0.1 },
      finishedAt: one.observedAt,
    },
  },
  { kind: 'help' },
];

it('every field of a post is listed with the origin of its text', () => {
  expect(Object.values(SOURCES).filter((source) => source === 'cleaned')).toHaveLength(2);
});

describe.each(CONTENTS.map((content) => [content.kind, content] as const))(
  'a reply of kind %s',
  (_kind, content) => {
    it.each(REPLY_LANGUAGES.map((language) => [language.code, language] as const))(
      'repeats in %s nothing that a home server acts on',
      (_code, language) => {
        const mention = {
          account: { acct: 'ann@far.example' },
          visibility: 'public',
          spoilerText: EVIL,
        } as const;
        const limits = { maxCharacters: 5000, charactersPerUrl: 23 };
        const { text, spoilerText, ...rest } = draftReply(mention, content, { language, limits });
        expect(text.startsWith('@ann@far.example ')).toBe(true);
        for (const shown of [text.slice('@ann@far.example '.length), spoilerText])
          expect(shown).not.toMatch(/[@＠#＃<>]|:\/\/|:\w+:/u);
        expect(rest).toEqual({ visibility: 'unlisted', language: language.code });
      },
    );
  },
);
