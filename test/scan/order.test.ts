import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import { orderOf } from '../../src/scan/order.ts';

const name = (index: number) => `s${index}.example` as Domain;

describe('orderOf', () => {
  it('contains each server once, and slow ones not at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (isSlow) => {
        const domains = isSlow.map((_, index) => name(index));
        const slow = new Set(domains.filter((_, index) => isSlow[index]));
        const order = orderOf(domains, slow);
        expect([...order].sort()).toEqual([...domains].sort());
        const last = order.findLastIndex((domain) => slow.has(domain));
        expect(last).toBeLessThan(Math.max(Math.floor(0.8 * domains.length), slow.size));
      }),
    );
  });

  it('spreads slow servers evenly', () => {
    const domains = Array.from({ length: 1000 }, (_, index) => name(index));
    const order = orderOf(domains, new Set(domains.slice(0, 200)));
    for (let from = 0; from < 800; from += 100) {
      const slow = order.slice(from, from + 100).filter((domain) => Number(/\d+/.exec(domain)) < 200);
      expect(Math.abs(slow.length - 25)).toBeLessThanOrEqual(1);
    }
  });

  it('differs each time', () => {
    const domains = Array.from({ length: 50 }, (_, index) => name(index));
    expect(orderOf(domains, new Set())).not.toEqual(orderOf(domains, new Set()));
  });
});
