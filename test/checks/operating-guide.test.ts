import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const guide = readFileSync('docs/operating.md', 'utf8');
const judges = globSync(['src/jobs/health/health.ts', 'src/jobs/health/*-health.ts']).map((file) =>
  readFileSync(file, 'utf8'),
);
/** What the guide says that `status` says, in pieces: an ellipsis stands for a value. */
const said = [...guide.matchAll(/^\| `([A-Z][^`]*)` \|/gm)].map(([, text = '']) =>
  text.split('…').map((piece) => piece.trim()),
);

describe('the guide for operators', () => {
  it('quotes what `status` really says', () => {
    expect(said.length).toBeGreaterThan(10);
    const sources = judges.join('\n');
    for (const pieces of said)
      for (const piece of pieces.filter((text) => text !== '')) expect(sources).toContain(piece);
  });

  it('explains everything that `status` may find', () => {
    /** The constant beginning of each sentence in a list of problems. */
    const sentences = judges.flatMap((source) =>
      [...source.matchAll(/['`](?=(?:The|No|In|It|A|Of) )([^'`$\n]{4,})/g)].map(([, text = '']) =>
        text.trim(),
      ),
    );
    expect(sentences.length).toBeGreaterThan(10);
    const beginnings = said.map(([first = '']) => first);
    const unexplained = sentences.filter(
      (text) => !beginnings.some((first) => text.startsWith(first) || first.startsWith(text)),
    );
    expect(unexplained).toEqual([]);
  });

  it('and the example of the environment tell the same times', () => {
    const example = readFileSync('.env.example', 'utf8');
    for (const time of ['Saturday 03:17', 'Sunday 10:42']) {
      expect(example).toContain(time);
      expect(guide).toContain(time);
    }
  });
});
