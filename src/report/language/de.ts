import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { Band, Basis, CountText, Coverage, Extreme, Headline, ReportPhrases } from './language.ts';

const LOCALE = 'de-DE';
const plural = createPlural(LOCALE);
/** After „in“, „bei“: where something is number one. */
const WHERE: Readonly<Record<Network, string>> = {
  fediverse: 'im Fediverse',
  xmpp: 'im XMPP-Netz',
  matrix: 'im Matrix-Netz',
  web: 'in unserer Vergleichsgruppe',
};
/** Genitive. */
const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'der Server des Fediverse',
  xmpp: 'der XMPP-Server',
  matrix: 'der Matrix-Server',
  web: 'der Websites unserer Vergleichsgruppe',
};
/** Accusative. */
const NETWORK: Readonly<Record<Network, string>> = {
  fediverse: 'das Fediverse',
  xmpp: 'das XMPP-Netz',
  matrix: 'das Matrix-Netz',
  web: 'unsere Vergleichsgruppe von Websites',
};
const NUMBER = ['kein', 'ein', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'];

const capital = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
const companies = (count: number) => `${capital(NUMBER[count] ?? String(count))} Unternehmen`;
const hosts = (count: number) => plural(count, { one: 'hostet', other: 'hosten' });
/** Dative plural. */
const toServers = (count: number, text: string) =>
  `${text} ${plural(count, { one: 'Server', other: 'Servern' })}`;
const latitude = (south: boolean) => (south ? 'Süd' : 'Nord');
const between = ({ low, high, south }: Band) => `zwischen ${low}° und ${high}° ${latitude(south)}`;

function title(headline: Headline, network: Network): string {
  const all = SERVERS[network];
  switch (headline.kind) {
    case 'few':
      return `${companies(headline.hosters)} ${hosts(headline.hosters)} ${headline.share} ${all}`;
    case 'users':
      return `${headline.name} hostet ${headline.share} ${all}, aber ${headline.more ? '' : 'nur '}${headline.userShare} der aktiven Konten`;
    case 'band':
      return `${headline.share} der Server mit bekanntem Ort stehen ${between(headline.band)}`;
    case 'rank':
      return `${headline.name} überholt ${headline.passed} und ist jetzt Nummer ${headline.rank} ${WHERE[network]}`;
    case 'half': {
      const { hosters, before } = headline;
      return `${companies(hosters)} ${hosts(hosters)} jetzt mehr als die Hälfte ${all}; bisher ${before === 1 ? 'war es eines' : `waren es ${NUMBER[before] ?? before}`}`;
    }
    case 'five':
      return `Die fünf größten Unternehmen hosten jetzt ${headline.rising ? 'mehr' : 'weniger'} als ${headline.level} ${all}`;
    case 'change':
      return `${headline.name} hostet jetzt ${headline.share} ${all}, ${points(headline.points)} ${headline.rising ? 'mehr' : 'weniger'}`;
    case 'record': {
      const weeks = `seit mindestens ${headline.weeks.text} Wochen`;
      return headline.name === null
        ? `Hinter CDNs verbergen sich ${headline.share} ${all}, so ${headline.rising ? 'viele' : 'wenige'} wie ${weeks} nicht`
        : `${headline.name} hostet ${headline.share} ${all}, so ${headline.rising ? 'viele' : 'wenige'} wie ${weeks} nicht`;
    }
    case 'law':
      return `Mindestens ${headline.share} ${all} hängen von einem Unternehmen ${headline.region === 'us' ? 'in den USA' : 'in der EU oder im EWR'} ab`;
    case 'flow':
      return `Von ${headline.from} zu ${headline.to} sind ${headline.net.text} Server mehr umgezogen als umgekehrt`;
  }
}

function tail({ held, total, of }: Basis): string {
  if (of === 'located') return `: ${held ?? total} von ${total}.`;
  return held === null
    ? `, bei ${total} Servern, die geantwortet haben.`
    : `: ${held} der ${total} Server, die geantwortet haben.`;
}

const asked = ({ how, sampled, population, source, counts }: Coverage): string => {
  if (counts.population === 1) return `den einen Server auf ${source}`;
  if (how === 'all') return `alle ${population} Server auf ${source}`;
  if (how === 'random') return `${sampled} zufällige der ${population} Server auf ${source}`;
  return `${sampled} der ${population} Server auf ${source}`;
};
const points = ({ value, text, decimals }: CountText) =>
  `${text} ${plural(value, { one: 'Punkt', other: 'Punkte' }, decimals)}`;
const within = ({ margin }: Coverage) =>
  margin === null ? '' : `, Fehlerspanne der Serveranteile bis ±${points(margin)}`;
const ofUsers = (userShare: string | null, comma = ',') =>
  userShare === null ? '' : `${comma} ${userShare} der Konten`;
const extreme = ({ domain, city, country, degrees, south }: Extreme) =>
  `${domain} in ${city}${country === null ? '' : `, ${country}`} (${degrees}° ${latitude(south)})`;

/** „Konten“ means active users: short and gender-neutral. */
export const reportGerman: ReportPhrases = {
  code: 'de',
  locale: LOCALE,
  title,
  finding: (headline, network, basis) => `${title(headline, network)}${basis === null ? '.' : tail(basis)}`,
  quiet: (margin) =>
    margin
      ? 'Diese Woche gab es keine Änderung jenseits der Fehlerspanne.'
      : 'Diese Woche hat sich wenig geändert.',
  nothingAnswered: (network, sampled) =>
    `Diesmal keine Antwort ${WHERE[network]}: Wir haben ${sampled} Server gefragt und für keinen eine Adresse gefunden.`,
  nobodyNamed: (network, answered) =>
    `Wir können nicht sagen, wer ${NETWORK[network]} hostet: Keiner der ${answered} Server, die geantwortet haben, steht bei einem Hoster, den wir erkennen.`,
  coverage: (coverage, users) => {
    const { how, answered, sampled, population, source, date, counts } = coverage;
    const list = how === 'all' ? `auf ${source}` : `(von ${population} auf ${source})`;
    const tail = `geantwortet${users === null ? '' : `, mit ${users} im Monat aktiven Konten`}. ${date}${within(coverage)}.`;
    const have = plural(counts.answered, { one: 'hat', other: 'haben' });
    if (counts.population === 1 && counts.answered === 1) return `Der eine Server auf ${source} hat ${tail}`;
    return `${answered} von ${sampled} ${how === 'random' ? 'zufälligen ' : ''}Servern ${list} ${have} ${tail}`;
  },
  since: (day) => (day === null ? 'seit letzter Woche' : `seit dem ${day}`),
  sinceScan: 'seit der letzten Messung',
  toot: {
    line: (name, servers, users) => `${name}: ${servers}${users === null ? '' : `, ${users}`}`,
    ofServers: (share) => `${share} der Server`,
    ofUsers: (share) => `${share} der Konten`,
    change: (change, since) => (since === null ? ` (${change.text})` : ` (${points(change)} ${since})`),
    hidden: 'Hinter CDNs',
    control: (parts, { value, text }) =>
      `Von ${text} normalen ${plural(value, { one: 'Website', other: 'Websites' })}: ${parts.join(', ')}.`,
    part: (name, share) => `${name} ${share}`,
    hiddenPart: (share) => `hinter CDNs ${share}`,
    moved: ({ value, text }) => `${text} Server ${plural(value, { one: 'ist', other: 'sind' })} umgezogen.`,
  },
  movers: {
    intro: ({ value, text }, answered, since) =>
      `${capital(since)} ${plural(value, { one: 'hat', other: 'haben' })} ${text} der ${answered} Server, die geantwortet haben, Hoster oder CDN gewechselt. Im Saldo:`,
    flow: (from, to, { text }) => `${from} → ${to}: +${text}`,
  },
  alt: {
    chart: (kind, network, date) => {
      if (kind === 'year')
        return `Liniendiagramm: wer ${NETWORK[network]} im Lauf der Zeit hostet, bis ${date}.`;
      if (kind === 'users')
        return `Punktdiagramm: Anteile an den Servern und an den aktiven Konten ${WHERE[network]}, ${date}.`;
      if (kind === 'law')
        return `Balkendiagramm: welchem Recht die Unternehmen unterstehen, von denen ${NETWORK[network]} abhängt, ${date}.`;
      if (kind === 'latitude')
        return `Balkendiagramm: wie weit nördlich oder südlich die Server ${WHERE[network]} stehen, ${date}.`;
      return `Balkendiagramm: wer ${NETWORK[network]} hostet, ${date}.`;
    },
    coverage: (coverage) => {
      const { unresolved, answered, counts } = coverage;
      const have = plural(counts.answered, { one: 'hat', other: 'haben' });
      const all = counts.population === 1 ? 'er hat geantwortet' : 'alle haben geantwortet';
      const who = unresolved === null ? all : `${answered} ${have} geantwortet, ${unresolved} nicht`;
      return `Wir haben ${asked(coverage)} gefragt; ${who}${within(coverage)}.`;
    },
    reading: (users, bounds) =>
      `Zu jedem Hoster sein Anteil an den Servern, die geantwortet haben${bounds ? ', höchstens sein Anteil, wenn alles hinter CDNs bei ihm wäre' : ''}${users ? ', und sein Anteil an den aktiven Konten' : ''}.`,
    laws: (users) =>
      `Zu jedem Recht der Anteil der Server, hinter denen ein Unternehmen mit Sitz dort steht, als CDN, Hoster oder Betreiber; höchstens, mit allen, deren Hoster verborgen ist${users ? '; und der Anteil der aktiven Konten' : ''}. Ein Server kann unter mehreren stehen.`,
    hoster: ({ name, share, max, userShare }) =>
      `${name}: ${share}${max === share ? '' : `, höchstens ${max}`}${ofUsers(userShare, ';')}.`,
    hidden: ({ share, userShare }, fronts) =>
      `Hinter CDNs, wahrer Hoster nicht sichtbar: ${share}${ofUsers(userShare, ';')} (${fronts}).`,
    others: ({ value, text }, share, userShare) =>
      `${value === 1 ? 'Ein weiterer Hoster' : `Die ${text} anderen Hoster zusammen`}: ${share}${ofUsers(userShare, ';')}.`,
    lines: (share, userShare) =>
      `Internetanbieter, die nur den Anschluss stellen: ${share}${ofUsers(userShare, ';')}.`,
    unattributed: ({ value, text }) => `Von ${toServers(value, text)} ist kein Netz bekannt.`,
    concentration: (hhi, nakamoto, lines) => {
      const half =
        nakamoto === null
          ? 'alle bekannten Unternehmen zusammen haben nicht mehr als die Hälfte'
          : `${nakamoto.value === 1 ? 'ein Unternehmen hat' : `${nakamoto.text} Unternehmen haben zusammen`} mehr als die Hälfte`;
      return `Konzentration${lines ? ', Internetanbieter eingerechnet' : ''}: ${half}; der Herfindahl-Hirschman-Index ist mindestens ${hhi} von 10.000.`;
    },
    users: (active, { value, text }) =>
      `Konten sind die ${active} im Monat aktiven, die ${value === 1 ? 'ein Server meldet' : `${text} Server melden`}.`,
    course: (name, before, now) =>
      `${name ?? 'Hinter CDNs verborgen'}: ${before === now ? `unverändert ${now}` : `von ${before} auf ${now}`}.`,
    since: (date) => `Anteile an den Servern, die geantwortet haben, ab ${date}.`,
    located: (located, answered) =>
      `Die Stadt ist von ${located} der ${answered} Server bekannt, die geantwortet haben; die Anteile beziehen sich auf diese.`,
    band: (band, share, userShare) => `${capital(between(band))}: ${share}${ofUsers(userShare, ';')}.`,
    extremes: (north, south) =>
      `Der nördlichste Server ist ${extreme(north)}, der südlichste ${extreme(south)}.`,
  },
  chart: {
    servers: 'Anteil an Servern',
    users: 'an aktiven Konten',
    bound: 'höchstens, mit allem hinter CDNs',
    serversColumn: 'Server',
    usersColumn: 'Konten',
    hidden: 'Hinter CDNs',
    eea: 'EU und EWR',
    seatUnknown: 'Sitz unbekannt',
    overlap: 'Ein Server kann unter mehreren Rechten stehen.',
    band: ({ low, high, south }) => `${low}° bis ${high}° ${latitude(south)}`,
    located: (located, { answered, population, source, date }) =>
      `${located} Server mit bekannter Stadt, von ${answered}, die geantwortet haben, von ${population} auf ${source}. ${date}.`,
    credit: (users) =>
      `${users === null ? '' : `${users} aktive Konten im Monat, laut den Servern. `}Von whohosts, CC BY 4.0.`,
  },
};
