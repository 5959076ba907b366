import { createRandom, type Random } from '../random.ts';
import { homeIn } from './addresses.ts';
import type { Ground, Housed, ModelNetwork } from './builder.ts';
import { apportion } from './fediverse.ts';
import { modelMatrix } from './matrix.ts';
import { createNames } from './names.ts';
import { PLACES } from './places.ts';
import { modelWeb } from './web.ts';
import { modelXmpp } from './xmpp.ts';

export interface ModelNetworks {
  readonly xmpp: ModelNetwork;
  readonly matrix: ModelNetwork;
  readonly web: ModelNetwork;
}

/**
 * Weights that differ from the fediverse's: Hetzner had 17.5 % of XMPP servers and 4 of 14 Matrix servers
 * (mastodon.at/@infosechandbook/102429623525065132, 2019), Cloudflare and Amazon have a quarter and a tenth
 * of the web (arewedecentralizedyet.online, October 2025). Of 1,000, like those of PLACES.
 */
const WEIGHTS: Readonly<Record<keyof ModelNetworks, Readonly<Record<string, number>>>> = {
  xmpp: { hetzner: 175, cloudflare: 0, fastly: 0 },
  matrix: { hetzner: 270, cloudflare: 60, fastly: 0 },
  web: { cloudflare: 230, aws: 60, 'aws-us-east': 30, hetzner: 18, ovh: 16, fastly: 20, google: 40 },
};

/**
 * Generates 60 XMPP, 30 Matrix and 200 web servers: the same for the same options, no name of those taken.
 */
export function modelNetworks({
  seed = '1',
  taken = [],
}: {
  readonly seed?: string;
  readonly taken?: Iterable<string>;
} = {}): ModelNetworks {
  const name = createNames(createRandom(`names ${seed}`), taken);
  const ground = (network: keyof ModelNetworks, count: number): Ground => {
    const random = createRandom(`${network} ${seed}`);
    const houses = random.shuffle(housesOf(WEIGHTS[network], count, random));
    let next = 0;
    return { name, house: () => houses[next++ % houses.length] as Housed };
  };
  return {
    xmpp: modelXmpp(ground('xmpp', 60)),
    matrix: modelMatrix(ground('matrix', 30)),
    web: modelWeb(ground('web', 200)),
  };
}

function housesOf(own: Readonly<Record<string, number>>, count: number, random: Random): Housed[] {
  const shares = apportion(
    count,
    PLACES.map(({ id, weight }) => own[id] ?? weight),
  );
  return PLACES.flatMap((place, at) =>
    Array.from({ length: shares[at] ?? 0 }, () => {
      const { headers: _headers, ...housed } = homeIn(place, random);
      return housed;
    }),
  );
}
