/**
 * Checks the floors of the house (.dependency-cruiser.json) and that the check saw the house at all: without a parser
 * for TypeScript dependency-cruiser reads no module and finds no fault.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

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
const { modules, summary } = JSON.parse(run.stdout) as {
  modules: readonly { readonly source: string }[];
  summary: { readonly violations: readonly Violation[]; readonly totalDependenciesCruised: number };
};
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
const seen = modules.filter(({ source }) => /^(src|test)\//.test(source)).length;
if (seen < files) console.error(`only ${seen} of ${files} files were read`);
console.log(
  `${seen} modules, ${summary.totalDependenciesCruised} imports, ${summary.violations.length} against the floors`,
);
process.exit(summary.violations.length === 0 && seen >= files ? 0 : 1);
