import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import AjvDraft04Module from 'ajv-draft-04';
import formatsModule from 'ajv-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { judgeHealth } from '../../src/jobs/health/health.ts';
import { healthMetrics } from '../../src/jobs/health/health-metrics.ts';
import { startServer } from '../../src/web-server/server.ts';
import { ask } from '../web-server/requests.ts';
import { type ServedSite, serveModelSite } from '../web-server/served-site.ts';
import { describeWith, judgeBy } from './programs.ts';

// CommonJS modules, whose types speak of the default export.
const AjvDraft04 = AjvDraft04Module.default;
const addFormats = formatsModule.default;

const schemaFile = (name: string) => fileURLToPath(new URL(`schemas/${name}`, import.meta.url));
const readSchema = (name: string) => JSON.parse(readFileSync(schemaFile(name), 'utf8'));

let served: ServedSite;
beforeAll(async () => {
  served = await serveModelSite();
});
afterAll(() => served.close());

const get = async (path: string) => (await ask(served.server.port, path)).body.toString();

describeWith('libxml2-utils')('by xmllint and the schema of RFC 4287, the Atom feed', () => {
  const judge = (feed: string) =>
    judgeBy('libxml2-utils', ['--noout', '--nonet', '--relaxng', schemaFile('atom.rng'), '-'], feed);

  it('is valid, and would not be without an id, a date or its own namespace', async () => {
    const feed = await get('/feed.atom');
    expect(judge(feed)).toEqual({ code: 0, output: '- validates' });
    const wrong = [
      feed.replace(/<id>[^<]*<\/id>/, ''),
      feed.replace(/<updated>[^<]*</, '<updated>yesterday<'),
      feed.replace('2005/Atom', '2006/Atom'),
    ];
    for (const broken of wrong) expect(judge(broken).code).not.toBe(0);
  });
});

describeWith('prometheus')('by promtool, /metrics', () => {
  it('is valid, and its names and types are those that Prometheus advises', async () => {
    const { store, folder } = served.site;
    const config = {
      ...{ dataDir: folder, account: { url: 'https://home.example', token: 'secret-token' } },
      ...{ scanCron: '17 3 * * 6', postCron: '42 10 * * 0', updateCron: '23 4 2 * *', timeZone: 'UTC' },
    };
    const read = () => healthMetrics(judgeHealth({ config, store, now: new Date() }), '1.2.3');
    const server = await startServer({ ...served.options, metrics: { access: 'local', read } });
    try {
      await ask(server.port, '/nowhere');
      const { status, body } = await ask(server.port, '/metrics');
      expect(status).toBe(200);
      expect(judgeBy('prometheus', ['check', 'metrics'], body)).toEqual({ code: 0, output: '' });
      const misnamed = body.toString().replaceAll('whohosts_http_requests_total', 'whohosts_http_requests');
      expect(judgeBy('prometheus', ['check', 'metrics'], misnamed).output).toContain('_total');
    } finally {
      await server.close();
    }
  });
});

it('the description of the API is valid OpenAPI 3.1', async () => {
  const description = JSON.parse(await get('/api/openapi.json'));
  expect(description.openapi).toMatch(/^3\.1\./);
  const judge = async (document: Record<string, unknown>) =>
    (await new Validator().validate(document)).errors ?? [];
  expect(await judge(description)).toEqual([]);
  expect(await judge({ ...description, info: undefined })).not.toEqual([]);
  expect(await judge({ ...description, paths: { 'no slash': {} } })).not.toEqual([]);
});

it('the JSON Feed keeps the rules of JSON Feed 1.1', async () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats(ajv);
  const validate = ajv.compile(readSchema('json-feed.json'));
  const feed = JSON.parse(await get('/feed.json'));
  validate(feed);
  expect(validate.errors).toBeNull();
  expect(validate({ ...feed, items: [{ title: 'without an id or a text' }] })).toBe(false);
});

it('the Data Package fits the profile that Frictionless Data published', async () => {
  const ajv = new AjvDraft04({ allErrors: true, strict: false, formats: { textarea: true } });
  addFormats(ajv);
  const validate = ajv.compile(readSchema('data-package.json'));
  const described = JSON.parse(await get('/data/datapackage.json'));
  validate(described);
  expect(validate.errors).toBeNull();
  expect(validate({ ...described, resources: [{ name: 'Not a Name' }] })).toBe(false);
});
