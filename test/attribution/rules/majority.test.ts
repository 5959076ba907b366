import { describe, expect, it } from 'vitest';
import { majority } from '../../../src/attribution/rules/majority.ts';
import type { Attribution, Kind } from '../../../src/model/attribution.ts';

function attribution(ip: string, hoster: string | null, more: Partial<Attribution> = {}): Attribution {
  return {
    input: ip,
    status: 'OK',
    ip,
    asn: 64500,
    asName: 'Example',
    prefix: null,
    operator: null,
    front: null,
    kind: 'hosting' as Kind,
    location: null,
    evidence: ['asn'],
    hoster: hoster === null ? null : { id: hoster, name: hoster, country: null },
    ...more,
  };
}
const city = (name: string) => ({ country: 'DE', city: name, lat: 1, lon: 2, accuracy: 'city' as const });

describe('majority', () => {
  it('takes what most addresses share, and tells that they do not agree', () => {
    const [a, b, c] = [attribution('1', 'a'), attribution('2', 'b'), attribution('3', 'b')];
    expect(majority([a, b, c])).toEqual({ attribution: b, agree: false });
  });

  it('takes the first of a tie', () => {
    const [a, b] = [attribution('1', 'a'), attribution('2', 'b')];
    expect(majority([a, b]).attribution).toBe(a);
    expect(majority([b, a]).attribution).toBe(b);
  });

  it('agrees when hoster, front and kind do, whatever the place and the operator', () => {
    const one = attribution('1', 'a', { location: city('Nuremberg') });
    const two = attribution('2', 'a', {
      location: city('Helsinki'),
      operator: { id: 'o', name: 'O', country: null },
    });
    expect(majority([one, two]).agree).toBe(true);
  });

  it.each([
    ['front', { front: { id: 'f', name: 'F', country: null }, hoster: null }],
    ['kind', { kind: 'isp' as const }],
  ])('does not agree on another %s', (_, other) => {
    expect(majority([attribution('1', 'a'), attribution('2', 'a', other)]).agree).toBe(false);
  });

  it('stands at the most frequent place of the majority', () => {
    const places = ['Helsinki', 'Nuremberg', 'Nuremberg'].map((name, index) =>
      attribution(`${index}`, 'a', { location: city(name) }),
    );
    const elsewhere = attribution('9', 'b', { location: city('Helsinki') });
    expect(majority([...places, elsewhere]).attribution?.location?.city).toBe('Nuremberg');
  });

  it('lets only addresses with an answer vote', () => {
    const silent = attribution('1', null, { status: 'UNROUTED' });
    const ok = attribution('2', 'a');
    expect(majority([silent, silent, ok])).toEqual({ attribution: ok, agree: true });
    expect(majority([silent])).toEqual({ attribution: silent, agree: true });
  });

  it('has nothing to say of nothing', () => {
    expect(majority([])).toEqual({ attribution: null, agree: true });
  });
});
