import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { Band, Basis, CountText, Coverage, Extreme, Headline, ReportPhrases } from './language.ts';

const LOCALE = 'fr-FR';
const plural = createPlural(LOCALE);
/** The space before : ; % that does not break. */
const NBSP = '\u00a0';
const NETWORK: Readonly<Record<Network, string>> = {
  fediverse: 'le fédivers',
  xmpp: 'le réseau XMPP',
  matrix: 'le réseau Matrix',
  web: 'notre groupe témoin de sites web',
};
/** After « des hébergeurs ». */
const OF_NETWORK: Readonly<Record<Network, string>> = {
  fediverse: 'du fédivers',
  xmpp: 'du réseau XMPP',
  matrix: 'du réseau Matrix',
  web: 'de notre groupe témoin',
};
const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'des serveurs du fédivers',
  xmpp: 'des serveurs XMPP',
  matrix: 'des serveurs Matrix',
  web: 'des sites web de notre groupe témoin',
};
const NUMBER = ['aucune', 'une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'];

const capital = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
const companies = (count: number) =>
  `${capital(NUMBER[count] ?? String(count))} ${plural(count, { one: 'entreprise', other: 'entreprises' })}`;
const host = (count: number) => plural(count, { one: 'héberge', other: 'hébergent' });
const servers = (count: number, text: string) =>
  `${text} ${plural(count, { one: 'serveur', many: 'de serveurs', other: 'serveurs' })}`;
const latitude = (south: boolean) => (south ? 'sud' : 'nord');
const between = ({ low, high, south }: Band) => `entre ${low}° et ${high}° ${latitude(south)}`;

// Names stand where French would not elide before them: « pour OVH », never « de OVH ».
function title(headline: Headline, network: Network): string {
  const all = SERVERS[network];
  switch (headline.kind) {
    case 'few':
      return `${companies(headline.hosters)} ${host(headline.hosters)} ${headline.share} ${all}`;
    case 'users':
      return `${headline.name} héberge ${headline.share} ${all}, mais ${headline.more ? '' : 'seulement '}${headline.userShare} des comptes actifs`;
    case 'band':
      return `${headline.share} des serveurs localisés se trouvent ${between(headline.band)}`;
    case 'rank':
      return `${headline.name} dépasse ${headline.passed} et devient numéro ${headline.rank} des hébergeurs ${OF_NETWORK[network]}`;
    case 'half': {
      const { hosters, before } = headline;
      return `${companies(hosters)} ${host(hosters)} désormais plus de la moitié ${all}, contre ${NUMBER[before] ?? before} auparavant`;
    }
    case 'five':
      return `Les cinq plus grandes entreprises hébergent désormais ${headline.rising ? 'plus' : 'moins'} de ${headline.level} ${all}`;
    case 'change':
      return `${headline.name} héberge désormais ${headline.share} ${all}, en ${headline.rising ? 'hausse' : 'baisse'} de ${points(headline.points)}`;
    case 'record': {
      const weeks = `depuis au moins ${headline.weeks.text} semaines`;
      return headline.name === null
        ? `Les CDN cachent ${headline.share} ${all}, un ${headline.rising ? 'maximum' : 'minimum'} ${weeks}`
        : `${headline.name} héberge ${headline.share} ${all}, sa part la plus ${headline.rising ? 'élevée' : 'faible'} ${weeks}`;
    }
    case 'law':
      return `Au moins ${headline.share} ${all} dépendent d’une entreprise ${headline.region === 'us' ? 'des États-Unis' : 'de l’UE ou de l’EEE'}`;
    case 'flow':
      return `${headline.net.text} serveurs de plus ont quitté ${headline.from} pour ${headline.to} que l’inverse`;
  }
}

function tail({ held, total, of }: Basis): string {
  if (of === 'located') return `${NBSP}: ${held ?? total} sur ${total}.`;
  return held === null
    ? `, sur ${total} qui ont répondu.`
    : `${NBSP}: ${held} des ${total} serveurs qui ont répondu.`;
}

const asked = ({ how, sampled, population, source, counts }: Coverage): string => {
  if (counts.population === 1) return `le seul serveur de ${source}`;
  if (how === 'all') return `les ${population} serveurs de ${source}`;
  if (how === 'random') return `${sampled} serveurs au hasard parmi les ${population} de ${source}`;
  return `${sampled} des ${population} serveurs de ${source}`;
};
const points = ({ value, text, decimals }: CountText) =>
  `${text} ${plural(value, { one: 'point', other: 'points' }, decimals)}`;
const within = ({ margin }: Coverage) =>
  margin === null ? '' : `, marge d’erreur des parts de serveurs jusqu’à ±${points(margin)}`;
const ofUsers = (userShare: string | null, comma = ',') =>
  userShare === null ? '' : `${comma} ${userShare} des comptes`;
const extreme = ({ domain, city, country, degrees, south }: Extreme) =>
  `${domain} à ${city}${country === null ? '' : `, ${country}`} (${degrees}° ${latitude(south)})`;

/** « Comptes » means active users. */
export const reportFrench: ReportPhrases = {
  code: 'fr',
  locale: LOCALE,
  title,
  finding: (headline, network, basis) => `${title(headline, network)}${basis === null ? '.' : tail(basis)}`,
  quiet: (margin) =>
    margin
      ? 'Cette semaine, aucun changement au-delà de la marge d’erreur.'
      : 'Peu de changements cette semaine.',
  nothingAnswered: (network, sampled) =>
    `Pas de réponse cette fois pour ${NETWORK[network]}${NBSP}: nous avons interrogé ${sampled} serveurs sans trouver l’adresse d’aucun.`,
  nobodyNamed: (network, answered) =>
    `Impossible de dire qui héberge ${NETWORK[network]}${NBSP}: aucun des ${answered} serveurs qui ont répondu n’est chez un hébergeur visible.`,
  coverage: (coverage, users) => {
    const { how, answered, sampled, population, source, date, counts } = coverage;
    const list =
      how === 'all'
        ? `de ${source}`
        : `${how === 'random' ? 'tirés au sort ' : ''}(sur ${population} de ${source})`;
    const tail = `répondu${users === null ? '' : ` (${users} comptes actifs par mois)`}. ${date}${within(coverage)}.`;
    const have = plural(counts.answered, { one: 'a', other: 'ont' });
    if (counts.population === 1 && counts.answered === 1) return `Le seul serveur de ${source} a ${tail}`;
    return `${answered} des ${sampled} serveurs ${list} ${have} ${tail}`;
  },
  since: (day) => (day === null ? 'en une semaine' : `depuis le ${day}`),
  sinceScan: 'depuis la dernière mesure',
  toot: {
    line: (name, servers, users) => `${name}${NBSP}: ${servers}${users === null ? '' : `, ${users}`}`,
    ofServers: (share) => `${share} des serveurs`,
    ofUsers: (share) => `${share} des comptes`,
    change: (change, since) => (since === null ? ` (${change.text})` : ` (${points(change)} ${since})`),
    hidden: 'Derrière un CDN',
    control: (parts, { value, text }) =>
      `Sur ${text} ${plural(value, { one: 'site ordinaire', other: 'sites ordinaires' })}${NBSP}: ${parts.join(', ')}.`,
    part: (name, share) => `${name} ${share}`,
    hiddenPart: (share) => `via un CDN ${share}`,
    moved: ({ value, text }) =>
      `${servers(value, text)} ${plural(value, { one: 'a', other: 'ont' })} déménagé.`,
  },
  movers: {
    intro: ({ value, text }, answered, since) =>
      `${capital(since)}, ${text} des ${answered} serveurs qui ont répondu ${plural(value, { one: 'a', other: 'ont' })} changé d’hébergeur ou de CDN. Soldes${NBSP}:`,
    flow: (from, to, { text }) => `${from} → ${to}${NBSP}: +${text}`,
  },
  alt: {
    chart: (kind, network, date) => {
      if (kind === 'year')
        return `Graphique en courbes${NBSP}: qui héberge ${NETWORK[network]} au fil du temps, jusqu’au ${date}.`;
      if (kind === 'users')
        return `Graphique à points${NBSP}: parts des serveurs et des comptes actifs ${OF_NETWORK[network]}, ${date}.`;
      if (kind === 'law')
        return `Graphique en barres${NBSP}: de quel droit relèvent les entreprises dont dépendent les serveurs ${OF_NETWORK[network]}, ${date}.`;
      if (kind === 'latitude')
        return `Graphique en barres${NBSP}: à quelle latitude se trouvent les serveurs ${OF_NETWORK[network]}, ${date}.`;
      return `Graphique en barres${NBSP}: qui héberge ${NETWORK[network]}, ${date}.`;
    },
    coverage: (coverage) => {
      const { unresolved, answered, counts } = coverage;
      const have = plural(counts.answered, { one: 'a', other: 'ont' });
      const all = counts.population === 1 ? 'il a répondu' : 'tous ont répondu';
      const who = unresolved === null ? all : `${answered} ${have} répondu, ${unresolved} non`;
      return `Nous avons interrogé ${asked(coverage)}${NBSP}; ${who}${within(coverage)}.`;
    },
    reading: (users, bounds) =>
      `Pour chaque hébergeur, sa part des serveurs qui ont répondu${bounds ? ', au plus sa part si tout ce qui est derrière des CDN s’y trouvait' : ''}${users ? ', et sa part des comptes actifs' : ''}.`,
    laws: (users) =>
      `Pour chaque droit, la part des serveurs derrière lesquels se trouve une entreprise qui y a son siège, comme CDN, hébergeur ou opérateur${NBSP}; au plus, avec tous ceux dont l’hébergeur est caché${users ? `${NBSP}; et la part des comptes actifs` : ''}. Un serveur peut relever de plusieurs droits.`,
    hoster: ({ name, share, max, userShare }) =>
      `${name}${NBSP}: ${share}${max === share ? '' : `, au plus ${max}`}${ofUsers(userShare, `${NBSP};`)}.`,
    hidden: ({ share, userShare }, fronts) =>
      `Derrière des CDN, hébergeur réel invisible${NBSP}: ${share}${ofUsers(userShare, `${NBSP};`)} (${fronts}).`,
    others: ({ value, text }, share, userShare) =>
      `${value === 1 ? 'Un autre hébergeur' : `Les ${text} autres hébergeurs ensemble`}${NBSP}: ${share}${ofUsers(userShare, `${NBSP};`)}.`,
    lines: (share, userShare) =>
      `Fournisseurs d’accès, qui ne fournissent que la ligne${NBSP}: ${share}${ofUsers(userShare, `${NBSP};`)}.`,
    unattributed: ({ value, text }) => `Pour ${servers(value, text)}, aucun réseau n’est connu.`,
    concentration: (hhi, nakamoto, lines) => {
      const half =
        nakamoto === null
          ? 'les entreprises connues n’en détiennent ensemble pas plus de la moitié'
          : `${nakamoto.value === 1 ? 'une seule entreprise en détient' : `${nakamoto.text} entreprises en détiennent`} plus de la moitié`;
      return `Concentration${lines ? ', fournisseurs d’accès compris' : ''}${NBSP}: ${half}${NBSP}; l’indice de Herfindahl-Hirschman est d’au moins ${hhi} sur 10${NBSP}000.`;
    },
    users: (active, { value, text }) =>
      `Les comptes sont les ${active} actifs par mois que ${plural(value, { one: 'déclare', other: 'déclarent' })} ${servers(value, text)}.`,
    course: (name, before, now) =>
      `${name ?? 'Cachés derrière des CDN'}${NBSP}: ${before === now ? `stable à ${now}` : `de ${before} à ${now}`}.`,
    since: (date) => `Parts des serveurs qui ont répondu, depuis le ${date}.`,
    located: (located, answered) =>
      `La ville est connue pour ${located} des ${answered} serveurs qui ont répondu${NBSP}; les parts s’y rapportent.`,
    band: (band, share, userShare) =>
      `${capital(between(band))}${NBSP}: ${share}${ofUsers(userShare, `${NBSP};`)}.`,
    extremes: (north, south) =>
      `Le serveur le plus au nord est ${extreme(north)}, le plus au sud ${extreme(south)}.`,
  },
  chart: {
    servers: 'part des serveurs',
    users: 'des comptes actifs',
    bound: 'au plus, avec tout le CDN',
    serversColumn: 'serveurs',
    usersColumn: 'comptes',
    hidden: 'Derrière un CDN',
    eea: 'UE et EEE',
    seatUnknown: 'Siège inconnu',
    overlap: 'Un serveur peut relever de plusieurs droits.',
    band: ({ low, high, south }) => `${low}° à ${high}° ${south ? 'sud' : 'nord'}`,
    located: (located, { answered, population, source, date }) =>
      `${located} serveurs dont la ville est connue, sur ${answered} qui ont répondu, sur ${population} de ${source}. ${date}.`,
    credit: (users) =>
      `${users === null ? '' : `${users} comptes actifs par mois, selon les serveurs. `}Par whohosts, CC BY 4.0.`,
  },
};
