import { isAccessProvider, thatHost } from '../statistics/access-providers.ts';
import type { CountryLaw, LawRegion } from '../statistics/jurisdiction.ts';
import { isSample } from '../statistics/margin.ts';
import type { Slice } from '../statistics/shares.ts';
import { plainName } from '../text/defang.ts';
import { createNumbers, type Numbers } from '../text/numbers.ts';
import { type TextColumn, writeTable } from '../text/text-table.ts';
import { shareDecimals, USER_DECIMALS } from './precision.ts';
import type { ComparisonEntry, GroupEntry, HosterEntry, MoverEntry, Report } from './report-shape.ts';

/** Most rows of a table, and most movers, in the text. The JSON has all. */
const LARGEST = 10;

/**
 * A report's main figures as tables in plain English, for a terminal. Names from outside pass through
 * `plainName`.
 */
export function writeStatistics(report: Report): string {
  const numbers = createNumbers('en-GB');
  const words = { numbers, decimals: shareDecimals(report), counted: report.countedUsers > 0 };
  const parts = [coverage(report, numbers)];
  if (report.answered > 0) {
    const margins = isSample(report);
    parts.push(
      table('hoster', report.hosters, words, {
        name: (row) =>
          `${plainName(row.name) || row.id}${isAccessProvider(row) ? ' (Internet provider)' : ''}`,
        extra: [
          ...(margins ? [column<HosterEntry>('±', ({ marginOfError }) => points(marginOfError, words))] : []),
          column<HosterEntry>('at most', ({ max }) => numbers.share(max, words.decimals)),
          ...(report.previous === null
            ? []
            : [column<HosterEntry>('change', (row) => changeText(row, words))]),
        ],
      }),
      table('behind CDNs', report.fronts, words, { name: ({ name, id }) => plainName(name) || id }),
      table('run by', report.operators, words, { name: ({ name, id }) => plainName(name) || id }),
      table('kind of network', report.kinds, words, { name: ({ kind }) => kind }),
      table('country', report.countries, words, { name: ({ country }) => numbers.country(country) }),
      table('seat of the company', report.jurisdictions.countries, words, {
        name: ({ country }) => numbers.country(country),
        extra: [
          column<CountryLaw>('at least', ({ min }) => numbers.share(min, words.decimals)),
          column<CountryLaw>('at most', ({ max }) => numbers.share(max, words.decimals)),
        ],
      }),
      laws(report, words),
      groups('software', report.groups.software, words),
      groups('active users', report.groups.size, words),
      concentration(report, words),
      managed(report, words),
      movers(report, numbers),
    );
    if (report.comparison.length > 1) parts.push(comparison(report.comparison, numbers));
  }
  parts.push('`--json` has all figures, `--out DIR` makes the toot, the chart and the site.');
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function coverage(report: Report, numbers: Numbers): string {
  const { sampled, population, answered, source, seed, countedUsers, activeUsers } = report;
  const count = numbers.count;
  const drawn = isSample(report)
    ? `a random sample of ${count(sampled)} of the ${count(population)} servers on ${plainName(source)} (seed ${JSON.stringify(seed)})`
    : `${sampled < population ? `${count(sampled)} of ` : ''}the ${count(population)} servers on ${plainName(source)}`;
  const lines = [
    `${report.network}, week ${report.week}: ${drawn}, ${numbers.date(report.finishedAt)}.`,
    `${count(answered)} of ${count(sampled)} answered; shares are of these${isSample(report) ? ', ± half of the 95 % interval in points' : ''}.`,
  ];
  if (countedUsers > 0) {
    lines.push(`${count(activeUsers)} users active in a month, as ${count(countedUsers)} servers say.`);
  }
  const left = [
    [report.optedOut, 'opted out'],
    [report.aliases, 'other names of listed servers'],
    [report.implausible.length, 'claims of users not believed'],
  ] as const;
  const told = left.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
  if (told.length > 0) lines.push(`Left out: ${told.join(', ')}.`);
  return lines.join('\n');
}

interface Words {
  readonly numbers: Numbers;
  readonly decimals: number;
  /** Whether any server reported its users. */
  readonly counted: boolean;
}

function points(fraction: number | null, { numbers, decimals }: Words): string {
  return fraction === null ? '' : numbers.points(fraction, Math.max(1, decimals));
}

/** Empty if the change is within the margin of error. */
function changeText({ change, changeMargin }: HosterEntry, { numbers, decimals }: Words): string {
  return change === null || Math.abs(change) <= (changeMargin ?? 0) ? '' : numbers.change(change, decimals);
}

function column<T>(title: string, value: (row: T) => string): TextColumn<T> {
  return { title, value, right: true };
}

function table<T extends Slice>(
  title: string,
  rows: readonly T[],
  { numbers, decimals, counted }: Words,
  { name, extra = [] }: { readonly name: (row: T) => string; readonly extra?: readonly TextColumn<T>[] },
): string {
  if (rows.length === 0) return '';
  const users = [
    column<T>('users', ({ activeUsers }) => numbers.count(activeUsers)),
    column<T>('of users', ({ activeShare }) =>
      activeShare === null ? '' : numbers.share(activeShare, USER_DECIMALS),
    ),
  ];
  const columns = [
    { title, value: name },
    column<T>('servers', ({ servers }) => numbers.count(servers)),
    column<T>('share', ({ share }) => numbers.share(share, decimals)),
    ...extra,
    ...(counted ? users : []),
  ];
  const rest = rows.length - LARGEST;
  const more = rest > 0 ? `\n… and ${numbers.count(rest)} more` : '';
  return `${writeTable(rows.slice(0, LARGEST), columns)}${more}`;
}

/** Managed hosting as a whole. Empty if there is none. */
function managed({ managed: all }: Report, { numbers, decimals, counted }: Words): string {
  if (all.servers === 0) return '';
  const { nakamoto } = all.concentration;
  const users =
    counted && all.activeShare !== null
      ? `, with ${numbers.share(all.activeShare, USER_DECIMALS)} of users`
      : '';
  return `Managed hosting: ${numbers.count(all.servers)} servers (${numbers.share(all.share, decimals)}${users}), run by ${numbers.count(all.companies)}; the fewest that run more than half of these: ${nakamoto ?? '-'}.`;
}

const REGION_NAMES: Readonly<Record<LawRegion, string>> = {
  eea: 'the EEA',
  us: 'the United States',
  other: 'other countries',
};

/** Jurisdictions in one sentence; the table above it lists countries. */
function laws({ jurisdictions: { regions, unknown } }: Report, { numbers, decimals }: Words): string {
  const share = (fraction: number) => numbers.share(fraction, decimals);
  const said = regions.map(
    ({ region, min, max }) => `${REGION_NAMES[region]} ${share(min)}${max > min ? ` to ${share(max)}` : ''}`,
  );
  return `Servers that depend on a company (CDN, hoster or operator) under the law of: ${said.join('; ')}; seat unknown ${share(unknown.share)}.`;
}

/** The parts of a network side by side. Empty if there is only one. */
function groups(title: string, entries: readonly GroupEntry[], { numbers, decimals }: Words): string {
  if (entries.length < 2) return '';
  const share = (fraction: number | null) => (fraction === null ? '' : numbers.share(fraction, decimals));
  return writeTable(entries, [
    { title, value: ({ id }) => id },
    column<GroupEntry>('servers', ({ servers }) => numbers.count(servers)),
    column<GroupEntry>('share', (entry) => share(entry.share)),
    column<GroupEntry>('of users', ({ activeShare }) =>
      activeShare === null ? '' : numbers.share(activeShare, USER_DECIMALS),
    ),
    column<GroupEntry>('behind CDNs', ({ hidden }) => share(hidden.share)),
    column<GroupEntry>('five largest', ({ concentration: { top5 } }) => share(top5)),
    {
      title: 'largest',
      value: ({ hosters }) =>
        thatHost(hosters)
          .slice(0, 1)
          .map((hoster) => `${plainName(hoster.name) || hoster.id} ${share(hoster.share)}`)
          .join(''),
    },
  ]);
}

function concentration(report: Report, { numbers, decimals, counted }: Words): string {
  const { byUsers, ...byServers } = report.concentration;
  const included = report.hosters.some(isAccessProvider) ? ', Internet providers included' : '';
  const told = (of: Omit<typeof byUsers, 'byUsers'>, what: string) => {
    const half = of.nakamoto === null ? 'no number of known companies holds' : `${of.nakamoto} hold`;
    const atMost =
      of.atMost.nakamoto === null || of.atMost.nakamoto === of.nakamoto
        ? ''
        : ` (as few as ${of.atMost.nakamoto} with all behind CDNs)`;
    return `${what}${included}: ${half} more than half${atMost}; the five largest ${numbers.share(of.top5 ?? 0, decimals)}; HHI ${numbers.count(Math.round(of.hhi ?? 0))} of 10,000.`;
  };
  const lines = [told(byServers, 'Companies by servers')];
  if (counted) lines.push(told(byUsers, 'Companies by users'));
  return lines.join('\n');
}

function movers({ movers: all, previous }: Report, numbers: Numbers): string {
  const moved = all.filter(({ change }) => change === 'hoster');
  if (previous === null) return '';
  const since = numbers.date(previous.finishedAt);
  if (moved.length === 0) return `No server changed its host or CDN since ${since}.`;
  const who = ({ front, hoster }: MoverEntry['to']) => plainName((front ?? hoster)?.name ?? '') || '?';
  const lines = moved.slice(0, LARGEST).map(({ domain, from, to }) => `${domain}: ${who(from)} → ${who(to)}`);
  if (moved.length > LARGEST) lines.push(`… and ${numbers.count(moved.length - LARGEST)} more`);
  return [`Changed host or CDN since ${since}: ${numbers.count(moved.length)}`, ...lines].join('\n');
}

function comparison(entries: readonly ComparisonEntry[], numbers: Numbers): string {
  const share = (fraction: number) => numbers.share(fraction, 0);
  return writeTable(entries, [
    { title: 'network', value: ({ network }) => network },
    column('answered', ({ answered }) => numbers.count(answered)),
    column('behind CDNs', ({ hidden }) => share(hidden.share)),
    column('five largest', ({ concentration: of }) => share(of.top5 ?? 0)),
    {
      title: 'largest',
      value: ({ top }) =>
        top
          .slice(0, 3)
          .map((hoster) => `${plainName(hoster.name) || hoster.id} ${share(hoster.share)}`)
          .join(', '),
    },
  ]);
}
