import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type AnswerServices, createDomainAnswers } from '../jobs/answer-lookup.ts';
import { openAttribution, openClients, openConfiguredStore, openOptOuts } from '../jobs/app.ts';
import { judgeHealth, publicHealth } from '../jobs/health/health.ts';
import { healthMetrics } from '../jobs/health/health-metrics.ts';
import { createLog } from '../jobs/log.ts';
import { describeSite, publishSite } from '../jobs/site.ts';
import { version } from '../jobs/user-agent.ts';
import type { Store } from '../store/store.ts';
import { type RunningServer, type ServerLog, startServer } from '../web-server/server.ts';
import { type Command, refuseArguments } from './command.ts';

/** The port of the site if the configuration has none. */
const USUAL_PORT = 8080;

export const serve: Command = {
  synopsis: '',
  options: {},
  run: async (given, { config, say, signal }) => {
    refuseArguments(given);
    const log = createLog(config.logLevel);
    const siteDir = join(config.dataDir, 'site');
    const store = openConfiguredStore(config);
    const attributor = await openAttribution(config, say);
    const outside = await openClients(config, attributor);
    const optOuts = openOptOuts();
    try {
      // Scans may have finished since the site was written, or the installation's design may be newer.
      say(
        describeSite(
          await publishSite({ directory: siteDir, sources: attributor.sources }, { say, signal }),
          siteDir,
        ),
      );
      if (signal.aborted) return 0;
      const parts = { outside, attributor, store, history: store.history, optOuts };
      const server = await openServer(config.servePort ?? USUAL_PORT, { ...parts, config, log, say });
      if (server === null) return 1;
      say(`Serving ${siteDir} at http://${hostText(config.serveHost)}:${server.port}/`);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await server.close();
      return 0;
    } finally {
      await outside.close();
      store.close();
    }
  },
};

interface WebServerServices extends AnswerServices {
  readonly config: Config;
  readonly store: Pick<Store, 'scans' | 'history' | 'outbox' | 'settings'>;
  readonly log: ServerLog;
  readonly say: (line: string) => void;
}

/** Serves the site and fresh looks. Null if the port is unavailable; `say` then receives the reason. */
export async function openServer(
  port: number,
  { config, log, say, store, ...parts }: WebServerServices,
): Promise<RunningServer | null> {
  const siteDir = join(config.dataDir, 'site');
  const judge = onceIn(HEALTH_MS, () => judgeHealth({ config, store, now: new Date() }));
  try {
    return await startServer({
      siteDir,
      answers: createDomainAnswers(parts),
      port,
      host: config.serveHost,
      log,
      trustedProxies: config.trustedProxies,
      judge: () => publicHealth(judge()),
      metrics: { access: config.metrics, read: () => healthMetrics(judge(), version) },
    });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    say(`SERVE_PORT, SERVE_HOST: the port is unavailable (${error.message}); choose another one`);
    return null;
  }
}

/** Milliseconds for which a health check is cached: it reads the manifest and queries the disk. */
const HEALTH_MS = 30_000;

/** Caches the result of `make` for some time. */
function onceIn<T>(milliseconds: number, make: () => T): () => T {
  let last: { readonly value: T; readonly until: number } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || last.until < now) last = { value: make(), until: now + milliseconds };
    return last.value;
  };
}

function hostText(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
