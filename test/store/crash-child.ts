import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/store.ts';
import { begin, week } from '../kit/findings.ts';
import { CRASH_NAMES, findingIn } from './crash-plan.ts';

/*
 * Scans endlessly; the fingerprint of each scan is its number. Writes every step to stdout. The parent can
 * kill it at any moment and check the database against the output. Usage: crash-child.ts DATABASE
 */

/** Small, so that a kill meets a half recorded scan even where the killer is slow. */
const BATCH = 20;
const say = (line: string): void => void writeSync(1, `${line}\n`);
const store = openStore(process.argv[2] ?? '');
say('open');
for (;;) {
  const waiting = store.scans.unfinished('fediverse');
  const number = waiting === null ? store.scans.all('fediverse').length : Number(waiting.fingerprint);
  const scan = waiting?.scan ?? begin(store, CRASH_NAMES, { week: number, fingerprint: String(number) });
  const pending = store.scans.pending(scan.id);
  for (let done = 0; done < pending.length; done += BATCH) {
    const batch = pending.slice(done, done + BATCH);
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
