import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './requests.ts';
import { type ServedSite, serveModelSite } from './served-site.ts';

let served: ServedSite;
beforeAll(async () => {
  served = await serveModelSite();
});
afterAll(() => served.close());

describe('nothing else', () => {
  it('is behind a link in the site, to a file or a folder, inside or outside, nor in a pipe', async () => {
    const { folder, directory } = served.site;
    mkdirSync(join(folder, 'outside', 'deep'), { recursive: true });
    for (const name of ['secret.txt', 'index.html', 'deep/secret.txt'])
      writeFileSync(join(folder, 'outside', name), 'secret');
    symlinkSync(join(folder, 'outside'), join(directory, 'absolute'));
    symlinkSync('../outside', join(directory, 'relative'));
    symlinkSync('hosters', join(directory, 'inner'));
    symlinkSync('index.html', join(directory, 'inner.html'));
    symlinkSync('round', join(directory, 'round'));
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    for (const path of [
      ...['/absolute', '/absolute/', '/absolute/secret.txt', '/absolute/index.html'],
      ...['/absolute/deep/', '/absolute/deep/secret.txt', '/relative/', '/relative/secret.txt'],
      ...['/inner', '/inner/', '/inner/ovh/', '/inner.html', '/round', '/round/', '/pipe', '/pipe/'],
    ]) {
      const { status, body } = await ask(served.server.port, path);
      expect([path, status, body.includes('secret')]).toEqual([path, 404, false]);
    }
    expect((await ask(served.server.port, '/hosters/ovh/')).status).toBe(200);
  });

  it('can be read, however the path is written', async () => {
    writeFileSync(join(served.site.folder, 'secret.txt'), 'secret');
    symlinkSync(join(served.site.folder, 'secret.txt'), join(served.site.directory, 'link.txt'));
    const paths = [
      '/../secret.txt',
      '/../../secret.txt',
      '/./../secret.txt',
      '/hosters/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '/..\\secret.txt',
      '/....//secret.txt',
      '//secret.txt',
      '///etc/passwd',
      '/etc/passwd',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/%00',
      '/index.html%00.txt',
      '/.manifest.json',
      '/.well-known/../.manifest.json',
      '/.git/config',
      '/whohosts.db',
      '/../whohosts.db',
      '/file:///etc/passwd',
      '/~root',
      '/link.txt',
      '/%c0%ae%c0%ae/secret.txt',
      '/\u00e9',
      '/;/secret.txt',
      '/hosters/./ovh/',
      'http://evil.example/../secret.txt',
      '*',
      '/?/../../secret.txt/%',
      '/assets/../../secret.txt',
    ];
    for (const path of paths) {
      const answer = await ask(served.server.port, encodeURI(path).replaceAll('%25', '%'));
      if (path.startsWith('/?')) expect(answer.status, path).toBe(200);
      else expect([301, 404], path).toContain(answer.status);
      expect(answer.body.toString(), path).not.toMatch(/secret$|root:|SQLite/);
    }
  });

  it('but GET and HEAD is done', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect(await ask(served.server.port, '/', { method })).toMatchObject({
        status: 405,
        headers: { allow: 'GET, HEAD' },
      });
    }
  });

  it('is too long to be refused', async () => {
    expect((await ask(served.server.port, `/${'a'.repeat(3_000)}`)).status).toBe(414);
    expect((await ask(served.server.port, '/', { headers: { 'X-Long': 'a'.repeat(20_000) } })).status).toBe(
      431,
    );
  });

  it('lacks the headers that keep browsers in', async () => {
    for (const path of [
      '/',
      '/nowhere',
      '/api/lookup',
      '/api/health',
      '/hosters',
      '/networks/fediverse/report.json',
    ]) {
      const { headers } = await ask(served.server.port, path);
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
      });
      const policy = String(headers['content-security-policy']);
      expect(policy, path).toMatch(/^default-src 'none';/);
      expect(policy, path).not.toMatch(/unsafe|\*|https?:|data:/);
    }
  });

  it('but data is for the programs of other sites', async () => {
    expect(
      (await ask(served.server.port, '/api/domains/00.json')).headers['access-control-allow-origin'],
    ).toBe('*');
    expect((await ask(served.server.port, '/')).headers['access-control-allow-origin']).toBeUndefined();
  });
});
