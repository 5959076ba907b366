import { describe, expect, it } from 'vitest';
import { findSource, SOURCES } from '../../src/lists/sources/registry.ts';
import { NETWORKS } from '../../src/model/network.ts';

const options = { instancesSocialToken: null };
const find = (network: (typeof NETWORKS)[number], name: string) => findSource(network, name, options);

describe('the sources', () => {
  it('have a default in every network', () => {
    const defaults = NETWORKS.map((network) => find(network, SOURCES[network][0])?.name);
    expect(defaults).toEqual([
      'nodes.fediverse.party',
      'XMPP Providers',
      'joinmatrix.org',
      'Tranco top 10,000',
    ]);
  });

  it('are found by their names, in their own network only', () => {
    for (const network of NETWORKS) {
      for (const name of SOURCES[network]) {
        const asked = name.replace('HOST', 'Mastodon.Social').replace(':N', ':500');
        expect(find(network, asked)?.network).toBe(network);
        for (const other of NETWORKS.filter((candidate) => candidate !== network))
          expect(find(other, asked)).toBeNull();
      }
    }
    expect(find('fediverse', 'peers:Mastodon.Social')?.name).toBe('peers of mastodon.social');
    expect(find('web', 'tranco:500')?.name).toBe('Tranco top 500');
  });

  it.each(['', 'peers', 'peers:', 'peers:localhost', 'peers:a.example/x', 'nonsense', 'constructor'])(
    'do not include %j',
    (name) => expect(find('fediverse', name)).toBeNull(),
  );

  it.each(['tranco:', 'tranco:0', 'tranco:-1', 'tranco:1e3', 'tranco:1000001', 'tranco:99999999999'])(
    'do not include %s',
    (name) => expect(find('web', name)).toBeNull(),
  );
});
