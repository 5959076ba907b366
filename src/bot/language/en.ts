import type { Hosting, Place, ReplyLanguage } from './language.ts';

function where(place: Place | null): string {
  if (place === null) return '';
  if (place.accuracy === 'anycast') return ', at many places at once (anycast)';
  if (place.country === null) return '';
  if (place.accuracy === 'uncertain') return `, probably in ${place.country}`;
  return place.city === null ? `, in ${place.country}` : `, in ${place.city}, ${place.country}`;
}

function hosting({ domain, hoster, front, operator, kind, place }: Hosting): string {
  const run = operator === null ? '' : ` ${operator} runs it (managed hosting).`;
  if (front !== null) {
    return `${domain} stands behind ${front}; who hosts it behind that cannot be seen from outside.${run}`;
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
  helpWords: ['help', 'info', 'usage', 'how'],
  help: 'I tell who hosts a server. Mention me with its name, such as mastodon.social, and I answer with the company, the country and what stands in front. Up to three names at a time; a whole address or a handle will do too.',
  refused: {
    ip: 'That is an IP address. I look up names: mention me with a domain, such as mastodon.social, and I tell who hosts it.',
    'single label':
      'That is not a whole domain: its ending is missing. Mention me with a name such as mastodon.social, and I tell who hosts it.',
    'hidden service':
      'That is a hidden service: who hosts it is hidden by design, and that works. I do not try to find out.',
    nothing:
      'I found no domain in that. Mention me with a name such as mastodon.social, and I tell who hosts it.',
  },
  busy: 'That was a lot for one hour, and I answer everybody a little. Please ask again later; all results are also on the page in my profile.',
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
  several: 'Its addresses are with several hosters; this is where most of them are.',
  declared: (by, country) =>
    `Its admin says: ${[by === null ? '' : `hosted by ${by}`, country === null ? '' : `in ${country}`].filter((part) => part !== '').join(', ')}.`,
  since: (date) => `Seen there since ${date}.`,
  standing: ({ name, behind, servers, answered, share, userShare }) =>
    `${servers} of ${answered} servers that answered ${behind ? 'stand behind' : 'are with'} ${name} (${share})${userShare === null ? '' : `, with ${userShare} of active users`}.`,
  measured: (date) => `Measured on ${date}.`,
  stale: (date) => `I could not take a fresh look; this is from ${date}.`,
  more: (left) => `I answer three names at a time; ${left === 1 ? 'one more is' : `${left} more are`} left.`,
};
