import { readFileSync } from 'node:fs';
import { KINDS } from '../../model/attribution.ts';
import { NETWORKS } from '../../model/network.ts';
import { DNS_STATUSES } from '../../model/observation.ts';
import type { SiteFile } from '../data/site-file.ts';
import type { Site } from '../frame/site.ts';

export const OPENAPI_PATH = 'api/openapi.json';

type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const whole: Schema = { type: 'integer', minimum: 0 };
const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const moment: Schema = { type: 'string', format: 'date-time', description: 'ISO 8601 in UTC' };
const week: Schema = { type: 'string', pattern: '^\\d{4}-W\\d{2}$', description: 'ISO 8601 week' };
const network: Schema = { enum: NETWORKS };
const licence: Schema = { const: 'CC BY 4.0' };
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const list = (items: Schema): Schema => ({ type: 'array', items });
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
/** Every property is there unless it is named as optional; further ones may be added at any time. */
const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});

const SCHEMAS: Readonly<Record<string, Schema>> = {
  Problem: object({ error: text }),
  Hoster: object({ id: text, name: text, country: orNull(text) }),
  HosterLink: object({ id: text, name: text, country: orNull(text), page: orNull(text) }),
  Location: object({
    country: orNull({ type: 'string', pattern: '^[A-Z]{2}$' }),
    city: orNull(text),
    lat: orNull({ type: 'number', minimum: -90, maximum: 90 }),
    lon: orNull({ type: 'number', minimum: -180, maximum: 180 }),
    accuracy: text,
  }),
  Attribution: {
    ...object(
      {
        input: text,
        status: { enum: ['OK', 'UNROUTED', 'NOT_PUBLIC', 'INVALID'] },
        ip: orNull(text),
        asn: orNull(whole),
        asName: orNull(text),
        prefix: orNull(text),
        hoster: orNull(ref('Hoster')),
        front: orNull(ref('Hoster')),
        operator: orNull(ref('Hoster')),
        kind: orNull({ enum: KINDS }),
        location: orNull(ref('Location')),
        evidence: list(text),
      },
      ['ip', 'asn', 'asName', 'prefix', 'hoster', 'front', 'operator', 'kind', 'location', 'evidence'],
    ),
    description: 'Who is behind an address. For a proxied address `front` is set, and `hoster` is null.',
  },
  Declared: object({ by: orNull(text), country: orNull(text) }),
  Lookup: object(
    {
      domain: text,
      network,
      status: orNull({ enum: DNS_STATUSES }),
      observedAt: moment,
      endpoints: orNull(list(object({ host: text, port: whole, addresses: list(text) }))),
      cname: orNull(list(text)),
      attribution: orNull(ref('Attribution')),
      addresses: list(ref('Attribution')),
      agree: { type: 'boolean' },
      http: text,
      software: orNull(text),
      users: object({ total: orNull(whole), activeMonth: orNull(whole) }),
      declared: orNull(ref('Declared')),
      context: orNull(object({ servers: whole, share, activeShare: orNull(share) })),
      source: { enum: ['scan', 'old scan', 'nothing'] },
      since: orNull(moment),
      noCounts: text,
    },
    ['source', 'since', 'noCounts'],
  ),
  NotOneDomain: object(
    {
      error: text,
      domains: list(text),
      suggestions: list(
        object({ kind: { enum: ['hoster', 'country'] }, name: text, page: text, servers: whole }),
      ),
    },
    ['domains', 'suggestions'],
  ),
  Health: object({
    status: text,
    problems: list(text),
    networks: list(ref('Network')),
  }),
  Network: object({ network, week, finishedAt: moment, answered: whole, report: text }),
  Networks: object({ licence, networks: list(ref('Network')) }),
  Domains: object({
    licence,
    domains: {
      type: 'object',
      additionalProperties: list(ref('MeasuredDomain')),
      description: 'By domain, one entry for each network.',
    },
  }),
  MeasuredDomain: object({
    network,
    networkName: text,
    status: { enum: DNS_STATUSES },
    statusName: text,
    hoster: orNull(ref('HosterLink')),
    front: orNull(ref('HosterLink')),
    operator: orNull(ref('HosterLink')),
    kind: orNull({ enum: KINDS }),
    asn: orNull(whole),
    country: orNull(text),
    city: orNull(text),
    place: orNull(text),
    software: orNull(text),
    declared: orNull(ref('Declared')),
    activeUsers: orNull(whole),
  }),
  Company: object({
    licence,
    id: text,
    name: text,
    country: orNull(text),
    networks: list(
      object({
        network,
        role: { enum: ['hoster', 'front', 'operator'] },
        week,
        history: list({
          type: 'array',
          prefixItems: [week, whole, share],
          description: 'Week, servers, share of the servers that answered.',
        }),
        domains: list(text),
      }),
    ),
  }),
  SearchIndex: object({
    licence,
    entries: list(
      object({
        kind: { enum: ['hoster', 'country'] },
        name: text,
        names: list(text),
        page: text,
        servers: whole,
      }),
    ),
  }),
};

/**
 * The JSON Schema of the report as schemas of this document: some tools follow no references to other files.
 */
function reportSchemas(): Readonly<Record<string, Schema>> {
  const file = new URL('../../export/report.schema.json', import.meta.url);
  const json = readFileSync(file, 'utf8').replaceAll('"#/$defs/', '"#/components/schemas/Report_');
  const {
    $schema: _,
    $defs,
    ...report
  } = JSON.parse(json) as { $schema: string; $defs: Record<string, Schema> };
  const parts = Object.entries($defs).map(([name, schema]) => [`Report_${name}`, schema]);
  return { Report: report, ...Object.fromEntries(parts) };
}

const content = (schema: Schema) => ({ 'application/json': { schema } });
const answer = (description: string, schema: Schema) => ({ description, content: content(schema) });
const NOT_FOUND = { description: 'Not there, as a page.', content: { 'text/html': { schema: text } } };
const plainFile = (
  operationId: string,
  summary: string,
  schema: Schema,
  parameters: readonly object[] = [],
) => ({
  get: {
    operationId,
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: { 200: answer('The file.', schema), ...(parameters.length > 0 ? { 404: NOT_FOUND } : {}) },
  },
});
const inPath = (name: string, description: string, schema: Schema) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema,
});

/**
 * What programs can ask, in OpenAPI 3.1. Plain files are there on any host, the rest where `serve` answers.
 */
export function openApi({
  publicUrl,
  version,
  contact,
}: Pick<Site, 'publicUrl' | 'version' | 'contact'>): SiteFile {
  const problem = (description: string) => answer(description, ref('Problem'));
  const refused = {
    429: problem('Too many questions; `Retry-After` says when to come back.'),
    503: problem('Too many people are asking just now.'),
  };
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'whohosts',
      version,
      summary: 'Who really hosts the fediverse',
      description:
        'Fields may be added. Shares are fractions of the servers that answered, 0 to 1; null is not known, never a guess. ' +
        'All answers may be read from pages of other sites (CORS).',
      license: { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
      ...(contact?.startsWith('https://')
        ? { contact: { url: contact } }
        : contact?.startsWith('mailto:')
          ? { contact: { email: contact.slice('mailto:'.length) } }
          : {}),
    },
    servers: [{ url: publicUrl ?? '..' }],
    security: [],
    paths: {
      '/api/lookup': {
        get: {
          operationId: 'lookUp',
          summary: 'Who hosts a domain: as a recent scan saw it, or looked up now',
          parameters: [
            {
              name: 'domain',
              in: 'query',
              required: true,
              description: 'A domain; addresses of pages and handles will do, too.',
              schema: { type: 'string', maxLength: 1000 },
              example: 'mastodon.social',
            },
            { name: 'network', in: 'query', schema: { ...network, default: 'fediverse' } },
            {
              name: 'fresh',
              in: 'query',
              description: '1 asks for a look now. It costs packets to the server: a few a minute, please.',
              schema: { enum: ['1'] },
            },
          ],
          responses: {
            200: answer('The answer.', ref('Lookup')),
            400: answer('Not one domain; what it may be instead.', ref('NotOneDomain')),
            403: problem('The admin of the domain asked not to be measured.'),
            504: problem('The domain did not answer in time.'),
            ...refused,
          },
        },
      },
      '/server/badge.svg': {
        get: {
          operationId: 'badge',
          summary: 'A picture that says who hosts a server, as of the last scan that saw it',
          parameters: [
            { name: 'domain', in: 'query', required: true, schema: text },
            { name: 'network', in: 'query', schema: { ...network, default: 'fediverse' } },
          ],
          responses: {
            200: { description: 'The badge.', content: { 'image/svg+xml': { schema: text } } },
            404: {
              description: 'No scan saw it; a badge that says so.',
              content: { 'image/svg+xml': { schema: text } },
            },
          },
        },
      },
      '/api/health': {
        get: {
          operationId: 'health',
          summary: 'Whether all is well',
          responses: {
            200: answer('All is well.', ref('Health')),
            503: answer('Something needs the operator, or there is no scan yet.', ref('Health')),
          },
        },
      },
      '/api/networks.json': plainFile(
        'networks',
        'The networks, and where their reports are',
        ref('Networks'),
      ),
      '/networks/{network}/report.json': plainFile(
        'report',
        'The weekly report of a network',
        ref('Report'),
        [inPath('network', 'The network.', network)],
      ),
      '/api/domains/{shard}.json': plainFile(
        'domains',
        'What the last scans know of the domains of one of 256 parts',
        ref('Domains'),
        [
          inPath(
            'shard',
            'The first two hexadecimal digits of the SHA-256 of the domain in lower case and ASCII.',
            { type: 'string', pattern: '^[0-9a-f]{2}$' },
          ),
        ],
      ),
      '/api/hosters/{id}.json': plainFile(
        'hoster',
        'A hoster, front or operator, with its servers and its history',
        ref('Company'),
        [inPath('id', 'As in the report.', text)],
      ),
      '/api/search.json': plainFile(
        'searchIndex',
        'The names of hosters and countries, and where their pages are',
        ref('SearchIndex'),
      ),
      '/api/openapi.json': plainFile('openApi', 'This description', { type: 'object' }),
    },
    components: { schemas: { ...SCHEMAS, ...reportSchemas() } },
  };
  return { path: OPENAPI_PATH, content: `${JSON.stringify(document, null, 1)}\n` };
}
