import type { Network } from '../../model/network.ts';
import type { Coverage, Finding, Language } from './language.ts';

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
const NUMBER = ['No', 'One', 'Two', 'Three', 'Four', 'Five'];

const servers = (count: number, text: string) => (count === 1 ? `${text} server` : `${text} servers`);
const host = (hosters: number) =>
  hosters === 1 ? 'One company hosts' : `${NUMBER[hosters] ?? hosters} companies host`;

const asked = ({ how, sampled, population, source }: Coverage): string => {
  if (how === 'all') return `all ${population} servers on ${source}`;
  if (how === 'random') return `${sampled} random servers of the ${population} on ${source}`;
  return `${sampled} of the ${population} servers on ${source}`;
};
const silent = ({ unresolved }: Coverage) =>
  unresolved === null ? 'all answered' : `${unresolved} did not answer`;
const within = ({ margin }: Coverage) => (margin === null ? '' : `, margin up to ±${margin} points`);

const finding = ({ network, hosters, share, servers: held, answered }: Finding) =>
  `${host(hosters)} ${share} of ${NETWORK[network]}: ${held} of the ${answered} servers that answered.`;

/** Plain English for people who do not read statistics for a living. */
export const en: Language = {
  code: 'en',
  locale: 'en-GB',
  finding,
  nothingAnswered: (network, sampled) =>
    `No answer from ${NETWORK[network]} this time: we asked ${sampled} servers and could not find an address for any.`,
  nobodyNamed: (network, answered) =>
    `We cannot name who hosts ${NETWORK[network]}: none of the ${answered} servers that answered shows its hoster.`,
  toot: {
    hoster: ({ name, share, change, userShare }) =>
      `${name} ${share}${change === null ? '' : ` (${change})`}${userShare === null ? '' : `, ${userShare} of users`}`,
    hidden: ({ share, userShare }) =>
      `Hidden behind CDNs ${share}${userShare === null ? '' : `, ${userShare} of users`}`,
    users: (active, count, text) =>
      `Users: ${active} active a month, as ${servers(count, text)} say${count === 1 ? 's' : ''}.`,
    changes: (since) => `In brackets: percentage points since ${since}.`,
    noChange: (since) => `No clear change in these since ${since}.`,
    moved: (count, text) => `${servers(count, text)} moved to another host.`,
    coverage: (coverage) =>
      `Asked: ${asked(coverage)}, ${coverage.date}; ${silent(coverage)}${within(coverage)}.`,
  },
  alt: {
    chart: (network, date) => `Bar chart: who hosts ${NETWORK[network]}, ${date}.`,
    coverage: (coverage) =>
      `We asked ${asked(coverage)}; ${coverage.unresolved === null ? 'all' : coverage.answered} answered${coverage.unresolved === null ? '' : `, ${coverage.unresolved} did not`}${within(coverage)}.`,
    reading: (users, bounds) =>
      `For each hoster, its share of the servers that answered${bounds ? ', at most its share if everything behind CDNs were there' : ''}${users ? ', and its share of active users' : ''}.`,
    hoster: ({ name, share, max, userShare }) =>
      `${name}: ${share}${max === share ? '' : `, at most ${max}`}${userShare === null ? '' : `; ${userShare} of users`}.`,
    hidden: ({ share, userShare }, fronts) =>
      `Behind CDNs, real host not visible: ${share}${userShare === null ? '' : `; ${userShare} of users`} (${fronts}).`,
    front: (name, share) => `${name} ${share}`,
    others: (count, text, share, userShare) =>
      `${count === 1 ? 'One other hoster' : `The ${text} other hosters together`}: ${share}${userShare === null ? '' : `; ${userShare} of users`}.`,
    unattributed: (count, text) => `For ${servers(count, text)} no network is known.`,
    concentration: (hhi, nakamoto, text) => {
      const half =
        nakamoto === null
          ? 'the known hosters together hold no more than half'
          : nakamoto === 1
            ? 'one hoster holds more than half'
            : `${text} hosters hold more than half`;
      return `Concentration: ${half}; the Herfindahl-Hirschman index is at least ${hhi} of 10,000.`;
    },
    users: (active, count, text) =>
      `Users are the ${active} active in a month that ${servers(count, text)} report${count === 1 ? 's' : ''}.`,
  },
  chart: {
    title: ({ network, hosters, share }) => `${host(hosters)} ${share} of ${SERVERS[network]}`,
    servers: 'share of servers',
    users: 'share of active users',
    bound: 'at most, with all behind CDNs',
    serversColumn: 'servers',
    usersColumn: 'users',
    hidden: 'Hidden behind CDNs',
    coverage: (coverage) => {
      const { how, answered, sampled, population, source, date } = coverage;
      const list = how === 'all' ? `on ${source}` : `asked, from the ${population} on ${source},`;
      return `${answered} of ${sampled} ${how === 'random' ? 'random ' : ''}servers ${list} answered. ${date}${within(coverage)}.`;
    },
    credit: (users) =>
      `${users === null ? '' : `${users} active users a month, as the servers say. `}By whohosts, CC BY 4.0.`,
  },
};
