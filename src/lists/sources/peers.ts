import * as v from 'valibot';
import type { Domain } from '../../model/domain.ts';
import { fetchSourceJson, nameSchema } from './document.ts';
import { isFailure, NO_PORTS, type Source } from './source.ts';

export interface PeersOptions {
  readonly host: Domain;
  readonly url?: string;
}

/**
 * All servers that one server knows (docs.joinmastodon.org/methods/instance/#peers): an array of host names,
 * including dead ones. The server is not one of its own peers, so it is added. Its robots.txt is honoured.
 */
export function createPeers({ host, url = `https://${host}/api/v1/instance/peers` }: PeersOptions): Source {
  return {
    name: `peers of ${host}`,
    network: 'fediverse',
    terms: 'No licence stated; public unless the server’s admin closes it.',
    async fetch(deps) {
      const fetched = await fetchSourceJson(deps, { url, conditional: true }, v.array(nameSchema));
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      const { value, validators } = fetched;
      const names = value.length === 0 ? [] : [host, ...value];
      return { status: 'OK', names, ports: NO_PORTS, validators };
    },
  };
}
