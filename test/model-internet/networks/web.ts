import { createNetworkBuilder, type Ground, type ModelNetwork } from './builder.ts';
import type { Behaviour } from './server.ts';

const UNRESOLVED: readonly Behaviour[] = [
  'nxdomain',
  'nxdomain',
  'nxdomain',
  'servfail',
  'nodata',
  'cname-loop',
];

/**
 * 200 ordinary websites: most at the domain itself, some under `www.` alone, some behind an alias, some
 * nowhere.
 */
export function modelWeb({ name, house }: Ground): ModelNetwork {
  const network = createNetworkBuilder();
  for (let site = 0; site < 160; site++) {
    const home = house();
    network.listed({ domain: name(), ...home }, home.place);
  }
  for (let bare = 0; bare < 20; bare++) {
    const [domain, home] = [name(), house()];
    network.host({ domain: `www.${domain}`, ...home });
    network.listed({ domain, txt: { '': ['v=spf1 -all'] } }, home.place);
  }
  for (let alias = 0; alias < 14; alias++) {
    const [domain, home] = [name(), house()];
    network.listed({ domain, cname: [`edge.${domain}`], ...home }, home.place);
  }
  for (const behaviour of UNRESOLVED) network.listed({ domain: name(), behaviour }, 'none');
  return network.build();
}
