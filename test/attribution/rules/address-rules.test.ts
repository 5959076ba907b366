import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileAddressRules, openAddressRules } from '../../../src/attribution/rules/address-rules.ts';
import { loadHosters } from '../../../src/attribution/rules/hosters.ts';
import { wordAt } from '../../../src/attribution/tables/column.ts';
import { findIPv4 } from '../../../src/attribution/tables/ipv4-table.ts';
import { bytesIn, encodeTable, openTableFile } from '../../../src/attribution/tables/table-file.ts';
import { addressRulesOf } from '../plain-address-rules.ts';

describe('compiled address rules', () => {
  const hosters = loadHosters(new URL('../../../data/', import.meta.url));
  const plain = addressRulesOf(hosters);
  const file = encodeTable('hosters', compileAddressRules(hosters));
  const opened = openTableFile(file.length, bytesIn(file), 'hosters', () => file);
  if (!opened.ok) throw new Error(opened.problem);
  const compiled = openAddressRules(opened.columns);

  it('name the same owner and kind of every AS, and none of the numbers beside them', () => {
    for (const asn of hosters.byAsn.keys()) {
      for (const number of [asn - 1, asn, asn + 1]) {
        expect(compiled.ownerOfAsn(number)).toEqual(plain.ownerOfAsn(number));
      }
    }
    for (const asn of [...hosters.kindByAsn.keys(), ...hosters.byAsn.keys()]) {
      expect(compiled.kindOfAsn(asn)).toBe(plain.kindOfAsn(asn));
    }
  });

  it('name the same owners and operators by rule', () => {
    hosters.owners.forEach((owner, index) => {
      expect(compiled.ownerOfRule(index + 1)).toEqual(owner);
    });
    hosters.operators.forEach((operator, index) => {
      expect(compiled.operatorOfRule(index + 1)).toEqual(operator);
    });
  });

  it('find the same rule for every address', () => {
    const starts = [...hosters.byPrefix.ipv4.index.keys()];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.nat(0xffff), (block, low) => {
        const address = block * 0x10000 + low;
        for (const rules of ['byPrefix', 'operatorByPrefix'] as const) {
          const { ipv4 } = compiled[rules];
          const expected = plain[rules].ipv4;
          expect(wordAt(ipv4.values, findIPv4(ipv4, address))).toBe(
            wordAt(expected.values, findIPv4(expected, address)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
