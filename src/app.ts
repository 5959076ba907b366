import { getServers } from 'node:dns';
import { join } from 'node:path';
import { type Attributor, openAttributor } from './attribution/attributor.ts';
import type { Config } from './config.ts';
import { makeFolder } from './folder.ts';
import { type AskSecondOpinions, createSecondOpinions } from './look/second-opinion.ts';
import { keycdnUserAgent } from './look/second-opinion-keycdn.ts';
import type { Dns } from './net/dns.ts';
import { createDns } from './net/dns-client.ts';
import type { Http } from './net/http.ts';
import { createHttp } from './net/http-client.ts';
import { rememberAnswers } from './net/remember.ts';
import { drawChart } from './report/chart-embedded.ts';
import { drawChartByQuickChart } from './report/chart-quickchart.ts';
import type { DrawChart } from './report/compose.ts';
import { followOptOuts, type OptOuts } from './servers/opt-outs.ts';
import { spareDns } from './servers/spare.ts';
import { openStore, type Store } from './store/store.ts';
import { userAgent } from './user-agent.ts';

/**
 * Public resolvers answer a bounded number of queries a second (Google Public DNS: 1,500 for one address); a resolver on
 * this machine is the operator's own and sets its own pace.
 */
const QPS_OF_SHARED_RESOLVERS = 1000;

/** The way out to strangers, by the rules of the configuration. */
export interface Outside {
  readonly dns: Dns;
  readonly http: Http;
  close(): Promise<void>;
}

export async function openOutside(config: Config): Promise<Outside> {
  const servers = resolversOf(config);
  const own = servers.every((server) => /^(127\.|\[::1\])/.test(server));
  const everywhere = await createDns({
    servers,
    concurrency: config.dnsConcurrency,
    qps: config.dnsQps ?? (own ? 0 : QPS_OF_SHARED_RESOLVERS),
  });
  // A wish holds at once: before what is remembered.
  const dns = spareDns(rememberAnswers(everywhere), openOptOuts());
  const http = createHttp({
    dns,
    userAgent: userAgent(config),
    concurrency: config.httpConcurrency,
    connectTo: config.connectTo,
  });
  return {
    dns,
    http,
    close: async () => {
      // First DNS, so that no request waits for an answer of it.
      dns.close();
      await http.close();
    },
  };
}

/** Whose admins asked not to be measured, as the list is at any moment. */
export function openOptOuts(): OptOuts {
  return followOptOuts(new URL('../data/opt-outs.txt', import.meta.url));
}

/** Whom to ask for a second opinion on addresses. KeyCDN wants to be told which website its answers are for. */
export function openSecondOpinions(
  config: Config,
  { dns }: Outside,
): { readonly ask: AskSecondOpinions; close(): Promise<void> } {
  const { publicUrl, connectTo } = config;
  const keycdn =
    publicUrl === null
      ? null
      : createHttp({ dns, userAgent: keycdnUserAgent(publicUrl), concurrency: 1, connectTo });
  return { ask: createSecondOpinions({ dns, keycdn }), close: async () => keycdn?.close() };
}

/** As configured, else the system's; `ip:port`. */
export function resolversOf(config: Config): readonly string[] {
  return config.dnsServers.length > 0 ? config.dnsServers : systemServers();
}

/** Node gives the system's resolvers as `1.1.1.1`, `::1` or with a port. */
function systemServers(): string[] {
  return getServers().map((server) => {
    if (/^\[.*\]:\d+$/.test(server) || /^[\d.]+:\d+$/.test(server)) return server;
    return server.includes(':') ? `[${server}]:53` : `${server}:53`;
  });
}

/** @throws {StoreError} with a message for the operator, or a FolderError for DATA_DIR */
export function openDatabase(config: Config): Store {
  makeFolder('DATA_DIR', config.dataDir);
  return openStore(join(config.dataDir, 'whohosts.db'));
}

/** @throws a FolderError for DATA_DIR, where tables are kept compiled */
export async function openAttribution(config: Config, say: (line: string) => void): Promise<Attributor> {
  makeFolder('DATA_DIR', config.dataDir);
  return await openAttributor({ dataDir: config.dataDir, onProgress: say });
}

/** A QuickChart server that is down is no reason to post without a picture: the embedded renderer stands in. */
export function chartDrawer(config: Config, say: (line: string) => void): DrawChart {
  const url = config.chartRenderer === 'quickchart' ? config.quickchartUrl : null;
  if (url === null) return drawChart;
  return async (configuration) => {
    const drawn = await drawChartByQuickChart(configuration, { url });
    if (drawn.ok) return drawn.png;
    say(`${drawn.problem}; drawing it here instead`);
    return await drawChart(configuration);
  };
}
