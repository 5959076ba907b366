import type { Attributor } from '../attribution/attributor.ts';
import { majority } from '../attribution/majority.ts';
import type { Attribution } from '../model/attribution.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation } from '../model/observation.ts';

/** Attributes every address of an observation, and the server by the majority of them. */
export function findHoster(attributor: Attributor, observation: Observation): Finding {
  const { domain, cname, ptr } = observation;
  const addresses: Attribution[] = [];
  for (const endpoint of observation.endpoints) {
    for (const address of endpoint.addresses) {
      const reverseName = ptr[address];
      addresses.push(
        attributor.attribute(
          address,
          reverseName === undefined ? { domain, cname } : { domain, cname, ptr: reverseName },
        ),
      );
    }
  }
  return { observation, addresses, ...majority(addresses) };
}
