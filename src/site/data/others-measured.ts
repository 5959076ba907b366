import type { Network } from '../../model/network.ts';
import type { Report } from '../../report/report-shape.ts';

/** One figure that others published, and where to find ours for the same thing. */
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

const country = (code: string) => (report: Report) =>
  report.countries.find((entry) => entry.country === code)?.share ?? 0;
const figure = (what: string, theirs: string, network: Network, ours: OtherFigure['ours']): OtherFigure => ({
  what,
  theirs,
  network,
  ours,
});

/**
 * Earlier surveys, oldest first. Each counted other servers in another way; the differences are given beside
 * them.
 */
export const OTHERS: readonly OtherMeasurement[] = [
  {
    who: 'Raman and others',
    when: '2017 and 2018 (IMC 2019)',
    how: 'Mastodon servers of instances.social over 15 months, by AS; CDNs count as hosters. The three largest ASes together had 62% of the users.',
    url: 'https://arxiv.org/abs/1909.05801',
    figures: [
      figure('Amazon', '6%', 'fediverse', hoster('amazon')),
      figure('Amazon, of users', 'over 30%', 'fediverse', hosterUsers('amazon')),
      figure('In Japan', '25.5%', 'fediverse', country('JP')),
      figure('In the United States', '21.4%', 'fediverse', country('US')),
    ],
  },
  {
    who: 'InfoSec Handbook',
    when: 'July 2019',
    how: 'More than 1,000 random Mastodon servers; the provider of each address. A reader counted all 3,345 of the same list and found 38% at the five largest. CDNs and home lines count as hosters.',
    url: 'https://mastodon.at/@infosechandbook/102429623525065132',
    figures: [
      figure('Five largest companies', 'about 50%', 'fediverse', topFive),
      figure('Hetzner, of Mastodon servers', '7.66%', 'fediverse', hoster('hetzner')),
      figure('Hetzner, of XMPP servers', '17.5%', 'xmpp', hoster('hetzner')),
      figure('Hetzner, of Matrix servers', '4 of 14 (28%)', 'matrix', hoster('hetzner')),
    ],
  },
  {
    who: 'daenney, fedinetmap',
    when: 'July 2023',
    how: '15,544 servers of instances.social, one IPv4 address each, by AS; CDNs count as hosters.',
    url: 'https://github.com/daenney/fedinetmap',
    figures: [
      figure('OVH', '19.5%', 'fediverse', hoster('ovh')),
      figure('Cloudflare, a CDN', '16.1%', 'fediverse', front('cloudflare')),
      figure('Hetzner', '12.8%', 'fediverse', hoster('hetzner')),
      figure('DigitalOcean', '8.7%', 'fediverse', hoster('digitalocean')),
    ],
  },
  {
    who: 'Ben Cartwright-Cox (benjojo)',
    when: 'January 2024',
    how: '12,294 servers that one server knew. The figure by users was got by uncovering servers behind CDNs, which we do not do.',
    url: 'https://blog.benjojo.co.uk/post/who-hosts-the-fediverse-instances',
    figures: [
      figure('OVH', 'over 22%', 'fediverse', hoster('ovh')),
      figure('Cloudflare, a CDN', '14%', 'fediverse', front('cloudflare')),
      figure('Hetzner', '11%', 'fediverse', hoster('hetzner')),
      figure('Hetzner, of active users, with CDNs uncovered', '51.6%', 'fediverse', hosterUsers('hetzner')),
    ],
  },
  {
    who: 'Are We Decentralized Yet?',
    when: 'October 2025',
    how: 'Ordinary websites: 1,131,886 host names of the Tranco list, by AS, sibling ASes merged. Its figures for the fediverse are about users per server, not about hosting.',
    url: 'https://arewedecentralizedyet.online/',
    figures: [
      figure('Cloudflare, a CDN, of websites', '25.0%', 'web', front('cloudflare')),
      figure('Amazon, of websites', '9.1%', 'web', hoster('amazon')),
      figure('OVH, of websites', '1.6%', 'web', hoster('ovh')),
    ],
  },
];
