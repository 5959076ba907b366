import type { IPv4Rows, IPv4Table } from './ipv4-table.ts';
import type { IPv6Rows, IPv6Table } from './ipv6-table.ts';
import { type Columns, type Sections, section } from './table-file.ts';
import type { PackedTexts, TextBlock } from './text-list.ts';

/**
 * How tables and lists of texts are laid out as named sections of a table file, and found there again. A file
 * with several tables of one family has a prefix for each.
 */
export function ipv4Sections(table: IPv4Rows, prefix = ''): Sections {
  return {
    [`${prefix}v4.index`]: table.index,
    [`${prefix}v4.lows`]: table.lows,
    [`${prefix}v4.values`]: table.values,
  };
}

export function ipv4Table(columns: Columns, prefix = ''): IPv4Table {
  return {
    index: section(columns, `${prefix}v4.index`, 'Uint32Array'),
    lows: section(columns, `${prefix}v4.lows`, 'Uint16Array'),
    values: section(columns, `${prefix}v4.values`, 'Uint32Array'),
  };
}

export function ipv6Sections(table: IPv6Rows, prefix = ''): Sections {
  return {
    [`${prefix}v6.highs`]: table.highs,
    [`${prefix}v6.offsets`]: table.offsets,
    [`${prefix}v6.lows`]: table.lows,
    [`${prefix}v6.values`]: table.values,
    [`${prefix}v6.deepStarts`]: table.deepStarts,
    [`${prefix}v6.deepValues`]: table.deepValues,
  };
}

export function ipv6Table(columns: Columns, prefix = ''): IPv6Table {
  return {
    highs: section(columns, `${prefix}v6.highs`, 'Uint32Array'),
    offsets: section(columns, `${prefix}v6.offsets`, 'Uint32Array'),
    lows: section(columns, `${prefix}v6.lows`, 'Uint32Array'),
    values: section(columns, `${prefix}v6.values`, 'Uint32Array'),
    deepStarts: section(columns, `${prefix}v6.deepStarts`, 'Uint32Array'),
    deepValues: section(columns, `${prefix}v6.deepValues`, 'Uint32Array'),
  };
}

export function textSections(name: string, block: PackedTexts): Sections {
  return { [`${name}.bytes`]: block.bytes, [`${name}.offsets`]: block.offsets };
}

export function textBlock(columns: Columns, name: string): TextBlock {
  return {
    bytes: section(columns, `${name}.bytes`, 'Uint8Array'),
    offsets: section(columns, `${name}.offsets`, 'Uint32Array'),
  };
}
