import { describe, expect, it } from 'vitest';
import { KIND_RULES, kindRuleOf } from '../../../src/attribution/names/as-name-kind.ts';

const MANY = 65_536;

describe('kindRuleOf', () => {
  it.each([
    ['National Research Tomsk Polytechnic University', 'education'],
    ['Univerzita Karlova', 'education'],
    ['Landmark College, Inc', 'education'],
    ['Verein zur Foerderung eines Deutschen Forschungsnetzes e.V.', 'education'],
    ['Biblioteca Nacional', 'education'],
    ['Example Public Library', 'education'],
    ['Ministry of Education - EMISC', 'government'],
    ['Department of School Education', 'government'],
    ['DoD Network Information Center', 'government'],
    ['City of New Orleans', 'government'],
    ['PREFEITURA DO MUNICIPIO DE CONCHAL', 'government'],
    ['Assembleia Legislativa do Estado', 'government'],
    ['Camara dos Deputados', 'government'],
    ['Sveriges Riksdag', 'government'],
    ['Deutsche Telekom AG', 'isp'],
    ['Comcast Cable Communications, LLC', 'isp'],
    ['Waytel Fibra SL', 'isp'],
    ['RG SILVEIRA LTDA', 'isp'],
    ['Exemplo Hospitalar Ltda', null],
    ['Fiber Data Center Ltd', null],
    ['Grand Hotel', null],
    ['Stadtwerke Beispiel GmbH', null],
    ['RCN', null],
    ['Example Net', 'isp'],
    ['Example.Net Hosting', null],
    ['ATLANTIC.NET', null],
    ['FOP Example Ivan Ivanovych', 'isp'],
    ['PT Contoh Lintas Nusantara', 'isp'],
    ['Contoh Networks Pvt Ltd', 'isp'],
    ['Network Solutions', null],
    ['MINISTERIO DA SAUDE', 'government'],
    ['Ministarstvo odbrane', 'government'],
    ['Bundesministerium der Beispiele', null],
    ['SENADO FEDERAL', 'government'],
    ['Town of Example', 'government'],
    ['Gemeinde Beispiel', 'government'],
    ['Central Bank of Example', 'government'],
    ['Commission scolaire de Exemple', 'education'],
    ['Example County Office of Education', 'education'],
    ['Indian Institute of Examples', 'education'],
    ['Telefonbuch Verlag', null],
    ['', null],
  ])('says of a large AS named %j %j', (name, kind) => {
    expect(kindRuleOf(name, MANY)?.kind ?? null).toBe(kind);
  });

  it.each([
    ['Example Savings Bank', 'business'],
    ['Beispiel Versicherung AG', 'business'],
    ['Example Health System', 'business'],
    ['Example Airlines Inc.', 'business'],
    ['Example Bank Telecommunications', null],
    ['Example Cloud Banking', null],
    ['SoftBank Example', null],
  ])('says of a company named %j %j', (name, kind) => {
    expect(kindRuleOf(name, 512)?.kind ?? null).toBe(kind);
  });

  it('does not judge a large network by the word of a trade', () => {
    expect(kindRuleOf('Example Savings Bank', 4096)?.kind).toBe('business');
    expect(kindRuleOf('Example Savings Bank', 8192)).toBe(null);
  });

  it.each(['Example Communications', 'RG SILVEIRA LTDA'])('says nothing of a small %j', (name) => {
    expect(kindRuleOf(name, 256)).toBe(null);
    expect(kindRuleOf(name, 2048)?.kind).toBe('isp');
  });

  it('has a name of its own for each rule', () => {
    expect(new Set(KIND_RULES.map(({ name }) => name)).size).toBe(KIND_RULES.length);
  });
});
