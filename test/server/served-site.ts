import type { LookUp } from '../../src/server/look-ups.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/server.ts';
import { type ModelSite, openModelSite } from '../site/model-site.ts';
import { finding } from '../store/findings.ts';
import { silent } from './requests.ts';

export const GENEROUS = { burst: 10_000, perSecond: 1_000 };

const lookUp: LookUp = async (name) => ({
  document: { domain: name, status: 'NOERROR' },
  finding: finding(name, {
    hoster: 'ovh',
    ...(name.startsWith('home.') ? { kind: 'isp' } : {}),
    ...(name.startsWith('front.') ? { hoster: null, front: 'cf' } : {}),
  }),
  context: { servers: 12, share: 0.1 },
});

/** A site that is served to as many requests as may come. */
export interface ServedSite {
  readonly site: ModelSite;
  readonly server: RunningServer;
  /** For further servers of the same site, with limits of their own. */
  readonly options: ServerOptions;
  close(): Promise<void>;
}

export async function serveModelSite(): Promise<ServedSite> {
  const site = openModelSite({ servers: 120, weeks: 2 });
  await site.write();
  const options = { siteDir: site.directory, lookUp, port: 0, host: '127.0.0.1', log: silent };
  const server = await startServer({ ...options, limits: { requests: GENEROUS, lookups: GENEROUS } });
  return {
    site,
    server,
    options,
    async close() {
      await server.close();
      site.discard();
    },
  };
}
