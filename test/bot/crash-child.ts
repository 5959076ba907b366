import { createBot, type Pace } from '../../src/bot/bot.ts';
import { createMastodonServer } from '../../src/bot/mastodon/server.ts';
import { openStore } from '../../src/store/store.ts';
import { lookup, UNLIMITED } from './house.ts';

/** The parent's instructions for one life of the bot. */
export interface ChildOptions {
  readonly url: string;
  readonly token: string;
  readonly file: string;
  readonly pace: Partial<Pace> & Pick<Pace, 'requestMs'>;
  readonly weekly: { readonly week: string; readonly text: string; readonly second: string };
}

// A process of its own, to be killed without warning. It also ends when its parent does.
if (process.argv[1] === import.meta.filename) {
  process.stdin.resume().on('end', () => process.exit());
  const options = JSON.parse(process.argv[2] ?? '') as ChildOptions;
  const { pace } = options;
  const log = { info() {}, warn() {}, error() {} };
  const homeServer = createMastodonServer({
    url: options.url,
    accessToken: options.token,
    userAgent: 'whohosts/0.0.0 (test)',
    timeoutMs: pace.requestMs,
    mediaPollMs: 20,
    allowance: UNLIMITED,
  });
  const bot = createBot({
    homeServer,
    store: openStore(options.file),
    lookup,
    log,
    language: 'en',
    streaming: null,
    pace,
    manners: { mostInAll: 1_000_000, mostPerHost: 1_000_000 },
  });
  await bot.start();
  bot.publish({
    ...options.weekly,
    scanId: 1,
    language: 'en',
    alt: 'Bar chart',
    png: Buffer.from('89504e470d0a1a0a', 'hex'),
  });
}
