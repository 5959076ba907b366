/**
 * Rate of the DNS client against the model's DNS server in a process of its own, first with no latency (the limit of the
 * CPU), then with a real network's latency and 3 % of names that never answer.
 * Usage: node test/bench/dns.ts [NAMES] [IN_FLIGHT]
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createDns } from '../../src/net/dns-client.ts';
import { startDnsServer } from '../model-internet/dns/server.ts';
import { createZone } from '../model-internet/dns/zone.ts';
import { delayOf } from '../model-internet/latency.ts';

const names = Number(process.argv[2] ?? 30_000);
const inFlight = Number(process.argv[3] ?? 1000);
const SILENT_EVERY = 32;

if (process.argv[4] === undefined) await measure();
else await serve(process.argv[4]);

async function serve(kind: string) {
  const zone = createZone();
  for (let index = 0; index < names; index++) {
    const name = `n${index}.example`;
    zone.add({ name, type: 'A', data: `198.51.${(index >> 8) & 255}.${index & 255}` });
    if (kind === 'latency' && index % SILENT_EVERY === 0) zone.behave(name, { reply: 'silent' });
  }
  const latency = { shape: 'lognormal', p50: 40, p95: 400 } as const;
  const delay =
    kind === 'latency' ? (name: string, type: string) => delayOf(latency, `${type} ${name}`) : undefined;
  const server = await startDnsServer({ zone, log: false, ...(delay === undefined ? {} : { delay }) });
  process.send?.(server.address);
}

async function measure() {
  for (const kind of ['plain', 'latency']) {
    const child = fork(import.meta.filename, [String(names), String(inFlight), kind]);
    const [address] = (await once(child, 'message')) as [string];
    const dns = await createDns({ servers: [address], concurrency: inFlight, qps: 0 });
    const statuses: Record<string, number> = {};
    const cpu = process.cpuUsage();
    const start = performance.now();
    const types = kind === 'plain' ? (['A', 'AAAA'] as const) : (['A'] as const);
    const asked = Array.from({ length: names }, (_, index) =>
      types.map((type) => dns.query(`n${index}.example`, type)),
    );
    for (const { status } of await Promise.all(asked.flat())) statuses[status] = (statuses[status] ?? 0) + 1;
    const seconds = (performance.now() - start) / 1000;
    const used = process.cpuUsage(cpu);
    const queries = names * types.length;
    console.log(kind, {
      queries,
      inFlight,
      seconds: Number(seconds.toFixed(2)),
      perSecond: Math.round(queries / seconds),
      cpuMicrosPerQuery: Math.round((used.user + used.system) / queries),
      sentPerQuery: Number((dns.counts.sent / queries).toFixed(3)),
      rssMB: Math.round(process.memoryUsage.rss() / 1e6),
      statuses,
    });
    dns.close();
    child.kill();
    await once(child, 'exit');
  }
}
