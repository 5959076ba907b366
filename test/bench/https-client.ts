/*
 * Our HTTPS client at the work of `https-peer.c`, as a process of its own: hosts on stdin, the paths as
 * arguments. DNS is out of it. Prints the CPU seconds, without those of a warm-up, and how many hosts
 * answered both requests.
 */
import { text } from 'node:stream/consumers';
import type { Dns } from '../../src/net/dns/dns.ts';
import { createHttp } from '../../src/net/http/client.ts';

const [atOnce, ...paths] = process.argv.slice(2);
const WARM_UP = 400;

let given = 0;
/** Each host has an address of its own, or politeness would hold them back. */
const dns: Dns = {
  async query(name, type) {
    if (type !== 'A') return { status: 'NODATA', records: [] };
    given++;
    const data = `5.${(given >> 16) & 255}.${(given >> 8) & 255}.${given & 255}`;
    return { status: 'NOERROR', records: [{ name, type, ttl: 300, data }] };
  },
  close: () => undefined,
  counts: { sent: 0, answered: 0, retried: 0, timedOut: 0 },
};
const http = createHttp({
  dns,
  userAgent: 'bench',
  concurrency: Number(atOnce),
  connectTo: process.env.CONNECT_TO ?? null,
});
const hosts = (await text(process.stdin)).split('\n').filter((host) => host !== '');

async function ask(host: string): Promise<boolean> {
  for (const path of paths) {
    const answer = await http.get(`https://${host}${path}`, { maxBytes: 65_536, robots: false });
    if (!answer.ok) return false;
  }
  return true;
}

async function askAll(some: readonly string[]): Promise<number> {
  let next = 0;
  let good = 0;
  const worker = async () => {
    for (let at = next++; at < some.length; at = next++) if (await ask(some[at] as string)) good++;
  };
  await Promise.all(Array.from({ length: Number(atOnce) }, worker));
  return good;
}

await askAll(hosts.slice(0, WARM_UP));
const before = process.cpuUsage();
const good = await askAll(hosts.slice(WARM_UP));
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpu: (user + system) / 1e6, good }));
await http.close();
