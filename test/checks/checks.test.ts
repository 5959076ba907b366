import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wideComments } from './comments.ts';
import { constantsDeclaredTwice } from './constants.ts';
import { findCycles } from './cycles.ts';
import {
  unknownOptions,
  unknownVariables,
  unmergedFiles,
  variablesIn,
  wrongCommands,
  wrongFolderNotes,
  wrongLayers,
  wrongVariables,
} from './documents.ts';
import { gapsOfLock } from './lock.ts';
import { namesDeclaredTwice } from './names.ts';

/** Each check is shown a fault that it must find, and the same without the fault. */
const file = (path: string, text: string) => ({ path, text });

describe('a cycle between folders', () => {
  it('is found, through any number of folders', () => {
    const edges = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['a', 'd'])],
      ['d', new Set<string>()],
    ]);
    expect(findCycles(edges)).toEqual([['a', 'b', 'c', 'a']]);
    expect(findCycles(new Map([...edges, ['c', new Set(['d'])]]))).toEqual([]);
  });
});

describe('an exported name', () => {
  it('must not be declared by two files', () => {
    const one = file('src/a.ts', 'export interface Place {}\n');
    expect(namesDeclaredTwice([one, file('src/b.ts', 'export type Place = string;\n')])).toEqual([
      expect.stringMatching(/^Place is exported by src\/a.ts and src\/b.ts/),
    ]);
    expect(namesDeclaredTwice([one, file('src/b.ts', 'interface Place {}\n')])).toEqual([]);
  });
});

describe('a constant', () => {
  it('must not stand in two files with one name and value', () => {
    const one = file('src/a.ts', 'const FEWEST_WEEKS = 8;\n');
    expect(constantsDeclaredTwice([one, file('src/b.ts', 'export const FEWEST_WEEKS = 8;\n')])).toHaveLength(
      1,
    );
    expect(constantsDeclaredTwice([one, file('src/b.ts', 'const FEWEST_WEEKS = 9;\n')])).toEqual([]);
  });
});

describe('a comment', () => {
  it.each(['// ', '/** ', ' * ', 'const a = 1; // '])(
    'that begins with %j must not be wider than code',
    (start) => {
      const fit = `${start}${'x'.repeat(110 - start.length)}`;
      expect(wideComments([file('src/a.ts', fit)])).toEqual([]);
      expect(wideComments([file('src/a.ts', `${fit}x`)])).toHaveLength(1);
    },
  );
});

describe('the lock file', () => {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Parameters<typeof gapsOfLock>[0];

  it('has every optional package of every platform', () => {
    const packages = { ...lock.packages };
    delete packages['node_modules/@napi-rs/canvas-darwin-arm64'];
    expect(gapsOfLock({ packages })).toEqual([expect.stringContaining('@napi-rs/canvas-darwin-arm64')]);
    expect(gapsOfLock(lock)).toEqual([]);
  });

  it('has the integrity of every package', () => {
    const { integrity: _, ...rest } = lock.packages['node_modules/undici'] ?? {};
    expect(gapsOfLock({ packages: { ...lock.packages, 'node_modules/undici': rest } })).toEqual([
      'node_modules/undici has no integrity',
    ]);
  });
});

describe('a document', () => {
  it('must not hold the marks of a merge conflict', () => {
    const mark = '<'.repeat(7);
    expect(unmergedFiles([file('README.md', `a\n${mark} HEAD\nb\n`)])).toEqual([
      'README.md: a merge conflict is left',
    ]);
    expect(unmergedFiles([file('README.md', `A heading\n=======\nand ${mark} in a line\n`)])).toEqual([]);
  });

  const rules = [{ from: { path: '^src/(net)/' }, to: { path: '^src/', pathNot: '^src/(model|$1)/' } }];
  const table = (may: string) =>
    `| 1 | \`src/net/\` | talks | ${may} |\n| 0 | \`src/model/\` | words | \`net\` |\n`;

  it('must say what each folder may import, and name every folder', () => {
    const folders = ['model', 'net'];
    expect(wrongLayers(table('`model`'), rules, folders)).toEqual([]);
    expect(wrongLayers(table('nothing'), rules, folders)).toEqual([
      expect.stringContaining('may import model'),
    ]);
    expect(wrongLayers(table('`model`'), rules, [...folders, 'bot'])).toEqual(
      expect.arrayContaining([expect.stringContaining('src/bot/ is not in the table')]),
    );
    expect(wrongLayers(table('`model`'), rules, ['net'])).toEqual(
      expect.arrayContaining([expect.stringContaining('no folder src/model/')]),
    );
  });

  it('must have every command with every option, and no other', () => {
    const commands = [{ name: 'scan', options: ['limit'] }];
    const text = '# Commands\n\n## scan\n\n| `--limit N` | a trial |\n';
    expect(wrongCommands(text, commands)).toEqual([]);
    expect(wrongCommands(text.replace('limit', 'most'), commands)).toHaveLength(2);
    expect(wrongCommands(`${text}\n## dance\n`, commands)).toEqual([
      'docs/commands.md: there is no command dance',
    ]);
    expect(wrongCommands('# Commands\n', commands)).toHaveLength(1);
    expect(unknownOptions('README.md', 'use `--limt 5`', commands)).toHaveLength(1);
    expect(unknownOptions('README.md', 'use `--limit 5`', commands)).toEqual([]);
  });

  it('must have every variable with its default, and no other', () => {
    const config = "a: whole('DNS_CONCURRENCY', 1, 20_000) ?? 1000,\nb: text('TZ'),";
    const example = '# Default of DNS_CONCURRENCY: 1000\nDNS_CONCURRENCY=\nTZ=\n';
    expect(wrongVariables(example, config)).toEqual([]);
    expect(wrongVariables(example.replace('1000', '900'), config)).toHaveLength(1);
    expect(wrongVariables(example.replace('TZ=\n', ''), config)).toEqual(['.env.example: TZ is missing']);
    expect(wrongVariables(`${example}DANCE=\n`, config)).toEqual(['.env.example: nothing reads DANCE']);
    expect(wrongVariables(`${example}# DANCE=a tango\n`, config)).toHaveLength(1);
  });

  it('names no variable that does not exist', () => {
    const known = variablesIn("whole('DNS_QPS'), text(read, 'TZ')");
    expect(unknownVariables('README.md', 'Set `DNS_QPS` and TZ.', known)).toEqual([]);
    expect(unknownVariables('README.md', 'Set `DNS_QPM`.', known)).toEqual([
      'README.md: there is no variable DNS_QPM',
    ]);
  });

  it('must be in each folder, and name files that are there', () => {
    const notes = (note: string | null) =>
      wrongFolderNotes(
        ['net'],
        () => note,
        (file) => file === 'src/net/dns.ts',
      );
    expect(notes('Start with `dns.ts`.')).toEqual([]);
    expect(notes('Start with `dsn.ts`.')).toEqual(['src/net/README.md: there is no dsn.ts']);
    expect(notes(null)).toEqual(['src/net/README.md is missing']);
  });
});
