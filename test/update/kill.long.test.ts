import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseDatabases } from '../../src/attribution/databases/choose.ts';
import { checkFile, downloadsFolder, readManifest } from '../../src/attribution/databases/downloads.ts';
import { updateData } from '../../src/update/update.ts';
import { PUBLIC, startWorld, type World } from '../kit/model-clients.ts';
import { FRESH, FRONTS, installDatabases, iptoasnTable, NOW, publishers, SOURCES } from './model-data.ts';

const CHILD = fileURLToPath(new URL('./update-child.ts', import.meta.url));
const KILLS = 12;

let world: World;
const dataDir = mkdtempSync(join(tmpdir(), 'whohosts-kill-'));

beforeAll(async () => {
  world = await startWorld(
    Object.entries(publishers()).map(([domain, routes]) => ({ domain, ip: PUBLIC, routes })),
  );
});
afterAll(async () => {
  await world.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('an update that is killed', () => {
  it('leaves complete data at any moment, and the next update cleans up', async () => {
    const folder = downloadsFolder(dataDir);
    const installed = installDatabases(join(dataDir, 'npm'));
    for (let kill = 0; kill < KILLS; kill++) {
      // The table changes each time, so that there is always something to swap.
      const routes = {
        ...publishers()['iptoasn.com'],
        '/data/ip2asn-v4.tsv.gz': {
          kind: 'reply' as const,
          body: iptoasnTable(
            FRESH.filter((_, index) => index !== kill % 3),
            4,
          ),
          headers: {},
        },
      };
      world.internet.change('iptoasn.com', { routes });
      const { environment, dnsServer, httpsServer } = world.internet;
      const child = fork(CHILD, [dataDir, dnsServer, httpsServer], {
        env: { ...process.env, ...environment() },
        silent: true,
      });
      await once(child, 'message');
      await wait(Math.random() * 400);
      child.kill('SIGKILL');
      await once(child, 'exit');

      for (const state of Object.values(readManifest(folder))) {
        for (const { name, sha256 } of state.files) checkFile(join(folder, name), sha256);
      }
      expect(chooseDatabases(dataDir, installed).problems).toEqual([]);
    }
    const result = await updateData({
      dataDir,
      http: world.http,
      sources: SOURCES,
      fronts: FRONTS,
      installed,
      now: () => NOW,
      onProgress: () => {},
    });
    expect(result).toMatchObject({ ok: true });
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
