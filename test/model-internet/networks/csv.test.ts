import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(lines: readonly string[]) {
  const file = join(folder, 'list.csv');
  await writeFile(file, `${lines.join('\n')}\n`);
  return readCsv(file);
}

describe('a CSV of servers', () => {
  it('becomes servers with an address, and names without one', async () => {
    const { servers, without } = await read([
      'domain,software,posts,ip,users',
      'Tea.Example,mastodon,7,116.203.1.1,100',
      'six.example,lemmy,,2a01:4f8::1,',
      'gone.example,,,,',
    ]);
    expect(servers[0]).toMatchObject({
      domain: 'tea.example',
      ip: '116.203.1.1',
      software: 'mastodon',
      users: { total: 100 },
    });
    expect(servers[1]).toMatchObject({ domain: 'six.example', ipv6: '2a01:4f8::1' });
    expect(servers[1]).not.toHaveProperty('users');
    expect(without).toEqual(['gone.example']);
  });

  it('registers international names as punycode, once, with the address that one of the lines has', async () => {
    const { servers, without, repeated } = await read([
      'domain,ip,software,users',
      'kräuter.example,,,',
      'xn--kruter-cua.example,51.15.1.1,mastodon,1',
    ]);
    expect(servers.map(({ domain }) => domain)).toEqual(['xn--kruter-cua.example']);
    expect([without, repeated]).toEqual([[], 1]);
  });

  it('tells what it cannot read', async () => {
    const { servers, skipped } = await read([
      'domain,ip,software,users',
      'no good,51.15.1.1,,',
      'tea.example,1.2.3,,',
    ]);
    expect([servers, skipped]).toEqual([[], ['no good', 'tea.example']]);
  });

  it('claims the same active users in every run, never more than there are', async () => {
    const lines = [
      'domain,ip,software,users',
      ...[0, 1, 9, 500].map((n) => `n${n}.example,51.15.1.1,lemmy,${n}`),
    ];
    const once = (await read(lines)).servers;
    expect((await read(lines)).servers).toEqual(once);
    for (const { users } of once) expect(users?.activeMonth).toBeLessThanOrEqual(users?.total ?? -1);
    expect(once.at(-1)?.users?.activeMonth).toBeGreaterThan(0);
  });
});
