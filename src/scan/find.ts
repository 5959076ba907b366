import type { Attributor } from '../attribution/attributor.ts';
import { majority } from '../attribution/majority.ts';
import type { Attribution } from '../model/attribution.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';

/** Attributes every address of an observation, and the server by the majority of them. */
export function findHoster(attributor: Attributor, observation: Observation): Finding {
  const { domain, ptr } = observation;
  const addresses: Attribution[] = [];
  for (const { host, addresses: found } of observation.endpoints) {
    // A delegate's or SRV target's name tells who runs it as well as a CNAME does.
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
