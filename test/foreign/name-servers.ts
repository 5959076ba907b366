import { createDns } from '../../src/net/dns/client.ts';
import type { ZoneRecord } from '../model-internet/dns/zone.ts';
import { freePort, type RunningProgram, startProgram } from './programs.ts';

export interface NameServer extends RunningProgram {
  /** `ip:port`. */
  readonly address: string;
}

/** NSD with one zone, which it alone is asked for: an authoritative server. */
export async function startNsd(zone: string, records: readonly string[]): Promise<NameServer> {
  const port = await freePort();
  const origin = zone === '.' ? '.' : `${zone}.`;
  const head = [
    '$TTL 300',
    `${origin} IN SOA ns.${zone === '.' ? '' : origin} admin.${zone === '.' ? '' : origin} 1 3600 600 86400 60`,
    `${origin} IN NS ns.${zone === '.' ? '' : origin}`,
    `ns.${zone === '.' ? '' : origin} IN A 192.0.2.53`,
  ];
  const running = await startProgram('nsd', {
    files: (folder) => ({
      zone: `${[...head, ...records].join('\n')}\n`,
      'nsd.conf': `
server:
  ip-address: 127.0.0.1@${port}
  server-count: 1
  username: ""
  database: ""
  logfile: ""
  pidfile: "${folder}/nsd.pid"
  xfrdfile: "${folder}/xfrd.state"
  xfrdir: "${folder}"
  zonelistfile: "${folder}/zone.list"
  zonesdir: "${folder}"
remote-control:
  control-enable: no
zone:
  name: "${zone}"
  zonefile: "zone"
`,
    }),
    arguments: (folder) => ['-d', '-c', `${folder}/nsd.conf`],
    isReady: () => answers(`127.0.0.1:${port}`, zone === '.' ? 'ns' : `ns.${zone}`),
  });
  return { ...running, address: `127.0.0.1:${port}` };
}

/** unbound before one server that has the root zone: a recursive resolver. */
export async function startUnbound(authority: string, more: readonly string[] = []): Promise<NameServer> {
  const port = await freePort();
  const running = await startProgram('unbound', {
    files: (folder) => ({
      'unbound.conf': `
server:
  interface: 127.0.0.1
  port: ${port}
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  do-ip6: no
  use-caps-for-id: yes
  num-threads: 1
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  logfile: ""
  use-syslog: no
  local-zone: "test." transparent
  unblock-lan-zones: yes
  insecure-lan-zones: yes
${more.map((line) => `  ${line}\n`).join('')}
${more.some((line) => line.startsWith('module-config')) ? '' : '  module-config: "iterator"\n'}
remote-control:
  control-enable: no
stub-zone:
  name: "."
  stub-addr: ${authority.replace(':', '@')}
  stub-prime: no
`,
    }),
    arguments: (folder) => ['-d', '-p', '-c', `${folder}/unbound.conf`],
    isReady: () => answers(`127.0.0.1:${port}`, 'ns'),
  });
  return { ...running, address: `127.0.0.1:${port}` };
}

async function answers(server: string, name: string): Promise<boolean> {
  const dns = await createDns({ servers: [server], concurrency: 1, qps: 0, timeoutMs: 200, tries: 1 });
  try {
    return (await dns.query(name, 'A')).status === 'NOERROR';
  } finally {
    dns.close();
  }
}

/** A record of the model in the form of a zone file (RFC 1035, 5.1). */
export function zoneLine({ name, type, data }: ZoneRecord): string {
  const owner = `${name}. IN ${type}`;
  if (type === 'SRV')
    return `${owner} ${data.priority} ${data.weight} ${data.port} ${data.target === '.' ? '.' : `${data.target}.`}`;
  if (type === 'TXT') return `${owner} ${quoted(data.toString())}`;
  return type === 'A' || type === 'AAAA' ? `${owner} ${data}` : `${owner} ${data}.`;
}

/** Strings of 255 bytes at most. */
function quoted(text: string): string {
  const parts = text.match(/[\s\S]{1,255}/g) ?? [''];
  return parts.map((part) => `"${part.replaceAll(/["\\]/g, '\\$&')}"`).join(' ');
}
