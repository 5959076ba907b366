import { describe, expect, it } from 'vitest';
import { AT, said } from './mentions/markup.ts';
import { generateMentions, MARKUPS, NEIGHBOURS } from './sentences.ts';
import { ORDINARY_TALK } from './talk.ts';
import { lookedUp, shown, understand } from './understand.ts';

describe('generated mentions', () => {
  it('have sixty kinds of neighbours and the markup of eight kinds of software', () => {
    expect([NEIGHBOURS.length, MARKUPS.length]).toEqual([60, 8]);
  });

  it('of 20,000 none leads to another server, and 99 % lead to the right one', { timeout: 60_000 }, () => {
    let all = 0;
    let found = 0;
    const wrong: string[] = [];
    for (const { html, wanted } of generateMentions(257, 11)) {
      const domains = lookedUp(understand({ html }));
      all += 1;
      if (domains.length === 1 && domains[0] === wanted) found += 1;
      else if (domains.length > 0) wrong.push(`${domains.join(' ')} instead of ${wanted}: ${html}`);
    }
    expect(wrong).toEqual([]);
    expect(all).toBeGreaterThanOrEqual(20_000);
    expect(found / all).toBeGreaterThanOrEqual(0.99);
  });
});

describe('talk', () => {
  it.each([
    ['alone', (talk: string) => said(talk)],
    ['before the handle', (talk: string) => `<p>${talk} ${AT.misskey}</p>`],
  ])('of 500 sentences leads to no look-up, %s', (_name, html) => {
    expect(ORDINARY_TALK).toHaveLength(500);
    const answered = ORDINARY_TALK.filter((talk) => understand({ html: html(talk) }).kind !== 'refused');
    expect(answered).toEqual([]);
  });
});

describe('a doubtful name', () => {
  it('leads to a question back if alone, is dropped next to a certain one, and is accepted if known', () => {
    const html = said('my install.sh fails, thanks anyway');
    expect(understand({ html })).toEqual({ kind: 'refused', reason: 'unsure', domain: 'install.sh' });
    expect(shown(understand({ html, inThread: true }))).toBe('!unsure');
    expect(shown(understand({ html: said('my install.sh fails on chaos.social') }))).toBe('chaos.social');
    expect(shown(understand({ html }, (domain) => domain === 'install.sh'))).toBe('install.sh');
  });
});
