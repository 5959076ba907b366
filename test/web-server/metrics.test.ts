import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeHealth } from '../../src/jobs/health/health.ts';
import { healthMetrics } from '../../src/jobs/health/health-metrics.ts';
import { type RunningServer, startServer } from '../../src/web-server/server.ts';
import { ask } from './requests.ts';
import { type ServedSite, serveModelSite } from './served-site.ts';

let served: ServedSite;
const servers: RunningServer[] = [];
beforeAll(async () => {
  served = await serveModelSite();
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await served.close();
});

async function start(access: 'local' | 'public' | 'off'): Promise<RunningServer> {
  const { store, folder } = served.site;
  const config = {
    ...{ dataDir: folder, account: { url: 'https://home.example', token: 'secret-token' } },
    ...{ scanCron: '17 3 * * 6', postCron: '42 10 * * 0', updateCron: '23 4 2 * *', timeZone: 'UTC' },
  };
  const read = () => healthMetrics(judgeHealth({ config, store, now: new Date() }), '1.2.3');
  const server = await startServer({ ...served.options, metrics: { access, read } });
  servers.push(server);
  return server;
}

const SAMPLE =
  /^[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\.)*"(?:,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? -?\d+(?:\.\d+)?(?:e\+?\d+)?$/;

describe('/metrics', () => {
  it('tells a monitor on this machine what `status` tells', async () => {
    const { port } = await start('local');
    await ask(port, '/nowhere');
    const { status, headers, body } = await ask(port, '/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = body.toString();
    for (const line of text.trimEnd().split('\n')) {
      if (line !== '' && !line.startsWith('#')) expect(line).toMatch(SAMPLE);
    }
    expect(text).toMatch(/^whohosts_build_info\{version="1\.2\.3"\} 1$/m);
    expect(text).toMatch(/^whohosts_scan_servers\{network="fediverse"\} \d+$/m);
    expect(text).toMatch(/^whohosts_next_timestamp_seconds\{what="update"\} \d+$/m);
    expect(text).toMatch(/^whohosts_http_requests_total\{status="4xx"\} 1$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(text).not.toMatch(/secret-token|home\.example|undefined|NaN/);
    expect(text).not.toContain(served.site.folder);
    const names = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(['X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Forwarded', 'Via'])(
    'is not there through a proxy that sends %s',
    async (name) => {
      const [server] = servers;
      const through = { headers: { [name]: '127.0.0.1' } };
      expect((await ask(server?.port ?? 0, '/metrics', through)).status).toBe(404);
    },
  );

  it('is for everyone, or no one, if the operator says so', async () => {
    const open = await start('public');
    const through = { headers: { 'X-Forwarded-For': '198.51.100.1' } };
    expect((await ask(open.port, '/metrics', through)).status).toBe(200);
    const closed = await start('off');
    expect((await ask(closed.port, '/metrics')).status).toBe(404);
    expect((await ask(served.server.port, '/metrics')).status).toBe(404);
  });
});
