import ipaddr from 'ipaddr.js';

/** The values that a record may hold here; numbers are doubles. */
export type Value = string | number | { readonly [key: string]: Value };

export interface Mmdb {
  /** 4: a tree of 32 bits. 6: a tree of 128 bits, with IPv4 prefixes in `::/96`. */
  readonly ipVersion: 4 | 6;
  readonly records: readonly (readonly [cidr: string, record: Value])[];
  /** IPv6 prefixes that lead back to the IPv4 subtree, such as 2002::/16. */
  readonly aliases?: readonly string[];
}

interface Node {
  readonly sides: [Side, Side];
}
type Side = Node | { readonly data: number } | null;

/**
 * A small database according to the MaxMind DB specification 2.0, with records of 28 bits. Of nested prefixes
 * the larger one must come first.
 */
export function writeMmdb({ ipVersion, records, aliases = [] }: Mmdb): Buffer {
  const root: Node = { sides: [null, null] };
  const data: Buffer[] = [];
  let length = 0;
  for (const [cidr, record] of records) {
    place(root, path(cidr, ipVersion), { data: length });
    const bytes = encode(record);
    data.push(bytes);
    length += bytes.length;
  }
  const ipv4 =
    aliases.length === 0
      ? null
      : at(
          root,
          Array.from({ length: 96 }, () => 0),
        );
  for (const cidr of aliases) place(root, path(cidr, ipVersion), ipv4);
  const nodes = number(root);
  const pointer = (side: Side): number => {
    if (side === null) return nodes.size;
    if ('data' in side) return nodes.size + 16 + side.data;
    return nodes.get(side) ?? 0;
  };
  const tree = Buffer.alloc(nodes.size * 7);
  for (const [node, index] of nodes) {
    const [left, right] = node.sides.map(pointer) as [number, number];
    tree.writeUIntBE(left & 0xffffff, index * 7, 3);
    tree[index * 7 + 3] = ((left >>> 24) << 4) | (right >>> 24);
    tree.writeUIntBE(right & 0xffffff, index * 7 + 4, 3);
  }
  const metadata = Buffer.concat([
    map(9),
    encode('binary_format_major_version'),
    unsigned(5, 2),
    encode('binary_format_minor_version'),
    unsigned(5, 0),
    encode('build_epoch'),
    unsigned(9, 1_780_000_000),
    encode('database_type'),
    encode('Model-City'),
    encode('description'),
    map(0),
    encode('ip_version'),
    unsigned(5, ipVersion),
    encode('languages'),
    Buffer.of(0, 11 - 7),
    encode('node_count'),
    unsigned(6, nodes.size),
    encode('record_size'),
    unsigned(5, 28),
  ]);
  return Buffer.concat([
    tree,
    Buffer.alloc(16),
    ...data,
    Buffer.from('abcdef4d61784d696e642e636f6d', 'hex'),
    metadata,
  ]);
}

function path(cidr: string, ipVersion: 4 | 6): number[] {
  const [address, bits] = ipaddr.parseCIDR(cidr);
  const all = address
    .toByteArray()
    .flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
  const zeros = ipVersion === 6 && all.length === 32 ? Array.from({ length: 96 }, () => 0) : [];
  return [...zeros, ...all.slice(0, bits)];
}

function place(root: Node, bits: readonly number[], what: Side): void {
  let node = root;
  for (const [depth, bit] of bits.entries()) {
    if (depth === bits.length - 1) {
      node.sides[bit] = what;
      return;
    }
    const below = node.sides[bit] ?? null;
    if (below !== null && 'sides' in below) {
      node = below;
      continue;
    }
    const made: Node = { sides: [below, below] };
    node.sides[bit] = made;
    node = made;
  }
}

function at(root: Node, bits: readonly number[]): Side {
  let side: Side = root;
  for (const bit of bits) side = side !== null && 'sides' in side ? (side.sides[bit] ?? null) : null;
  return side;
}

function number(root: Node): Map<Node, number> {
  const numbers = new Map<Node, number>();
  const waiting: Side[] = [root];
  for (let side = waiting.pop(); side !== undefined; side = waiting.pop()) {
    if (side === null || 'data' in side || numbers.has(side)) continue;
    numbers.set(side, numbers.size);
    waiting.push(...side.sides);
  }
  return numbers;
}

function encode(value: Value): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'utf8');
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return Buffer.concat([control(3, 8), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    map(entries.length),
    ...entries.flatMap(([key, entry]) => [encode(key), encode(entry)]),
  ]);
}

function map(size: number): Buffer {
  return control(7, size);
}

function unsigned(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  const size = type === 5 ? 2 : 4;
  const digits = bytes.subarray(4 - size);
  return type > 7
    ? Buffer.concat([Buffer.of(size, type - 7), digits])
    : Buffer.concat([control(type, size), digits]);
}

function control(type: number, size: number): Buffer {
  if (size < 29) return Buffer.of((type << 5) | size);
  return Buffer.of((type << 5) | 29, size - 29);
}
