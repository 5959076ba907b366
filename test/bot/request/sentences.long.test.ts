import { expect, it } from 'vitest';
import { generateMentions } from './sentences.ts';
import { lookedUp, understand } from './understand.ts';

it.each(Array.from({ length: 10 }, (_, part) => part))(
  'part %i of half a million generated mentions leads to no other server',
  { timeout: 120_000 },
  (part) => {
    let all = 0;
    let found = 0;
    const wrong: string[] = [];
    for (const { html, wanted } of generateMentions(97, part)) {
      const domains = lookedUp(understand({ html }));
      all += 1;
      if (domains.length === 1 && domains[0] === wanted) found += 1;
      else if (domains.length > 0) wrong.push(`${domains.join(' ')} instead of ${wanted}: ${html}`);
    }
    expect(wrong).toEqual([]);
    expect(found / all).toBeGreaterThanOrEqual(0.99);
  },
);
