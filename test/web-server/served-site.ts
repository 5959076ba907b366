import type { SiteOptions } from '../../src/site/publish/write-site.ts';
import type { AnswerSources } from '../../src/web-server/answer-sources.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../src/web-server/server.ts';
import { answer, attribution } from '../kit/answers.ts';
import { company } from '../kit/findings.ts';
import { type ModelSite, openModelSite } from '../site/model-site.ts';
import { silent } from './requests.ts';

export const GENEROUS = { burst: 10_000, perSecond: 1_000 };

/** Knows nothing by heart; all servers are at OVHcloud, but for those that their names say otherwise of. */
export const answers: AnswerSources = {
  recall: () => null,
  recollect: () => null,
  look: async (name) => {
    const isFront = name.startsWith('front.');
    const found = attribution({
      hoster: isFront ? null : company('ovh'),
      front: isFront ? company('cf') : null,
      kind: isFront ? 'cdn' : name.startsWith('home.') ? 'isp' : 'hosting',
    });
    return answer(name, { attribution: found });
  },
};

/** A site that is served to as many requests as may come. */
export interface ServedSite {
  readonly site: ModelSite;
  readonly server: RunningServer;
  /** For further servers of the same site, with limits of their own. */
  readonly options: ServerOptions;
  close(): Promise<void>;
}

export async function serveModelSite(changes: Partial<SiteOptions> = {}): Promise<ServedSite> {
  const site = openModelSite({ servers: 120, weeks: 2 });
  await site.write(changes);
  const options = { siteDir: site.directory, answers, port: 0, host: '127.0.0.1', log: silent };
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
