/**
 * `npm run demo`: the whole main job, without an account and without a network. It runs the product's own
 * commands, as an operator would, against a model internet and a model home server on loopback. `-- --keep`
 * leaves those up.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/report/report-shape.ts';
import { startInternet } from './internet.ts';
import { startMastodon } from './mastodon/mastodon.ts';
import { weekLater } from './networks/fediverse.ts';
import { fourNetworks, writeLists } from './networks/four-networks.ts';

const PROGRAM = fileURLToPath(new URL('../../src/main.js', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../demo/', import.meta.url));
const STATE = join(FOLDER, 'state');
const REPORT = join(FOLDER, 'report');
const REPLY_WITHIN_MS = 30_000;

const started = performance.now();
const keep = process.argv.includes('--keep');

heading('A model of the fediverse, and of three networks to compare it with');
say(
  'Everything that follows is MODEL DATA: invented servers on reserved names, and no packet leaves this machine.',
);
await clear();
const { fediverse: servers, others, lists } = fourNetworks();
const internet = await startInternet({ servers: [...servers, ...others] });
const home = await startMastodon({ processing: 500 });
const environment = {
  ...internet.environment(),
  PATH: process.env.PATH ?? '',
  HOME: FOLDER,
  DATA_DIR: STATE,
  PUBLIC_URL: 'https://whohosts.example',
  CONTACT: 'mailto:admin@whohosts.example',
  MASTODON_URL: home.url,
  MASTODON_ACCESS_TOKEN: home.token,
  LOG_LEVEL: 'error',
};
say(
  `${servers.length} invented servers of the fediverse and ${others.length} others answer DNS at ${internet.dnsServer} and HTTPS at ${internet.httpsServer};`,
);
say(`the bot has an account on a model home server at ${home.url}.`);
let bot: ChildProcess | null = null;
let failure: unknown = null;

try {
  heading('The first scan');
  const files = await writeLists(FOLDER, lists);
  await whohosts('scan', 'fediverse', '--list', files.fediverse);

  heading('The control group: ordinary websites by the same method, and XMPP and Matrix');
  for (const network of ['web', 'xmpp', 'matrix'] as const)
    await whohosts('scan', network, '--list', files[network]);

  heading('A week later: some servers have moved, and it is scanned again');
  const moved = weekLater(
    servers,
    'demo',
    others.map(({ domain }) => domain),
  );
  const now = new Map(moved.map((server) => [server.domain, server]));
  for (const { domain } of servers) if (!now.has(domain)) internet.remove(domain);
  const before = new Set(servers.map(({ domain }) => domain));
  for (const server of moved)
    before.has(server.domain) ? internet.change(server.domain, server) : internet.add(server);
  await writeLists(FOLDER, { ...lists, fediverse: [...new Set([...before, ...now.keys()])] });
  await whohosts('scan', 'fediverse', '--list', files.fediverse);
  await whohosts('report', '--out', REPORT);

  heading('The weekly toot, as it was posted');
  await whohosts('post');
  const toot = await home.waitForPost(({ inReplyToId }) => inReplyToId === null);
  quote(toot.text);
  const [picture] = toot.media;
  say(`with a chart (${picture?.bytes.length} bytes) whose description reads:`);
  quote(picture?.description ?? '');
  const second = home.posts().find(({ inReplyToId }) => inReplyToId === toot.id);
  if (second !== undefined) {
    say('and below it, for who wants to know more:');
    quote(second.text);
  }

  heading('The four networks side by side, from the same report');
  const { comparison } = JSON.parse(await readFile(join(REPORT, 'report.json'), 'utf8')) as Report;
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  for (const { network, answered, sampled, hidden, top } of comparison) {
    const largest = top.slice(0, 3).map(({ name, share }) => `${name} ${percent(share)}`);
    say(
      `${network.padEnd(10)} ${answered} of ${sampled} answered: ${largest.join(', ')}; behind CDNs ${percent(hidden.share)}`,
    );
  }

  heading('Somebody mentions the bot');
  bot = start('run');
  await home.waitForStream();
  const asker = 'ada@tea-room.example';
  home.addAccount({ acct: asker, displayName: 'Ada' });
  const asked = moved.find(({ behaviour, ip }) => behaviour === 'ok' && ip !== undefined) ?? servers[0];
  const mention = home.mention({ from: asker, text: `@whohosts who hosts ${asked?.domain}?` });
  quote(`@${asker}: ${mention.status.text}`);
  const reply = await home.waitForPost(
    ({ inReplyToId }) => inReplyToId === mention.status.id,
    REPLY_WITHIN_MS,
  );
  say('and the bot replies:');
  quote(reply.text);

  heading('Where things are');
  for (const [what, file] of [
    ['database', join(STATE, 'whohosts.db')],
    ['chart', join(REPORT, 'chart.png')],
    ['toot', join(REPORT, 'toot.txt')],
    ['alt text', join(REPORT, 'alt.txt')],
    ['all figures', join(REPORT, 'report.json')],
    ['the page', join(REPORT, 'site', 'index.html')],
  ] as const) {
    const { length } = await readFile(file);
    say(`${what.padEnd(11)} ${relative(process.cwd(), file)} (${length.toLocaleString('en')} bytes)`);
  }
  say(
    `All this took ${Math.round((performance.now() - started) / 1000)} s. It was MODEL DATA: cite none of it.`,
  );
  if (keep) await stayUp();
} catch (error) {
  failure = error;
} finally {
  await stop(bot);
  await home.stop();
  await internet.stop();
}
if (failure !== null) {
  console.error(`\nThe demo failed: ${failure instanceof Error ? failure.message : failure}`);
  process.exitCode = 1;
}

/** Everything of an earlier demo but the compiled tables, which are the same every time. */
async function clear(): Promise<void> {
  await mkdir(STATE, { recursive: true });
  for (const name of await readdir(STATE))
    if (name !== 'tables') await rm(join(STATE, name), { recursive: true });
  await rm(REPORT, { recursive: true, force: true });
}

/** One of the product's own commands, in a folder without an .env. Rejects when it fails. */
async function whohosts(...args: string[]): Promise<void> {
  say(
    `$ whohosts ${args.map((arg) => (arg.startsWith(FOLDER) ? relative(process.cwd(), arg) : arg)).join(' ')}`,
  );
  const child = start(...args);
  const code = await ended(child);
  if (code !== 0) throw new Error(`whohosts ${args[0]} ended with ${code}`);
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: FOLDER,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
}

async function stop(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null) return;
  const end = ended(child);
  child.kill('SIGTERM');
  await end;
}

async function stayUp(): Promise<void> {
  heading('The servers stay up until you press Ctrl-C');
  say(`home server: ${home.url} (all posts, with their pictures)`);
  say('to measure the model yourself, run with these in the environment:');
  for (const [name, value] of Object.entries(environment)) {
    if (!['PATH', 'HOME', 'LOG_LEVEL'].includes(name)) say(`  ${name}=${value}`);
  }
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}

function heading(text: string): void {
  console.log(`\n== ${text}\n`);
}

function say(text: string): void {
  console.log(text);
}

function quote(text: string): void {
  console.log(`\n${text.replace(/^/gm, '    ')}\n`);
}
