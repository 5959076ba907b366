import type { BenchInternet } from '../model-internet/bench.ts';
import { delayOf } from '../model-internet/latency.ts';
import { type ModelServer, reverseName } from '../model-internet/networks/server.ts';

/** What a scan cannot do without, in seconds of something that only so many of can go on at once. */
export interface Needs {
  /** Seconds of open connections. */
  readonly http: number;
  /** Seconds of open DNS queries. */
  readonly dns: number;
}

/** The product's limit of a TLS handshake (src/net/connect.ts): a dead host costs it. */
const DEAD_S = 5;
/** The product waits 1, 2 and 4 s for the answers to a query's three messages (src/net/dns-client.ts). */
const SILENT_S = 7;
const PATHS = ['/robots.txt', '/.well-known/nodeinfo', '/nodeinfo/2.0'];

/**
 * Whether DNS answers so late that the product has given up by then: that is what a limit means, and no
 * mistake.
 */
export function isLate({ domain }: ModelServer, { latency }: BenchInternet): boolean {
  return delayOf(latency.dns, `${latency.seed} dns ${domain} A`) / 1000 >= SILENT_S;
}

/** By the very delays that the model will have: they follow from its seed. */
export function needsOf({ servers, latency }: BenchInternet): Needs {
  let http = 0;
  let dns = 0;
  const query = (name: string, type: string) =>
    delayOf(latency.dns, `${latency.seed} dns ${name} ${type}`) / 1000;
  for (const { domain, ip, behaviour } of servers) {
    const declaration = `_hosting.${domain}`;
    if (behaviour === 'silent') {
      dns += 2 * SILENT_S;
      continue;
    }
    dns += query(domain, 'A') + query(domain, 'AAAA') + query(declaration, 'TXT');
    dns += query(reverseName(String(ip)), 'PTR');
    if (behaviour === 'dead') http += DEAD_S;
    else
      for (const path of PATHS)
        http += delayOf(latency.http, `${latency.seed} http ${domain} ${path}`) / 1000;
  }
  return { http, dns };
}
