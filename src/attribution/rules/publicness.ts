import { type Address, isPublic } from '../../model/address.ts';
import { formatIPv4 } from '../tables/ipv4.ts';

/** What holds for a whole /16 of IPv4 addresses. */
const PUBLIC = 0;
const SPECIAL = 1;
const MIXED = 2;

/** Special ranges that fill the blocks of 16 bits that they touch: first and last block. */
const WHOLE: readonly (readonly [number, number])[] = [
  [0x0000, 0x00ff],
  [0x0a00, 0x0aff],
  [0x6440, 0x647f],
  [0x7f00, 0x7fff],
  [0xa9fe, 0xa9fe],
  [0xac10, 0xac1f],
  [0xc0a8, 0xc0a8],
  [0xc612, 0xc613],
  [0xe000, 0xffff],
];
/** Blocks with a special /24 inside: 192.0, 192.31, 192.52, 192.88, 192.175, 198.51, 203.0. */
const DIVIDED = [0xc000, 0xc01f, 0xc034, 0xc058, 0xc0af, 0xc633, 0xcb00];

const blocks = new Uint8Array(0x10000);
for (const [first, last] of WHOLE) blocks.fill(SPECIAL, first, last + 1);
for (const block of DIVIDED) blocks[block] = MIXED;

/** Whether all addresses of a /16 are public. */
export function isPublicBlock(block: number): boolean {
  return blocks[block] === PUBLIC;
}

/** The same answer as {@link isPublic}, from a number and without parsing for all but the divided blocks. */
export function isPublicIPv4(address: number): boolean {
  const block = blocks[address >>> 16];
  if (block === PUBLIC) return true;
  return block === MIXED && isPublic(formatIPv4(address) as Address);
}

/** The same answer as {@link isPublic} from the four words of an address that is not IPv4-mapped. */
export function isPublicIPv6(words: Uint32Array, ip: string): boolean {
  const first = (words[0] as number) >>> 16;
  if (first < 0x2000 || first > 0x3fff) return false;
  // 2001::/16 and 2620::/16 hold special blocks among public ones; 2002::/16, 3ffe::/16 and 3fff::/16 are
  // rare anyway.
  const mixed = first === 0x2001 || first === 0x2002 || first === 0x2620 || first >= 0x3ffe;
  return !mixed || isPublic(ip as Address);
}
