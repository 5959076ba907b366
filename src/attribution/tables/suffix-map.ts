/**
 * Values by domain suffix: `example.com` covers itself and every name below it, the longest suffix wins.
 * Names are compared label by label, so `notexample.com` does not match.
 */
export interface SuffixMap<T> {
  find(name: string): T | null;
  readonly size: number;
}

/** Names deeper than this are cut: 253 characters cannot hold more labels (RFC 1035, 2.3.4). */
const MOST_LABELS = 127;

/** Where two entries have the same suffix, the first stays. */
export function createSuffixMap<T>(entries: Iterable<readonly [suffix: string, value: T]>): SuffixMap<T> {
  const values = new Map<string, T>();
  for (const [suffix, value] of entries) {
    const key = normalise(suffix);
    if (key !== '' && !values.has(key)) values.set(key, value);
  }
  return {
    size: values.size,
    find(name) {
      if (values.size === 0) return null;
      let rest = normalise(name);
      for (let labels = 0; labels < MOST_LABELS; labels++) {
        const value = values.get(rest);
        if (value !== undefined) return value;
        const dot = rest.indexOf('.');
        if (dot < 0) return null;
        rest = rest.slice(dot + 1);
      }
      return null;
    },
  };
}

function normalise(name: string): string {
  return name.toLowerCase().replace(/^\.+|\.+$/g, '');
}
