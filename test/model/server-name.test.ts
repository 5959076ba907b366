import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseServerName } from '../../src/model/server-name.ts';

describe('a server name', () => {
  it.each([
    ['matrix.org', { kind: 'domain', domain: 'matrix.org', port: null }],
    ['Matrix.ORG:8448', { kind: 'domain', domain: 'matrix.org', port: 8448 }],
    ['1.2.3.4', { kind: 'literal', address: '1.2.3.4', port: null }],
    ['1.2.3.4:1234', { kind: 'literal', address: '1.2.3.4', port: 1234 }],
    ['[1234:5678::abcd]', { kind: 'literal', address: '1234:5678::abcd', port: null }],
    ['[1234:5678::ABCD]:5678', { kind: 'literal', address: '1234:5678::abcd', port: 5678 }],
    ['a.example:65535', { kind: 'domain', domain: 'a.example', port: 65535 }],
    ['a.example:00080', { kind: 'domain', domain: 'a.example', port: 80 }],
  ])('parses %s', (text, expected) => {
    expect(parseServerName(text)).toEqual(expected);
  });

  it.each([
    '',
    ':8448',
    'localhost',
    'a.example:',
    'a.example:0',
    'a.example:65536',
    'a.example:123456',
    'a.example:-1',
    'a.example:8448/',
    'a.example:8448:1',
    ' a.example',
    'a.example\n',
    'https://a.example',
    'user@a.example',
    '1234:5678::abcd',
    '[1234:5678::abcd',
    '[a.example]',
    '[1.2.3.4]',
    '[fe80::1%eth0]',
    '999.1.1.1',
    'kräuter.example',
    'a..example',
  ])('rejects %j', (text) => {
    expect(parseServerName(text)).toBeNull();
  });

  it('never throws, and every port is valid', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[[\]a-z0-9.:%-]{0,40}$/)), (text) => {
        const port = parseServerName(text)?.port ?? 1;
        expect(port).toBeGreaterThan(0);
        expect(port).toBeLessThan(65_536);
      }),
    );
  });
});
