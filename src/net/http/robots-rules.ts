/**
 * robots.txt by RFC 9309. Only the group of one agent is kept, and reading costs no more than the length of
 * the file: a file with thousands of agents above thousands of rules must not multiply them.
 */

export interface RobotsRules {
  /** Whether the rules allow a path with its query. */
  allows(path: string): boolean;
  /** What the rules hold in memory, in characters. */
  readonly weight: number;
}

interface Rule {
  readonly allow: boolean;
  /** The pattern in its comparable form. A rule with more octets is more specific (RFC 9309, 2.2.2). */
  readonly pattern: string;
}

type Key = 'agent' | 'allow' | 'disallow';

/** Keys as admins write them. The misspellings are those that Google's parser accepts too. */
const KEYS: ReadonlyMap<string, Key> = new Map([
  ['user-agent', 'agent'],
  ['useragent', 'agent'],
  ['user agent', 'agent'],
  ['allow', 'allow'],
  ['disallow', 'disallow'],
  ['dissallow', 'disallow'],
  ['dissalow', 'disallow'],
  ['disalow', 'disallow'],
  ['diasllow', 'disallow'],
  ['disallaw', 'disallow'],
]);
const LONGEST_KEY = 10;
/** Characters that RFC 3986, 2.3 calls unreserved: encoded or not, they are the same. */
const UNRESERVED = /^[a-z0-9._~-]$/i;
/** Characters that a query may hold as they are (RFC 3986, 3.4). */
const PLAIN_IN_QUERY = /^[:/?@]$/;
/** What a rule weighs beside its pattern. */
const RULE_WEIGHT = 60;

/** Reads the rules for a product token: those of all groups that name it, or else those for every agent. */
export function readRobots(text: string, product: string): RobotsRules {
  const own: Rule[] = [];
  const general: Rule[] = [];
  let isNamed = false;
  let isOwn = false;
  let isGeneral = false;
  let hasRules = false;
  for (const line of linesOf(text)) {
    const record = recordOf(line);
    if (record === null) continue;
    if (record.key === 'agent') {
      if (hasRules) isOwn = isGeneral = hasRules = false;
      isOwn ||= tokenOf(record.value) === product.toLowerCase();
      isGeneral ||= /^\*(\s|$)/.test(record.value);
      isNamed ||= isOwn;
      continue;
    }
    hasRules = true;
    // Only these two begin a path; a pattern of another kind matches nothing.
    if (!/^[/*]/.test(record.value) || !(isOwn || (isGeneral && !isNamed))) continue;
    // A copy: a slice would keep the whole file in memory.
    const pattern = Buffer.from(comparable(record.value, true), 'latin1').toString('latin1');
    const rule = { allow: record.key === 'allow', pattern };
    if (isOwn) own.push(rule);
    if (isGeneral) general.push(rule);
  }
  return rulesOf(isNamed ? own : general);
}

function rulesOf(rules: readonly Rule[]): RobotsRules {
  // The most specific rule first, and of two equal ones the one that allows (RFC 9309, 2.2.2).
  const distinct = new Map(rules.map((rule) => [`${rule.allow} ${rule.pattern}`, rule]));
  const ordered = [...distinct.values()].sort(
    (a, b) => b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow),
  );
  return {
    weight: ordered.reduce((sum, { pattern }) => sum + pattern.length + RULE_WEIGHT, 0),
    allows(path) {
      const plain = comparable(path, false);
      return ordered.find(({ pattern }) => matches(pattern, plain))?.allow ?? true;
    },
  };
}

function* linesOf(text: string): Generator<string> {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const ends = /\r\n?|\n/g;
  while (at < text.length) {
    ends.lastIndex = at;
    const end = ends.exec(text);
    yield text.slice(at, end?.index ?? text.length);
    at = end === null ? text.length : ends.lastIndex;
  }
}

/** A line's key and value; null for comments, and for records that are not about access. */
function recordOf(line: string): { readonly key: Key; readonly value: string } | null {
  const comment = line.indexOf('#');
  const text = (comment === -1 ? line : line.slice(0, comment)).trim();
  let end = text.indexOf(':');
  // Without a colon, a space may stand for it.
  if (end === -1) end = text.search(/\s/);
  const name = end === -1 ? '' : text.slice(0, end).trim();
  const key = name.length > LONGEST_KEY ? undefined : KEYS.get(name.toLowerCase());
  return key === undefined ? null : { key, value: text.slice(end + 1).trim() };
}

/** The product token at the beginning (RFC 9309, 2.2.1): `WhoHosts/1.0` is `whohosts`. */
function tokenOf(value: string): string {
  return (/^[a-z_-]+/i.exec(value)?.[0] ?? '').toLowerCase();
}

/**
 * The form in which paths and patterns are compared (RFC 9309, 2.2.2): unreserved characters plain, all that
 * a URL cannot hold encoded. In a pattern `*` and a `$` at the end keep their meaning.
 */
function comparable(text: string, isPattern: boolean): string {
  const query = text.indexOf('?');
  return text.replace(/%[0-9a-f]{2}|[^\x21-\x7e]+|["<>\\^`{|}]+|[%*$]/gi, (found, at: number) => {
    if (found === '%') return '%25';
    if (found === '*') return isPattern ? '*' : '%2A';
    if (found === '$') return isPattern && at === text.length - 1 ? '$' : '%24';
    if (!found.startsWith('%')) return encodeURIComponent(found.toWellFormed());
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16));
    if (UNRESERVED.test(character)) return character;
    const isInQuery = query !== -1 && at > query;
    return isInQuery && PLAIN_IN_QUERY.test(character) ? character : found.toUpperCase();
  });
}

/**
 * Finds the literal parts of a pattern one after the other, each as early as possible: no backtracking, so
 * that a pattern of many stars costs no more than the path is long.
 */
function matches(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith('$');
  const end = isAnchored ? pattern.length - 1 : pattern.length;
  let at = 0;
  let from = 0;
  for (;;) {
    const star = pattern.indexOf('*', from);
    const isLast = star === -1 || star >= end;
    const to = isLast ? end : star;
    // A part that is longer than the rest of the path need not be cut out of the pattern.
    if (to - from > path.length - at) return false;
    const part = pattern.slice(from, to);
    if (isLast && isAnchored) {
      const begin = path.length - part.length;
      return path.endsWith(part) && (from === 0 ? begin === 0 : begin >= at);
    }
    const found = from === 0 ? (path.startsWith(part) ? 0 : -1) : path.indexOf(part, at);
    if (found === -1) return false;
    if (isLast) return true;
    at = found + part.length;
    from = star + 1;
  }
}
