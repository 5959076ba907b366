import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  downloadsFolder,
  formatManifest,
  manifestFile,
} from '../../../src/attribution/databases/downloads.ts';
import type { CompanyEntry } from '../../../src/attribution/rules/hosters.ts';
import { openStore } from '../../../src/store/store.ts';
import { freePort } from '../../foreign/programs.ts';
import { createSmallDisk } from '../../kills/small-disk.ts';
import { until } from '../../kit/until.ts';
import { text } from '../../model-internet/https/routes.ts';
import { type ModelInternet, startInternet } from '../../model-internet/internet.ts';
import { type ModelMastodon, startMastodon } from '../../model-internet/mastodon/mastodon.ts';
import { openProduct, type Product, type Running } from '../../model-internet/product.ts';

/*
 * What goes wrong beside a running bot, with its own processes as an operator has them: `run` with the page,
 * and `status`.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DISK_MEGABYTES = 400;
const FOR_EVER = 1_000_000;

const fronts: readonly CompanyEntry[] = JSON.parse(readFileSync('data/fronts.json', 'utf8'));
const cloudflare = fronts.find(({ id }) => id === 'cloudflare')?.prefixes ?? [];

let internet: ModelInternet;
let home: ModelMastodon;
let product: Product;
let running: Running;
let health: string;
const disk = createSmallDisk(DISK_MEGABYTES);
let dataDir: string;

beforeAll(async () => {
  internet = await startInternet({
    servers: [
      { domain: 's1.example', ip: '116.203.1.1', software: 'mastodon' },
      {
        domain: 'www.cloudflare.com',
        ip: '104.16.1.1',
        routes: {
          '/ips-v4': text(cloudflare.filter((prefix) => !prefix.includes(':')).join('\n')),
          '/ips-v6': text(cloudflare.filter((prefix) => prefix.includes(':')).join('\n')),
        },
      },
    ],
  });
  home = await startMastodon();
  const port = await freePort();
  health = `http://127.0.0.1:${port}/api/health`;
  product = await openProduct({
    environment: {
      ...internet.environment(),
      MASTODON_URL: home.url,
      MASTODON_ACCESS_TOKEN: home.token,
      SERVE_PORT: String(port),
      ...(disk === null ? {} : { DATA_DIR: join(disk.folder, 'state') }),
    },
  });
  dataDir = disk === null ? product.dataDir : join(disk.folder, 'state');
  const list = await product.write('list.txt', 's1.example\n');
  for (const network of ['fediverse', 'xmpp', 'matrix', 'web'])
    expect(await product.run(['scan', network, '--list', list])).toMatchObject({ code: 0 });
  expect(await product.run(['update-data', '--only', 'cloudflare'])).toMatchObject({ code: 0 });
  await start();
});
async function start(): Promise<void> {
  running = product.start(['run']);
  await until(() => running.stderr().includes('the bot runs'), 'the bot runs', MINUTE_MS);
}
afterAll(async () => {
  await running?.kill('SIGTERM');
  await product?.discard();
  await home?.stop();
  await internet?.stop();
  disk?.discard();
});

const file = () => join(dataDir, 'whohosts.db');
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

/** Runs SQL beside the running bot; gives what undoes it. */
function change(sql: string, undo: string): () => void {
  const write = (statement: string) => {
    const database = new SQLite(file());
    database.exec(statement);
    database.close();
  };
  write(sql);
  return () => write(undo);
}

/** Each makes one fault, and gives what mends it. */
const FAULTS: Readonly<Record<string, { readonly says: RegExp; readonly make: () => () => unknown }>> = {
  'an old scan': {
    says: /^The last scan of the fediverse ended 20 days ago; run/,
    make: () =>
      change(
        `UPDATE scans SET finished_at = strftime('%Y-%m-%dT%H:%M:%fZ', finished_at, '-20 days') WHERE network = 'fediverse'`,
        `UPDATE scans SET finished_at = strftime('%Y-%m-%dT%H:%M:%fZ', finished_at, '+20 days') WHERE network = 'fediverse'`,
      ),
  },
  'a stuck outbox': {
    says: /^A post has waited for 1\d\d minutes/,
    make: () => {
      // The home server is away, so that the bot cannot send it.
      home.fault({ route: '* **', count: FOR_EVER, action: { kind: 'html', status: 502 } });
      const store = openStore(file());
      store.outbox.enqueue(
        { key: 'stuck', kind: 'reply', payload: { text: 'x', visibility: 'direct', inReplyTo: null } },
        new Date(Date.now() - 100 * MINUTE_MS),
      );
      store.close();
      return () => {
        home.clearFaults();
        change("DELETE FROM outbox WHERE key = 'stuck'", '');
      };
    },
  },
  'old data': {
    says: /^The data of Cloudflare address ranges is 100 days old; run `whohosts update-data`/,
    make: () => {
      const manifest = manifestFile(downloadsFolder(dataDir));
      const before = readFileSync(manifest, 'utf8');
      const { sources } = JSON.parse(before);
      sources.cloudflare.date = daysAgo(100).toISOString().slice(0, 10);
      writeFileSync(manifest, formatManifest(sources));
      return () => writeFileSync(manifest, before);
    },
  },
};
if (disk !== null) {
  Object.assign(FAULTS, {
    'a full disk': { says: /^The disk of .* has \d+ MB left; make room on it/, make: () => disk.fill(5e6) },
  });
}

interface Judgement {
  readonly ok: boolean;
  readonly problems: readonly string[];
}
async function byPage(): Promise<Judgement> {
  // As often as a monitor may ask.
  await pause(1_000);
  const response = await fetch(health);
  const { problems } = (await response.json()) as Judgement;
  return { ok: response.ok, problems };
}
async function byCommand(): Promise<Judgement> {
  await pause(1_000);
  const { code, stdout } = await product.run(['status', '--json']);
  return { ok: code === 0, problems: (JSON.parse(stdout) as Judgement).problems };
}
/** Address data that came with the installation is old a while after its release; here that is no fault. */
const isOurs = (problem: string) => !/^The data of (?!Cloudflare)/.test(problem);

describe('beside a running bot', { timeout: 4 * MINUTE_MS }, () => {
  it('page and command find nothing at first', async () => {
    expect((await byPage()).problems.filter(isOurs)).toEqual([]);
    expect((await byCommand()).problems.filter(isOurs)).toEqual([]);
  });

  it('a refused token ends the bot, and `status` is red within a minute', async () => {
    home.fault({ route: '* **', count: FOR_EVER, action: { kind: 'json', status: 401 } });
    const refused = /^The home server does not let the account in/;
    await until(
      async () => (await byCommand()).problems.some((problem) => refused.test(problem)),
      'it is red',
      MINUTE_MS,
    );
    home.clearFaults();
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/whohosts -- login/);
    await start();
  });

  it('both are red within a minute for each of them, and well again after it', async () => {
    const faults = Object.entries(FAULTS);
    const unseen = ({ problems }: Judgement) =>
      faults.filter(([, { says }]) => !problems.some((problem) => says.test(problem))).map(([name]) => name);
    const mend = faults.map(([, { make }]) => make());
    let page = await byPage();
    const end = Date.now() + MINUTE_MS;
    while (unseen(page).length > 0 && Date.now() < end) page = await byPage();
    expect([page.ok, unseen(page)]).toEqual([false, []]);
    const command = await byCommand();
    expect([command.ok, unseen(command)]).toEqual([false, []]);
    for (const undo of mend) undo();
    expect(unseen(await byCommand())).toEqual(Object.keys(FAULTS));
  });
});
