import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createDns } from '../../src/net/dns/client.ts';
import { systemResolvers } from '../../src/net/dns/system-resolvers.ts';
import { parseSocketAddress } from '../../src/net/socket-address.ts';

const GOOD: readonly [string, string, number][] = [
  ['127.0.0.1:53', '127.0.0.1', 53],
  ['[::1]:5353', '::1', 5353],
  ['[2001:DB8::1]:65535', '2001:db8::1', 65_535],
  ['[fe80::1%eth0]:53', 'fe80::1%eth0', 53],
  ['[fe80::1%wlp3s0.10]:53', 'fe80::1%wlp3s0.10', 53],
  [' 9.9.9.9:53 ', '9.9.9.9', 53],
];
const BAD = [
  '127.0.0.1',
  '127.0.0.1:0',
  '127.0.0.1:65536',
  '127.1:53',
  '::1:53',
  '[::1]',
  '[::1]:',
  '[127.0.0.1]:x',
  '[2001:db8::1%eth0]:53',
  'fe80::1%eth0:53',
  '[fe80::1%]:53',
  '[fe80::1%eth0/../x]:53',
  'localhost:53',
  '',
];

describe('ip:port', () => {
  it.each(GOOD)('%s is read', (text, host, port) => {
    expect(parseSocketAddress(text)).toEqual({ host, port });
  });

  it.each(BAD)('%j is refused', (text) => {
    expect(parseSocketAddress(text)).toBeNull();
  });

  it.each([...GOOD.map(([text]) => text), ...BAD.filter((text) => text !== '')])(
    'the configuration accepts %j exactly when the clients can read it',
    (text) => {
      for (const name of ['DNS_SERVERS', 'CONNECT_TO']) {
        const read = readConfig({ [name]: text });
        expect(read.ok, name).toBe(parseSocketAddress(text) !== null);
        if (!read.ok)
          expect(read.problems).toEqual([expect.stringMatching(new RegExp(`^${name}: expected `))]);
      }
    },
  );

  it('of a resolver on a link that is not there is an error that names no internals', async () => {
    const dns = createDns({ servers: ['[fe80::1%no-such-link]:53'], concurrency: 1, qps: 0 });
    await expect(dns).rejects.toThrow('this machine has no way to [fe80::1%no-such-link]:53');
  });
});

describe('the resolvers of the system', () => {
  it('keep the scope of a link-local one, which Node drops', () => {
    const conf = '# a comment\nnameserver fe80::1%eth0\nnameserver 192.0.2.53\n';
    expect(systemResolvers(['fe80::1', '192.0.2.53', '2001:db8::53', '[2001:db8::54]:5353'], conf)).toEqual({
      servers: ['[fe80::1%eth0]:53', '192.0.2.53:53', '[2001:db8::53]:53', '[2001:db8::54]:5353'],
      leftOut: [],
    });
  });

  it('leave out a link-local one whose scope nobody names', () => {
    expect(systemResolvers(['fe80::1', '192.0.2.53'], 'nameserver fe80::1\n')).toEqual({
      servers: ['192.0.2.53:53'],
      leftOut: ['fe80::1'],
    });
  });
});
