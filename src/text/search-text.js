// Parses what people type as a domain. The page, the API and the command share this one parser. Browsers load
// this very file, so it imports nothing and uses only the language and URL. Its types are in
// search-text.d.ts.

/** In characters; longer text is cut. */
const LONGEST_SEARCH = 1_000;
/** RFC 1035, 2.3.4. */
const LONGEST_NAME = 253;
/** Not allowed in names; the same as in model/domain.ts. */
const PUNCTUATION = /[^\P{P}._\-\u{b7}\u{5f3}\u{5f4}\u{f0b}\u{30fb}]/u;
/** As many as a person reads. */
const MOST_SUGGESTIONS = 5;

export function readSearch(text) {
  const words = text.slice(0, LONGEST_SEARCH).trim().replace(/\s+/g, ' ');
  if (words === '') return { kind: 'empty' };
  const tokens = words.split(/[\s,;]+/).filter((token) => token !== '');
  const hosts = tokens.map(hostIn);
  const address = hosts.find((host) => host.kind === 'address');
  const domains = [...new Set(hosts.flatMap((host) => (host.kind === 'domain' ? [host.domain] : [])))];
  if (domains.length === 1) return { kind: 'domain', domain: domains[0] };
  if (domains.length > 1) return { kind: 'several', domains };
  return address ?? { kind: 'words', words };
}

/** The host in a word: part of a URL, part of a handle, or the word itself. */
function hostIn(word) {
  const bare = word
    .replace(/^[("'<«“„]+|[)"'>»”“!?]+$/g, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .split(/[/?#]/)[0]
    .split('@')
    .at(-1);
  if (/^\[?[0-9a-f.]*:[0-9a-f.:]*:[0-9a-f.:]*\]?(?::\d{1,5})?$/i.test(bare)) {
    return { kind: 'address', address: bare.replace(/^\[|\](?::\d+)?$/g, '') };
  }
  const name = bare.replace(/:\d{1,5}$/, '');
  if (/^\d{1,3}(?:\.\d{1,3}){3}\.?$/.test(name)) return { kind: 'address', address: name.replace(/\.$/, '') };
  const domain = toDomain(name);
  return domain === null ? { kind: 'none' } : { kind: 'domain', domain };
}

/** A name as in DNS, with at least two labels; null for anything else. */
function toDomain(name) {
  if (!/[.。．｡]/.test(name) || /[\s/\\@:?#[\]%<>^|`{}"']/.test(name)) return null;
  if (PUNCTUATION.test(name.replace(/[。．｡]/g, '.').normalize('NFKC'))) return null;
  let host;
  try {
    host = new URL(`https://${name}`).hostname.replace(/\.$/, '');
  } catch {
    return null;
  }
  const labels = host.split('.');
  const isName =
    host.length <= LONGEST_NAME &&
    labels.length > 1 &&
    labels.every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)) &&
    !/^\d+$/.test(labels.at(-1));
  return isName ? host : null;
}

export function findNames(words, findables) {
  const wanted = plain(words);
  if (wanted === '') return { exact: null, others: [] };
  const ranked = findables
    .map((findable) => ({
      findable,
      rank: Math.min(...plainNamesOf(findable).map((name) => distance(wanted, name))),
    }))
    .filter(({ rank }) => rank < NOT_ALIKE)
    .sort((a, b) => a.rank - b.rank || b.findable.servers - a.findable.servers);
  const exact = ranked[0]?.rank === 0 ? ranked[0].findable : null;
  const others = ranked.map(({ findable }) => findable).filter((findable) => findable !== exact);
  return { exact, others: others.slice(0, MOST_SUGGESTIONS) };
}

/** Names do not change, and making thousands plain takes longer than comparing them. */
const plainNames = new WeakMap();

function plainNamesOf(findable) {
  let names = plainNames.get(findable);
  if (names === undefined) {
    names = [findable.name, ...findable.names].map(plain).filter((name) => name !== '');
    plainNames.set(findable, names);
  }
  return names;
}

/** Lower case, without accents and punctuation. */
function plain(text) {
  return text
    .slice(0, 100)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const NOT_ALIKE = 5;

/**
 * How unlike a name is.
 *
 * - 0: equal.
 * - 1: the name starts with `wanted`.
 * - 2: a word of the name starts with `wanted`, or `wanted` contains the whole name.
 * - 3, 4: one or two typos.
 * - {@link NOT_ALIKE}: anything else.
 */
function distance(wanted, name) {
  if (name === wanted) return 0;
  if (wanted.length >= 2 && name.startsWith(wanted)) return 1;
  if (wanted.length >= 3 && name.includes(` ${wanted}`)) return 2;
  // For sentences, such as "servers at Hetzner".
  if (name.length >= 4 && ` ${wanted} `.includes(` ${name} `)) return 2;
  const most = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
  if (most === 0 || Math.abs(wanted.length - name.length) > most) return NOT_ALIKE;
  const edits = editsBetween(wanted, name);
  return edits <= most ? 2 + edits : NOT_ALIKE;
}

/** Edit distance: letters to insert, delete, replace or swap with a neighbour (optimal string alignment). */
function editsBetween(a, b) {
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
