import * as v from 'valibot';
import { fetchSourceJson, nameSchema } from './document.ts';
import { isFailure, NO_PORTS, NO_VALIDATORS, type Source } from './source.ts';

const FOLDER = 'https://data.xmpp.net/providers/v2/';
const CATEGORIES = ['A', 'B', 'C', 'D'] as const;

/**
 * XMPP Providers (providers.xmpp.net), made for clients to fetch: one file per category, with objects that
 * have `jid`, or in its simple form with names. All four are merged. If one is missing the whole fails,
 * because the rest would be a different list.
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
        const request = { url: `${folder}providers-${category}.json`, robots: false };
        const fetched = await fetchSourceJson(deps, request, schema);
        if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
        for (const entry of fetched.value) names.add(typeof entry === 'string' ? entry : entry.jid);
      }
      return { status: 'OK', names: [...names], ports: NO_PORTS, validators: NO_VALIDATORS };
    },
  };
}
