import type { SecureContext } from 'node:tls';
import { type DnsServer, startDnsServer } from './dns/server.ts';
import { createZone, type ZoneRecord } from './dns/zone.ts';
import { createAuthority } from './https/authority.ts';
import { type HttpsHosts, startHttpsHosts } from './https/hosts.ts';
import { delayOf, type Latency } from './latency.ts';
import { hostOf, type ModelServer, nameBehaviourOf, recordsOf } from './networks/server.ts';

export interface InternetOptions {
  readonly servers: readonly ModelServer[];
  /** Records beside those of the servers. */
  readonly records?: readonly ZoneRecord[];
  /** `http` counts for every request, `dns` for every query. */
  readonly latency?: { readonly dns?: Latency; readonly http?: Latency; readonly seed?: string };
  /** Off for benchmarks: a log of every packet takes memory. Counters go on. */
  readonly log?: boolean;
}

export interface ModelInternet {
  /** `ip:port`. */
  readonly dnsServer: string;
  /** `ip:port`. */
  readonly httpsServer: string;
  readonly caFile: string;
  /** What points the product at the model instead of the real Internet. */
  environment(): Record<'DNS_SERVERS' | 'CONNECT_TO' | 'NODE_EXTRA_CA_CERTS', string>;
  /** A certificate of its authority, for servers that a test starts itself. */
  certificate(...names: readonly string[]): Promise<SecureContext>;
  readonly dns: DnsServer;
  readonly https: HttpsHosts;
  /** The servers as they now are. */
  servers(): readonly ModelServer[];
  /** Throws where the domain is there already. */
  add(server: ModelServer): void;
  /** Replaces the named fields; throws on an unknown domain. */
  change(domain: string, patch: Partial<ModelServer>): void;
  /** The name is then NXDOMAIN. */
  remove(domain: string): void;
  stop(): Promise<void>;
}

/**
 * Starts a model internet on loopback: DNS and HTTPS for all the servers, with a certificate authority of its
 * own.
 */
export async function startInternet(options: InternetOptions): Promise<ModelInternet> {
  const { latency } = options;
  const seed = latency?.seed ?? '1';
  const known = new Map<string, ModelServer>();
  const zone = createZone();
  const log = options.log ?? true;
  for (const record of options.records ?? []) zone.add(record);
  const authority = await createAuthority();
  const dns = await startDnsServer({
    zone,
    log,
    delay: (name, type) => delayOf(latency?.dns ?? { shape: 'none' }, `${seed} dns ${name} ${type}`),
  });
  const https = await startHttpsHosts({
    authority,
    log,
    delay: (host, path) => delayOf(latency?.http ?? { shape: 'none' }, `${seed} http ${host} ${path}`),
  });

  const add = (server: ModelServer) => {
    const domain = server.domain.toLowerCase();
    if (known.has(domain)) throw new Error(`${domain} is there already`);
    known.set(domain, server);
    for (const record of recordsOf(server)) zone.add(record);
    zone.behave(domain, nameBehaviourOf(server));
    https.set(domain, hostOf(server));
  };
  const remove = (name: string) => {
    const domain = name.toLowerCase();
    const server = known.get(domain);
    if (server === undefined) throw new Error(`there is no ${domain}`);
    known.delete(domain);
    for (const record of recordsOf(server)) zone.remove(record);
    zone.behave(domain, null);
    https.set(domain, null);
    return server;
  };
  for (const server of options.servers) add(server);

  return {
    dnsServer: dns.address,
    httpsServer: https.address,
    caFile: authority.caFile,
    environment: () => ({
      DNS_SERVERS: dns.address,
      CONNECT_TO: https.address,
      NODE_EXTRA_CA_CERTS: authority.caFile,
    }),
    certificate: (...names) => authority.issue(names),
    dns,
    https,
    servers: () => [...known.values()],
    add,
    change(domain, patch) {
      const server = remove(domain);
      add({ ...server, ...patch, domain: server.domain });
    },
    remove(domain) {
      remove(domain);
    },
    async stop() {
      await Promise.all([dns.stop(), https.stop()]);
      await authority.discard();
    },
  };
}
