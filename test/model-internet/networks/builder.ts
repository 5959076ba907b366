import type { ModelServer } from './server.ts';

/** A network of the model internet, with the truth about it. */
export interface ModelNetwork {
  /** All that DNS and HTTP have to know, hosts included that are on no list. */
  readonly servers: readonly ModelServer[];
  /** The list as it would be published; Matrix names may carry a port. */
  readonly list: readonly string[];
  /**
   * By domain without port: the place, an id of PLACES, where its service lives, or `none` where nobody can
   * say.
   */
  readonly truth: ReadonlyMap<string, string>;
}

export type Housed = Pick<ModelServer, 'ip' | 'ipv6'> & { readonly place: string };

/** What a network's generator builds with. */
export interface Ground {
  /** An invented domain, each once. */
  readonly name: () => string;
  /** Addresses at a place drawn by the network's own weights. */
  readonly house: () => Housed;
}

export interface NetworkBuilder {
  /** A host that serves, on no list. */
  host(server: ModelServer): void;
  /** A domain on the list, and where its service lives. */
  listed(server: ModelServer, place: string, port?: number): void;
  build(): ModelNetwork;
}

export function createNetworkBuilder(): NetworkBuilder {
  const servers: ModelServer[] = [];
  const list: string[] = [];
  const truth = new Map<string, string>();
  return {
    host: (server) => void servers.push(server),
    listed(server, place, port) {
      servers.push(server);
      list.push(port === undefined ? server.domain : `${server.domain}:${port}`);
      truth.set(server.domain, place);
    },
    build: () => ({ servers, list, truth }),
  };
}
