import type { SourceFile } from './source-files.ts';

/** A constant at the top of a file, with a number or a text as its whole value. */
const CONSTANT = /^(?:export )?const ([A-Z][A-Z0-9_]*)(?::[^=]+)? =\s+([^;]+);/gm;
const PLAIN = /^(?:[\d_.]+(?: \* [\d_.]+)*|'[^']*'|"[^"]*")$/;

/**
 * Names that say only the unit or the role within one file. Two files may each have one: it is not one rule
 * kept twice.
 */
const LOCAL_ROLES = /^(?:SECOND|MINUTE|HOUR|DAY|WEEK)(?:_MS)?$|^PATH$|^(?:MOST|FEW|LARGEST|PAGE|PORT|FEED)$/;

/** One rule, one place: constants of the same name and value that stand in more than one file. */
export function constantsDeclaredTwice(files: readonly SourceFile[]): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    for (const [, name = '', value = ''] of text.matchAll(CONSTANT)) {
      if (!PLAIN.test(value.trim()) || LOCAL_ROLES.test(name)) continue;
      const key = `${name} = ${value.trim()}`;
      places.set(key, (places.get(key) ?? new Set()).add(path));
    }
  }
  return [...places]
    .filter(([, paths]) => paths.size > 1)
    .map(([constant, paths]) => `${constant} stands in ${[...paths].join(' and ')}: keep it in one place`);
}
