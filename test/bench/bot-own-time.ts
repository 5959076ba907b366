import { PACE } from '../../src/bot/bot.ts';
import type { Manners } from '../../src/bot/mentions/limits.ts';
import { addScan, openHouse, UNLIMITED, USER_AGENT } from '../bot/house.ts';
import { found } from '../kit/answers.ts';
import { type ModelMastodon, startMastodon } from '../model-internet/mastodon/mastodon.ts';

/** What one mention took, from its arrival at the home server to its reply there; milliseconds. */
export interface OwnTime {
  readonly whole: number;
  /** The whole less the time in which the bot waited for an answer of its home server. */
  readonly own: number;
}

const NO_LIMIT = { limit: 1_000_000, periodMs: 1000 };

/** So many mentions of a domain that the last scan knows, one after another, through the stream. */
export async function ownTimes(mentions: number, manners: Partial<Manners>): Promise<readonly OwnTime[]> {
  const model = await startMastodon({
    rateLimits: { requests: NO_LIMIT, paging: NO_LIMIT, statuses: NO_LIMIT },
  });
  const house = openHouse(model, PACE.requestMs);
  const requests = watchRequests();
  try {
    addScan(house.store, [found('known.example')], new Date().toISOString());
    const streaming = { accessToken: model.token, userAgent: USER_AGENT };
    const { bot } = house.bot({ pace: PACE, manners, allowance: UNLIMITED, streaming });
    await bot.start();
    await model.waitForStream();
    const times: OwnTime[] = [];
    for (let count = 0; count < mentions; count++) {
      times.push(await ownTimeOf(count, model, requests));
      // The end of one round must not be counted to the next.
      await requests.quiet();
    }
    return times;
  } finally {
    requests.restore();
    await house.close();
    await model.stop();
  }
}

async function ownTimeOf(count: number, model: ModelMastodon, requests: Requests): Promise<OwnTime> {
  const started = performance.now();
  const waited = requests.waitedMs();
  const { status } = model.mention({ from: `u${count}@far.example`, text: 'who hosts known.example?' });
  await model.waitForPost((post) => post.inReplyToId === status.id, 60_000);
  const whole = performance.now() - started;
  return { whole, own: whole - (requests.waitedMs() - waited) };
}

interface Requests {
  /** Time until now in which at least one request was under way. */
  waitedMs(): number;
  /** Resolves when none is. */
  quiet(): Promise<void>;
  /** Gives `fetch` back. */
  restore(): void;
}

/** Watches `fetch`, through which all requests of the bot to its home server go. */
function watchRequests(): Requests {
  const fetchOfNode = globalThis.fetch;
  let underWay = 0;
  let since = 0;
  let waited = 0;
  const waitedMs = () => waited + (underWay > 0 ? performance.now() - since : 0);
  globalThis.fetch = async (input, init) => {
    if (underWay === 0) since = performance.now();
    underWay += 1;
    try {
      return await fetchOfNode(input, init);
    } finally {
      underWay -= 1;
      if (underWay === 0) waited += performance.now() - since;
    }
  };
  return {
    waitedMs,
    async quiet() {
      do await new Promise((resolve) => setTimeout(resolve, 2));
      while (underWay > 0);
    },
    restore() {
      globalThis.fetch = fetchOfNode;
    },
  };
}
