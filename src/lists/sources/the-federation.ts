import * as v from 'valibot';
import { nameSchema } from './document.ts';
import { fetchGraphql } from './graphql.ts';
import { isFailure, NO_PORTS, NO_VALIDATORS, type Source } from './source.ts';

const URL = 'https://the-federation.info/v1/graphql';
const QUERY =
  '{ thefederation_node(where: {blocked: {_eq: false}}) { host thefederation_platform { name } } }';

/**
 * The Federation, from its GraphQL API, which is meant for programs. Its Matrix servers are left out here.
 */
export function createTheFederation({ url = URL }: { readonly url?: string } = {}): Source {
  return {
    name: 'the-federation.info',
    network: 'fediverse',
    terms: 'No licence stated; the API is open to programs.',
    async fetch(deps) {
      const platform = v.nullish(v.object({ name: nameSchema }));
      const node = v.object({ host: nameSchema, thefederation_platform: platform });
      const data = v.object({ thefederation_node: v.array(node) });
      const fetched = await fetchGraphql(deps, { url, query: QUERY, robots: false }, data);
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      const names = fetched.value.data.thefederation_node
        .filter((known) => !/^matrix\b/i.test(known.thefederation_platform?.name ?? ''))
        .map(({ host }) => host);
      return { status: 'OK', names, ports: NO_PORTS, validators: NO_VALIDATORS };
    },
  };
}
