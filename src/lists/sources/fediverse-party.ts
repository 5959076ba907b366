import * as v from 'valibot';
import { fetchSourceJson, nameSchema } from './document.ts';
import { isFailure, NO_PORTS, type Source } from './source.ts';

const URL = 'https://nodes.fediverse.party/nodes.json';

/**
 * The servers that Minoru, the crawler of fediverse.party, saw alive in the last week: an array of host
 * names. Its page gives the URL for programs, rebuilds the list about every six hours and asks not to fetch
 * it often.
 */
export function createFediverseParty({ url = URL }: { readonly url?: string } = {}): Source {
  return {
    name: 'nodes.fediverse.party',
    network: 'fediverse',
    terms: 'No licence stated; published for programs to fetch, not very often.',
    async fetch(deps) {
      const request = { url, robots: false, conditional: true };
      const fetched = await fetchSourceJson(deps, request, v.array(nameSchema));
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      return { status: 'OK', names: fetched.value, ports: NO_PORTS, validators: fetched.validators };
    },
  };
}
