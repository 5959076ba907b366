import type { SourceFile } from './source-files.ts';

const WIDEST = 110;
const COMMENT = /^\s*(?:\/\/|\/\*|\*)|\s\/\/ /;

/** Lines with a comment that are wider than a line of code may be. */
export function wideComments(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        line.length > WIDEST && COMMENT.test(line)
          ? [`${path}:${index + 1}: a comment of ${line.length} columns, at most ${WIDEST} are allowed`]
          : [],
      ),
  );
}
