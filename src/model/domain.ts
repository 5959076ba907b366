import { domainToASCII, domainToUnicode } from 'node:url';
import { getDomain } from 'tldts';

declare const domainBrand: unique symbol;

/** A host name in its one canonical form: lower case, IDNA A-labels, no trailing dot. Only {@link parseDomain} makes one. */
export type Domain = string & { readonly [domainBrand]: true };

export type DomainProblem = 'empty' | 'too long' | 'an IP address' | 'a single label' | 'not a host name';

export type ParsedDomain =
  | { readonly ok: true; readonly domain: Domain }
  | { readonly ok: false; readonly problem: DomainProblem };

/** Longest name in text form: 255 octets on the wire less the root and a length octet (RFC 1035, 2.3.4). */
const LONGEST_NAME = 253;
/** Longest label (RFC 1035, 2.3.4). */
const LONGEST_LABEL = 63;
/** An underscore is no letter of a host name (RFC 952), yet live servers have it; DNS carries it (RFC 2181, 11). */
const LABEL = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/;
/** No host name is longer in Unicode than this, so longer text need not reach the IDNA tables. */
const LONGEST_INPUT = 1024;

/**
 * Reads a domain as people write it: any case, Unicode or punycode, with or without the trailing dot.
 * No scheme, port or path: those are the business of whoever reads links.
 */
export function parseDomain(text: string): ParsedDomain {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'empty' };
  if (trimmed.length > LONGEST_INPUT) return { ok: false, problem: 'too long' };
  if (/[\s/@:?#[\]\\%]/.test(trimmed)) {
    return {
      ok: false,
      problem: /^\[?[0-9a-f.:]*:[0-9a-f.:]*\]?$/i.test(trimmed) ? 'an IP address' : 'not a host name',
    };
  }
  const ascii = domainToASCII(trimmed).replace(/\.$/, '');
  if (ascii === '') return { ok: false, problem: 'not a host name' };
  if (ascii.length > LONGEST_NAME) return { ok: false, problem: 'too long' };
  const labels = ascii.split('.');
  if (/^[0-9]+$/.test(labels.at(-1) ?? '')) return { ok: false, problem: 'an IP address' };
  if (labels.some((label) => label.length > LONGEST_LABEL)) return { ok: false, problem: 'too long' };
  if (!labels.every((label) => LABEL.test(label))) return { ok: false, problem: 'not a host name' };
  if (labels.length < 2) return { ok: false, problem: 'a single label' };
  return { ok: true, domain: ascii as Domain };
}

/** Names that DNS has no part in: who hosts them is hidden by design (RFC 7686 for Tor; I2P has no RFC). */
export function isHiddenService(domain: string): boolean {
  return /\.(onion|i2p)$/.test(domain);
}

/** The name as people read it: `xn--br-viaa.example` becomes Unicode again. For display only, never for look-ups. */
export function displayDomain(domain: Domain): string {
  return domainToUnicode(domain) || domain;
}

/**
 * The part that somebody registered: `a.b.example.co.uk` -> `example.co.uk`. Private suffixes of the Public Suffix List
 * count as suffixes, so each customer of `duckdns.org` has a registrable domain of their own.
 */
export function registrableDomain(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
