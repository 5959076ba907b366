import type { Attributor } from '../attribution/attributor.ts';
import { majority } from '../attribution/rules/majority.ts';
import type { Attribution } from '../model/attribution.ts';
import type { Observation } from '../model/observation.ts';
import type { ServerResult } from '../model/server-result.ts';

/** Attributes every address of an observation, and the server by the majority of them. */
export function findHoster(attributor: Attributor, observation: Observation): ServerResult {
  const { domain, ptr } = observation;
  const addresses: Attribution[] = [];
  for (const { host, addresses: found } of observation.endpoints) {
    // The name of a delegate or SRV target says who runs it, as a CNAME does.
    const cname = host === domain ? observation.cname : [host, ...observation.cname];
    for (const address of found) {
      const reverseName = ptr[address];
      const names = { domain, cname };
      const hints = reverseName === undefined ? names : { ...names, ptr: reverseName };
      addresses.push(attributor.attribute(address, hints));
    }
  }
  return { observation, addresses, ...majority(addresses) };
}
