import { describe, expect, it } from 'vitest';
import { KIND_RULES, kindOfName } from '../../src/attribution/as-name-kind.ts';

describe('kindOfName', () => {
  it.each([
    ['National Research Tomsk Polytechnic University', 'education'],
    ['Univerzita Karlova', 'education'],
    ['Landmark College, Inc', 'education'],
    ['Verein zur Foerderung eines Deutschen Forschungsnetzes e.V.', 'education'],
    ['Ministry of Education - EMISC', 'government'],
    ['DoD Network Information Center', 'government'],
    ['City of New Orleans', 'government'],
    ['PREFEITURA DO MUNICIPIO DE CONCHAL', 'government'],
    ['Deutsche Telekom AG', 'isp'],
    ['Comcast Cable Communications, LLC', 'isp'],
    ['Waytel Fibra SL', 'isp'],
    ['Internetové připojení s.r.o.', 'isp'],
    ['HostHatch, LLC', null],
    ['Example Web Hosting Ltd', 'hosting'],
    ['Henderson Data Centre Ltd', 'hosting'],
    ['Fifth Third Bank', 'business'],
    ['ACMH Hospital', 'business'],
    ['Example Net', null],
    ['Telefonbuch Verlag', null],
    ['', null],
  ])('says of %j %j', (name, kind) => {
    expect(kindOfName(name)).toBe(kind);
  });

  it('has a name of its own for each rule', () => {
    expect(new Set(KIND_RULES.map(({ name }) => name)).size).toBe(KIND_RULES.length);
  });
});
