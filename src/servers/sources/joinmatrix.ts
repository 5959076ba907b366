import * as v from 'valibot';
import { fetchJson, nameSchema } from './document.ts';
import { isFailure, type Source } from './source.ts';

const URL = 'https://servers.joinmatrix.org/servers.json';

/**
 * The public Matrix servers of joinmatrix.org. A server name may carry a port (Matrix specification, appendix "Server
 * name"): two ports of one host are one server to us, so the port is left out.
 */
export function createJoinMatrix({ url = URL }: { readonly url?: string } = {}): Source {
  return {
    name: 'joinmatrix.org',
    network: 'matrix',
    terms: 'No licence stated.',
    async fetch(deps) {
      const schema = v.object({ public_servers: v.array(v.object({ name: nameSchema })) });
      const fetched = await fetchJson(deps, { url, conditional: true }, schema);
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      const names = fetched.value.public_servers.map(({ name }) => name.trim().replace(/:\d{1,5}$/, ''));
      return { status: 'OK', names, validators: fetched.validators };
    },
  };
}
