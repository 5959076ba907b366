import * as v from 'valibot';
import { nameSchema } from './document.ts';
import { fetchGraphql } from './graphql.ts';
import { isFailure, NO_PORTS, NO_VALIDATORS, type Source } from './source.ts';

const URL = 'https://api.fediverse.observer/';
const QUERY = '{ nodes(status: "UP") { domain } }';

/** Fediverse Observer: the servers that it found up, from its GraphQL API, which is meant for programs. */
export function createFediverseObserver({ url = URL }: { readonly url?: string } = {}): Source {
  return {
    name: 'fediverse.observer',
    network: 'fediverse',
    terms: 'No licence stated; the API is open to programs.',
    async fetch(deps) {
      const data = v.object({ nodes: v.array(v.object({ domain: nameSchema })) });
      const fetched = await fetchGraphql(deps, { url, query: QUERY, robots: false }, data);
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      const names = fetched.value.data.nodes.map(({ domain }) => domain);
      return { status: 'OK', names, ports: NO_PORTS, validators: NO_VALIDATORS };
    },
  };
}
