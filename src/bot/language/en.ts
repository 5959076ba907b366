import type { Network } from '../../model/network.ts';
import { createPlural } from '../../text/plural.ts';
import type { CompanyPhrase, Hosting, PlacePhrase, ReplyLanguage } from './language.ts';
import { englishVocabulary } from './vocabulary/en.ts';

const plural = createPlural('en-GB');

const SERVERS: Readonly<Record<Network, string>> = {
  fediverse: 'fediverse servers',
  xmpp: 'XMPP servers',
  matrix: 'Matrix servers',
  web: 'websites',
};
const SERVER: Readonly<Record<Network, string>> = {
  fediverse: 'fediverse server',
  xmpp: 'XMPP server',
  matrix: 'Matrix server',
  web: 'website',
};
/** Countries that take an article in English. */
const WITH_ARTICLE =
  /^(?:Netherlands|United |Philippines|Czech Republic|Dominican Republic|Bahamas|Maldives|Seychelles)/;

function inCountry(country: string): string {
  return WITH_ARTICLE.test(country) ? `the ${country}` : country;
}

function where(place: PlacePhrase | null): string {
  if (place === null) return '';
  if (place.accuracy === 'anycast') return ', at many places at once (anycast)';
  if (place.country === null) return '';
  if (place.accuracy === 'uncertain') return `, probably in ${inCountry(place.country)}`;
  return place.city === null ? `, in ${inCountry(place.country)}` : `, in ${place.city}, ${place.country}`;
}

function hosting({ domain, hoster, front, operator, shared, kind, place }: Hosting): string {
  const known = operator === null ? '' : ` ${operator} runs it (managed hosting).`;
  const run = shared ? ' Many unrelated servers share its address: probably managed hosting.' : known;
  if (front !== null) {
    return `${domain} is behind ${front}, which hides who hosts it.${run}`;
  }
  if (hoster === null) {
    const located = where(place).replace(/^,/, '');
    return located === ''
      ? `I cannot tell who hosts ${domain}.${run}`
      : `${domain} is${located}; I cannot tell who hosts it.${run}`;
  }
  if (kind === 'isp') {
    return `${domain} is connected through ${hoster}, an internet provider${where(place)}: probably somebody's own machine, at home or in an office.${run}`;
  }
  if (kind === 'education' || kind === 'government' || kind === 'business') {
    return `${domain} is in the network of ${hoster}${where(place)}.${run}`;
  }
  return `${domain} is hosted by ${hoster}${where(place)}.${run}`;
}

function at({ name, behind }: CompanyPhrase): string {
  return `${behind ? 'behind' : 'with'} ${name}`;
}

/** Plain English, friendly and short. */
export const replyEnglish: ReplyLanguage = {
  code: 'en',
  locale: 'en-GB',
  space: ' ',
  vocabulary: englishVocabulary,
  help:
    'I tell you who hosts a server. Mention me with its name, such as mastodon.social. A link or a handle will do too; up to three at a time.\n\n' +
    'I also know: compare A B, history NAME, watch NAME, top, north. Add xmpp, matrix or web for another network. ' +
    'Reply "delete" or "stop", and I take my reply down and stay silent until you ask again.',
  refused: {
    ip: 'That is an IP address, and I look up names. Mention me with a domain such as mastodon.social, and I will tell you who hosts it.',
    'single label':
      'That is not a complete domain: its ending is missing. Mention me with a name such as mastodon.social, and I will tell you who hosts it.',
    'hidden service':
      'That is a hidden service: who hosts it is hidden by design, and I do not try to find out.',
    nothing:
      'I found no domain in that. Mention me with a name such as mastodon.social, and I will tell you who hosts it.',
  },
  unsure: (domain) =>
    `Do you mean the server ${domain}? Mention me with just that name, and I will look it up.`,
  watching: (names) =>
    `I will tell you once, in a direct message, when ${names} moves to another hoster. Reply "stop" to end that.`,
  watchingFull: (most) =>
    `I watch at most ${most} servers for each person. Reply "stop" to end all of yours, and then name the ones that matter.`,
  moved: ({ domain, before, now, date }) =>
    `${domain} has moved. It was ${at(before)}; the scan of ${date} found it ${at(now)}. You asked me to watch it, and this ends the watch.`,
  contentWarning: 'Content warning, as in your post',
  busy: 'That was a lot for one hour, and others want answers too. Please ask again later.',
  full: 'So many people are asking this hour that I have to pause. Please ask again later.',
  hosting,
  unrouted: (domain) =>
    `${domain} has an address, but I do not know which network it belongs to, so I cannot tell who hosts it.`,
  notPublic: (domain) =>
    `${domain} points to an address that is not on the public Internet, so it cannot be reached from outside.`,
  noAddress: (domain, status) => {
    if (status === 'NXDOMAIN') return `${domain} does not exist in the DNS. Is there a typo in it?`;
    if (status === 'NODATA') return `${domain} exists, but has no address: no server answers to that name.`;
    if (status === 'TIMEOUT')
      return `The name servers of ${domain} did not answer in time. It may work again later.`;
    if (status === 'CNAME_LOOP' || status === 'CNAME_CHAIN_TOO_LONG') {
      return `The DNS entries of ${domain} go round in circles and lead to no address. Its admin would want to know.`;
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
    return `That is fairly certain: its DNS names point to ${name}.`;
  },
  registered: (name) => `Its address block is registered to ${name}.`,
  declared: (by, country) => {
    const place = country === null ? '' : `in ${inCountry(country)}`;
    if (by === null) return `Its admin says that it is ${place}.`;
    return `Its admin says that it is hosted by ${by}${place === '' ? '' : `, ${place}`}.`;
  },
  since: (date) => `It has been there since at least ${date}.`,
  standing: ({ network, name, behind, isCounted, servers, answered, share, users, userShare }) => {
    const there = `${behind ? 'behind' : 'with'} ${name}`;
    const active =
      users === null ? null : `${users.text} active ${plural(users.value, { one: 'user', other: 'users' })}`;
    const people = userShare === null ? active : `${active} (${userShare})`;
    const has = servers.value === 1 ? 'it has' : 'they have';
    const after = people === null ? '' : `; ${has} ${people}`;
    if (servers.value > 1)
      return `${servers.text} of the ${answered.text} ${SERVERS[network]} that answered are ${there} (${share})${after}.`;
    if (isCounted) return `It is the only one of ${answered.text} ${SERVERS[network]} ${there}${after}.`;
    return `One of the ${answered.text} ${SERVERS[network]} that answered is ${there}${after}.`;
  },
  measured: (date) => `Measured on ${date}.`,
  stale: (date) => `I could not take a fresh look; this is from ${date}.`,
  more: (left) => `I answer at most three names at a time, and left out ${left === 1 ? 'one' : left}.`,
  same: (name) => `Both are with ${name}.`,
  different: 'They are with different companies.',
  incomparable: 'Whether they share a hoster cannot be seen from outside.',
  top: ({ network, lines, hidden, answered, date }) => [
    `The largest hosters of ${SERVERS[network]}:`,
    ...lines.map(({ rank, name, share }) => `${rank}. ${name}: ${share}`),
    `${hidden === null ? '' : `${hidden} are behind CDNs, which hide the hoster. `}Counted among ${answered.text} ${answered.value === 1 ? SERVER[network] : SERVERS[network]} that answered on ${date}.`,
  ],
  north: ({ network, domain, latitude, place, hoster, located, date }) =>
    `${located.value === 1 ? `The only ${SERVER[network]}` : `The northernmost of ${located.text} ${SERVERS[network]}`} whose place is known is ${domain}, at ${latitude}° north${where(place)}${hoster === null ? '' : `, hosted by ${hoster}`}. That is what IP databases say, and they err now and then. Measured on ${date}.`,
  named: ({ network, role, name, servers, answered, share, users, userShare }) => {
    const there = {
      hoster: `with ${name}`,
      front: `behind ${name}`,
      operator: `run by ${name}`,
      country: `in ${inCountry(name)}`,
    }[role];
    const active = users && `${users.text} active ${plural(users.value, { one: 'user', other: 'users' })}`;
    const people = userShare === null ? active : `${active} (${userShare})`;
    const all = `of the ${answered.text} ${SERVERS[network]} that answered`;
    if (servers.value === 1)
      return `One ${all} is ${there} (${share})${people === null ? '' : `; it has ${people}`}.`;
    return `${servers.text} ${all} are ${there} (${share})${people === null ? '' : `; they have ${people}`}.`;
  },
  rank: (role, place, of) => {
    const kinds = {
      hoster: 'hosters',
      front: 'CDNs',
      operator: 'managed hosting services',
      country: 'countries',
    };
    return `It is number ${place} of ${of} ${kinds[role]}.`;
  },
  unseen: (share) => `Another ${share} are behind CDNs, which hide hoster and place.`,
  similar: (names) =>
    `Do you mean ${names}? Mention me with just that name, and I will tell you how many servers are there.`,
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
