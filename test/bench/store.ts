/**
 * Two years of weekly scans in the store: node test/bench/store.ts [SERVERS] [WEEKS]. Exits 1 where 30,000
 * servers and 104 weeks take more than 20 MB by more than a tenth.
 * 1 % of the servers move each week, 15 % give no answer, 60 % tell other user counts than the week before.
 * Prints sizes, the time of recording and folding, and of the queries that reports and replies make.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Domain } from '../../src/model/domain.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import { openStore } from '../../src/store/store.ts';
import { domains, finding, week } from '../kit/findings.ts';
import { createRandom } from '../model-internet/random.ts';

const SERVERS = Number(process.argv[2] ?? 30_000);
const WEEKS = Number(process.argv[3] ?? 104);
const BATCH = 200;
/** Of the goal, for the measured size of the file: for each server and week, octets. */
const MOST_OCTETS = 20e6 / (30_000 * 104);
const TOLERANCE = 1.1;

interface Truth {
  readonly name: Domain;
  readonly silent: boolean;
  place: number;
  users: number;
}

const { next: random } = createRandom('7');
const truths: Truth[] = domains(SERVERS).map((name) => ({
  name,
  silent: random() < 0.15,
  place: Math.floor(random() * SERVERS * 0.7),
  users: Math.floor(random() ** 4 * 5000),
}));

function live(truth: Truth): ServerResult {
  if (random() < 0.01) truth.place = Math.floor(random() * SERVERS * 0.7);
  if (random() < 0.6) truth.users = Math.max(0, truth.users + Math.floor(random() * 7) - 3);
  if (truth.silent) return finding(truth.name, { status: 'NXDOMAIN', http: 'SKIPPED', self: null });
  const place = truth.place;
  return finding(truth.name, {
    addresses: [`10.${place >> 16}.${(place >> 8) & 255}.${place & 255}`, `2001:db8::${place.toString(16)}`],
    hoster: `hoster${Math.floor((place % 1000) ** 0.8)}`,
    self: { usersTotal: truth.users * 4, usersActiveMonth: truth.users },
  });
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const folder = mkdtempSync(join(tmpdir(), 'whohosts-bench-'));
const file = join(folder, 'whohosts.db');
const megabytes = (name: string) => (statSync(name).size / 1e6).toFixed(1);
const store = openStore(file);
const begins: number[] = [];
const records: number[] = [];
const finishes: number[] = [];

for (let index = 0; index < WEEKS; index += 1) {
  const findings = truths.map(live);
  let scanId = 0;
  begins.push(
    milliseconds(() => {
      scanId = store.scans.begin({
        network: 'fediverse',
        population: { source: 'bench', population: SERVERS, optedOut: 0, seed: null, farms: [], sources: [] },
        fingerprint: 'bench',
        domains: truths.map(({ name }) => name),
        startedAt: week(index),
      }).id;
    }),
  );
  records.push(
    milliseconds(() => {
      for (let done = 0; done < SERVERS; done += BATCH) {
        store.scans.record(scanId, findings.slice(done, done + BATCH));
      }
    }),
  );
  finishes.push(milliseconds(() => store.scans.finish(scanId, week(index))));
  if (index === 0)
    console.log(`after the first scan: ${megabytes(file)} MB (with the log ${megabytes(`${file}-wal`)} MB)`);
}

const scans = store.scans.all('fediverse');
const latest = scans.at(-1)?.id ?? 0;
const middle = scans[Math.floor(scans.length / 2)]?.id ?? 0;
const timed: Record<string, () => unknown> = {
  'servers of the latest scan': () => store.history.servers(latest),
  'servers of a scan in the middle': () => store.history.servers(middle),
  'movers of the latest scan': () => store.history.movers(latest),
  'movers from the first scan to the latest': () => store.history.movers(latest, scans[0]?.id),
  'totals of one scan': () => store.history.totals(latest),
  'totals of every scan': () => scans.map((scan) => store.history.totals(scan.id)),
  'one server with its history': () => store.history.server('fediverse', truths[77]?.name ?? ('' as Domain)),
  'context of one hoster': () => store.history.companyStanding('fediverse', 'hoster7'),
};

const range = (values: readonly number[]) =>
  `median ${median(values).toFixed(0)} ms, worst ${Math.max(...values).toFixed(0)} ms`;
console.log(`${SERVERS} servers, ${WEEKS} weeks`);
console.log(`begin:  ${range(begins)}`);
console.log(`record: ${range(records)} (${SERVERS / BATCH} batches of ${BATCH}, each on the disk)`);
console.log(`finish: ${range(finishes)}; last ${finishes.at(-1)?.toFixed(0)} ms`);
for (const [name, query] of Object.entries(timed)) {
  const runs = Array.from({ length: 7 }, () => milliseconds(query));
  console.log(`${name}: ${median(runs).toFixed(2)} ms`);
}
const copy = join(folder, 'copy.db');
console.log(`backup: ${milliseconds(() => store.backup(copy)).toFixed(0)} ms, ${megabytes(copy)} MB`);
console.log(`full check: ${milliseconds(() => store.faults()).toFixed(0)} ms`);
store.close();
console.log(`open: ${milliseconds(() => openStore(file).close()).toFixed(0)} ms`);
const octets = statSync(file).size / (SERVERS * WEEKS);
console.log(`file: ${octets.toFixed(2)} octets a server and week, goal ${MOST_OCTETS.toFixed(2)}`);
if (octets > MOST_OCTETS * TOLERANCE) process.exitCode = 1;
console.log(`file: ${megabytes(file)} MB; memory ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);

const database = new SQLite(file, { readonly: true });
for (const table of ['servers', 'placements', 'stays', 'claims', 'believed', 'counts', 'totals', 'looks']) {
  const rows = database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  console.log(`${table}: ${rows} rows`);
}
database.close();
rmSync(folder, { recursive: true });
