import { afterEach, describe, expect, it } from 'vitest';
import { understandMention } from '../../../src/bot/mentions/understand.ts';
import type { NamedServer } from '../../../src/bot/request/request-kinds.ts';
import { domain } from '../../kit/domain.ts';
import { startBoth } from '../house.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const ABOUT: readonly NamedServer[] = [{ domain: domain('social.example'), network: 'fediverse' }];

/** What a reply to an answer about social.example asks: kind, domains and network on one line. */
function asked(text: string, answered = ABOUT): string {
  const { request } = understandMention(
    {
      account: { id: '1', acct: 'ann@far.example', url: '', bot: false, nobot: false },
      content: `<p>@whohosts ${text}</p>`,
      mentions: [],
      language: null,
      inReplyToId: 'ours',
    },
    { account: { username: 'whohosts', hosts: ['home.example'], urls: [] }, language: 'en', answered },
  );
  switch (request.kind) {
    case 'domains':
      return ['domains', ...request.domains.map((each) => `${each.domain} ${each.network}`)].join(' ');
    case 'history':
      return `history ${request.named.domain}`;
    default:
      return request.kind;
  }
}

describe('a question in reply to an answer', () => {
  it.each([
    ['where?', 'domains social.example fediverse'],
    ['Where is it?', 'domains social.example fediverse'],
    ['and where exactly', 'refused'],
    ['since when?', 'history social.example'],
    ['how long?', 'history social.example'],
    ['history', 'history social.example'],
    ['wo?', 'domains social.example fediverse'],
    ['seit wann?', 'history social.example'],
    ['où ?', 'domains social.example fediverse'],
    ['depuis quand ?', 'history social.example'],
    ['¿dónde?', 'domains social.example fediverse'],
    ['¿desde cuándo?', 'history social.example'],
    ['どこ？', 'domains social.example fediverse'],
    ['いつから？', 'history social.example'],
    ['and xmpp?', 'domains social.example xmpp'],
    ['matrix', 'domains social.example matrix'],
    ['where is other.example?', 'domains other.example fediverse'],
    ['thanks!', 'refused'],
    ['where did you get that hat', 'refused'],
    ['when I was young, everything was better', 'refused'],
    ['stop', 'stop'],
    ['top', 'top'],
  ])('%s', (text, wanted) => {
    expect(asked(text)).toBe(wanted);
  });

  it('has no subject in reply to other posts', () => {
    expect(asked('where?', [])).toBe('refused');
  });

  it('is about the server of that answer', async () => {
    const { model, house } = await startBoth(closing);
    const { bot } = house.bot();
    await bot.start();
    const { status } = model.mention({ from: 'ann@far.example', text: '@whohosts social.example' });
    const first = await model.waitForPost(({ inReplyToId }) => inReplyToId === status.id);
    const next = model.mention({ from: 'ann@far.example', text: '@whohosts where?', inReplyToId: first.id });
    const second = await model.waitForPost(({ inReplyToId }) => inReplyToId === next.status.id);
    expect(second.text).toContain('social.example is hosted by Hetzner, in Nuremberg');
  });
});
