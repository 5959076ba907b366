import type { Network } from '../../model/network.ts';
import type { Hosting, Place, ReplyLanguage } from './language.ts';

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'fediverse servers',
  xmpp: 'XMPP servers',
  matrix: 'Matrix servers',
  web: 'websites',
};

function where(place: Place | null): string {
  if (place === null) return '';
  if (place.accuracy === 'anycast') return ', at many places at once (anycast)';
  if (place.country === null) return '';
  if (place.accuracy === 'uncertain') return `, probably in ${place.country}`;
  return place.city === null ? `, in ${place.country}` : `, in ${place.city}, ${place.country}`;
}

function hosting({ domain, hoster, front, operator, shared, kind, place }: Hosting): string {
  const known = operator === null ? '' : ` ${operator} runs it (managed hosting).`;
  const run = shared ? ' Many unrelated servers share its address: probably managed hosting.' : known;
  if (front !== null) {
    return `${domain} is behind ${front}, which hides who hosts it.${run}`;
  }
  if (hoster === null) return `I cannot tell who hosts ${domain}${where(place)}.${run}`;
  if (kind === 'isp') {
    return `${domain} is connected through ${hoster}, an internet provider${where(place)}: probably somebody's own machine, at home or in an office.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} is in the network of ${hoster}${where(place)}.${run}`;
  }
  return `${domain} is hosted by ${hoster}${where(place)}.${run}`;
}

/** Plain English, friendly and short. */
export const en: ReplyLanguage = {
  code: 'en',
  locale: 'en-GB',
  space: ' ',
  vocabulary: {
    commands: {
      help: ['help', 'info', 'usage', 'how', 'commands'],
      top: ['top', 'biggest', 'largest', 'ranking'],
      north: ['north', 'northernmost'],
      history: ['history'],
      compare: ['compare', 'vs', 'versus'],
      stop: ['stop', 'unsubscribe', 'optout'],
      delete: ['delete', 'remove'],
    },
    networks: {
      fediverse: ['fediverse'],
      xmpp: ['xmpp', 'jabber'],
      matrix: ['matrix'],
      web: ['web', 'websites', 'website'],
    },
    fillers: [
      'please',
      'pls',
      'the',
      'a',
      'of',
      'in',
      'on',
      'me',
      'show',
      'list',
      'hosters',
      'server',
      'servers',
    ],
  },
  help:
    'I tell you who hosts a server. Mention me with its name, such as mastodon.social. A link or a handle will do too, and up to three at a time.\n\n' +
    'I also know: compare A B, history NAME, top, north. Add xmpp, matrix or web for another network. ' +
    'Answer me with "delete" or "stop": I take my reply away, and am silent until you ask again.',
  refused: {
    ip: 'That is an IP address. I look up names: mention me with a domain, such as mastodon.social, and I tell you who hosts it.',
    'single label':
      'That is not a whole domain: its ending is missing. Mention me with a name such as mastodon.social, and I tell you who hosts it.',
    'hidden service':
      'That is a hidden service: who hosts it is hidden by design, and I do not try to find out.',
    nothing:
      'I found no domain in that. Mention me with a name such as mastodon.social, and I tell you who hosts it.',
  },
  busy: 'That was a lot for one hour, and others want answers too. Please ask again later.',
  full: 'So many people are asking this hour that I have to pause. Please ask again later.',
  hosting,
  unrouted: (domain) =>
    `${domain} has an address, but I know no network that it belongs to, so I cannot tell who hosts it.`,
  notPublic: (domain) =>
    `${domain} points to an address that is not on the public Internet, so nobody outside can reach it there.`,
  noAddress: (domain, status) => {
    if (status === 'NXDOMAIN') return `${domain} does not exist in the DNS. Is there a typo in it?`;
    if (status === 'NODATA') return `${domain} exists, but has no address: no server answers to that name.`;
    if (status === 'TIMEOUT')
      return `The name servers of ${domain} did not answer in time. It may work again later.`;
    if (status === 'CNAME_LOOP' || status === 'CNAME_CHAIN_TOO_LONG') {
      return `The DNS entries of ${domain} lead round in circles and to no address. Its admin would want to know.`;
    }
    return `The name servers of ${domain} have a problem just now (${status}). It may work again later.`;
  },
  notFound: (domain) =>
    `I could not look up ${domain} just now, and I have not seen it before. Please try again later.`,
  optedOut: (domain) => `The admin of ${domain} asked me not to measure it, so I do not look it up.`,
  several: 'Its addresses are with several hosters; this is the one with most of them.',
  ground: (ground, name) => {
    if (ground === 'range') return `That is certain: ${name} itself lists the address as its own.`;
    if (ground === 'network') return `That is fairly certain: the address is registered to ${name}.`;
    if (ground === 'name') return 'That is less certain: I go by what the network calls itself.';
    return `That is fairly certain: its names lead to ${name}.`;
  },
  declared: (by, country) =>
    `Its admin says: ${[by === null ? '' : `hosted by ${by}`, country === null ? '' : `in ${country}`].filter((part) => part !== '').join(', ')}.`,
  since: (date) => `Seen there since ${date}.`,
  standing: ({ network, name, behind, servers, answered, share, users, userShare }) =>
    `${servers} of the ${answered} ${SERVERS[network]} that answered are ${behind ? 'behind' : 'with'} ${name} (${share})${users === null ? '' : `; they have ${users} active users${userShare === null ? '' : ` (${userShare})`}`}.`,
  measured: (date) => `Measured on ${date}.`,
  stale: (date) => `I could not take a fresh look; this is from ${date}.`,
  more: (left) => `I answer at most three names at a time, and left out ${left === 1 ? 'one' : left}.`,
  same: (name) => `Both are with ${name}.`,
  different: 'They are with different companies.',
  incomparable: 'Whether they share a hoster cannot be seen from outside.',
  top: ({ network, lines, hidden, answered, date }) => [
    `The largest hosters of ${SERVERS[network]}:`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name}: ${share}`),
    `${hidden === null ? '' : `${hidden} are behind CDNs, which hide the hoster. `}Counted among ${answered} ${SERVERS[network]} that answered on ${date}.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `The northernmost of ${located} ${SERVERS[network]} whose place is known is ${domain}, at ${latitude}° north${where(place)}${hoster === null ? '' : `, hosted by ${hoster}`}. That is what IP databases say, and they err now and then. Measured on ${date}.`,
  noFigures: (network) => `I have no figures on ${SERVERS[network]} yet. Please ask again in a few days.`,
  history: (domain, [now, ...before]) => [
    now === undefined
      ? `I have never seen ${domain} answer.`
      : `${domain} has been ${now.behind ? 'behind' : 'with'} ${now.name} since ${now.from}${now.to === now.from ? '' : ` (last seen ${now.to})`}.`,
    ...before.map(
      ({ name, behind, from, to }) =>
        `Before that ${behind ? 'behind' : 'with'} ${name}, ${from === to ? `on ${from}` : `${from} to ${to}`}.`,
    ),
    ...(now !== undefined && before.length === 0 ? ['I know of no other hoster before that.'] : []),
  ],
  noHistory: (domain) => `${domain} is in none of my scans, so I know nothing of its past.`,
};
