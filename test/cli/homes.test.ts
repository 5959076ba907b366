import { expect, it } from 'vitest';
import { lookupJson, withoutHomes } from '../../src/cli/lookup-output.ts';
import { domain, finding } from '../store/findings.ts';

const document = (kind: 'isp' | 'hosting') => {
  const name = domain('some.example');
  const found = {
    domain: name,
    network: 'fediverse' as const,
    finding: finding(name, { kind }),
    context: null,
  };
  return JSON.stringify(lookupJson(withoutHomes(found)));
};

it('what the server tells of a home line has its country, and neither city nor coordinates', () => {
  expect(document('isp')).toContain('"country":"DE","city":null,"lat":null,"lon":null,"accuracy":"country"');
  expect(document('isp')).not.toMatch(/Nuremberg|49\.45|11\.07/);
  expect(document('hosting')).toContain('"city":"Nuremberg","lat":49.45');
});
