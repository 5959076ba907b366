import { createHash } from 'node:crypto';
import { ownerSeat } from '../../attribution/rules/seats.ts';
import { definitionFiles, partitionPath, serverPartition } from '../../export/partitions.ts';
import { serverTable } from '../../export/server-table.ts';
import { isNetwork, NETWORKS, type Network } from '../../model/network.ts';
import type { Scan } from '../../model/scan.ts';
import type { Store } from '../../store/store.ts';
import type { OptedOut } from '../data/redact.ts';
import type { Site } from '../frame/site.ts';
import type { Published, Step } from './publish.ts';

/** Where the snapshots are, in the layout of `export --partitioned`. */
export const SNAPSHOTS = 'data/weekly/';
const SUMS = `${SNAPSHOTS}SHA256SUMS`;
/** Digest of the names left out; when it changes, past snapshots are made again. */
const LEFT_OUT = `${SNAPSHOTS}left-out.txt`;
const SNAPSHOT = /^data\/weekly\/servers\/network=(\w+)\/week=(\d{4}-W\d\d)\/servers\.parquet$/;

export interface SnapshotOptions {
  readonly store: Store;
  readonly optedOut: OptedOut;
  readonly site: Pick<Site, 'networks'>;
  /** By week, as `scansByWeek` gives them. */
  readonly scans: ReadonlyMap<string, readonly Scan[]>;
  readonly last: Published;
}

/**
 * Every server of each week since the first publication, one file per network and week. A file does not
 * change after its week, unless one of its servers opts out: then it is made again without that server.
 */
export async function* weeklySnapshots(options: SnapshotOptions): AsyncGenerator<Step> {
  const { site, store, last, optedOut } = options;
  const leftOut = digestOf(
    NETWORKS.flatMap((network) => store.history.domains(network).filter(optedOut)).join('\n'),
  );
  const before = last.has(LEFT_OUT) ? (await last.read(LEFT_OUT)).toString('utf8').trim() : null;
  const known = last.has(SUMS) ? readSums((await last.read(SUMS)).toString('utf8')) : new Map();
  const sums = new Map<string, string>();
  const current = new Set<string>();
  for (const { network, report, servers } of site.networks) {
    const path = SNAPSHOTS + partitionPath('servers', network, report.week);
    const content = serverPartition({ network, week: report.week, servers });
    current.add(path);
    sums.set(path, digestOf(content));
    yield { path, content };
  }
  for (const path of last.paths) {
    const [, network = '', week = ''] = SNAPSHOT.exec(path) ?? [];
    if (!isNetwork(network) || current.has(path)) continue;
    const sum = known.get(path);
    if (before === leftOut && sum !== undefined) {
      sums.set(path, sum);
      yield { path, keep: true };
      continue;
    }
    const content = madeAgain(options, network, week);
    // Without its scan in the database, a snapshot cannot be made again, so it is removed.
    if (content === null) continue;
    sums.set(path, digestOf(content));
    yield { path, content };
  }
  for (const { name, content } of definitionFiles([serverTable([], ownerSeat)]))
    yield { path: SNAPSHOTS + name, content };
  yield { path: LEFT_OUT, content: `${leftOut}\n` };
  const lines = [...sums].map(([path, sum]) => `${sum}  ${path.slice(SNAPSHOTS.length)}\n`);
  yield { path: SUMS, content: lines.sort((a, b) => a.slice(66).localeCompare(b.slice(66))).join('') };
}

function madeAgain(
  { store, scans, optedOut }: SnapshotOptions,
  network: Network,
  week: string,
): Buffer | null {
  const scan = scans.get(week)?.find((one) => one.network === network);
  if (scan === undefined) return null;
  const servers = store.history.servers(scan.id).filter(({ domain }) => !optedOut(domain));
  return serverPartition({ network, week, servers });
}

/** As `sha256sum` writes them, by the path in the site. */
function readSums(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [SNAPSHOTS + line.slice(66), line.slice(0, 64)]),
  );
}

function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
