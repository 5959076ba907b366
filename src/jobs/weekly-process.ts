/**
 * The child process that makes a running bot's weekly post, so that the bot does not keep the drawing
 * libraries in memory.
 */
import { json } from 'node:stream/consumers';
import { readConfig } from '../config.ts';
import { openStoreToRead } from './app.ts';
import { type PreparedWeekly, prepareWeekly } from './weekly-content.ts';
import type { StoredWeekly, WeeklyOrder } from './weekly-order.ts';

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.problems.join('; '));
const { config } = read;
const { sources, limits, now } = (await json(process.stdin)) as WeeklyOrder;
const store = openStoreToRead(config);
try {
  const prepared = await prepareWeekly({
    config,
    store,
    attributor: { sources },
    limits,
    say: (line) => process.stderr.write(`${line}\n`),
    now: new Date(now),
  });
  process.stdout.write(JSON.stringify(stored(prepared)));
} finally {
  store.close();
}

function stored(prepared: PreparedWeekly): StoredWeekly {
  if (!prepared.ok) return prepared;
  const { png, ...weekly } = prepared.weekly;
  return { ok: true, weekly: { ...weekly, png: png === null ? null : Buffer.from(png).toString('base64') } };
}
