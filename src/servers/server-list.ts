import { type Domain, parseDomain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import type { ListSource } from '../model/scan.ts';
import { parseServerName } from '../model/server-name.ts';

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

/**
 * Brings the domains to their one form, each once, and sets the junk aside. Matrix names its servers with or without a port
 * (specification, Appendices, "Server name"); elsewhere a port is no part of a name.
 */
export function normalise(
  lines: Iterable<Line>,
  network?: Network,
): Pick<ServerList, 'domains' | 'ports' | 'duplicates' | 'junk'> {
  const domains = new Set<Domain>();
  const ports = new Map<Domain, number>();
  const junk: Junk[] = [];
  let duplicates = 0;
  for (const { line, text } of lines) {
    const parsed = parseDomain(text);
    const named = !parsed.ok && network === 'matrix' ? parseServerName(text) : null;
    const domain = parsed.ok ? parsed.domain : named?.kind === 'domain' ? named.domain : null;
    if (domain !== null && domains.has(domain)) duplicates += 1;
    else if (domain !== null) {
      domains.add(domain);
      if (named?.port) ports.set(domain, named.port);
    } else if (!parsed.ok) junk.push({ line, text, problem: parsed.problem });
  }
  return { domains: [...domains], ports, duplicates, junk };
}
