import { isHiddenService } from '../model/domain.ts';
import type { Dns } from '../net/dns/dns.ts';
import type { HistoryStore } from '../store/history.ts';
import type { OptOuts } from './opt-outs.ts';

/**
 * Wraps DNS so that it is never asked about opted-out domains, whatever leads there: a delegation, a
 * redirect, an SRV record or a person's question. Every contact begins with a look-up, so these domains
 * receive no packet at all. The answer is `REFUSED`. For a hidden service it is `NXDOMAIN`, because a DNS
 * query would reveal its name to others (RFC 7686, 2).
 */
export function spareDns(dns: Dns, optOuts: OptOuts): Dns {
  return {
    async query(name, type, onStart) {
      const domain = name.toLowerCase().replace(/\.$/, '');
      if (optOuts.has(domain)) return { status: 'REFUSED', records: [] };
      if (isHiddenService(domain)) return { status: 'NXDOMAIN', records: [] };
      return await dns.query(name, type, onStart);
    },
    nat64: async () => (await dns.nat64?.()) ?? [],
    close: () => dns.close(),
    counts: dns.counts,
  };
}

/**
 * Wraps the history so that it names no domain that opted out after it was measured. Totals stay, because
 * they name no domains.
 */
export function spareHistory(history: HistoryStore, optOuts: OptOuts): HistoryStore {
  const isWilling = ({ domain }: { readonly domain: string }) => !optOuts.has(domain);
  return {
    ...history,
    servers: (scanId) => history.servers(scanId).filter(isWilling),
    movers: (scanId, againstId) => history.movers(scanId, againstId).filter(isWilling),
    server: (network, domain) => (optOuts.has(domain) ? null : history.server(network, domain)),
  };
}
