import { expect, it } from 'vitest';
import { REPLY_LANGUAGES } from '../../../src/bot/language/languages.ts';
import { hostingSentences } from '../../../src/bot/reply/hosting-phrases.ts';
import { answer } from '../../kit/answers.ts';

it.each(REPLY_LANGUAGES)('names the holder of the block, without a handle ($code)', (language) => {
  const registeredTo = '@erika@home.example #tag https://x.example';
  const plain = hostingSentences(answer('a.example', {}), language);
  const told = hostingSentences(answer('a.example', { registeredTo }), language);
  const more = told.filter(({ text }) => !plain.some((each) => each.text === text));
  expect(more).toHaveLength(1);
  expect(more[0]?.rank).toBeGreaterThan(0);
  expect(more[0]?.text).not.toMatch(/[@#]|:\/\//);
});
