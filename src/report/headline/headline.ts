import { defang } from '../../text/defang.ts';
import type { Numbers } from '../../text/numbers.ts';
import type { Band, Basis, CountText, Headline } from '../language/language.ts';
import { shareDecimals, USER_DECIMALS } from '../precision.ts';
import type { NewsItem } from './news-item.ts';

/** A finding with its figures as text, and the servers that it is based on. */
export interface Headed {
  readonly headline: Headline;
  readonly basis: Basis;
}

/** @param report what its shares are relative to, and how precise they are */
export function writeHeadline(
  finding: NewsItem,
  report: Parameters<typeof shareDecimals>[0],
  numbers: Numbers,
): Headed {
  const decimals = shareDecimals(report);
  const held = 'held' in finding ? finding.held : null;
  const total = finding.kind === 'band' ? finding.located : report.answered;
  return {
    headline: headline(finding, numbers, decimals, numbers.share((held ?? 0) / total, decimals)),
    basis: {
      held: held === null ? null : numbers.count(held),
      total: numbers.count(total),
      of: finding.kind === 'band' ? 'located' : 'answered',
    },
  };
}

function headline(finding: NewsItem, numbers: Numbers, decimals: number, share: string): Headline {
  switch (finding.kind) {
    case 'few':
      return { kind: 'few', hosters: finding.hosters, share };
    case 'users': {
      const userShare = numbers.share(finding.activeShare, USER_DECIMALS);
      return { kind: 'users', name: named(finding.name), share, userShare, more: finding.more };
    }
    case 'band':
      return { kind: 'band', band: bandOf(finding), share };
    case 'law':
      return { kind: 'law', region: finding.region, share };
    case 'rank':
      return { kind: 'rank', name: named(finding.name), passed: named(finding.passed), rank: finding.rank };
    case 'half':
      return { kind: 'half', hosters: finding.hosters, before: finding.before };
    case 'five':
      return { kind: 'five', level: numbers.share(finding.level, 0), rising: finding.rising };
    case 'change': {
      const text = numbers.points(Math.abs(finding.change), decimals);
      const value = Number((Math.abs(finding.change) * 100).toFixed(decimals));
      const points = { value, text, decimals };
      return { kind: 'change', name: named(finding.name), points, rising: finding.change > 0, share };
    }
    case 'record': {
      const { rising } = finding;
      const name = finding.name === null ? null : named(finding.name);
      return { kind: 'record', name, share, rising, weeks: counted(finding.weeks, numbers) };
    }
    case 'flow':
      return {
        kind: 'flow',
        from: named(finding.from),
        to: named(finding.to),
        net: counted(finding.net, numbers),
      };
  }
}

/** A band of latitude as people say it: both parallels positive, the one nearer to the equator first. */
export function bandOf({ from, to }: { readonly from: number; readonly to: number }): Band {
  return from < 0 ? { low: -to, high: -from, south: true } : { low: from, high: to, south: false };
}

export function counted(value: number, numbers: Numbers): CountText {
  return { value, text: numbers.count(value), decimals: 0 };
}

/** A name may contain nothing that can be shown. */
function named(name: string): string {
  return defang(name) || '?';
}
