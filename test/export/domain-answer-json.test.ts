import { expect, it } from 'vitest';
import { domainAnswerJson } from '../../src/export/domain-answer-json.ts';
import { withoutHomes } from '../../src/model/domain-answer.ts';
import { answer, attribution } from '../kit/answers.ts';

const document = (kind: 'isp' | 'hosting') =>
  JSON.stringify(
    domainAnswerJson(withoutHomes(answer('some.example', { attribution: attribution({ kind }) }))),
  );

it('the server tells the country of a home line, and neither city nor coordinates', () => {
  expect(document('isp')).toContain('"country":"DE","city":null,"lat":null,"lon":null,"accuracy":"country"');
  expect(document('isp')).not.toMatch(/Nuremberg|49\.45|11\.07/);
  expect(document('hosting')).toContain('"city":"Nuremberg","lat":49.45');
});
