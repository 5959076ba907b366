import { expect, it, vi } from 'vitest';
import { besideRegistrations } from '../../src/jobs/answer-lookup.ts';
import type { DomainAnswer } from '../../src/model/domain-answer.ts';
import { answer, attribution } from '../kit/answers.ts';
import { domain } from '../kit/domain.ts';

const asked = (found: DomainAnswer, holderOf: (address: string) => Promise<string | null>) =>
  besideRegistrations(async () => found, holderOf)(domain('a.example'), 'fediverse');

it('adds the organisation that the answer’s prefix is registered to', async () => {
  const found = answer('a.example');
  const holderOf = vi.fn(async () => 'Example GmbH');
  expect(await asked(found, holderOf)).toEqual({ ...found, registeredTo: 'Example GmbH' });
  expect(holderOf).toHaveBeenCalledWith('203.0.113.9');
});

it.each([
  ['behind a front', { attribution: attribution({ front: { id: 'cdn', name: 'CDN', country: null } }) }],
  ['of nothing known', { attribution: null }],
] as const)('does not ask a registry about an answer %s', async (_what, change) => {
  const found = answer('a.example', change);
  const holderOf = vi.fn(async () => 'Example GmbH');
  expect(await asked(found, holderOf)).toBe(found);
  expect(holderOf).not.toHaveBeenCalled();
});

it('does not wait long for a slow registry, and then leaves the answer as it is', async () => {
  const found = answer('a.example');
  const never = () => new Promise<string | null>(() => {});
  const ask = besideRegistrations(async () => found, never, 10);
  expect(await ask(domain('a.example'), 'fediverse')).toBe(found);
});

it('returns the same function if registries are not asked', () => {
  const ask = async () => answer('a.example');
  expect(besideRegistrations(ask, null)).toBe(ask);
});
