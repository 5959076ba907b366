import { join } from 'node:path';
import { type Outside, openAttribution, openDatabase, openOptOuts, openOutside } from '../app.ts';
import type { Attributor } from '../attribution/attributor.ts';
import { createLog } from '../log.ts';
import { createLook } from '../look/look.ts';
import { NETWORKS } from '../model/network.ts';
import { lookUp } from '../scan/lookup.ts';
import type { LookUp } from '../server/look-ups.ts';
import { startServer } from '../server/server.ts';
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
      const server = await startServer({
        siteDir,
        lookUp: createLookUp({ outside, attributor, history: store.history, optOuts }),
        port: config.servePort ?? USUAL_PORT,
        host: config.serveHost,
        log,
      }).catch((error: NodeJS.ErrnoException) => error);
      if (server instanceof Error) {
        say(`SERVE_PORT, SERVE_HOST: the port cannot be had (${server.message})`);
        return 1;
      }
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

export interface LookUpParts {
  readonly outside: Outside;
  readonly attributor: Attributor;
  readonly history: HistoryStore;
  readonly optOuts: OptOuts;
}

/** Fresh looks for the server, as `lookup` makes them. */
export function createLookUp({ outside: { dns, http }, attributor, history, optOuts }: LookUpParts): LookUp {
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
