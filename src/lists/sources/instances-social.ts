import * as v from 'valibot';
import { fetchSourceJson, nameSchema } from './document.ts';
import { isFailure, NO_PORTS, type Source } from './source.ts';

/** `count=0` means all. The API rejects unknown parameters. */
const URL = 'https://instances.social/api/1.0/instances/list?count=0&include_dead=false';

export interface InstancesSocialOptions {
  /** Free of charge, from instances.social/api/token. */
  readonly token: string | null;
  readonly url?: string;
}

/**
 * instances.social, from its documented API. Servers that opted out there are not on its list, and so not on
 * ours.
 */
export function createInstancesSocial({ token, url = URL }: InstancesSocialOptions): Source {
  return {
    name: 'instances.social',
    network: 'fediverse',
    terms: 'No licence stated; the API is documented for programs that have a token.',
    async fetch(deps) {
      if (token === null) return { status: 'NO_TOKEN', detail: 'INSTANCES_SOCIAL_TOKEN is not set' };
      const headers = { authorization: `Bearer ${token}` };
      const schema = v.object({ instances: v.array(v.object({ name: nameSchema })) });
      const fetched = await fetchSourceJson(deps, { url, headers, robots: false, conditional: true }, schema);
      if (fetched.status === 'UNCHANGED' || isFailure(fetched)) return fetched;
      const names = fetched.value.instances.map(({ name }) => name);
      return { status: 'OK', names, ports: NO_PORTS, validators: fetched.validators };
    },
  };
}
