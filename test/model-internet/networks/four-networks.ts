import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NETWORKS, type Network } from '../../../src/model/network.ts';
import { type FediverseServer, modelFediverse } from './fediverse.ts';
import { modelNetworks } from './networks.ts';
import type { ModelServer } from './server.ts';

/** All four networks on one model internet. */
export interface FourNetworks {
  readonly fediverse: readonly FediverseServer[];
  /** The other networks' servers, with hosts that are on no list. */
  readonly others: readonly ModelServer[];
  readonly lists: Readonly<Record<Network, readonly string[]>>;
}

export function fourNetworks(seed = '1'): FourNetworks {
  const fediverse = modelFediverse({ seed });
  const domains = fediverse.map(({ domain }) => domain);
  const { xmpp, matrix, web } = modelNetworks({ seed, taken: domains });
  return {
    fediverse,
    others: [xmpp, matrix, web].flatMap(({ servers }) => servers),
    lists: { fediverse: domains, xmpp: xmpp.list, matrix: matrix.list, web: web.list },
  };
}

/** Writes a list a network as `scan --list` reads it, and gives the files. */
export async function writeLists(
  folder: string,
  lists: FourNetworks['lists'],
): Promise<Readonly<Record<Network, string>>> {
  const files = {} as Record<Network, string>;
  for (const network of NETWORKS) {
    files[network] = join(folder, `model-${network}.txt`);
    await writeFile(files[network], `${lists[network].join('\n')}\n`);
  }
  return files;
}
