import type { Scan } from './scan.ts';

const PART_START = ', ';
const PART_END = ' only';

/**
 * Name of the part of a list that runs one software, as readers see it. It counts as a list of its own: its
 * shares are not compared with other lists.
 */
export function partName(source: string, software: string): string {
  return `${source}${PART_START}${software}${PART_END}`;
}

/** The software in a name made by {@link partName}; null for a whole list. */
export function softwareOfPart(source: string): string | null {
  if (!source.endsWith(PART_END)) return null;
  const start = source.lastIndexOf(PART_START);
  return start === -1 ? null : source.slice(start + PART_START.length, -PART_END.length);
}

/**
 * Whether a scan saw only a chosen part of its list: its first servers, as a trial does, or those of one
 * software. A random sample is no such part, because it speaks for the whole.
 */
export function isPartial(scan: Pick<Scan, 'seed' | 'sampled' | 'population' | 'source'>): boolean {
  return (scan.seed === null && scan.sampled < scan.population) || softwareOfPart(scan.source) !== null;
}
