import * as v from 'valibot';
import { fetchJson, nameSchema } from './document.ts';
import { isFailure, NO_PORTS, NO_VALIDATORS, type Source } from './source.ts';

const FOLDER = 'https://data.xmpp.net/providers/v2/';
const CATEGORIES = ['A', 'B', 'C', 'D'] as const;

/**
 * XMPP Providers (providers.xmpp.net), made for clients to fetch: one file for each category, of objects with `jid`, or in
 * its simple form of names. All four are united; one that is missing would make another list, and fails the whole.
 */
export function createXmppProviders({ folder = FOLDER }: { readonly folder?: string } = {}): Source {
  return {
    name: 'XMPP Providers',
    network: 'xmpp',
    terms: 'CC0-1.0 (data of the XMPP Providers project).',
    async fetch(deps) {
      const schema = v.array(v.union([v.string(), v.object({ jid: nameSchema })]));
      const names = new Set<string>();
      for (const category of CATEGORIES) {
        const wish = { url: `${folder}providers-${category}.json`, robots: false };
        const fetched = await fetchJson(deps, wish, schema);
        if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
        for (const entry of fetched.value) names.add(typeof entry === 'string' ? entry : entry.jid);
      }
      return { status: 'OK', names: [...names], ports: NO_PORTS, validators: NO_VALIDATORS };
    },
  };
}
