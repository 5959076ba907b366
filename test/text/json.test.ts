import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, parseJsonObject } from '../../src/text/json.ts';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('untrusted JSON', () => {
  it('is parsed as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    [nested(100), true],
    [nested(101), false],
    ['{"a":'.repeat(101), false],
    // Brackets in strings do not count, even after an escaped quote.
    [JSON.stringify(`"${'['.repeat(1000)}`), true],
    // Siblings do not add depth.
    [`[${'[],'.repeat(1000)}[]]`, true],
  ])('is parsed up to a depth of 100 (%#)', (text, taken) => {
    if (taken) expect(parseJson(text)).toEqual(JSON.parse(text));
    else expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it.each(['', '"a', '["\\', 'null', '1', '"text"', '{', nested(200)])('is not an object: %s', (text) => {
    expect(parseJsonObject(text)).toBeNull();
  });
});
