import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import { chooseDatabases } from '../../src/attribution/databases/choose.ts';
import { checkFile, downloadsFolder, readManifest } from '../../src/attribution/databases/downloads.ts';
import { StoreError } from '../../src/model/expected-errors.ts';
import { backUpDaily } from '../../src/store/backup.ts';
import { measure } from '../../src/store/measure.ts';
import { restoreDatabase } from '../../src/store/restore.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { domains, finding, scan, week } from '../kit/findings.ts';
import type { World } from '../kit/model-clients.ts';
import { CRASH_NAMES, findingIn } from '../store/crash-plan.ts';
import { makeOlder } from '../store/older.ts';
import { FRESH, installDatabases, iptoasnTable, publishers } from '../update/model-data.ts';
import { KEYS, PAGES } from './plan.ts';

/** Something that is killed over and over, in a folder of its own. */
export interface Work {
  readonly prepare: (folder: string) => void;
  /** The program and its arguments; `working` on its standard output begins the time until the kill. */
  readonly command: (folder: string) => readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Before each life. */
  readonly before?: (life: number) => void;
  /** Throws where something is lost, twice or not whole; `said` is what the child said was done. */
  readonly judge: (folder: string, said: readonly string[]) => void;
}

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const own = (work: string) => (folder: string) => [path('./child.ts'), work, folder];
const database = (folder: string) => join(folder, 'whohosts.db');

function must(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(what);
}

function withStore<T>(file: string, use: (store: Store) => T): T {
  const store = openStore(file);
  try {
    must(store.faults().length === 0, `${file} is damaged: ${store.faults()[0]}`);
    return use(store);
  } finally {
    store.close();
  }
}

/** The one value that all keys have; null before anything was written. */
function valueIn(store: Store): string | null {
  const keys = Array.from({ length: KEYS }, (_, key) => `key ${key}`);
  const values = new Set(keys.map((key) => store.settings.get(key)));
  must(values.size === 1, `${values.size} states in one database`);
  return ([...values][0] ?? null)?.replace(/\.+$/, '') ?? null;
}

const lastWritten = (said: readonly string[]) =>
  said.findLast((line) => line.startsWith('wrote '))?.slice('wrote '.length) ?? null;

/** What is there is what was said last, or what was begun after it. */
function isNotOlder(found: string | null, said: readonly string[]): boolean {
  const last = lastWritten(said);
  if (last === null || found === last) return true;
  const [pid, turn] = last.split('-');
  return found === `${pid}-${Number(turn) + 1}`;
}

const BACKUP: Work = {
  prepare: () => undefined,
  command: own('backup'),
  judge(folder, said) {
    withStore(database(folder), (store) => {
      must(isNotOlder(valueIn(store), said), `${lastWritten(said)} was acknowledged and is lost`);
      backUpDaily(store, join(folder, 'backups'), new Date('2027-01-01'));
    });
    const names = readdirSync(join(folder, 'backups'));
    must(
      names.every((name) => /^whohosts-[\d-]+\.db$/.test(name)),
      `left behind: ${names.join(' ')}`,
    );
    for (const name of names) {
      const copy = new SQLite(join(folder, 'backups', name), { readonly: true });
      must(copy.pragma('integrity_check', { simple: true }) === 'ok', `${name} is damaged`);
      copy.close();
    }
    rmSync(join(folder, 'backups', 'whohosts-2027-01-01.db'));
  },
};

const RESTORE: Work = {
  prepare(folder) {
    const source = openStore(join(folder, 'source.db'));
    source.together(() => {
      for (let key = 0; key < KEYS; key += 1) source.settings.set(`key ${key}`, 'backup');
    });
    source.backup(join(folder, 'backup.db'));
    source.close();
  },
  command: own('restore'),
  judge(folder) {
    try {
      withStore(database(folder), valueIn);
    } catch (error) {
      if (!(error instanceof StoreError) || error.problem !== 'mixed') throw error;
      restoreDatabase(join(folder, 'backup.db'), database(folder), new Date());
      must(withStore(database(folder), valueIn) === 'backup', 'the backup is not what was restored');
    }
    for (const name of readdirSync(folder)) {
      if (name.includes('.replaced-')) rmSync(join(folder, name));
    }
  },
};

const OLD_NAMES = domains(300);
const ROWS = 'SELECT server_id, from_scan, to_scan FROM stays ORDER BY 1, 2';

const MIGRATION: Work = {
  prepare(folder) {
    const older = join(folder, 'older.db');
    const store = openStore(older);
    for (let each = 0; each < 3; each += 1) {
      scan(
        store,
        OLD_NAMES.map((name, at) => finding(name, { addresses: [`10.0.${each}.${at % 250}`] })),
        { week: each },
      );
    }
    store.close();
    makeOlder(older, 8);
  },
  command: own('migration'),
  judge(folder) {
    const before = new SQLite(join(folder, 'older.db'), { readonly: true });
    const rows = before.prepare(ROWS).raw().all();
    before.close();
    const migrated = join(folder, 'migrated');
    for (const name of existsSync(migrated) ? readdirSync(migrated) : []) {
      if (!name.endsWith('.db')) continue;
      const file = join(migrated, name);
      withStore(file, (store) => must(store.scans.all('fediverse').length === 3, 'a scan is lost'));
      const after = new SQLite(file, { readonly: true });
      const found = after.prepare(ROWS).raw().all();
      after.close();
      must(JSON.stringify(found) === JSON.stringify(rows), 'the history is another one');
    }
    rmSync(migrated, { recursive: true, force: true });
  },
};

const SITE: Work = {
  prepare: () => undefined,
  command: own('site'),
  judge(folder) {
    const site = join(folder, 'site');
    if (!existsSync(site)) return;
    const manifest = JSON.parse(readFileSync(join(site, '.manifest.json'), 'utf8')) as Record<string, string>;
    must(Object.keys(manifest).length === PAGES, 'a page is missing');
    const texts = Object.entries(manifest).map(([name, digest]) => {
      const text = readFileSync(join(site, name), 'utf8');
      must(
        createHash('sha256').update(text).digest('base64url').slice(0, digest.length) === digest,
        `${name} is not whole`,
      );
      return text;
    });
    must(new Set(texts).size === 2, 'two sites in one');
  },
};

const SCAN: Work = {
  prepare: () => undefined,
  command: (folder) => [path('../store/crash-child.ts'), database(folder)],
  judge(folder, said) {
    withStore(database(folder), (store) => {
      const finished = store.scans.all('fediverse');
      const running = store.scans.unfinished('fediverse');
      const pending = new Set<string>(running === null ? [] : store.scans.pending(running.scan.id));
      for (const line of said) {
        const [word, number, ...names] = line.split(' ');
        if (word === 'finished') must(finished.length > Number(number), `scan ${number} is lost`);
        if (word !== 'recorded' || running?.fingerprint !== number) continue;
        must(!names.some((name) => pending.has(name)), 'an acknowledged finding is lost');
      }
      const last = finished.at(-1);
      if (last === undefined) return;
      const expected = CRASH_NAMES.map((name) => measure(findingIn(finished.length - 1, name)));
      must(
        JSON.stringify(store.history.servers(last.id)) === JSON.stringify(expected),
        `scan ${finished.length - 1} is not what was found`,
      );
      must(last.startedAt === week(finished.length - 1), 'a scan is there twice');
    });
  },
};

/** Needs a model internet with the {@link publishers}. */
export function updateWork(world: World): Work {
  const { environment, dnsServer, httpsServer } = world.internet;
  const installed = (folder: string) => installDatabases(join(folder, 'npm'));
  return {
    prepare: (folder) => void installed(folder),
    command: (folder) => [path('../update/update-child.ts'), folder, dnsServer, httpsServer],
    environment: environment(),
    before(life) {
      // The table changes each time, so that there is always something to swap.
      const rows = FRESH.filter((_, index) => index !== life % 3);
      const body = iptoasnTable(rows, 4);
      const routes = {
        ...publishers()['iptoasn.com'],
        '/data/ip2asn-v4.tsv.gz': { kind: 'reply' as const, body, headers: {} },
      };
      world.internet.change('iptoasn.com', { routes });
    },
    judge(folder) {
      const downloads = downloadsFolder(folder);
      if (!existsSync(downloads)) return;
      for (const state of Object.values(readManifest(downloads))) {
        for (const { name, sha256 } of state.files) checkFile(join(downloads, name), sha256);
      }
      const { problems } = chooseDatabases(folder, installed(folder));
      must(problems.length === 0, `the data is not whole: ${problems[0]}`);
    },
  };
}

export const WORKS: Readonly<Record<string, Work>> = {
  scan: SCAN,
  backup: BACKUP,
  restore: RESTORE,
  migration: MIGRATION,
  site: SITE,
};
