import type { Domain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { ListSource } from '../model/scan.ts';
import { readListEntry } from './list-entry.ts';

/** An entry of a list that is not a domain, with the reason. */
export interface Junk {
  /** Line of a file, or position in a fetched list; counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

/** The servers of one list, in list order, without duplicates. */
export interface ServerList {
  /** Name shown to readers. */
  readonly source: string;
  /** The sources that it was fetched from; empty for a file. */
  readonly sources: readonly ListSource[];
  readonly domains: readonly Domain[];
  /** Ports of those servers for which the list gives one, as in Matrix server names. */
  readonly ports: ReadonlyMap<Domain, number>;
  /** Software of those servers for which the list names it. */
  readonly software?: ReadonlyMap<Domain, string>;
  readonly duplicates: number;
  readonly junk: readonly Junk[];
}

export interface JunkLine {
  readonly line: number;
  readonly text: string;
  readonly software?: string;
}

/** Parses all entries, removes duplicates and separates the junk. */
export function normalise(
  lines: Iterable<JunkLine>,
  network?: Network,
): Pick<ServerList, 'domains' | 'ports' | 'software' | 'duplicates' | 'junk'> {
  const domains = new Set<Domain>();
  const ports = new Map<Domain, number>();
  const known = new Map<Domain, string>();
  const junk: Junk[] = [];
  let duplicates = 0;
  for (const { line, text, software = '' } of lines) {
    const entry = readListEntry(text, network);
    if (!entry.ok) junk.push({ line, text, problem: entry.problem });
    else if (domains.has(entry.domain)) duplicates += 1;
    else {
      domains.add(entry.domain);
      if (entry.port !== null) ports.set(entry.domain, entry.port);
      if (software !== '') known.set(entry.domain, software);
    }
  }
  const software = known.size === 0 ? {} : { software: known };
  return { domains: [...domains], ports, ...software, duplicates, junk };
}

/** Number of junk entries for each reason, the most frequent first. */
export function countByProblem(
  junk: readonly Junk[],
): readonly (readonly [problem: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { problem } of junk) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
