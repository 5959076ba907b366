import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { locateXmpp } from '../../src/look/xmpp.ts';
import type { Domain } from '../../src/model/domain.ts';
import { createDns } from '../../src/net/dns/client.ts';
import type { Dns } from '../../src/net/dns/dns.ts';
import { until } from '../kit/until.ts';
import { HOSTS, NEVER_ASKED, srvOf } from '../look/cases.ts';
import { XMPP_CASES, type XmppCase } from '../look/xmpp-cases.ts';
import { type DnsServer, startDnsServer } from '../model-internet/dns/server.ts';
import { createZone, type ZoneRecord } from '../model-internet/dns/zone.ts';
import { type ModelServer, nameBehaviourOf, recordsOf } from '../model-internet/networks/server.ts';
import { describeWith, freePort, type RunningProgram, startProgram } from './programs.ts';

/*
 * Where does a server of XMPP that others wrote go when it has a message for a domain? The same records are
 * given to Prosody, with loopback addresses and one port, and to us, with public ones: it must connect first
 * to a host of what we take for the endpoints.
 */

const SERVER = '_xmpp-server._tcp';
const XMPP_PORT = 5269;

/**
 * Prosody speaks to servers alone, takes no direct TLS and no IPv6 here, goes to an address where a name
 * should be, and to any of more targets than we resolve.
 */
function isComparable({ srv = {}, server, silent, failing, title }: XmppCase): boolean {
  const names = Object.keys(srv);
  const isDown = server?.behaviour !== undefined;
  return (
    names.every((name) => name === SERVER) &&
    silent === undefined &&
    failing === undefined &&
    !isDown &&
    !/IPv6|target that is an address|alias without SRV|twelve targets/.test(title)
  );
}
const CASES = XMPP_CASES.filter(isComparable).map((each, at) => ({ ...each, domain: `x${at}.example` }));

const servers: readonly ModelServer[] = [
  ...CASES.map(
    ({ srv, server, domain }, at): ModelServer => ({
      ip: `116.203.9.${at + 1}`,
      ...server,
      domain,
      ...(srv === undefined ? {} : { srv: srvOf(srv, domain) }),
    }),
  ),
  ...HOSTS,
];
/** Of each public address the one on this machine that stands for it. */
const local = new Map<string, string>();
function localOf(address: string): string {
  const known = local.get(address) ?? `127.9.${Math.floor(local.size / 200)}.${(local.size % 200) + 1}`;
  local.set(address, known);
  return known;
}

function zoneOf(change: (record: ZoneRecord) => readonly ZoneRecord[]) {
  const zone = createZone();
  for (const server of servers) {
    for (const record of recordsOf(server).flatMap(change)) zone.add(record);
    zone.behave(server.domain, nameBehaviourOf(server));
  }
  return zone;
}

const CONFIGURATION = (folder: string, resolver: string) => `
run_as_root = true
pidfile = "${folder}/prosody.pid"
data_path = "${folder}"
plugin_paths = { "${folder}" }
log = { { levels = { min = "info" }, to = "console" } }
modules_enabled = { "s2s", "dialback" }
modules_disabled = { "c2s", "http", "offline", "tls", "admin_shell" }
c2s_ports = {}
s2s_ports = {}
s2s_require_encryption = false
s2s_secure_auth = false
use_ipv6 = false
unbound = {
  resolvconf = false; hoststxt = false;
  forward = { "${resolver.replace(':', '@')}" };
  options = { ["do-not-query-localhost:"] = "no" };
}
VirtualHost "home.example"
  modules_enabled = { "ask" }
  ask = { ${CASES.map(({ domain }) => `"${domain}"`).join(', ')} }
`;
/** Sends something to each domain. */
const MODULE = `
local st = require "util.stanza";
module:add_timer(1, function ()
  for _, host in ipairs(module:get_option_array("ask", {})) do
    module:send(st.iq({ type = "get", id = host, from = module.host, to = host }):tag("ping", { xmlns = "urn:xmpp:ping" }));
  end
  module:log("info", "all asked");
end);
`;

describeWith('prosody', 'lua-unbound')('Prosody, a server of XMPP,', () => {
  let theirs: DnsServer;
  let ours: DnsServer;
  let dns: Dns;
  let prosody: RunningProgram;
  const listeners: Server[] = [];
  /** Where it went first for a domain. */
  const went = new Map<string, string>();

  const meet = (socket: Socket) => {
    socket.on('error', () => undefined);
    const address = socket.localAddress ?? '';
    socket.once('data', (stream) => {
      const domain = /\bto=['"]([^'"]+)/.exec(stream.toString())?.[1];
      if (domain !== undefined && !went.has(domain)) went.set(domain, address);
      socket.destroy();
    });
  };

  beforeAll(async () => {
    const port = await freePort();
    theirs = await startDnsServer({
      zone: zoneOf((record) => {
        if (record.type === 'AAAA') return [];
        if (record.type === 'A') return [{ ...record, data: localOf(record.data) }];
        if (record.type !== 'SRV' || record.data.port === 0) return [record];
        return [{ ...record, data: { ...record.data, port } }];
      }),
    });
    ours = await startDnsServer({ zone: zoneOf((record) => [record]) });
    dns = await createDns({ servers: [ours.address], concurrency: 50, qps: 0 });
    for (const address of local.values()) {
      // A domain without SRV is at the port of XMPP.
      for (const at of [port, XMPP_PORT]) {
        const listener = createServer(meet).listen(at, address);
        await new Promise((resolve) => listener.once('listening', resolve));
        listeners.push(listener);
      }
    }
    prosody = await startProgram('prosody', {
      files: (folder) => ({
        'prosody.cfg.lua': CONFIGURATION(folder, theirs.address),
        'mod_ask.lua': MODULE,
      }),
      arguments: (folder) => ['-F', '--config', `${folder}/prosody.cfg.lua`],
      isReady: async (output) => output.includes('all asked'),
    });
    const there = CASES.filter(({ expected }) => expected.length > 0);
    await until(() => there.every(({ domain }) => went.has(domain)), 'it went everywhere', 20_000).catch(
      () => undefined,
    );
  });
  afterAll(async () => {
    dns?.close();
    for (const listener of listeners) listener.close();
    await prosody?.stop();
    await Promise.all([theirs?.stop(), ours?.stop()]);
  });

  it.each(CASES)('goes where we look: $title', async ({ domain }) => {
    const located = await locateXmpp(domain as Domain, { dns, http: null }, NEVER_ASKED);
    const addresses = located.endpoints.flatMap((endpoint) => endpoint.addresses.map(localOf));
    if (addresses.length === 0) expect(went.get(domain)).toBeUndefined();
    else expect(addresses).toContain(went.get(domain));
  });
});
