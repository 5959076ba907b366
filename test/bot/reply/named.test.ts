import { describe, expect, it } from 'vitest';
import { REPLY_LANGUAGES } from '../../../src/bot/language/languages.ts';
import type { NameFigure } from '../../../src/bot/reply/figures.ts';
import { nameSentences, similarWords } from '../../../src/bot/reply/name-phrases.ts';
import type { KnownName } from '../../../src/bot/request/request-kinds.ts';
import { createNumbers } from '../../../src/text/numbers.ts';

const NAMES = {
  hoster: { role: 'hoster', key: 'hetzner', name: 'Hetzner' },
  front: { role: 'front', key: 'cloudflare', name: 'Cloudflare' },
  operator: { role: 'operator', key: 'masto-host', name: 'Masto.host' },
  country: { role: 'country', key: 'DE', name: 'Germany' },
} as const satisfies Record<string, KnownName>;

const figureOf = (named: KnownName, servers: number, users = 0): NameFigure => ({
  ...{ network: 'fediverse', named, servers, activeUsers: users, answered: 2000, allUsers: 50_000 },
  ...{ rank: { place: 12, of: 37 }, hidden: 0.15, finishedAt: '2026-11-20T10:00:00Z' },
});

/** The beginning of the answer for one and for several, and the whole of what follows it. */
const TABLE = {
  en: {
    hoster: ['One of the 2,000 fediverse servers that answered is with Hetzner', 'are with Hetzner'],
    front: ['One of the 2,000 fediverse servers that answered is behind Cloudflare', 'are behind Cloudflare'],
    operator: [
      'One of the 2,000 fediverse servers that answered is run by Masto.host',
      'are run by Masto.host',
    ],
    country: ['One of the 2,000 fediverse servers that answered is in Germany', 'are in Germany'],
    rank: 'It is number 12 of 37 hosters.',
    unseen: 'Another 15.0% are behind CDNs, which hide hoster and place.',
    users: ['; it has 1 active user (', '; they have 21 active users ('],
    similar: 'Do you mean Hetzner or Germany?',
  },
  de: {
    hoster: ['liegt einer bei Hetzner', 'bei Hetzner'],
    front: ['steht einer hinter Cloudflare', 'hinter Cloudflare'],
    operator: ['wird einer von Masto.host betrieben', 'von Masto.host betrieben'],
    country: ['Deutschland: einer von 2.000 Fediverse-Servern, die geantwortet haben', 'Deutschland: '],
    rank: 'Das ist Platz 12 von 37 Hostern.',
    unseen: 'Weitere 15,0 % stehen hinter CDNs, die Hoster und Ort verbergen.',
    users: [', mit einem aktiven Konto (', ', mit 21 aktiven Konten ('],
    similar: 'Meinst du Hetzner oder Deutschland?',
  },
  fr: {
    hoster: ['un seul est chez Hetzner', 'sont chez Hetzner'],
    front: ['un seul est derrière Cloudflare', 'sont derrière Cloudflare'],
    operator: ['un seul est géré par Masto.host', 'sont gérés par Masto.host'],
    country: ['Allemagne : un seul des 2\u202f000 serveurs du fédivers qui ont répondu', 'Allemagne : '],
    rank: 'Rang : 12 sur 37 hébergeurs.',
    unseen: "15,0\u202f% de plus sont derrière des CDN, qui cachent l'hébergeur et le lieu.",
    users: [', avec 1 compte actif (', ', avec 21 comptes actifs ('],
    similar: 'Veux-tu dire Hetzner ou Allemagne ?',
  },
  es: {
    hoster: ['solo uno está en Hetzner', 'están en Hetzner'],
    front: ['solo uno está detrás de Cloudflare', 'están detrás de Cloudflare'],
    operator: ['Masto.host gestiona solo uno', 'Masto.host gestiona '],
    country: ['Alemania: solo uno de los 2000 servidores del fediverso que respondieron', 'Alemania: '],
    rank: 'Es el número 12 de 37 proveedores.',
    unseen: 'Otro 15,0 % está detrás de CDN, que ocultan el proveedor y el lugar.',
    users: [', con 1 cuenta activa (', ', con 21 cuentas activas ('],
    similar: '¿Te refieres a Hetzner o Alemania?',
  },
  ja: {
    hoster: ['1 台(0.1%)が Hetzner にあります', 'が Hetzner にあります'],
    front: ['1 台(0.1%)が Cloudflare の背後にあります', 'が Cloudflare の背後にあります'],
    operator: ['1 台(0.1%)が Masto.host に運用されています', 'が Masto.host に運用されています'],
    country: ['1 台(0.1%)がドイツにあります', 'がドイツにあります'],
    rank: 'ホスティング事業者 37 社のうち 12 位です。',
    unseen: 'ほかに 15.0% がCDNの背後にあり、事業者も場所も見えません。',
    users: ['アクティブユーザーは 1 人', 'アクティブユーザーは 21 人'],
    similar: 'Hetznerまたはドイツ のことでしょうか。',
  },
} as const;

const plainSpaces = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe.each(Object.entries(TABLE))('a name that was asked about, in %s', (code, row) => {
  const language = REPLY_LANGUAGES.find((each) => each.code === code);
  if (language === undefined) throw new Error(`no language ${code}`);
  const sentences = (named: KnownName, servers: number, users = 0) =>
    nameSentences(figureOf(named, servers, users), language).map(plainSpaces);

  it.each(Object.values(NAMES))('is told of with one server and with several: $name', (named) => {
    const [one, several] = row[named.role];
    expect(sentences(named, 1)[0]).toContain(plainSpaces(one));
    for (const servers of [2, 5, 21, 1000]) {
      const [text = ''] = sentences(named, servers);
      expect(text).toContain(plainSpaces(several));
      expect(text).toContain(plainSpaces(createNumbers(language.locale).count(servers)));
      expect(text).not.toContain(plainSpaces(one));
    }
  });

  it('has users, a rank among its kind, and what cannot be seen', () => {
    const [one, several] = row.users;
    expect(sentences(NAMES.hoster, 1, 1)[0]).toContain(one);
    expect(sentences(NAMES.hoster, 2, 21)[0]).toContain(several);
    expect(sentences(NAMES.hoster, 2)[0]).not.toContain(several.slice(0, 6));
    const all = sentences(NAMES.hoster, 21);
    expect([all[1], all[3]]).toEqual([row.rank, plainSpaces(row.unseen)]);
    expect(sentences(NAMES.front, 21)).toHaveLength(3);
  });

  it('is asked back when it is misspelt', () => {
    expect(similarWords([NAMES.hoster, NAMES.country], language)).toContain(row.similar);
  });
});
