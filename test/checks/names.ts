import type { SourceFile } from './source-files.ts';

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:type|interface|function\*?|const|class) (\w+)/gm;

/** One name, one thing: names that are exported by more than one file. */
export function namesDeclaredTwice(files: readonly SourceFile[]): readonly string[] {
  const places = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    for (const [, name = ''] of text.matchAll(EXPORT)) {
      places.set(name, (places.get(name) ?? new Set()).add(path));
    }
  }
  return [...places]
    .filter(([, paths]) => paths.size > 1)
    .map(
      ([name, paths]) => `${name} is exported by ${[...paths].join(' and ')}: one of them needs another name`,
    );
}
