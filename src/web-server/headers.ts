/** Own origin only, nothing inline, no frames: what the pages need and no more. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** On every answer, errors included. Strict-Transport-Security is for the proxy that speaks TLS. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), browsing-topics=()',
};

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  sql: 'text/plain; charset=utf-8',
  cff: 'text/plain; charset=utf-8',
  bib: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  png: 'image/png',
  webp: 'image/webp',
  parquet: 'application/vnd.apache.parquet',
};

/** @param path of a file in the site */
export function contentType(path: string): string {
  const extension = /\.([a-z]+)$/.exec(path)?.[1] ?? '';
  return (
    TYPES[extension] ?? (path.endsWith('SHA256SUMS') ? (TYPES.txt as string) : 'application/octet-stream')
  );
}

export function isCompressible(type: string): boolean {
  return /^(text\/|application\/(json|atom\+xml)|image\/svg)/.test(type);
}

/** Names of assets carry a digest, so they never change; everything else may be ten minutes old. */
export function cacheControl(path: string): string {
  return path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=600';
}

/** Data is for everybody's programs; pages are for themselves. */
export function sharingHeaders(path: string): Readonly<Record<string, string>> {
  return /\.(html|js|css)$/.test(path)
    ? { 'Cross-Origin-Resource-Policy': 'same-origin' }
    : { 'Cross-Origin-Resource-Policy': 'cross-origin', 'Access-Control-Allow-Origin': '*' };
}
