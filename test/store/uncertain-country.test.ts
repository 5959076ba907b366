import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import { countShares } from '../../src/statistics/shares.ts';
import { measure } from '../../src/store/measure.ts';
import { finding } from '../kit/findings.ts';

const place = (country: string, accuracy: 'country' | 'uncertain') => ({
  country,
  city: null,
  lat: null,
  lon: null,
  accuracy,
});

describe('a country on which the sources disagree', () => {
  const servers = (['uncertain', 'country', 'country'] as const).map((accuracy, index) =>
    measure(finding(`${index}.example` as Domain, { location: place('PT', accuracy) })),
  );

  it('is stored, but not as the country', () => {
    expect(servers.map(({ country, uncertainCountry }) => [country, uncertainCountry])).toEqual([
      [null, 'PT'],
      ['PT', null],
      ['PT', null],
    ]);
  });

  it('is counted in a slice of its own', () => {
    const { countries, uncertainCountry } = countShares(servers);
    expect(countries).toMatchObject([{ country: 'PT', servers: 2 }]);
    expect(uncertainCountry).toMatchObject({ servers: 1, share: 1 / 3 });
  });
});
