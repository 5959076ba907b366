import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainAnswerJson } from '../../src/export/domain-answer-json.ts';
import { shardOf } from '../../src/site/publish/api-files.ts';
import { startServer } from '../../src/web-server/server.ts';
import { answer, attribution } from '../kit/answers.ts';
import { ask } from './requests.ts';
import { type ServedSite, serveModelSite } from './served-site.ts';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Description {
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: object };
}

let served: ServedSite;
let description: Description;
beforeAll(async () => {
  served = await serveModelSite();
  description = await get('/api/openapi.json');
});
afterAll(() => served.close());

async function get(path: string) {
  return JSON.parse((await ask(served.server.port, path)).body.toString());
}

/** What is wrong with a document as the answer of an operation; empty where nothing is. */
function faults(path: string, status: number, document: unknown): readonly string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true } });
  ajv.addSchema({ $id: 'https://site.example/api/openapi.json', ...description });
  const pointer = ['paths', path, 'get', 'responses', String(status), 'content', 'application/json', 'schema']
    .map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/');
  const validate = ajv.compile({ $ref: `https://site.example/api/openapi.json#/${encodeURI(pointer)}` });
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('the description of the API', () => {
  it('fits what the server answers', async () => {
    const files = [...(await served.site.files()).keys()];
    const shard = files.find((path) => path.startsWith(`api/domains/${shardOf('x.example')}`)) ?? '';
    const asked: readonly (readonly [string, string, number])[] = [
      ['/api/networks.json', '/api/networks.json', 200],
      ['/api/search.json', '/api/search.json', 200],
      ['/networks/{network}/report.json', '/networks/fediverse/report.json', 200],
      ['/networks/{network}/report.json', '/networks/xmpp/report.json', 200],
      ['/api/hosters/{id}.json', '/api/hosters/ovh.json', 200],
      ['/api/domains/{shard}.json', `/${shard}`, 200],
      ['/api/lookup', '/api/lookup?domain=some.example', 200],
      ['/api/lookup', '/api/lookup?domain=front.example', 200],
      ['/api/lookup', '/api/lookup?domain=germanny', 400],
      ['/api/lookup', '/api/lookup?domain=a.example+b.example', 400],
      ['/api/lookup', '/api/lookup?domain=a.example&network=usenet', 400],
      ['/api/health', '/api/health', 200],
    ];
    for (const [path, address, status] of asked) {
      const got = await ask(served.server.port, address);
      expect(got.status, address).toBe(status);
      expect(got.headers['access-control-allow-origin'], address).toBe('*');
      expect(faults(path, status, JSON.parse(got.body.toString())), address).toEqual([]);
    }
    for (const path of files.filter((name) => /^api\/domains\//.test(name)).slice(0, 20))
      expect(faults('/api/domains/{shard}.json', 200, await get(`/${path}`)), path).toEqual([]);
  });

  it('fits the answers that a healthy server does not give', async () => {
    const bad = await startServer({
      ...served.options,
      limits: { requests: { burst: 2, perSecond: 0.001 } },
      judge: () => ({ problems: ['a problem'], details: {} }),
    });
    try {
      const sick = await ask(bad.port, '/api/health');
      expect(sick.status).toBe(503);
      expect(faults('/api/health', 503, JSON.parse(sick.body.toString()))).toEqual([]);
      await ask(bad.port, '/');
      const limited = await ask(bad.port, '/api/lookup?domain=a.example');
      expect(limited.status).toBe(429);
      expect(faults('/api/lookup', 429, JSON.parse(limited.body.toString()))).toEqual([]);
    } finally {
      await bad.close();
    }
  });

  it('fits every form of an answer about a domain, and not just anything', () => {
    const forms = [
      answer('a.example'),
      answer('a.example', { source: 'scan', endpoints: null, cname: null }),
      answer('a.example', { attribution: null, addresses: [], status: 'NXDOMAIN', standing: null }),
      answer('a.example', { status: null, source: 'nothing', since: null, http: 'TIMEOUT' }),
      answer('a.example', { attribution: attribution({ location: null, asn: null, hoster: null }) }),
    ];
    for (const form of forms)
      expect(faults('/api/lookup', 200, JSON.parse(JSON.stringify(domainAnswerJson(form))))).toEqual([]);
    expect(faults('/api/lookup', 200, { domain: 1 })).not.toEqual([]);
    expect(faults('/api/networks.json', 200, { networks: [{}] })).not.toEqual([]);
  });

  it('names everything that lies under /api, and each operation once', async () => {
    const patterns = Object.keys(description.paths).map(
      (path) =>
        new RegExp(
          `^${path
            .slice(1)
            .replace(/\{\w+\}/g, '[^/]+')
            .replaceAll('.', '\\.')}$`,
        ),
    );
    const files = [...(await served.site.files()).keys()].filter((path) => /^api\/.*\.json$/.test(path));
    expect(files.filter((path) => !patterns.some((pattern) => pattern.test(path)))).toEqual([]);
    const ids = Object.values(description.paths).map(({ get: { operationId } }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
