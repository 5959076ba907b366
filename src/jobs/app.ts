import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Attributor, openAttributor } from '../attribution/attributor.ts';
import type { Config } from '../config.ts';
import { followOptOuts, type OptOuts } from '../lists/opt-outs.ts';
import { spareDns } from '../lists/spare.ts';
import { type AskSecondOpinions, createSecondOpinions } from '../look/second-opinion.ts';
import { keycdnUserAgent } from '../look/second-opinion-keycdn.ts';
import { createRegistrations, type RegistrationMemory } from '../look/second-opinion-rdap.ts';
import { isPublic, parseAddress } from '../model/address.ts';
import { rememberAnswers } from '../net/dns/cache.ts';
import { createDns } from '../net/dns/client.ts';
import type { Dns } from '../net/dns/dns.ts';
import { withoutSynthesis } from '../net/dns/synthesis.ts';
import { systemResolvers } from '../net/dns/system-resolvers.ts';
import { createHttp } from '../net/http/client.ts';
import type { Http } from '../net/http/http.ts';
import type { ReportChart } from '../report/chart/frame.ts';
import type { DrawnChart } from '../report/chart/quickchart.ts';
import type { DrawChart } from '../report/post/compose.ts';
import { openStore, type Store } from '../store/store.ts';
import { makeFolder } from './folder.ts';
import { userAgent } from './user-agent.ts';

/**
 * Queries a second. Public resolvers limit each client address (Google Public DNS: 1,500). A resolver on this
 * machine belongs to the operator and sets its own pace.
 */
const QPS_OF_SHARED_RESOLVERS = 1000;

/** The DNS and HTTP clients for other people's servers, as configured. */
export interface OpenClients {
  readonly dns: Dns;
  readonly http: Http;
  /** Number of queries and connections that wait for their turn within our own limits. */
  waiting(): number;
  close(): Promise<void>;
}

/** Most DNS queries a second; 0 for no limit. */
export function dnsRateOf(config: Config): number {
  const own = resolversOf(config).every((server) => /^(127\.|\[::1\])/.test(server));
  return config.dnsQps ?? (own ? 0 : QPS_OF_SHARED_RESOLVERS);
}

/** @param attributor receives the round-trip time of each connection, if it uses them */
export async function openClients(
  config: Config,
  attributor?: Pick<Attributor, 'noteRoundTrip'>,
): Promise<OpenClients> {
  const everywhere = await createDns({
    servers: resolversOf(config),
    concurrency: config.dnsConcurrency,
    qps: dnsRateOf(config),
  });
  // Opt-outs are checked before the cache, so that they take effect at once.
  const dns = spareDns(rememberAnswers(withoutSynthesis(everywhere)), openOptOuts());
  const http = createHttp({
    dns,
    userAgent: userAgent(config),
    concurrency: config.httpConcurrency,
    connectTo: config.connectTo,
    onConnected: attributor?.noteRoundTrip,
  });
  return {
    dns,
    http,
    waiting: () => everywhere.waiting + http.waiting,
    close: async () => {
      // DNS first, so that no HTTP request waits for an answer from it.
      dns.close();
      await http.close();
    },
  };
}

/** The domains whose admins opted out. The list is read again whenever it changes. */
export function openOptOuts(): OptOuts {
  return followOptOuts(new URL('../../data/opt-outs.txt', import.meta.url));
}

/**
 * Opens the services that give a second opinion on addresses. KeyCDN requires the website for which its
 * answers are used. `memory` keeps the registries' answers and the number of queries.
 */
export function openSecondOpinions(
  config: Config,
  { dns, http }: OpenClients,
  memory: RegistrationMemory,
): { readonly ask: AskSecondOpinions; close(): Promise<void> } {
  const { publicUrl, connectTo } = config;
  const keycdn =
    publicUrl === null
      ? null
      : createHttp({ dns, userAgent: keycdnUserAgent(publicUrl), concurrency: 1, connectTo });
  const rdap = config.rdap ? { http, memory } : null;
  return { ask: createSecondOpinions({ dns, keycdn, rdap }), close: async () => keycdn?.close() };
}

/** Finds the organisation that an address is registered to. Null if the configuration disables RDAP. */
export function openRegistrations(
  config: Config,
  { http }: OpenClients,
  memory: RegistrationMemory,
): ((address: string) => Promise<string | null>) | null {
  if (!config.rdap) return null;
  const ask = createRegistrations({ http, memory });
  return async (text) => {
    const address = parseAddress(text);
    return address === null || !isPublic(address) ? null : (await ask(address)).holder;
  };
}

/**
 * The resolvers to query as `ip:port`: the configured ones, or else the system's.
 *
 * @param say receives a sentence for each resolver of the system that cannot be used
 */
export function resolversOf(
  { dnsServers }: Pick<Config, 'dnsServers'>,
  say: (line: string) => void = () => undefined,
): readonly string[] {
  if (dnsServers.length > 0) return dnsServers;
  const { servers, leftOut } = systemResolvers();
  for (const host of leftOut) {
    say(
      `The system's resolver ${host} is left out: its network interface is unknown. Set DNS_SERVERS to use it`,
    );
  }
  return servers;
}

/** @throws {StoreError} with a message for the operator, or a FolderError for DATA_DIR */
export function openConfiguredStore(config: Config): Store {
  makeFolder('DATA_DIR', config.dataDir);
  return openStore(join(config.dataDir, 'whohosts.db'));
}

/** Whether anything was ever stored. */
export function hasDatabase({ dataDir }: Pick<Config, 'dataDir'>): boolean {
  return existsSync(join(dataDir, 'whohosts.db'));
}

/**
 * The same for commands that only read: they skip the check for damage.
 *
 * @throws {StoreError} with a message for the operator, or a FolderError for DATA_DIR
 */
export function openStoreToRead(config: Config): Store {
  makeFolder('DATA_DIR', config.dataDir);
  return openStore(join(config.dataDir, 'whohosts.db'), { check: false });
}

/** @throws a FolderError for DATA_DIR, which holds the compiled tables */
export async function openAttribution(config: Config, say: (line: string) => void): Promise<Attributor> {
  makeFolder('DATA_DIR', config.dataDir);
  const { dataDir, vantage } = config;
  return await openAttributor({ dataDir, vantage, onProgress: say });
}

/**
 * A QuickChart server that is down, or lacks the letters, is no reason to post without a picture: the
 * embedded renderer takes over. What draws is loaded with the first chart: it takes more memory than all the
 * rest of the bot.
 */
export function chartDrawer(config: Config, say: (line: string) => void): DrawChart {
  const drawHere: DrawChart = async (configuration) => {
    const { drawChart } = await import('../report/chart/embedded.ts');
    return await drawChart(configuration);
  };
  const url = config.chartRenderer === 'quickchart' ? config.quickchartUrl : null;
  if (url === null) return drawHere;
  let draw: ((configuration: ReportChart) => Promise<DrawnChart>) | null = null;
  return async (configuration) => {
    const { createQuickChart } = await import('../report/chart/quickchart.ts');
    draw ??= createQuickChart({ url });
    const drawn = await draw(configuration);
    if (drawn.ok) return drawn.png;
    say(`${drawn.problem}; drawing it here instead`);
    return await drawHere(configuration);
  };
}
