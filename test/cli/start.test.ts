import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
/**
 * Static imports that fill whole lines, as the formatter writes them. Type imports are erased, and `import()`
 * runs later.
 */
const STATIC_IMPORT = /^(?:import|export) (?!type )(?:[^;'"]* from )?'([^']+)';$/gm;

/** The packages that importing a file loads. */
function packagesOf(file: string, seen = new Set<string>(), packages = new Set<string>()): Set<string> {
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
    if (name.startsWith('.')) packagesOf(join(dirname(file), name), seen, packages);
    else if (!name.startsWith('node:')) packages.add(name);
  }
  return packages;
}

/** Each takes tens of megabytes or of milliseconds, and is needed once a week at most. */
const HEAVY = [
  '@napi-rs/canvas',
  'chart.js',
  'sharp',
  'quickchart-js',
  'mmdb-lib',
  'd3-geo',
  'topojson-client',
];

/** These two are run by hand, and need what they load. */
const EXEMPT = ['login', 'update-data'];

describe('a command, before it starts to work', () => {
  it.each(Object.keys(COMMANDS).filter((name) => !EXEMPT.includes(name)))(
    '%s loads nothing heavy',
    (name) => {
      const loaded = packagesOf(join(SOURCES, `cli/${name}.ts`));
      expect(HEAVY.filter((heavy) => loaded.has(heavy))).toEqual([]);
    },
  );

  it('attribute loads next to nothing', () => {
    expect([...packagesOf(join(SOURCES, 'cli/attribute.ts'))]).toEqual(['ipaddr.js']);
  });

  it('is distinguished from one that loads them', () => {
    expect([...packagesOf(join(SOURCES, 'report/chart/embedded.ts'))]).toEqual(
      expect.arrayContaining(['@napi-rs/canvas', 'chart.js']),
    );
  });
});
