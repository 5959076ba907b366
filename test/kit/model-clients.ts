import { readFile } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createDns } from '../../src/net/dns/client.ts';
import type { Dns } from '../../src/net/dns/dns.ts';
import { createHttp } from '../../src/net/http/client.ts';
import type { Http } from '../../src/net/http/http.ts';
import type { ZoneRecord } from '../model-internet/dns/zone.ts';
import { type ModelInternet, startInternet } from '../model-internet/internet.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';

export interface World {
  readonly internet: ModelInternet;
  readonly dns: Dns;
  readonly http: Http;
  stop(): Promise<void>;
}

/** A public address. Nothing is ever sent there: all connections go to the model internet. */
export const PUBLIC = '116.203.0.10';
export const USER_AGENT = 'whohosts/0.0 (+https://whohosts.example)';

/** The model internet with our own clients. Only this process trusts its certificate authority. */
export async function startWorld(
  servers: readonly ModelServer[],
  records: readonly ZoneRecord[] = [],
): Promise<World> {
  const internet = await startInternet({ servers, records });
  const caPem = await readFile(internet.caFile, 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), caPem]);
  const dns = await createDns({ servers: [internet.dnsServer], concurrency: 100, qps: 0, timeoutMs: 300 });
  const http = createHttp({ dns, userAgent: USER_AGENT, concurrency: 50, connectTo: internet.httpsServer });
  return {
    internet,
    dns,
    http,
    async stop() {
      await http.close();
      dns.close();
      await internet.stop();
    },
  };
}
