import { type Domain, parseDomain } from '../../model/domain.ts';

/** A URL that may be asked for, as far as its text tells. */
export interface RequestTarget {
  readonly host: Domain;
  readonly port: number;
  /** Scheme, host and port in their canonical form. */
  readonly origin: string;
  /** With the query, without the fragment. */
  readonly path: string;
}

/** `shape`: no URL of ours at all; `place`: a host or port that we never connect to. */
export type CheckedUrl =
  | { readonly ok: true; readonly target: RequestTarget }
  | { readonly ok: false; readonly wrong: 'shape' | 'place'; readonly detail: string };

/** 8448 is Matrix federation's own port (Matrix specification, server discovery). */
export const HTTPS_PORT = 443;
const PORTS: readonly number[] = [HTTPS_PORT, 8448];
const LONGEST_URL = 2048;

/** Reads a URL: https, a host name and never an address in any spelling, a port that such servers have. */
export function checkUrl(text: string, base?: string): CheckedUrl {
  const url = text.length <= LONGEST_URL && URL.canParse(text, base) ? new URL(text, base) : null;
  if (url === null) return { ok: false, wrong: 'shape', detail: 'not a URL' };
  if (url.protocol !== 'https:') return { ok: false, wrong: 'shape', detail: 'not https' };
  if (url.username !== '' || url.password !== '') {
    return { ok: false, wrong: 'shape', detail: 'credentials in the URL' };
  }
  const host = parseDomain(url.hostname);
  if (!host.ok) return { ok: false, wrong: 'place', detail: `the host is ${host.problem}` };
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  if (!PORTS.includes(port)) return { ok: false, wrong: 'place', detail: `port ${port}` };
  const origin = `https://${host.domain}${port === HTTPS_PORT ? '' : `:${port}`}`;
  return { ok: true, target: { host: host.domain, port, origin, path: `${url.pathname}${url.search}` } };
}
