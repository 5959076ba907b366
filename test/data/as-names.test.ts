import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AsKindsEntry, CompanyEntry } from '../../src/attribution/rules/hosters.ts';
import { type AsFacts, readAsFacts } from '../kit/as-facts.ts';
import { NAMED_OTHERWISE, NOT_IN_THE_DATABASE } from './reviewed-names.ts';

const table = <Entry>(file: string): readonly Entry[] =>
  JSON.parse(readFileSync(new URL(`../../data/${file}.json`, import.meta.url), 'utf8'));
const hosters = table<CompanyEntry>('hosters');
const fronts = table<CompanyEntry>('fronts');
const kinds = table<AsKindsEntry>('as-kinds');
const numbers = [...hosters, ...fronts, ...kinds].flatMap(({ asns = [] }) => asns);
let facts: ReadonlyMap<number, AsFacts>;
beforeAll(async () => {
  facts = await readAsFacts(new Set(numbers));
}, 60_000);

const nameOf = (asn: number): string => facts.get(asn)?.name ?? '';

/** Words that many companies share; alone they do not make two names one company's. */
const COMMON = new Set(
  'the of and de la group network networks net hosting host cloud telecom internet services service solutions data center digital technologies technology communications limited company online systems media global international it web server servers ltd inc com'.split(
    ' ',
  ),
);

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const wordsOf = (text: string): readonly string[] =>
  plain(text)
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1);
const joined = (text: string): string => plain(text).replace(/[^a-z0-9]/g, '');

/** Whether an AS's name has a word of the company's, or all of its words run together. */
function agree({ id, name }: CompanyEntry, asName: string): boolean {
  const own = wordsOf(`${name} ${id}`).filter((word) => !COMMON.has(word));
  const theirs = new Set(wordsOf(asName));
  const whole = joined(asName);
  return (
    own.some((word) => theirs.has(word) || (word.length > 3 && whole.includes(word))) ||
    whole.includes(joined(name))
  );
}

describe('AS numbers of the tables', () => {
  it('are all in the address database, or known to have left it', () => {
    expect(numbers.filter((asn) => !facts.has(asn)).toSorted((a, b) => a - b)).toEqual(NOT_IN_THE_DATABASE);
  });

  it('have a name there that agrees with the company’s, or are reviewed', () => {
    const strangers = hosters.filter((entry) =>
      (entry.asns ?? []).some((asn) => facts.has(asn) && !agree(entry, nameOf(asn))),
    );
    expect(strangers.map(({ id }) => id)).toEqual(NAMED_OTHERWISE);
  });

  it('host servers where an access company itself calls the network a data centre', () => {
    const missed = hosters.flatMap(({ kind, kinds: others = {}, asns = [] }) =>
      kind !== 'isp'
        ? []
        : asns.filter(
            (asn) =>
              /\bIDC\d?\b|\bdata ?cent(?:er|re)|\bcloud\b/i.test(nameOf(asn)) &&
              !others.hosting?.includes(asn),
          ),
    );
    expect(missed).toEqual([]);
  });
});
