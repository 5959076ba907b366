import { domainToASCII, domainToUnicode } from 'node:url';
import { getDomain } from 'tldts';

declare const domainBrand: unique symbol;

/**
 * A host name in its only canonical form: lower case, IDNA A-labels, no trailing dot. Only {@link
 * parseDomain} creates one.
 */
export type Domain = string & { readonly [domainBrand]: true };

export type DomainProblem = 'empty' | 'too long' | 'an IP address' | 'a single label' | 'not a host name';

export type ParsedDomain =
  | { readonly ok: true; readonly domain: Domain }
  | { readonly ok: false; readonly problem: DomainProblem };

/** Longest name in text form: 255 octets on the wire, minus the root and a length octet (RFC 1035, 2.3.4). */
const LONGEST_NAME = 253;
/** Longest label (RFC 1035, 2.3.4). */
const LONGEST_LABEL = 63;
/**
 * Underscores are not allowed in host names (RFC 952), but live servers use them and DNS carries them (RFC
 * 2181, 11).
 */
const LABEL = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/;
/**
 * Punctuation in a Unicode label, such as quotation marks and dashes. UTS 46 allows it. IDNA 2008 allows only
 * the marks that some scripts write within words (RFC 5892, 2.6 and appendix A). Symbols are allowed here,
 * because names with emoji are in use.
 */
const PUNCTUATION = /[^\P{P}._\-\u{b7}\u{5f3}\u{5f4}\u{f0b}\u{30fb}]/u;
/** The prefix of labels that encode Unicode (RFC 5890, 2.3.2.1). */
const ACE_PREFIX = /(?:^|\.)xn--/;
/** No host name is longer than this in Unicode. The limit keeps longer text away from the IDNA tables. */
const LONGEST_INPUT = 1024;

/**
 * Parses a domain as people write it: any case, Unicode or punycode, with or without the trailing dot.
 * Schemes, ports and paths are rejected; callers that read links remove them first.
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
  if (ACE_PREFIX.test(ascii) && PUNCTUATION.test(domainToUnicode(ascii))) {
    return { ok: false, problem: 'not a host name' };
  }
  if (labels.length < 2) return { ok: false, problem: 'a single label' };
  return { ok: true, domain: ascii as Domain };
}

/** Names outside DNS, whose hosting is hidden by design (RFC 7686 for Tor; I2P has no RFC). */
export function isHiddenService(domain: string): boolean {
  return /\.(onion|i2p)$/.test(domain);
}

/**
 * The name as people read it, with `xn--br-viaa.example` back in Unicode. For display only, never for
 * look-ups.
 */
export function displayDomain(domain: Domain): string {
  return domainToUnicode(domain) || domain;
}

/**
 * The part of a name that was registered: `a.b.example.co.uk` -> `example.co.uk`. Private suffixes of the
 * Public Suffix List count as suffixes, so each customer of `duckdns.org` has a registrable domain of their
 * own.
 */
export function registrableDomain(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
