import { describe, expect, it } from 'vitest';
import { createSuffixMap } from '../../../src/attribution/tables/suffix-map.ts';

describe('createSuffixMap', () => {
  const map = createSuffixMap([
    ['example.com', 1],
    ['.cdn.example.com', 2],
    ['Example.NET.', 3],
    ['example.com', 4],
    ['', 5],
  ]);

  it.each([
    ['example.com', 1],
    ['a.b.EXAMPLE.com.', 1],
    ['x.cdn.example.com', 2],
    ['cdn.example.com', 2],
    ['example.net', 3],
    ['notexample.com', null],
    ['com', null],
    ['', null],
    ['.', null],
    [`${'a.'.repeat(100_000)}example.org`, null],
  ])('finds the longest suffix of %.40s', (name, value) => {
    expect(map.find(name)).toBe(value);
  });
});
