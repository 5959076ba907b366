import { describe, expect, it } from 'vitest';
import { REPLY_LANGUAGES } from '../../../src/bot/language/languages.ts';
import { hostingSentences } from '../../../src/bot/reply/hosting-phrases.ts';
import { createNumbers } from '../../../src/text/numbers.ts';
import { answer } from '../../kit/answers.ts';

/** The sentence with the hoster's rank and share; null if there is none. */
function standing(code: string, servers: number, users: number, isCounted = true): string | null {
  const language = REPLY_LANGUAGES.find((each) => each.code === code);
  if (language === undefined) throw new Error(`no language ${code}`);
  const context = { servers, answered: 2000, share: servers / 2000, activeUsers: users, activeShare: null };
  const since = isCounted ? '2026-03-03T00:00:00.000Z' : null;
  const sentences = hostingSentences(answer('a.example', { standing: context, since }), language);
  return sentences.find(({ rank }) => rank === 2)?.text ?? null;
}

/**
 * The expected words for one server that is the asked one, for another one, and for several; and for users by
 * number.
 */
const TABLE = {
  en: {
    only: 'It is the only one of 2,000 fediverse servers with Hetzner',
    one: 'One of the 2,000 fediverse servers that answered is with Hetzner',
    many: (count: string) => `${count} of the 2,000 fediverse servers that answered are with Hetzner`,
    user: ['1 active user.', /active users\./],
  },
  de: {
    only: 'Von 2.000 Fediverse-Servern, die geantwortet haben, ist es der einzige bei Hetzner',
    one: 'Von 2.000 Fediverse-Servern, die geantwortet haben, liegt einer bei Hetzner',
    many: (count: string) =>
      `Von 2.000 Fediverse-Servern, die geantwortet haben, liegen ${count} bei Hetzner`,
    user: ['einem aktiven Konto.', /aktiven Konten\./],
  },
  fr: {
    only: "C'est le seul des 2\u202f000 serveurs du fédivers ayant répondu qui soit chez Hetzner",
    one: 'Sur 2\u202f000 serveurs du fédivers qui ont répondu, un seul est chez Hetzner',
    many: (count: string) =>
      `Sur 2\u202f000 serveurs du fédivers qui ont répondu, ${count} sont chez Hetzner`,
    user: ['1 compte actif.', /comptes actifs\./],
  },
  es: {
    only: 'De los 2000 servidores del fediverso que respondieron, es el único que está en Hetzner',
    one: 'De los 2000 servidores del fediverso que respondieron, solo uno está en Hetzner',
    many: (count: string) =>
      `De los 2000 servidores del fediverso que respondieron, ${count} están en Hetzner`,
    user: ['1 cuenta activa.', /cuentas activas\./],
  },
  ja: {
    only: '応答したフェディバースのサーバー 2,000 台のうち、Hetzner にあるのはこの1台だけです',
    one: '応答したフェディバースのサーバー 2,000 台のうち 1 台',
    many: (count: string) => `応答したフェディバースのサーバー 2,000 台のうち ${count} 台`,
    user: ['アクティブユーザーは 1 人です', /アクティブユーザーは [\d,]+ 人です/],
  },
} as const;

describe.each(Object.entries(TABLE))('in %s', (code, row) => {
  const locale = REPLY_LANGUAGES.find((each) => each.code === code)?.locale ?? code;

  it.each([2, 5, 21, 1000])('%i servers are several', (servers) => {
    const count = createNumbers(locale).count(servers);
    expect(standing(code, servers, 0)).toContain(row.many(count));
  });

  it('0 servers are not mentioned', () => {
    expect(standing(code, 0, 0)).toBeNull();
  });

  it('1 server is the asked one, or another', () => {
    expect(standing(code, 1, 0)).toContain(row.only);
    expect(standing(code, 1, 0, false)).toContain(row.one);
  });

  it.each([0, 1, 2, 5, 21, 1000])('%i users agree with their noun', (users) => {
    const text = standing(code, 21, users);
    const [one, other] = row.user;
    if (users === 0) expect(text).not.toMatch(other);
    else if (users === 1) expect(text).toContain(one);
    else expect(text).toMatch(other);
  });
});
