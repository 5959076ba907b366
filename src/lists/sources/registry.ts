import { parseDomain } from '../../model/domain.ts';
import type { Network } from '../../model/network.ts';
import { createFediDb } from './fedidb.ts';
import { createFediverseObserver } from './fediverse-observer.ts';
import { createFediverseParty } from './fediverse-party.ts';
import { createInstancesSocial } from './instances-social.ts';
import { createJoinMatrix } from './joinmatrix.ts';
import { createPeers } from './peers.ts';
import type { Source } from './source.ts';
import { createTheFederation } from './the-federation.ts';
import { createTranco } from './tranco.ts';
import { createXmppProviders } from './xmpp-providers.ts';

export interface SourceOptions {
  readonly instancesSocialToken: string | null;
}

/** The names by which users request a source. The first of each network is its default. */
export const SOURCES: Readonly<Record<Network, readonly [string, ...string[]]>> = {
  fediverse: [
    'nodes.fediverse.party',
    'fedidb',
    'fediverse.observer',
    'instances.social',
    'the-federation',
    'peers:HOST',
  ],
  xmpp: ['xmpp-providers'],
  matrix: ['joinmatrix'],
  web: ['tranco', 'tranco:N'],
};

/** Tranco's list has a million domains. */
const LONGEST_TOP = 1_000_000;

/** The source of a network with a name given by the user; null if there is none. */
export function findSource(network: Network, name: string, options: SourceOptions): Source | null {
  const source = create(name, options);
  return source?.network === network ? source : null;
}

function create(name: string, { instancesSocialToken }: SourceOptions): Source | null {
  const [kind = '', detail] = name.split(/:(.*)/s, 2);
  if (kind === 'peers') {
    const host = parseDomain(detail ?? '');
    return host.ok ? createPeers({ host: host.domain }) : null;
  }
  if (kind === 'tranco' && detail !== undefined) {
    const top = /^\d{1,7}$/.test(detail) ? Number(detail) : 0;
    return top >= 1 && top <= LONGEST_TOP ? createTranco({ top }) : null;
  }
  switch (name) {
    case 'nodes.fediverse.party':
      return createFediverseParty();
    case 'fedidb':
      return createFediDb();
    case 'fediverse.observer':
      return createFediverseObserver();
    case 'instances.social':
      return createInstancesSocial({ token: instancesSocialToken });
    case 'the-federation':
      return createTheFederation();
    case 'xmpp-providers':
      return createXmppProviders();
    case 'joinmatrix':
      return createJoinMatrix();
    case 'tranco':
      return createTranco();
    default:
      return null;
  }
}
