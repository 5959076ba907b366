import { type Domain, parseDomain } from '../model/domain.ts';
import type { ListSource } from '../model/scan.ts';

/** An entry of a list that is no domain, and why. */
export interface Junk {
  /** The line of a file, or the place in a fetched list; counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

/** The servers of one list, in the list's order, each once. */
export interface ServerList {
  /** As readers see it. */
  readonly source: string;
  /** Where it was fetched; empty for a file. */
  readonly sources: readonly ListSource[];
  readonly domains: readonly Domain[];
  /** Ports that the list gives with a name, as Matrix server names may have them. */
  readonly ports: ReadonlyMap<Domain, number>;
  readonly duplicates: number;
  readonly junk: readonly Junk[];
}

export interface Line {
  readonly line: number;
  readonly text: string;
}

/** Brings the domains to their one form, each once, and sets the junk aside. */
export function normalise(lines: Iterable<Line>): Pick<ServerList, 'domains' | 'duplicates' | 'junk'> {
  const domains = new Set<Domain>();
  const junk: Junk[] = [];
  let duplicates = 0;
  for (const { line, text } of lines) {
    const parsed = parseDomain(text);
    if (!parsed.ok) junk.push({ line, text, problem: parsed.problem });
    else if (domains.has(parsed.domain)) duplicates += 1;
    else domains.add(parsed.domain);
  }
  return { domains: [...domains], duplicates, junk };
}
