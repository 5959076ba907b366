import ipaddr from 'ipaddr.js';
import { createRangeListBuilder, type RangeList } from './range-list.ts';

interface Block {
  readonly first: bigint;
  readonly last: bigint;
  readonly bits: number;
  readonly value: number;
}

/**
 * Address blocks with values as consecutive ranges of both families; the longest block wins. Where the
 * same block is given twice, the first entry wins. Throws where a text is not a CIDR block or has host
 * bits set.
 */
export function prefixRanges(entries: Iterable<readonly [cidr: string, value: number]>): {
  readonly ipv4: RangeList;
  readonly ipv6: RangeList;
} {
  const ipv4: Block[] = [];
  const ipv6: Block[] = [];
  for (const [cidr, value] of entries) {
    const [address, bits] = readCidr(cidr);
    const bytes = address.toByteArray();
    const host = (1n << BigInt(bytes.length * 8 - bits)) - 1n;
    const first = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    if ((first & host) !== 0n) throw new Error(`${cidr} has bits set behind its prefix length`);
    (bytes.length === 4 ? ipv4 : ipv6).push({ first, last: first | host, bits, value });
  }
  return { ipv4: flatten(ipv4, 1), ipv6: flatten(ipv6, 4) };
}

function readCidr(cidr: string): readonly [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    return ipaddr.parseCIDR(cidr);
  } catch (error) {
    throw new Error(`${cidr} is not an address block in CIDR notation`, { cause: error });
  }
}

/**
 * Nested blocks as consecutive ranges: blocks either nest or are apart, so a stack of open blocks is enough.
 */
function flatten(blocks: readonly Block[], words: 1 | 4): RangeList {
  const sorted = [...blocks].sort((a, b) =>
    a.first < b.first ? -1 : a.first > b.first ? 1 : a.bits - b.bits,
  );
  const builder = createRangeListBuilder(words, blocks.length * 2 + 1);
  const space = 1n << BigInt(words * 32);
  const open: Block[] = [];
  const closeUntil = (limit: bigint): void => {
    for (let top = open.at(-1); top !== undefined && top.last < limit; top = open.at(-1)) {
      open.pop();
      if (top.last + 1n < space) builder.add(split(top.last + 1n, words), open.at(-1)?.value ?? 0);
    }
  };
  for (const block of sorted) {
    closeUntil(block.first);
    const outer = open.at(-1);
    if (outer?.first === block.first && outer.bits === block.bits) continue;
    builder.add(split(block.first, words), block.value);
    open.push(block);
  }
  closeUntil(space);
  return builder.list();
}

function split(value: bigint, words: 1 | 4): number[] {
  return Array.from({ length: words }, (_, word) =>
    Number((value >> BigInt(32 * (words - 1 - word))) & 0xffffffffn),
  );
}
