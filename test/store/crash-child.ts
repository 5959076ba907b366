import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/store.ts';
import { CRASH_NAMES, findingIn } from './crash-plan.ts';
import { begin, week } from './findings.ts';

/**
 * Scans without end: each scan's fingerprint is its number. Says on stdout what it is about to do and what is done, for
 * the parent to kill it at any moment and to hold it to its word. Usage: crash-child.ts DATABASE
 */
const say = (line: string): void => void writeSync(1, `${line}\n`);
const store = openStore(process.argv[2] ?? '');
say('open');
for (;;) {
  const waiting = store.scans.unfinished('fediverse');
  const number = waiting === null ? store.scans.all('fediverse').length : Number(waiting.fingerprint);
  const scan = waiting?.scan ?? begin(store, CRASH_NAMES, { week: number, fingerprint: String(number) });
  const pending = store.scans.pending(scan.id);
  for (let done = 0; done < pending.length; done += 100) {
    const batch = pending.slice(done, done + 100);
    store.scans.record(
      scan.id,
      batch.map((name) => findingIn(number, name)),
    );
    say(`recorded ${number} ${batch.join(' ')}`);
  }
  say(`finishing ${number}`);
  store.scans.finish(scan.id, week(number));
  say(`finished ${number}`);
}
