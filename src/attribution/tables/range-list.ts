/**
 * Consecutive ranges that cover the whole space of a family: each row runs from its start to just before the
 * next row's, and value 0 means nothing is known. IPv4 starts have one 32-bit word, IPv6 starts four, most
 * telling first.
 */
export interface RangeList {
  readonly words: 1 | 4;
  readonly count: number;
  /** `words` numbers a row. */
  readonly starts: Uint32Array;
  readonly values: Uint32Array;
}

export interface RangeListBuilder {
  /**
   * From `start` on, `value` holds. Starts must not go down; the same start again replaces the value; equal
   * neighbours merge.
   */
  add(start: ArrayLike<number>, value: number): void;
  list(): RangeList;
}

export function createRangeListBuilder(words: 1 | 4, expected = 1024): RangeListBuilder {
  let starts = new Uint32Array(words * expected);
  let values = new Uint32Array(expected);
  let count = 1;
  return {
    add(start, value) {
      const order = compareStart(starts, (count - 1) * words, start, words);
      if (order > 0) throw new RangeError('ranges must be added in ascending order');
      if (order === 0) count--;
      if (count > 0 && values[count - 1] === value) return;
      if (count === values.length) {
        starts = enlarge(starts);
        values = enlarge(values);
      }
      for (let word = 0; word < words; word++) starts[count * words + word] = start[word] ?? 0;
      values[count++] = value;
    },
    list: () => ({
      words,
      count,
      starts: starts.subarray(0, count * words),
      values: values.subarray(0, count),
    }),
  };
}

/**
 * Two lists of the same family as one: `combine` is asked for the value of each pair, and equal neighbours
 * merge.
 */
export function combineLists(
  left: RangeList,
  right: RangeList,
  combine: (left: number, right: number) => number,
): RangeList {
  const { words } = left;
  const builder = createRangeListBuilder(words, left.count + right.count);
  const start = new Uint32Array(words);
  let l = 0;
  let r = 0;
  let leftValue = 0;
  let rightValue = 0;
  while (l < left.count || r < right.count) {
    const order = l === left.count ? 1 : r === right.count ? -1 : compareRows(left, l, right, r);
    const source = order <= 0 ? left : right;
    const row = order <= 0 ? l : r;
    for (let word = 0; word < words; word++) start[word] = source.starts[row * words + word] ?? 0;
    if (order <= 0) leftValue = left.values[l++] ?? 0;
    if (order >= 0) rightValue = right.values[r++] ?? 0;
    builder.add(start, combine(leftValue, rightValue));
  }
  return builder.list();
}

function compareRows(left: RangeList, l: number, right: RangeList, r: number): number {
  for (let word = 0; word < left.words; word++) {
    const a = left.starts[l * left.words + word] ?? 0;
    const b = right.starts[r * right.words + word] ?? 0;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

function compareStart(starts: Uint32Array, offset: number, start: ArrayLike<number>, words: number): number {
  for (let word = 0; word < words; word++) {
    const a = starts[offset + word] ?? 0;
    const b = start[word] ?? 0;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

function enlarge(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
