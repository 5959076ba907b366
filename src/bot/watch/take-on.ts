import type { HistoryStore } from '../../store/history.ts';
import type { NewWatch, WatchStore } from '../../store/watches.ts';
import type { ReplyContent } from '../reply/reply.ts';
import type { NamedServer } from '../request/request-kinds.ts';
import { companySeen } from './tell-watchers.ts';

/** Most servers that one person may watch. */
const MOST_WATCHED = 5;

export interface TakeOnOptions extends Pick<NewWatch, 'asker' | 'askerId' | 'mentionId' | 'language'> {
  readonly watches: WatchStore;
  readonly history: Pick<HistoryStore, 'server'>;
  readonly now: Date;
}

/** Adds servers to watch. Idempotent, so it can be repeated after a crash. */
export function takeOn(
  named: readonly NamedServer[],
  { watches, history, now, ...who }: TakeOnOptions,
): ReplyContent {
  const taken = named.filter(({ domain, network }) => {
    const seen = history.server(network, domain);
    const company = seen === null ? null : companySeen(seen);
    const { asker, askerId, mentionId, language } = who;
    const watch = { asker, askerId, mentionId, language, network, domain, company };
    return watches.add(watch, MOST_WATCHED, now) !== 'full';
  });
  return {
    kind: 'watching',
    domains: taken.map(({ domain }) => domain),
    most: taken.length < named.length ? MOST_WATCHED : null,
  };
}
