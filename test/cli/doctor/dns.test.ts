import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/cli/doctor/check.ts';
import { checkDns } from '../../../src/cli/doctor/check-dns.ts';
import { startDnsServer } from '../../model-internet/dns/server.ts';
import { createZone, type NameBehaviour, type Zone } from '../../model-internet/dns/zone.ts';
import { levels } from './checks.ts';

describe('checkDns', () => {
  async function ask(behaviour: NameBehaviour | null, zone: Zone = createZone()): Promise<readonly Check[]> {
    zone.add({ name: 'example.com', type: 'A', data: '93.184.215.14' });
    zone.behave('com', behaviour);
    const server = await startDnsServer({ zone });
    try {
      return await checkDns([server.address]);
    } finally {
      await server.stop();
    }
  }

  it.each([
    [null, 'ok', /answers/],
    [{ reply: 'refused' }, 'FAIL', /REFUSED/],
    [{ reply: 'servfail' }, 'FAIL', /SERVFAIL/],
    [{ reply: 'silent' }, 'FAIL', /no answer within 2 s/],
    [{ reply: 'nodata' }, 'ok', /answers/],
  ] as const)('%j: %s', async (behaviour, level, message) => {
    const [check] = await ask(behaviour);
    expect(check).toMatchObject({ level, message: expect.stringMatching(message) });
  });

  it('detects a resolver that invents addresses', async () => {
    const zone = createZone();
    const answers = [{ name: 'x', type: 'A' as const, ttl: 60, data: '198.51.100.1' }];
    const lying: Zone = {
      ...zone,
      answer: (name) => ({ rcode: 'NOERROR', answers: answers.map((answer) => ({ ...answer, name })) }),
    };
    expect(await ask(null, lying)).toMatchObject([
      { level: 'FAIL', message: expect.stringContaining('do not exist') },
    ]);
  });

  it('warns about one that never answers NXDOMAIN', async () => {
    const zone = createZone();
    zone.behave('invalid', { reply: 'nodata' });
    expect(await ask(null, zone)).toMatchObject([
      { level: 'warn', message: expect.stringContaining('NODATA') },
    ]);
  });

  it('fails without any, and only warns about a dead one if another works', async () => {
    expect(levels(await checkDns([]))).toEqual(['FAIL DNS']);
    const zone = createZone();
    const [alive, dead] = await Promise.all([startDnsServer({ zone }), startDnsServer({ zone })]);
    await dead.stop();
    expect((await checkDns([alive.address, dead.address])).map(({ level }) => level)).toEqual(['ok', 'warn']);
    expect((await checkDns([dead.address])).map(({ level }) => level)).toEqual(['FAIL']);
    await alive.stop();
  });
});
