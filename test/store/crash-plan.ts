import type { Domain } from '../../src/model/domain.ts';
import type { Finding } from '../../src/model/finding.ts';
import { domains, finding } from './findings.ts';

export const CRASH_NAMES = domains(600);

/** What scan `number` finds at a server: some move each time, some are silent. */
export function findingIn(number: number, name: Domain): Finding {
  const index = CRASH_NAMES.indexOf(name);
  const turn = (index + number) % 10;
  if (turn === 0) return finding(name, { status: 'TIMEOUT' });
  return finding(name, {
    addresses: [`10.0.${turn === 1 ? number % 250 : 0}.${index % 250}`],
    hoster: turn === 2 ? 'two' : 'one',
    self: { usersActiveMonth: (index * number) % 20 },
  });
}
