/**
 * Checks the layers (.dependency-cruiser.json) and that no folders import each other in a cycle. It fails as
 * well when it read fewer files than there are: without a parser for TypeScript dependency-cruiser reads no
 * module and finds no fault.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { findCycles } from './cycles.ts';

const cruiser = 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs';
const files = globSync('{src,test}/**/*.ts').length;
const run = spawnSync(
  process.execPath,
  [cruiser, 'src', 'test', '--config', '.dependency-cruiser.json', '--output-type', 'json'],
  {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  },
);
if (run.stdout === '') {
  console.error(run.stderr);
  process.exit(1);
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}
interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}
const { modules, summary } = JSON.parse(run.stdout) as {
  modules: readonly Module[];
  summary: { readonly violations: readonly Violation[]; readonly totalDependenciesCruised: number };
};
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);

const seen = modules.filter(({ source }) => /^(src|test)\//.test(source)).length;
if (seen < files) console.error(`only ${seen} of ${files} files were read`);

const cycles = findCycles(folderImports(modules));
for (const cycle of cycles) console.error(`folder cycle: ${cycle.join(' -> ')}`);

console.log(
  `${seen} modules, ${summary.totalDependenciesCruised} imports, ` +
    `${summary.violations.length} against the layers, ${cycles.length} folder cycles`,
);
process.exit(summary.violations.length === 0 && cycles.length === 0 && seen >= files ? 0 : 1);

/** Which folder of `src/` imports which. The few files directly in `src/` stand for themselves. */
function folderImports(all: readonly Module[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folderOf = (file: string) => (dirname(file) === 'src' ? file : dirname(file));
  const imports = new Map<string, Set<string>>();
  for (const { source, dependencies } of all) {
    if (!source.startsWith('src/')) continue;
    const from = folderOf(source);
    const targets = imports.get(from) ?? new Set();
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (resolved.startsWith('src/') && to !== from) targets.add(to);
    }
    imports.set(from, targets);
  }
  return imports;
}
