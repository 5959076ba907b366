import type { IPv4Table } from './ipv4-table.ts';
import type { IPv6Table } from './ipv6-table.ts';
import { type Sections, section } from './table-file.ts';
import type { TextBlock } from './text-list.ts';

/** How tables and lists of texts are laid out as named sections of a table file, and found there again. */
export function ipv4Sections(table: IPv4Table): Sections {
  return { 'v4.index': table.index, 'v4.lows': table.lows, 'v4.values': table.values };
}

export function ipv4Table(sections: Sections): IPv4Table {
  return {
    index: section(sections, 'v4.index', 'Uint32Array'),
    lows: section(sections, 'v4.lows', 'Uint16Array'),
    values: section(sections, 'v4.values', 'Uint32Array'),
  };
}

export function ipv6Sections(table: IPv6Table): Sections {
  return {
    'v6.highs': table.highs,
    'v6.offsets': table.offsets,
    'v6.lows': table.lows,
    'v6.values': table.values,
    'v6.deepStarts': table.deepStarts,
    'v6.deepValues': table.deepValues,
  };
}

export function ipv6Table(sections: Sections): IPv6Table {
  return {
    highs: section(sections, 'v6.highs', 'Uint32Array'),
    offsets: section(sections, 'v6.offsets', 'Uint32Array'),
    lows: section(sections, 'v6.lows', 'Uint32Array'),
    values: section(sections, 'v6.values', 'Uint32Array'),
    deepStarts: section(sections, 'v6.deepStarts', 'Uint32Array'),
    deepValues: section(sections, 'v6.deepValues', 'Uint32Array'),
  };
}

export function textSections(name: string, block: TextBlock): Sections {
  return { [`${name}.bytes`]: block.bytes, [`${name}.offsets`]: block.offsets };
}

export function textBlock(sections: Sections, name: string): TextBlock {
  return {
    bytes: section(sections, `${name}.bytes`, 'Uint8Array'),
    offsets: section(sections, `${name}.offsets`, 'Uint32Array'),
  };
}
