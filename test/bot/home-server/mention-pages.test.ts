import { describe, expect, it } from 'vitest';
import { collectNotifications } from '../../../src/bot/home-server/mention-pages.ts';

describe('pages of mentions', () => {
  const mention = (id: number) => ({
    id: String(id),
    createdAt: '2026-11-20T10:00:00Z',
    account: { id: '1', acct: 'ann', url: '', bot: false, nobot: false },
    statusId: `s${id}`,
    inReplyToId: null,
    content: '',
    visibility: 'public' as const,
    spoilerText: '',
    language: null,
    boost: false,
    mentions: [],
  });
  const all = Array.from({ length: 130 }, (_, index) => mention(95 + index));
  const above = (minId: string | undefined) => all.filter(({ id }) => Number(id) > Number(minId ?? 0));
  const below = (maxId: string | undefined) =>
    all.filter(({ id }) => maxId === undefined || Number(id) < Number(maxId));

  const servers: readonly (readonly [string, (minId?: string, maxId?: string) => typeof all])[] = [
    [
      'oldest page first',
      (minId?: string, maxId?: string) =>
        minId === undefined ? below(maxId).slice(-40) : above(minId).slice(0, 40),
    ],
    [
      'oldest page first, newest on top',
      (minId?: string, maxId?: string) =>
        (minId === undefined ? below(maxId).slice(-40) : above(minId).slice(0, 40)).toReversed(),
    ],
    [
      'newest page first',
      (minId?: string, maxId?: string) =>
        above(minId)
          .filter((each) => below(maxId).includes(each))
          .slice(-40)
          .toReversed(),
    ],
    ['min_id ignored', (_minId?: string, maxId?: string) => below(maxId).slice(-40).toReversed()],
    [
      'pages of seven, in disorder',
      (minId?: string, maxId?: string) => {
        const page = minId === undefined ? below(maxId).slice(-7) : above(minId).slice(0, 7);
        return [...page.slice(3), ...page.slice(0, 3)];
      },
    ],
  ];

  it.each(
    servers.flatMap(([name, page]) => [
      [name, page, true] as const,
      [`${name}, since_id ignored`, page, false] as const,
    ]),
  )('%s: all after the cursor, oldest first', async (_name, page, knowsSince) => {
    let asked = 0;
    const found = await collectNotifications(
      async ({ minId, maxId, sinceId }) => {
        asked += 1;
        const known = knowsSince && sinceId !== undefined;
        const shown = page(minId, maxId).filter(({ id }) => !known || Number(id) > Number(sinceId));
        return { ok: true, value: shown };
      },
      '100',
      '2026-11-20T00:00:00Z',
    );
    const ids = found.ok ? found.value.map(({ id }) => Number(id)) : [];
    expect(ids.filter((id) => id > 100)).toEqual(above('100').map(({ id }) => Number(id)));
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(asked).toBeLessThan(50);
  });

  it('does not request known entries again when it pages backward', async () => {
    const places: object[] = [];
    await collectNotifications(
      async (place) => {
        places.push(place);
        const { minId } = place;
        return { ok: true, value: minId === undefined ? [] : above(minId).slice(0, 40) };
      },
      '220',
      '2026-11-20T00:00:00Z',
    );
    expect(places).toEqual([{ minId: '220' }, { minId: '224' }, { maxId: '221', sinceId: '220' }]);
  });

  it('a server that always gives the same page is asked twice in each direction', async () => {
    let asked = 0;
    await collectNotifications(
      async () => {
        asked += 1;
        return { ok: true, value: all.slice(0, 40) };
      },
      '1',
      '2026-11-20T00:00:00Z',
    );
    expect(asked).toBe(3);
  });
});
