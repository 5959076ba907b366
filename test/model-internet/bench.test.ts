import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benchInternet } from './bench.ts';
import { delayOf } from './latency.ts';

describe('the zone to measure speed by', () => {
  it('has exact shares of dead ones, spread over the whole list, and the same for the same seed', () => {
    const { servers, made } = benchInternet({ count: 10_000 });
    expect(made).toMatchObject({ servers: 10_000, alive: 7_000, deadTls: 2_700, deadDns: 300 });
    for (const [behaviour, count] of [
      ['ok', 7_000],
      ['dead', 2_700],
      ['silent', 300],
    ] as const) {
      const found = servers.flatMap((server, at) => (server.behaviour === behaviour ? at : []));
      expect(found.length).toBe(count);
      const early = found.filter((at) => at < 5_000).length;
      expect(Math.abs(early / count - 0.5)).toBeLessThan(0.1);
    }
    expect(benchInternet({ count: 10_000 }).servers).toEqual(servers);
    expect(benchInternet({ count: 10_000, seed: '2' }).servers).not.toEqual(servers);
  });

  it('gives every server a name and an address of its own', () => {
    const { servers } = benchInternet();
    expect(new Set(servers.map(({ domain }) => domain)).size).toBe(30_000);
    expect(new Set(servers.map(({ ip }) => ip)).size).toBe(30_000);
    expect(servers[1]?.domain).toBe('s00001.example');
  });
});

describe('latency', () => {
  it('is drawn from its distribution', () => {
    const sample = (latency: Parameters<typeof delayOf>[0]) =>
      Array.from({ length: 20_000 }, (_, at) => delayOf(latency, `name ${at}`)).sort((a, b) => a - b);
    const uniform = sample({ shape: 'uniform', from: 100, to: 800 });
    expect(uniform[0]).toBeGreaterThanOrEqual(100);
    expect(uniform.at(-1)).toBeLessThan(800);
    expect(Math.abs((uniform[10_000] ?? 0) - 450)).toBeLessThan(10);
    const lognormal = sample({ shape: 'lognormal', p50: 40, p95: 400 });
    expect(Math.abs((lognormal[10_000] ?? 0) - 40)).toBeLessThan(3);
    expect(Math.abs((lognormal[19_000] ?? 0) - 400)).toBeLessThan(40);
  });

  it('is never negative or endless', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const delay = delayOf({ shape: 'lognormal', p50: 40, p95: 400 }, key);
        expect(delay).toBeGreaterThan(0);
        expect(delay).toBeLessThan(1e6);
      }),
    );
  });
});

describe('the model internet as a process of its own', () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const run = async (args: readonly string[]) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk));
    child.stderr.on('data', (chunk: Buffer) => (told += chunk));
    return { child, output: () => output, told: () => told };
  };

  it('prints its environment, stays, and leaves nothing behind', async () => {
    const { child, output, told } = await run(['--bench', '200']);
    while (!output().includes('ca.pem\n')) await once(child.stdout, 'data');
    expect(output()).toMatch(
      /^DNS_SERVERS=127\.0\.0\.1:\d+\nCONNECT_TO=127\.0\.0\.1:\d+\nNODE_EXTRA_CA_CERTS=/,
    );
    const caFile = output().match(/NODE_EXTRA_CA_CERTS=(.*)\n/)?.[1] ?? '';
    expect(existsSync(caFile)).toBe(true);
    expect(JSON.parse(told().split('\n')[0] ?? '')).toMatchObject({ servers: 200, alive: 140 });
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(existsSync(caFile)).toBe(false);
  });

  it('serves four networks, and tells where their lists are while it stays', async () => {
    const { child, output, told } = await run(['--networks']);
    while (!output().includes('ca.pem\n')) await once(child.stdout, 'data');
    const { lists } = JSON.parse(told().split('\n')[0] ?? '') as { lists: Record<string, string> };
    const names = Object.entries(lists).map(([network, file]) => [
      network,
      readFileSync(file, 'utf8').trim().split('\n').length,
    ]);
    expect(Object.fromEntries(names)).toEqual({ fediverse: 400, xmpp: 60, matrix: 30, web: 200 });
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
    for (const file of Object.values(lists)) expect(existsSync(file)).toBe(false);
  });

  it('says how it is meant to be called', async () => {
    const { child, told } = await run([]);
    expect(await once(child, 'exit')).toEqual([2, null]);
    expect(told()).toContain('--csv FILE');
  });
});
