import { type Domain, isHiddenService, parseDomain } from '../model/domain.ts';
import type { Network } from '../model/network.ts';
import { parseServerName } from '../model/server-name.ts';

export type ListEntry =
  | { readonly ok: true; readonly domain: Domain; readonly port: number | null }
  | { readonly ok: false; readonly problem: string };

/** Longest entry that is parsed, in characters: a longer URL is not a link to a server. */
const LONGEST_ENTRY = 2048;

/**
 * Parses one entry of a list: a name, or the host of a URL or handle that is the whole entry. The problem
 * completes "is ...". Matrix server names may have a port (specification, Appendices, "Server name"); in
 * other networks a port is not part of a name.
 */
export function readListEntry(text: string, network?: Network): ListEntry {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_ENTRY) return { ok: false, problem: 'too long' };
  const name = hostOf(trimmed);
  const parsed = parseDomain(name);
  if (parsed.ok && isHiddenService(parsed.domain)) return { ok: false, problem: 'a hidden service' };
  if (parsed.ok) return { ok: true, domain: parsed.domain, port: null };
  const named = network === 'matrix' ? parseServerName(name) : null;
  if (named?.kind === 'domain') return { ok: true, domain: named.domain, port: named.port };
  return { ok: false, problem: kindOf(trimmed, name) ?? parsed.problem };
}

/** The host of a URL (`https://a.example/about`), a handle (`@user@a.example`) or a line of a hosts file. */
function hostOf(text: string): string {
  const url = /^[a-z][a-z0-9+.-]{1,15}:\/\/([^\s/?#@]+)(?:[/?#]\S*)?$/i.exec(text);
  if (url !== null) return (url[1] ?? '').replace(/^https:/i.test(text) ? /:443$/ : /:80$/, '');
  const handle = /^(?:acct:|mailto:|xmpp:)?@?[^\s@/:[\]()]+@([^\s@/]+)(?:\/\S*)?$/i.exec(text);
  if (handle !== null) return handle[1] ?? '';
  const matrixId = /^[@#!][^\s:]+:([^\s/@]+)$/.exec(text);
  if (matrixId !== null) return matrixId[1] ?? '';
  const blocked = /^\|\|([^\s/^|]+)\^(?:\$\S*)?$/.exec(text);
  if (blocked !== null) return blocked[1] ?? '';
  const hosts = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*::[0-9a-f:]*)\s+(\S+)$/i.exec(text);
  return hosts?.[1] ?? text.replace(/\/$/, '');
}

/** A more specific reason why an entry is not a name; null if there is none. */
function kindOf(text: string, name: string): string | null {
  if (/^!?\[[^\]]*\]\(/.test(text)) return 'a Markdown link';
  if (/^\*\.?[^*]*$|^[^*]*\.\*$/.test(name)) return 'a wildcard';
  if (/\*/.test(name)) return 'an obfuscated name';
  if (/^[^\s:[\]]+:\d{1,5}$/.test(name) && parseDomain(name.replace(/:\d+$/, '')).ok)
    return 'a name with a port';
  if (/(^|[a-z]:)\/\//i.test(text) || /^[^\s/]+\.[^\s/]+\/\S/.test(text)) return 'a URL';
  if (/^".*[^"]$|^[^"]*"$/.test(text)) return 'a quote that never closes';
  return null;
}
