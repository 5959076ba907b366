import { expect, it } from 'vitest';
import { REPLY_LANGUAGES } from '../../../src/bot/language/languages.ts';
import { isLikeOurs } from '../../../src/bot/mentions/echo.ts';

const said = (text: string) => isLikeOurs([{ kind: 'text', text }]);

it('recognises a reply of a bot like us by its sentences, in each language and split by links', () => {
  for (const { code, notFound, measured, busy } of REPLY_LANGUAGES) {
    for (const text of [notFound('a.example'), measured('22 Nov 2026'), `@ann ${busy}`])
      expect(said(text), code).toBe(true);
  }
  expect(
    isLikeOurs([
      { kind: 'person', host: 'far.example' },
      { kind: 'text', text: ' I could not look up ' },
      { kind: 'link', href: 'https://a.example', text: 'a.example' },
      { kind: 'text', text: ' just now, and I have not seen it before. Please try again later.' },
    ]),
  ).toBe(true);
  expect(said('who hosts a.example?')).toBe(false);
});

it('looks for them only as far as a reply is long', () => {
  const [english] = REPLY_LANGUAGES;
  expect(said(`${'word '.repeat(500)}${english?.busy}`)).toBe(true);
  expect(said(`${'word '.repeat(20_000)}${english?.busy}`)).toBe(false);
});
