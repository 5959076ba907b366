import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { Band, Basis, CountText, Coverage, Extreme, Headline, ReportPhrases } from './language.ts';

const LOCALE = 'en-GB';
const plural = createPlural(LOCALE);
const NETWORK: Readonly<Record<Network, string>> = {
  fediverse: 'the fediverse',
  xmpp: 'the XMPP network',
  matrix: 'the Matrix network',
  web: 'our control group of websites',
};
const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'the fediverse’s servers',
  xmpp: 'the XMPP servers',
  matrix: 'the Matrix servers',
  web: 'the websites in our control group',
};
const NUMBER = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

const capital = (text: string) => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
const servers = (count: number, text: string) =>
  `${text} ${plural(count, { one: 'server', other: 'servers' })}`;
const companies = (count: number) =>
  `${NUMBER[count] ?? count} ${plural(count, { one: 'company', other: 'companies' })}`;
const hosts = (count: number) => plural(count, { one: 'hosts', other: 'host' });
const pole = (south: boolean) => (south ? 'south' : 'north');
const between = ({ low, high, south }: Band) => `between ${low}° and ${high}° ${pole(south)}`;

function title(headline: Headline, network: Network): string {
  const all = SERVERS[network];
  switch (headline.kind) {
    case 'few':
      return `${companies(headline.hosters)} ${hosts(headline.hosters)} ${headline.share} of ${all}`;
    case 'users':
      return `${headline.name} hosts ${headline.share} of ${all}, but ${headline.more ? '' : 'only '}${headline.userShare} of the active users`;
    case 'band':
      return `${headline.share} of the servers that we can place stand ${between(headline.band)}`;
    case 'rank':
      return `${headline.name} passes ${headline.passed} and is now number ${headline.rank} among the hosts of ${NETWORK[network]}`;
    case 'half': {
      const { hosters, before } = headline;
      return `${companies(hosters)} now ${hosts(hosters)} more than half of ${all}; before, it took ${NUMBER[before]?.toLowerCase() ?? before}`;
    }
    case 'five':
      return `The five largest companies now host ${headline.rising ? 'more' : 'less'} than ${headline.level} of ${all}`;
    case 'change':
      return `${headline.name} now hosts ${headline.share} of ${all}, ${headline.rising ? 'up' : 'down'} ${points(headline.points)}`;
    case 'record': {
      const weeks = `at least ${headline.weeks.text} weeks`;
      return headline.name === null
        ? `CDNs hide ${headline.share} of ${all}, the ${headline.rising ? 'most' : 'fewest'} in ${weeks}`
        : `${headline.name} hosts ${headline.share} of ${all}, its ${headline.rising ? 'highest' : 'lowest'} share in ${weeks}`;
    }
    case 'law':
      return `At least ${headline.share} of ${all} depend on a company in ${headline.region === 'us' ? 'the United States' : 'the EU or EEA'}`;
    case 'flow':
      return `${headline.net.text} more servers moved from ${headline.from} to ${headline.to} than the other way`;
  }
}

function tail({ held, total, of }: Basis): string {
  if (of === 'located') return `: ${held ?? total} of ${total}.`;
  return held === null
    ? `, of the ${total} that answered.`
    : `: ${held} of the ${total} servers that answered.`;
}

const asked = ({ how, sampled, population, source, counts }: Coverage): string => {
  if (counts.population === 1) return `the one server on ${source}`;
  if (how === 'all') return `all ${population} servers on ${source}`;
  if (how === 'random') return `${sampled} random servers of the ${population} on ${source}`;
  return `${sampled} of the ${population} servers on ${source}`;
};
const points = ({ value, text, decimals }: CountText) =>
  `${text} ${plural(value, { one: 'point', other: 'points' }, decimals)}`;
const within = ({ margin }: Coverage) =>
  margin === null ? '' : `, margin of server shares up to ±${points(margin)}`;
const ofUsers = (userShare: string | null, comma = ',') =>
  userShare === null ? '' : `${comma} ${userShare} of users`;
const extreme = ({ domain, city, country, degrees, south }: Extreme) =>
  `${domain} in ${city}${country === null ? '' : `, ${country}`} (${degrees}° ${pole(south)})`;

/** Plain English for people who do not read statistics for a living. */
export const reportEnglish: ReportPhrases = {
  code: 'en',
  locale: LOCALE,
  title,
  finding: (headline, network, basis) => `${title(headline, network)}${basis === null ? '.' : tail(basis)}`,
  quiet: (margin) =>
    margin ? 'No change beyond the margin of error this week.' : 'Little changed this week.',
  nothingAnswered: (network, sampled) =>
    `No answer from ${NETWORK[network]} this time: we asked ${sampled} servers and could not find an address for any.`,
  nobodyNamed: (network, answered) =>
    `We cannot name who hosts ${NETWORK[network]}: none of the ${answered} servers that answered is at a hoster that we can see.`,
  coverage: (coverage, users) => {
    const { how, answered, sampled, population, source, date, counts } = coverage;
    const list = how === 'all' ? `on ${source}` : `(of the ${population} on ${source})`;
    const tail = `${users === null ? '' : `, with ${users} monthly users`}. ${date}${within(coverage)}.`;
    if (counts.population === 1 && counts.answered === 1)
      return `The one server on ${source} answered${tail}`;
    return `${answered} of ${sampled} ${how === 'random' ? 'random ' : ''}servers ${list} answered${tail}`;
  },
  since: (day) => `since ${day ?? 'last week'}`,
  sinceScan: 'since the last scan',
  toot: {
    line: (name, servers, users) => `${name}: ${servers}${users === null ? '' : `, ${users}`}`,
    ofServers: (share) => `${share} of servers`,
    ofUsers: (share) => `${share} of users`,
    change: (change, since) => (since === null ? ` (${change.text})` : ` (${points(change)} ${since})`),
    hidden: 'Behind CDNs',
    control: (parts, { value, text }) =>
      `Of ${text} ordinary ${plural(value, { one: 'website', other: 'websites' })}: ${parts.join(', ')}.`,
    part: (name, share) => `${name} ${share}`,
    hiddenPart: (share) => `behind CDNs ${share}`,
    moved: ({ value, text }) => `${servers(value, text)} moved.`,
  },
  movers: {
    intro: ({ text }, answered, since) =>
      `${capital(since)}, ${text} of the ${answered} servers that answered changed host or CDN. Net flows:`,
    flow: (from, to, { text }) => `${from} → ${to}: +${text}`,
  },
  alt: {
    chart: (kind, network, date) => {
      const on = `${date}.`;
      if (kind === 'year') return `Line chart: who hosted ${NETWORK[network]} over time, up to ${on}`;
      if (kind === 'users')
        return `Dot chart: share of servers and of active users in ${NETWORK[network]}, ${on}`;
      if (kind === 'law')
        return `Bar chart: whose law the companies obey that ${NETWORK[network]} depends on, ${on}`;
      if (kind === 'latitude')
        return `Bar chart: how far north or south ${NETWORK[network]} has its servers, ${on}`;
      return `Bar chart: who hosts ${NETWORK[network]}, ${on}`;
    },
    coverage: (coverage) => {
      const { unresolved, answered, counts } = coverage;
      const all = counts.population === 1 ? 'it answered' : 'all answered';
      const who = unresolved === null ? all : `${answered} answered, ${unresolved} did not`;
      return `We asked ${asked(coverage)}; ${who}${within(coverage)}.`;
    },
    reading: (users, bounds) =>
      `For each hoster, its share of the servers that answered${bounds ? ', at most its share if everything behind CDNs were there' : ''}${users ? ', and its share of active users' : ''}.`,
    laws: (users) =>
      `For each law, the share of servers that a company with its seat there stands behind, as CDN, hoster or operator; at most, with all whose host is hidden${users ? '; and the share of active users' : ''}. A server can be under several.`,
    hoster: ({ name, share, max, userShare }) =>
      `${name}: ${share}${max === share ? '' : `, at most ${max}`}${ofUsers(userShare, ';')}.`,
    hidden: ({ share, userShare }, fronts) =>
      `Behind CDNs, real host not visible: ${share}${ofUsers(userShare, ';')} (${fronts}).`,
    others: ({ value, text }, share, userShare) =>
      `${value === 1 ? 'One other hoster' : `The ${text} other hosters together`}: ${share}${ofUsers(userShare, ';')}.`,
    lines: (share, userShare) =>
      `Internet providers, which sell the line only: ${share}${ofUsers(userShare, ';')}.`,
    unattributed: ({ value, text }) => `For ${servers(value, text)} no network is known.`,
    concentration: (hhi, nakamoto, lines) => {
      const half =
        nakamoto === null
          ? 'the known companies together hold no more than half'
          : `${nakamoto.value === 1 ? 'one company holds' : `${nakamoto.text} companies hold`} more than half`;
      return `Concentration${lines ? ', Internet providers included' : ''}: ${half}; the Herfindahl-Hirschman index is at least ${hhi} of 10,000.`;
    },
    users: (active, { value, text }) =>
      `Users are the ${active} active in a month that ${servers(value, text)} ${plural(value, { one: 'reports', other: 'report' })}.`,
    course: (name, before, now) =>
      `${name ?? 'Hidden behind CDNs'}: ${before === now ? `${now} as before` : `from ${before} to ${now}`}.`,
    since: (date) => `Shares of the servers that answered, from ${date} on.`,
    located: (located, answered) =>
      `The city is known of ${located} of the ${answered} servers that answered; shares are of these.`,
    band: (band, share, userShare) => `${capital(between(band))}: ${share}${ofUsers(userShare, ';')}.`,
    extremes: (north, south) =>
      `The northernmost server is ${extreme(north)}, the southernmost ${extreme(south)}.`,
  },
  chart: {
    servers: 'share of servers',
    users: 'share of active users',
    bound: 'at most, with all behind CDNs',
    serversColumn: 'servers',
    usersColumn: 'users',
    hidden: 'Hidden behind CDNs',
    eea: 'EU and EEA',
    seatUnknown: 'Seat unknown',
    overlap: 'A server can be under several laws.',
    band: ({ low, high, south }) => `${low}° to ${high}° ${pole(south)}`,
    located: (located, { answered, population, source, date }) =>
      `${located} servers with a known city, of ${answered} that answered, of ${population} on ${source}. ${date}.`,
    credit: (users) =>
      `${users === null ? '' : `${users} active users a month, as the servers say. `}By whohosts, CC BY 4.0.`,
  },
};
