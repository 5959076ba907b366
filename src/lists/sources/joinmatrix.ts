import * as v from 'valibot';
import { type Domain, parseDomain } from '../../model/domain.ts';
import { fetchSourceJson, nameSchema } from './document.ts';
import { isFailure, type Source } from './source.ts';

const URL = 'https://servers.joinmatrix.org/servers.json';

/**
 * The public Matrix servers of joinmatrix.org. A server name may have a port (Matrix specification, appendix
 * "Server name"); such a server is looked up without delegation. Two names with the same host are one server,
 * and the first one counts.
 */
export function createJoinMatrix({ url = URL }: { readonly url?: string } = {}): Source {
  return {
    name: 'joinmatrix.org',
    network: 'matrix',
    terms: 'No licence stated.',
    async fetch(deps) {
      const schema = v.object({ public_servers: v.array(v.object({ name: nameSchema })) });
      const fetched = await fetchSourceJson(deps, { url, conditional: true }, schema);
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      const servers = fetched.value.public_servers.map(({ name }) => splitPort(name.trim()));
      return {
        status: 'OK',
        names: servers.map(({ host }) => host),
        ports: portsOf(servers),
        validators: fetched.validators,
      };
    },
  };
}

interface ListedServer {
  readonly host: string;
  readonly port: number | null;
}

function splitPort(name: string): ListedServer {
  const match = /^(.*):(\d{1,5})$/s.exec(name);
  return match === null ? { host: name, port: null } : { host: match[1] ?? '', port: Number(match[2]) };
}

function portsOf(servers: readonly ListedServer[]): ReadonlyMap<Domain, number> {
  const seen = new Set<Domain>();
  const ports = new Map<Domain, number>();
  for (const { host, port } of servers) {
    const parsed = parseDomain(host);
    if (!parsed.ok || seen.has(parsed.domain)) continue;
    seen.add(parsed.domain);
    if (port !== null && port >= 1 && port <= 65_535) ports.set(parsed.domain, port);
  }
  return ports;
}
