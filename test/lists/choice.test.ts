import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thinFarms } from '../../src/lists/farms.ts';
import { followOptOuts, readOptOuts } from '../../src/lists/opt-outs.ts';
import { drawSample } from '../../src/lists/sample.ts';
import type { Domain } from '../../src/model/domain.ts';

const names = (count: number, suffix: string) =>
  Array.from({ length: count }, (_, index) => `n${index}.${suffix}` as Domain);

describe('a random sample', () => {
  it('is the same for the same seed, whatever the order of the list', () => {
    const all = names(200, 'example');
    const one = drawSample(all, 20, 'monday');
    expect(drawSample(all.toReversed(), 20, 'monday').toSorted()).toEqual(one.toSorted());
    expect(drawSample(all, 20, 'tuesday')).not.toEqual(one);
  });

  it('has the requested size, no duplicates, and only names of the list', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.domain(), { maxLength: 40 }),
        fc.nat(50),
        fc.string(),
        (all, size, seed) => {
          const sample = drawSample(all, size, seed);
          expect(sample.length).toBe(Math.min(size, all.length));
          expect(new Set(sample).size).toBe(sample.length);
          for (const name of sample) expect(all).toContain(name);
        },
      ),
    );
  });

  it('draws every name equally often', () => {
    const all = names(20, 'example');
    const taken = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed += 1) {
      for (const name of drawSample(all, 5, String(seed))) taken.set(name, (taken.get(name) ?? 0) + 1);
    }
    // Binomial, n = 2000, p = 1/4: mean 500, standard deviation 19.4. A deviation by five of them has a
    // chance of less than 1 in 100,000.
    for (const name of all) expect(Math.abs((taken.get(name) ?? 0) - 500)).toBeLessThan(97);
  });
});

describe('a farm', () => {
  const nobody = () => false;

  it('is thinned to ten names, and reported', () => {
    const farm = names(100_000, 'farm.example');
    const thinned = thinFarms([...farm, 'other.example' as Domain], nobody);
    expect(thinned.domains).toEqual([...farm.slice(0, 10), 'other.example']);
    expect(thinned.farms).toEqual([{ registrableDomain: 'farm.example', names: 100_000, counted: 10 }]);
  });

  it('does not include names under a private suffix, because each has its own owner', () => {
    const many = names(500, 'duckdns.org');
    expect(thinFarms(many, nobody)).toEqual({ domains: many, farms: [] });
  });

  it('does not include a managed hoster’s customers, or a family with a dozen names', () => {
    const customers = names(500, 'managed.example');
    const family = names(12, 'family.example');
    const all = [...customers, ...family];
    expect(thinFarms(all, (domain) => domain.endsWith('.managed.example'))).toEqual({
      domains: all,
      farms: [],
    });
  });
});

describe('the opt-out list', () => {
  const read = async (text: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'whohosts-opt-'));
    try {
      await writeFile(join(folder, 'opt-outs.txt'), text);
      return await readOptOuts(join(folder, 'opt-outs.txt'));
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  it('covers each domain and everything below it, and nothing else', async () => {
    const optOuts = await read('# wishes\nQuiet.example # since 2026\n');
    expect(['quiet.example', 'a.quiet.example', 'a.b.quiet.example'].every(optOuts.has)).toBe(true);
    expect(['unquiet.example', 'example', 'quiet.example.org'].some(optOuts.has)).toBe(false);
  });

  it('fails on a line that cannot be parsed, because no opt-out may be skipped', async () => {
    await expect(read('quiet.example\nnot a domain\n')).rejects.toThrow('line 2');
  });

  it('is followed: additions apply at once, and a broken or half-written file loses nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'whohosts-opt-'));
    const file = join(folder, 'opt-outs.txt');
    try {
      await writeFile(file, 'one.example\n');
      let clock = 0;
      const optOuts = followOptOuts(file, () => clock);
      const holds = () => ['one.example', 'www.two.example', 'three.example'].map(optOuts.has);
      expect(holds()).toEqual([true, false, false]);
      const write = async (text: string) => {
        await writeFile(file, text);
        clock += 2_000;
      };
      await write('one.example\ntwo.example\n');
      expect(holds()).toEqual([true, true, false]);
      await write('three.example\nnot a domain\n');
      expect(holds()).toEqual([true, true, false]);
      await write('');
      expect(holds()).toEqual([true, true, false]);
      await rm(file);
      clock += 2_000;
      expect(holds()).toEqual([true, true, false]);
      await write('three.example\n');
      expect(holds()).toEqual([true, true, true]);
      await write('not a domain\n');
      expect(() => followOptOuts(file)).toThrow('line 1');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('of the project is valid', async () => {
    await expect(readOptOuts(new URL('../../data/opt-outs.txt', import.meta.url))).resolves.toBeDefined();
  });
});
