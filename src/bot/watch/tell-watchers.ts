import { companyOf } from '../../model/attribution.ts';
import type { ServerHistory } from '../../store/history.ts';
import type { OutboxEntry, OutboxStore } from '../../store/outbox.ts';
import type { Watch, WatchedCompany, WatchStore } from '../../store/watches.ts';
import { defang } from '../../text/defang.ts';
import { createNumbers } from '../../text/numbers.ts';
import { type HomeServer, hostOf } from '../home-server/home-server.ts';
import { replyLanguage } from '../language/languages.ts';
import type { ReplyPayload } from '../outbox/payload.ts';
import { readable } from '../reply/figure-phrases.ts';

export interface TellOptions {
  readonly watches: WatchStore;
  readonly outbox: OutboxStore;
  /** The history of a server from scans; null if none looked at it. */
  readonly lastSeen: (watch: Pick<Watch, 'network' | 'domain'>) => ServerHistory | null;
  /** Runs its work in one transaction. */
  readonly together: <T>(work: () => T) => T;
  readonly homeServer: Pick<HomeServer, 'origin'>;
  readonly now: Date;
}

/**
 * Queues a direct message to each person who watches a server that moved to another company, and ends the
 * watch. Returns the number of messages.
 */
export function tellWatchers(options: TellOptions): number {
  const { watches, outbox, lastSeen, together, now } = options;
  let told = 0;
  for (const watch of watches.all()) {
    const seen = lastSeen(watch);
    const company = seen === null ? null : companySeen(seen);
    if (seen === null || company === null || company.id === watch.company?.id) continue;
    if (watch.company === null) {
      watches.settle(watch.id, company);
      continue;
    }
    const entry = messageOf(watch, watch.company, { ...options, company, seen });
    together(() => {
      outbox.enqueue(entry, now);
      watches.end(watch.id);
    });
    told += 1;
  }
  return told;
}

/** The company of a server that answered. Null if unknown, which never counts as a move. */
export function companySeen({ server }: Pick<ServerHistory, 'server'>): WatchedCompany | null {
  const company = server.status === 'NOERROR' ? companyOf(server) : null;
  return company === null
    ? null
    : { id: company.id, name: defang(company.name) || company.id, behind: server.front !== null };
}

interface Moved extends Pick<TellOptions, 'homeServer'> {
  readonly company: WatchedCompany;
  readonly seen: ServerHistory;
}

function messageOf(watch: Watch, before: WatchedCompany, { homeServer, company, seen }: Moved): OutboxEntry {
  const language = replyLanguage(watch.language, 'en');
  const date = createNumbers(language.locale).date(seen.scan.finishedAt ?? seen.scan.startedAt);
  const text = language.moved({ domain: readable(watch.domain), before, now: company, date });
  const payload: ReplyPayload = {
    text: `@${watch.asker} ${text}`,
    visibility: 'direct',
    inReplyToId: watch.mentionId,
    thread: watch.mentionId,
    askerId: watch.askerId,
    spoilerText: '',
    language: language.code,
    about: [{ domain: watch.domain, network: watch.network }],
  };
  const key = `watch-${hostOf(homeServer)}-${watch.mentionId}-${watch.network}-${watch.domain}`;
  return { key, kind: 'watch', payload };
}
