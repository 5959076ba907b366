import { expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import { findAliases } from '../../src/scan/aliases.ts';

const staged = (domain: string, delegate: string | null = null) => ({
  domain: domain as Domain,
  delegate,
  addresses: ['192.0.2.1'],
  hoster: null,
  front: null,
  operator: null,
});

it.each([
  ['nobody where all serve themselves', [staged('a.example'), staged('b.example')], []],
  [
    'the name of the accounts, where the host of the web is listed too',
    [staged('example.org', 'social.example.org'), staged('social.example.org')],
    ['example.org'],
  ],
  ['no name whose host is on no list', [staged('example.org', 'social.example.org')], []],
  [
    'every name of one listed server',
    [staged('a.example', 'big.example'), staged('big.example'), staged('b.example', 'big.example')],
    ['a.example', 'b.example'],
  ],
  [
    'neither of two that point at each other',
    [staged('a.example', 'b.example'), staged('b.example', 'a.example')],
    [],
  ],
  [
    'only the second last of a chain',
    [staged('a.example', 'b.example'), staged('b.example', 'c.example'), staged('c.example')],
    ['b.example'],
  ],
] as const)('finds %s', (_what, servers, expected) => {
  expect([...findAliases(servers)]).toEqual(expected);
});
