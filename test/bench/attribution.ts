import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAttributor } from '../../src/attribution/attributor.ts';
import { loadHosters } from '../../src/attribution/rules/hosters.ts';
import { readAsFacts } from '../kit/as-facts.ts';
import { type Counted, describeTally, percent, rate, type Tally, wilson } from './attribution-count.ts';
import { kindLayer } from './attribution-kinds.ts';
import { readKinds, readLabels } from './attribution-labels.ts';
import {
  busiest,
  coverage,
  frontLayer,
  hosterLayer,
  type LabelSource,
  measureAll,
} from './attribution-layers.ts';
import { placeLayer, type RegionOfProvider, regionLayer } from './attribution-places.ts';
import { simulateReach } from './attribution-reach.ts';

/**
 * The error of the attribution, measured against labelled data: `--labels` domains with addresses and hoster
 * labels, `--kinds` AS numbers with IPinfo's type. Prints each layer, its disagreements, and exits 1 where a
 * target is missed.
 */
const LONGEST_LIST = 60;
const given = (name: string): string | undefined => {
  const file = `../shared/data/${name}`;
  return existsSync(file) ? file : undefined;
};
const {
  labels = given('fediverse-2025-05.csv'),
  kinds = given('asn-kinds.csv'),
  all,
} = parseArgs({
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
const listed = coverage(measured);
const listedShare = listed.known / listed.all;
target('in the table', listedShare, listedShare >= 0.97, 'at least 97 %');

const hosted = measured.filter(({ attribution }) => attribution.front === null);
for (const source of ['whois_holder', 'hand_label'] as const) {
  console.log(`  ${source}, without fronts: ${describeTally(hosterLayer(hosted, source).ours)}`);
}

console.log('place');
const place = placeLayer(measured);
console.log(
  `  of ${place.all} servers: ${place.located} located, ${place.uncertain} uncertain, ${place.unknown} unknown, ${place.anycast} anycast`,
);
const doubt = place.uncertain / measured.length;
target('country uncertain', doubt, doubt < 0.04, 'less than 4 %');
const published: readonly RegionOfProvider[] = JSON.parse(
  readFileSync(new URL('../../data/regions.json', import.meta.url), 'utf8'),
);
for (const family of [4, 6] as const) {
  const { right, wrong, unknown, named, owned } = regionLayer(attributor, published, family);
  console.log(
    `  published IPv${family} blocks: ${proportion({ all: right + wrong, agree: right })} in their country, ` +
      `${unknown} unknown or front; ${proportion({ all: owned, agree: named })} named as the provider's`,
  );
  target(`published country, IPv${family}`, right / (right + wrong), wrong === 0, 'no conflict');
}

const reach = simulateReach();
console.log(`place, by the time of ${reach.connections} simulated connections`);
for (const { fromKm, all: of, excluded } of reach.claims) {
  console.log(
    `  claims that are wrong by ${fromKm} km or more: ${excluded} of ${of} excluded (${percent(excluded / of)})`,
  );
}
target('true places excluded', reach.excluded / reach.connections, reach.excluded === 0, 'none');

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
const facts = await readAsFacts(new Set(types.map(({ asn }) => asn)));
const hosters = loadHosters(new URL('../../data/', import.meta.url));
const kind = kindLayer(types, hosters, facts);
const { weight } = kind;
console.log(`  weighted by domains: ${weight.agree} of ${weight.all} agree, ${weight.unknown} unknown`);
console.log(
  `  by AS: ${kind.asns.agree} of ${kind.asns.all} agree (${percent(kind.asns.agree / kind.asns.all)}), ${kind.asns.unknown} unknown`,
);
const known = kind.asns.all - kind.asns.unknown;
console.log(
  `  where we speak: ${proportion({ all: known, agree: kind.asns.agree })}; table: ${proportion(kind.table)}`,
);
console.log(`  the references with each other, where both speak: ${proportion(kind.references)}`);
console.log(
  `    by a tag of bgp.tools ${proportion(kind.tagged)}, by its class alone ${proportion(kind.eyeballs)}`,
);
console.log(
  `  where they agree: ${proportion(kind.undisputed)} as we say; ${kind.undisputed.unknown} more unknown`,
);
for (const [name, { ipinfo, bgptools, either, read, halves }] of kind.rules) {
  console.log(`  rule ${name}: ${proportion(either)} by either reference`);
  if (read.all > 0)
    console.log(`    by reading names drawn from all that it speaks about: ${proportion(read)}`);
  console.log(
    `    IPinfo ${proportion(ipinfo)}, bgp.tools ${proportion(bgptools)}; halves ${halves.map(proportion).join(' and ')}`,
  );
  const [low] = wilson(either.agree + read.agree, either.all + read.all);
  target(`rule ${name}, lower end`, low, low >= 0.9, 'at least 90 %');
}
const undisputed = kind.undisputed.agree / kind.undisputed.all;
target('kind right where the references agree', undisputed, undisputed >= 0.93, 'at least 93 %');
target('kind known, by AS', known / kind.asns.all, known / kind.asns.all >= 0.8, 'at least 80 %');
target('kind right where known', kind.asns.agree / known, kind.asns.agree / known >= 0.93, 'at least 93 %');
list(kind.disagreements.map(({ text, domains }) => `${domains} x ${text}`));
target('kind', weight.agree / weight.all, weight.agree / weight.all >= 0.95, 'at least 95 %');
const confused = weight.ispHosting / weight.all;
target('kind, isp and hosting confused', confused, confused < 0.02, 'less than 2 %');

console.log('operator, the 20 busiest addresses');
const busy = busiest(attributor, rows);
const platforms = busy.slice(0, 20).filter((address) => !address.front);
const operated = told(platforms);
list(
  busy
    .slice(0, 20)
    .map((a) => `${a.domains} x ${a.ip}: ${a.front ? 'a front' : (a.operator ?? 'no operator')}`),
);
console.log(
  `  among the 20 busiest that are no front: ${percent(told(busy.filter((a) => !a.front).slice(0, 20)))}`,
);
target('operator', operated, operated >= 0.95, 'at least 95 %');

if (missed.length > 0) {
  console.log(`missed: ${missed.join('; ')}`);
  process.exitCode = 1;
}

function proportion({ all: of, agree }: Counted): string {
  const [from, to] = wilson(agree, of);
  return `${agree} of ${of} = ${percent(agree / of)} (${percent(from)} to ${percent(to)})`;
}

function told(addresses: readonly { readonly told: number; readonly domains: number }[]): number {
  const sum = (field: 'told' | 'domains'): number =>
    addresses.reduce((total, address) => total + address[field], 0);
  return sum('told') / sum('domains');
}
