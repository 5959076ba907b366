import type { Network } from '../model/network.ts';
import type { Report } from '../report/report-shape.ts';

/** One figure that somebody else published, and where ours for the same thing is found. */
export interface OtherFigure {
  readonly what: string;
  readonly theirs: string;
  readonly network: Network;
  /** Our figure, a fraction; null where we have none. */
  readonly ours: (report: Report) => number | null;
}

export interface OtherMeasurement {
  readonly who: string;
  readonly when: string;
  readonly how: string;
  readonly url: string;
  readonly figures: readonly OtherFigure[];
}

const hoster = (id: string) => (report: Report) =>
  report.hosters.find((entry) => entry.id === id)?.share ?? 0;
const front = (id: string) => (report: Report) => report.fronts.find((entry) => entry.id === id)?.share ?? 0;
const hosterUsers = (id: string) => (report: Report) =>
  report.hosters.find((entry) => entry.id === id)?.activeShare ?? null;
const topFive = (report: Report) => report.concentration.top5;

/** Earlier surveys, oldest first. Each counted other servers in another way; the differences are told beside them. */
export const OTHERS: readonly OtherMeasurement[] = [
  {
    who: 'InfoSec Handbook',
    when: 'July 2019',
    how: 'More than 1,000 random Mastodon servers; the provider of each address. A reader counted all 3,345 of the same list and found 38 % at the five largest. CDNs and home lines count as hosters.',
    url: 'https://mastodon.at/@infosechandbook/102429623525065132',
    figures: [
      { what: 'Five largest companies', theirs: 'about 50 %', network: 'fediverse', ours: topFive },
      {
        what: 'Hetzner, of Mastodon servers',
        theirs: '7.66 %',
        network: 'fediverse',
        ours: hoster('hetzner'),
      },
      { what: 'Hetzner, of XMPP servers', theirs: '17.5 %', network: 'xmpp', ours: hoster('hetzner') },
      {
        what: 'Hetzner, of Matrix servers',
        theirs: '4 of 14 (28 %)',
        network: 'matrix',
        ours: hoster('hetzner'),
      },
    ],
  },
  {
    who: 'daenney, fedinetmap',
    when: 'July 2023',
    how: '15,544 servers of instances.social, one IPv4 address each, by AS; CDNs count as hosters.',
    url: 'https://github.com/daenney/fedinetmap',
    figures: [
      { what: 'OVH', theirs: '19.5 %', network: 'fediverse', ours: hoster('ovh') },
      { what: 'Cloudflare, a CDN', theirs: '16.1 %', network: 'fediverse', ours: front('cloudflare') },
      { what: 'Hetzner', theirs: '12.8 %', network: 'fediverse', ours: hoster('hetzner') },
      { what: 'DigitalOcean', theirs: '8.7 %', network: 'fediverse', ours: hoster('digitalocean') },
    ],
  },
  {
    who: 'Ben Cartwright-Cox (benjojo)',
    when: 'January 2024',
    how: '12,294 servers that one server knew. The figure by users was got by uncovering servers behind CDNs, which we do not do.',
    url: 'https://blog.benjojo.co.uk/post/who-hosts-the-fediverse-instances',
    figures: [
      { what: 'OVH', theirs: 'over 22 %', network: 'fediverse', ours: hoster('ovh') },
      { what: 'Cloudflare, a CDN', theirs: '14 %', network: 'fediverse', ours: front('cloudflare') },
      { what: 'Hetzner', theirs: '11 %', network: 'fediverse', ours: hoster('hetzner') },
      {
        what: 'Hetzner, of active users, with CDNs uncovered',
        theirs: '51.6 %',
        network: 'fediverse',
        ours: hosterUsers('hetzner'),
      },
    ],
  },
  {
    who: 'Are We Decentralized Yet?',
    when: 'October 2025',
    how: 'Ordinary websites: 1,131,886 host names of the Tranco list, by AS, sibling ASes merged. Its figures for the fediverse are about users per server, not about hosting.',
    url: 'https://arewedecentralizedyet.online/',
    figures: [
      { what: 'Cloudflare, a CDN, of websites', theirs: '25.0 %', network: 'web', ours: front('cloudflare') },
      { what: 'Amazon, of websites', theirs: '9.1 %', network: 'web', ours: hoster('amazon') },
      { what: 'OVH, of websites', theirs: '1.6 %', network: 'web', ours: hoster('ovh') },
    ],
  },
];
