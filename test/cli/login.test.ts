import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { logIn } from '../kit/log-in.ts';
import { type ModelMastodon, startMastodon } from '../model-internet/mastodon/mastodon.ts';
import { openProduct, type Product } from '../model-internet/product.ts';

const TOKEN = 'canary-of-login-5d41402abc4b2a76';
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

async function settle(): Promise<{
  readonly product: Product;
  readonly home: ModelMastodon;
  readonly file: string;
}> {
  const product = await openProduct({ tables: false });
  closing.push(() => product.discard());
  const home = await startMastodon({ token: TOKEN });
  closing.push(() => home.stop());
  return { product, home, file: join(product.folder, '.env') };
}

describe.concurrent('login', { timeout: 60_000 }, () => {
  it('makes a token with the owner, and writes it to .env', async () => {
    const { product, home, file } = await settle();
    await product.write('.env', '# my own\nDATA_DIR=elsewhere\n');
    const registered = product.start(['login', home.url], { input: 'wrong-code\n' });
    const failed = await registered.ended;
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('answers 400 at /oauth/token');
    expect(readFileSync(file, 'utf8')).toBe('# my own\nDATA_DIR=elsewhere\n');

    const ran = await loginAs(product, home, ['login', home.url]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('The token is that of @whohosts on 127.0.0.1');
    expect(ran.stderr).toContain('Set on the account: bot flag.');
    expect(ran.stderr).toContain('Still empty: bio, picture');
    expect(home.bot.bot).toBe(true);
    expect(home.bot.noteSource).toBe('');
    const written = readFileSync(file, 'utf8');
    expect(written).toMatch(
      /^# my own\nDATA_DIR=elsewhere\nMASTODON_URL=http:.*\nMASTODON_ACCESS_TOKEN=\S+\n$/,
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = /ACCESS_TOKEN=(\S+)/.exec(written)?.[1] ?? '';
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(token);

    const again = await product.run(['login']);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('The token is that of @whohosts');
    expect(readFileSync(file, 'utf8')).toBe(written);
  });

  it('takes a token from stdin, and never shows it', async () => {
    const { product, home, file } = await settle();
    const ran = await product.run(['login', home.url, '--token'], { input: `${TOKEN}\n` });
    expect(ran.code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain(`MASTODON_ACCESS_TOKEN=${TOKEN}`);
    expect(`${ran.stdout}${ran.stderr}`).not.toContain(TOKEN);
    const other = await settle();
    const refused = await other.product.run(['login', other.home.url, '--token'], { input: 'canary-no\n' });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('refuses this token');
    expect(existsSync(other.file)).toBe(false);
    expect(`${refused.stdout}${refused.stderr}`).not.toContain('canary-no');
  });

  it('fills in a profile when asked to, and overwrites only when asked to', async () => {
    const { product, home } = await settle();
    const environment = {
      MASTODON_URL: home.url,
      MASTODON_ACCESS_TOKEN: TOKEN,
      PUBLIC_URL: 'https://whohosts.example',
      CONTACT: 'mailto:me@whohosts.example',
    };
    home.bot.noteSource = 'My own words.';
    const first = await product.run(['login', '--profile'], { environment });
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('Set on the account: bot flag, fields, picture.');
    expect(first.stderr).toContain('Left as you wrote it: bio');
    expect(home.bot.noteSource).toBe('My own words.');
    expect(home.bot.fields.map(({ name }) => name)).toEqual(['Source', 'Method', 'Opt-out', 'Operator']);
    expect(home.bot.avatar).not.toContain('missing');
    const second = await product.run(['login', '--profile', '--overwrite'], { environment });
    expect(second.code).toBe(0);
    expect(home.bot.noteSource).toMatch(/^I measure who really hosts the fediverse/);
    expect(home.bot.noteSource.length).toBeLessThanOrEqual(500);
  });

  it('makes a new token if the one in use is refused', async () => {
    const { product, home, file } = await settle();
    await product.write('.env', `MASTODON_URL=${home.url}\nMASTODON_ACCESS_TOKEN=${TOKEN}\n`);
    home.revoke(TOKEN);
    const ran = await loginAs(product, home, ['login']);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('The token in use is refused');
    expect(readFileSync(file, 'utf8')).not.toContain(TOKEN);
  });

  it('says what is wrong with the address', async () => {
    const { product, home } = await settle();
    expect((await product.run(['login'])).stderr).toContain(
      'ADDRESS: expected the address of your home server',
    );
    await home.down();
    const away = await product.run(['login', home.url]);
    expect(away).toMatchObject({ code: 1, stdout: '' });
    expect(away.stderr).toContain('cannot be asked');
  });
});

/** Runs a login, and agrees on the page of the model server as the owner would. */
function loginAs(product: Product, home: ModelMastodon, args: readonly string[]) {
  return logIn(product, args, async (page) => {
    expect(new URL(page).origin).toBe(home.url);
    return /value="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? '';
  });
}
