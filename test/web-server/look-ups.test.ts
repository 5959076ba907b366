import { describe, expect, it } from 'vitest';
import type { Domain } from '../../src/model/domain.ts';
import type { DomainAnswer } from '../../src/model/domain-answer.ts';
import { createLookUps } from '../../src/web-server/look-ups.ts';
import { answer } from '../kit/answers.ts';

const found = answer('a.example');

describe('places for fresh looks', () => {
  it('are shared: one client with slow domains leaves the others theirs', async () => {
    const { promise: never } = Promise.withResolvers<DomainAnswer>();
    const lookUps = createLookUps({
      look: (domain) => (domain.startsWith('slow') ? never : Promise.resolve(found)),
      deadlineMs: 50,
      atOnce: 8,
      freshMs: 60_000,
    });
    const ask = (name: string, client: string) => lookUps.ask(name as Domain, 'fediverse', client);
    const hostile = await Promise.all(
      Array.from({ length: 8 }, (_, at) => ask(`slow${at}.example`, 'hostile')),
    );
    expect(hostile.filter((result) => result === 'busy')).toHaveLength(6);
    const others = await Promise.all(
      Array.from({ length: 6 }, (_, at) => ask(`s${at}.example`, `client${at}`)),
    );
    expect(others).toEqual(Array.from({ length: 6 }, () => found));
  });

  it('are waited for, and come to those who wait in turn', async () => {
    const done: (() => void)[] = [];
    const asked: string[] = [];
    const lookUps = createLookUps({
      look: (domain) => {
        asked.push(domain);
        return new Promise((resolve) => done.push(() => resolve(found)));
      },
      deadlineMs: 60_000,
      atOnce: 4,
      freshMs: 60_000,
    });
    const ask = (name: string, client: string) => lookUps.ask(name as Domain, 'fediverse', client);
    const hostile = Array.from({ length: 6 }, (_, at) => ask(`slow${at}.example`, 'hostile'));
    const others = Array.from({ length: 6 }, (_, at) => ask(`s${at}.example`, `client${at}`));
    // Two of its own run, two wait, and it has no more.
    expect(await Promise.all(hostile.slice(4))).toEqual(['busy', 'busy']);
    expect(asked).toEqual(['slow0.example', 'slow1.example', 's0.example', 's1.example']);
    for (let turn = 2; turn < 6; turn += 1) {
      done[turn]?.();
      expect(await others[turn - 2]).toBe(found);
      // The hostile client waits longer, and has no room: the next of the others has its turn.
      expect(asked.at(-1)).toBe(`s${turn}.example`);
    }
    done[0]?.();
    expect(await hostile[0]).toBe(found);
    await Promise.resolve();
    expect(asked.at(-1)).toBe('slow2.example');
  });

  it('that are waited for too long, or by too many, are not to be had', async () => {
    const lookUps = createLookUps({
      look: () => new Promise(() => undefined),
      deadlineMs: 60,
      atOnce: 1,
      freshMs: 60_000,
    });
    const results = await Promise.all(
      Array.from({ length: 150 }, (_, at) =>
        lookUps.ask(`s${at}.example` as Domain, 'fediverse', `client${at}`),
      ),
    );
    expect(results.map(String)).toEqual(['too late', ...Array.from({ length: 149 }, () => 'busy')]);
  });
});
