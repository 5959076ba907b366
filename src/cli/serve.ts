import { join } from 'node:path';
import { type Outside, openAttribution, openDatabase, openOptOuts, openOutside } from '../app.ts';
import type { Attributor } from '../attribution/attributor.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import { createLook } from '../look/look.ts';
import { NETWORKS } from '../model/network.ts';
import { lookUp } from '../scan/lookup.ts';
import type { LookUp } from '../server/look-ups.ts';
import { type RunningServer, type ServerLog, startServer } from '../server/server.ts';
import type { OptOuts } from '../servers/opt-outs.ts';
import type { HistoryStore } from '../store/history.ts';
import { type Command, UsageError } from './command.ts';
import { lookupJson, withoutHomes } from './lookup-output.ts';
import { describeSite, publishSite } from './site.ts';

/** Where the site is served when the configuration does not say. */
const USUAL_PORT = 8080;

export const serve: Command = {
  synopsis: '',
  options: {},
  run: async (given, { config, say, signal }) => {
    if (given.positionals.length > 0)
      throw new UsageError(`expected no arguments, got ${given.positionals.join(' ')}`);
    const log = createLog(config.logLevel);
    const siteDir = join(config.dataDir, 'site');
    const store = openDatabase(config);
    const attributor = await openAttribution(config, say);
    const outside = await openOutside(config);
    const optOuts = openOptOuts();
    try {
      // What scans have found since the site was written, or an installation with another design.
      say(
        describeSite(
          await publishSite({ directory: siteDir, sources: attributor.sources }, { say, signal }),
          siteDir,
        ),
      );
      if (signal.aborted) return 0;
      const parts = { outside, attributor, history: store.history, optOuts };
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

interface LookUpParts {
  readonly outside: Outside;
  readonly attributor: Attributor;
  readonly history: HistoryStore;
  readonly optOuts: OptOuts;
}

interface ServerParts extends LookUpParts {
  readonly config: Config;
  readonly log: ServerLog;
  readonly say: (line: string) => void;
}

/** Serves the site and fresh looks; null, and a word to the operator, where the port cannot be had. */
export async function openServer(
  port: number,
  { config, log, say, ...parts }: ServerParts,
): Promise<RunningServer | null> {
  const siteDir = join(config.dataDir, 'site');
  try {
    return await startServer({ siteDir, lookUp: createLookUp(parts), port, host: config.serveHost, log });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    say(`SERVE_PORT, SERVE_HOST: the port cannot be had (${error.message})`);
    return null;
  }
}

/** Fresh looks for the server, as `lookup` makes them. */
function createLookUp({ outside: { dns, http }, attributor, history, optOuts }: LookUpParts): LookUp {
  const looks = new Map(NETWORKS.map((network) => [network, createLook({ network, dns, http })]));
  return async (domain, network) => {
    const look = looks.get(network);
    if (look === undefined) throw new Error(`no way to look at ${network}`);
    if (optOuts.has(domain)) return 'opted out';
    const found = withoutHomes(await lookUp(domain, { network, look, attributor, history }));
    return { document: lookupJson(found), finding: found.finding, context: found.context };
  };
}

function hostText(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
