import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAttributor } from '../../src/attribution/attributor.ts';
import { loadHosters } from '../../src/attribution/hosters.ts';
import { describeTally, percent, rate, type Tally, wilson } from './attribution-count.ts';
import { kindLayer, readAsNames } from './attribution-kinds.ts';
import { readKinds, readLabels } from './attribution-labels.ts';
import {
  busiest,
  coverage,
  frontLayer,
  hosterLayer,
  type LabelSource,
  measureAll,
} from './attribution-layers.ts';

/**
 * The error of the attribution, measured against labelled data: `--labels` domains with addresses and hoster labels,
 * `--kinds` AS numbers with IPinfo's type. Prints each layer, its disagreements, and exits 1 where a target is missed.
 */
const LONGEST_LIST = 60;
const { labels, kinds, all } = parseArgs({
  options: { labels: { type: 'string' }, kinds: { type: 'string' }, all: { type: 'boolean' } },
}).values;
if (labels === undefined || kinds === undefined) {
  console.error('usage: npm run bench:attribution -- --labels FILE --kinds FILE [--all]');
  process.exit(2);
}

const missed: string[] = [];
function target(name: string, value: number, reached: boolean, wanted: string): void {
  console.log(`  ${reached ? 'reached' : 'MISSED '} ${name}: ${percent(value)}, wanted ${wanted}`);
  if (!reached) missed.push(name);
}

function list(lines: readonly string[]): void {
  const shown = all ? lines : lines.slice(0, LONGEST_LIST);
  for (const line of shown) console.log(`    ${line}`);
  if (shown.length < lines.length) console.log(`    ... and ${lines.length - shown.length} more (--all)`);
}

const disagreements = (tally: Tally): readonly string[] =>
  [...tally.disagreements].sort((a, b) => b[1] - a[1]).map(([text, domains]) => `${domains} x ${text}`);

const dataDir = mkdtempSync(join(tmpdir(), 'whohosts-bench-'));
process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
const attributor = await openAttributor({ dataDir });
const rows = readLabels(labels);
const measured = measureAll(attributor, rows);

console.log(`hoster, ${rows.length} domains with an address`);
const wantedHoster: Readonly<Record<LabelSource, number | null>> = {
  provider_published: 0.995,
  whois_holder: 0.97,
  hand_label: null,
};
for (const source of ['provider_published', 'whois_holder', 'hand_label'] as const) {
  const { ours, baseline } = hosterLayer(measured, source);
  console.log(`  ${source}: ${describeTally(ours)}`);
  console.log(`  ${source}, raw AS name: ${describeTally(baseline)}`);
  list(disagreements(ours));
  const wanted = wantedHoster[source];
  if (wanted !== null) {
    const value = rate(ours.domains);
    target(`hoster against ${source}`, value, value >= wanted, `at least ${percent(wanted)}`);
  }
}
const { known, all: addressed } = coverage(measured);
target('in the table', known / addressed, known / addressed >= 0.97, 'at least 97 %');

console.log('front');
const front = frontLayer(measured);
const [low, high] = wilson(front.found, front.labelled);
console.log(
  `  found ${front.found} of ${front.labelled} (${percent(low)} to ${percent(high)}), ${front.misnamed} misnamed`,
);
console.log(
  `  invented ${front.invented.length}; called a front where no published range speaks ${front.unlabelled.length}`,
);
list([...front.invented, ...front.unlabelled]);
const recall = (front.found - front.misnamed) / front.labelled;
const precision = front.found / (front.found + front.invented.length);
target('front, recall', recall, recall >= 0.995, 'at least 99.5 %');
target('front, precision', precision, precision === 1, '100 %');

console.log('kind, by AS');
const types = readKinds(kinds);
const names = await readAsNames(new Set(types.map(({ asn }) => asn)));
const hosters = loadHosters(new URL('../../data/', import.meta.url));
const kind = kindLayer(types, hosters, names);
const { weight } = kind;
console.log(`  weighted by domains: ${weight.agree} of ${weight.all} agree, ${weight.unknown} unknown`);
console.log(
  `  by AS: ${kind.asns.agree} of ${kind.asns.all} agree (${percent(kind.asns.agree / kind.asns.all)}), ${kind.asns.unknown} unknown`,
);
for (const [name, { all: of, agree }] of kind.rules) {
  const [from, to] = wilson(agree, of);
  console.log(`  rule ${name}: ${agree} of ${of} (${percent(from)} to ${percent(to)})`);
}
list(kind.disagreements.map(({ text, domains }) => `${domains} x ${text}`));
target('kind', weight.agree / weight.all, weight.agree / weight.all >= 0.95, 'at least 95 %');
const confused = weight.ispHosting / weight.all;
target('kind, isp and hosting confused', confused, confused < 0.02, 'less than 2 %');

console.log('operator, the 20 busiest addresses');
const busy = busiest(attributor, rows);
const platforms = busy.slice(0, 20).filter((address) => !address.front);
const share = told(platforms);
list(
  busy.slice(0, 20).map((a) => `${a.domains} x ${a.ip}: ${a.front ? 'a front' : (a.operator ?? 'nobody')}`),
);
console.log(
  `  among the 20 busiest that are no front: ${percent(told(busy.filter((a) => !a.front).slice(0, 20)))}`,
);
target('operator', share, share >= 0.95, 'at least 95 %');

if (missed.length > 0) {
  console.log(`missed: ${missed.join('; ')}`);
  process.exitCode = 1;
}

function told(addresses: readonly { readonly told: number; readonly domains: number }[]): number {
  const sum = (field: 'told' | 'domains'): number =>
    addresses.reduce((total, address) => total + address[field], 0);
  return sum('told') / sum('domains');
}
