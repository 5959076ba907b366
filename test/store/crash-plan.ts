import type { Domain } from '../../src/model/domain.ts';
import type { ServerResult } from '../../src/model/server-result.ts';
import { domains, finding } from '../kit/findings.ts';

export const CRASH_NAMES = domains(600);

/** The result for a server in scan `number`: some servers move each time, some do not answer. */
export function findingIn(number: number, name: Domain): ServerResult {
  const index = CRASH_NAMES.indexOf(name);
  const turn = (index + number) % 10;
  if (turn === 0) return finding(name, { status: 'TIMEOUT' });
  return finding(name, {
    addresses: [`10.0.${turn === 1 ? number % 250 : 0}.${index % 250}`],
    hoster: turn === 2 ? 'two' : 'one',
    self: { usersActiveMonth: (index * number) % 20 },
  });
}
