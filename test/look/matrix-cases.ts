import type { DnsStatus, HttpStatus } from '../../src/model/observation.ts';
import { json, type Route } from '../model-internet/https/routes.ts';
import type { ModelServer } from '../model-internet/networks/server.ts';
import type { SrvLine } from './cases.ts';

export interface MatrixCase {
  readonly title: string;
  readonly wellKnown?: Route;
  /** Keys are service and name; `_matrix._tcp` alone is the domain's own. */
  readonly srv?: Readonly<Record<string, readonly SrvLine[]>>;
  readonly server?: Partial<ModelServer>;
  readonly failing?: readonly string[];
  /** A port from the list. */
  readonly port?: number;
  /** `host:port`, `@` for the domain. */
  readonly expected: readonly string[];
  readonly status?: DnsStatus;
  readonly http?: HttpStatus;
}

export const FED = '_matrix-fed._tcp';
export const OLD = '_matrix._tcp';
export const delegates = (server: unknown): Route => json({ 'm.server': server });
export const A = 'a.hosts.example';
export const B = 'b.hosts.example';

/** Steps 1 and 4 to 6 of the specification: without a delegation. */
export const SRV_CASES: readonly MatrixCase[] = [
  { title: 'nothing at all: the domain at 8448 (step 6)', expected: ['@:8448'] },
  { title: 'SRV _matrix-fed (step 4)', srv: { [FED]: [`1 1 443 ${A}`] }, expected: [`${A}:443`] },
  { title: 'SRV _matrix, deprecated (step 5)', srv: { [OLD]: [`1 1 443 ${B}`] }, expected: [`${B}:443`] },
  {
    title: 'the new SRV wins over the old, whatever the priority',
    srv: { [FED]: [`9 1 443 ${A}`], [OLD]: [`1 1 443 ${B}`] },
    expected: [`${A}:443`],
  },
  { title: 'SRV by priority', srv: { [FED]: [`20 1 443 ${A}`, `10 1 444 ${B}`] }, expected: [`${B}:444`] },
  {
    title: 'SRV by weight',
    srv: { [FED]: [`10 1 443 ${A}`, `10 5 444 ${B}`] },
    expected: [`${B}:444`, `${A}:443`],
  },
  {
    title: 'SRV target "."',
    srv: { [FED]: ['0 0 0 .'], [OLD]: [`1 1 443 ${B}`] },
    expected: [],
    status: 'NODATA',
  },
  { title: 'old SRV target "."', srv: { [OLD]: ['0 0 0 .'] }, expected: [], status: 'NODATA' },
  {
    title: 'SRV to a dead name: no fallback',
    srv: { [FED]: ['1 1 443 gone.hosts.example'] },
    expected: [],
    status: 'NXDOMAIN',
  },
  { title: 'SRV fails: unknown, not the website', failing: [FED], expected: [], status: 'SERVFAIL' },
  {
    title: 'SRV for a domain without address',
    server: { ip: [] },
    srv: { [FED]: [`1 1 443 ${A}`] },
    expected: [`${A}:443`],
    http: 'UNREACHABLE',
  },
  {
    title: 'no such domain',
    server: { behaviour: 'nxdomain' },
    expected: [],
    status: 'NXDOMAIN',
    http: 'UNREACHABLE',
  },
];
