import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { domain } from '../kit/domain.ts';
import { finding, scan } from '../kit/findings.ts';
import { databaseOf } from '../kit/product-database.ts';
import { openProduct, type Product } from '../model-internet/product.ts';
import { makeOlder } from '../store/older.ts';

const guide = readFileSync('deploy/README.md', 'utf8');
/** The commands below a heading of the guide, as they are. */
function commandsOf(heading: string): string {
  const [, commands = ''] =
    new RegExp(`^### ${heading}\n[^#]*?\`\`\`sh\n([^]*?)\`\`\``, 'm').exec(guide) ?? [];
  expect(commands, heading).not.toBe('');
  return commands;
}

/** The schema of version 0.1.0. */
const FIRST_RELEASE = 9;

let product: Product;
let checkout: string;
beforeEach(async () => {
  product = await openProduct();
  // A checkout of its own, so that its .env is the operator's.
  checkout = join(product.folder, 'checkout');
  mkdirSync(checkout);
  for (const name of ['package.json', 'src', 'data', 'node_modules'])
    symlinkSync(resolve(name), join(checkout, name));
  writeFileSync(join(checkout, '.env'), `DATA_DIR=${product.dataDir}\n`, { mode: 0o600 });
});
afterEach(() => product.discard());

/** Runs commands in the checkout as an operator does; nothing is fetched. */
async function follow(commands: string, variables: Readonly<Record<string, string>> = {}) {
  const bin = join(product.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const npm = (process.env.PATH ?? '').split(':').find((folder) => existsSync(join(folder, 'npm'))) ?? '';
  writeFileSync(join(bin, 'git'), '#!/bin/sh\n[ "$*" = pull ]\n');
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\n[ "$*" = ci ] || exec ${join(npm, 'npm')} "$@"\n`);
  for (const name of ['git', 'npm']) chmodSync(join(bin, name), 0o755);
  const shell = spawn('sh', ['-c', commands], {
    cwd: checkout,
    env: {
      PATH: `${bin}:${process.env.PATH ?? ''}`,
      HOME: product.folder,
      ...variables,
    },
  });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  await once(shell, 'close');
  return output;
}

function fill(...names: readonly string[]): void {
  const store = openStore(databaseOf(product));
  const all = store.scans.all('fediverse').length;
  scan(
    store,
    names.map((name) => finding(domain(name))),
    { week: all },
  );
  store.close();
}

function domainsIn(file: string): readonly string[] {
  const store = openStore(file);
  const latest = store.scans.latest('fediverse');
  const found = latest === null ? [] : store.history.servers(latest.id).map((server) => server.domain);
  store.close();
  return found;
}

describe('the commands of deploy/README.md', () => {
  it('back up, and restore the last backup', async () => {
    fill('old.example');
    const store = openStore(databaseOf(product));
    store.backup(join(product.dataDir, 'backups', 'whohosts-2026-11-20.db'));
    store.close();
    fill('old.example', 'new.example');
    const variables = { DATA_DIR: product.dataDir, COPIES: join(product.folder, 'elsewhere') };

    await follow(commandsOf('Back up'), variables);
    expect(readdirSync(variables.COPIES)).toEqual(['whohosts-2026-11-20.db']);
    const said = await follow(commandsOf('Restore'), variables);
    expect(said).toContain('Last scans in it: fediverse');
    expect(domainsIn(databaseOf(product))).toEqual(['old.example']);
    expect(readdirSync(product.dataDir).some((name) => name.includes('replaced'))).toBe(true);
  });

  it('move everything to another folder', async () => {
    fill('old.example');
    const target = join(product.folder, 'new place');
    const said = await follow(commandsOf('Move to another folder or machine'), {
      ...{ DATA_DIR: product.dataDir, NEW_FOLDER: target },
    });
    expect(readFileSync(join(checkout, '.env'), 'utf8')).toBe(`DATA_DIR=${target}\n`);
    expect(said).toContain('fediverse');
    expect(domainsIn(join(target, 'whohosts.db'))).toEqual(['old.example']);
  });

  it('upgrade the database of version 0.1.0, and leave a copy of it', async () => {
    fill('old.example', 'other.example');
    makeOlder(databaseOf(product), FIRST_RELEASE);
    const said = await follow(commandsOf('Upgrade'), { DATA_DIR: product.dataDir });
    expect(said).toContain('fediverse');
    expect(domainsIn(databaseOf(product))).toEqual(['old.example', 'other.example']);
    const before = new SQLite(`${product.dataDir}.before/whohosts.db`, { readonly: true });
    expect(before.pragma('user_version', { simple: true })).toBe(FIRST_RELEASE);
    before.close();
  });
});
