import { isHiddenService } from '../model/domain.ts';
import type { Dns } from '../net/dns.ts';
import type { HistoryStore } from '../store/history.ts';
import type { OptOuts } from './opt-outs.ts';

/**
 * DNS that is never asked about the domains that opted out, whatever leads there: a delegation, a redirect, an SRV record, a
 * person's question. Everything else begins with a look-up, so they get no packet at all. The answer is `REFUSED`; for a
 * hidden service it is `NXDOMAIN`: to ask DNS for one tells others who is looked for (RFC 7686, 2).
 */
export function spareDns(dns: Dns, optOuts: OptOuts): Dns {
  return {
    async query(name, type) {
      const domain = name.toLowerCase().replace(/\.$/, '');
      if (optOuts.has(domain)) return { status: 'REFUSED', records: [] };
      if (isHiddenService(domain)) return { status: 'NXDOMAIN', records: [] };
      return await dns.query(name, type);
    },
    close: () => dns.close(),
    counts: dns.counts,
  };
}

/** History that names no domain that opted out since it was measured. Totals stay: they name nobody. */
export function spareHistory(history: HistoryStore, optOuts: OptOuts): HistoryStore {
  const isWilling = ({ domain }: { readonly domain: string }) => !optOuts.has(domain);
  return {
    ...history,
    servers: (scanId) => history.servers(scanId).filter(isWilling),
    movers: (scanId, againstId) => history.movers(scanId, againstId).filter(isWilling),
    server: (network, domain) => (optOuts.has(domain) ? null : history.server(network, domain)),
  };
}
