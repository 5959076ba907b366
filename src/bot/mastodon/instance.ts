import type * as v from 'valibot';
import { MASTODON_LIMITS } from '../../text/mastodon-length.ts';
import type { HomeServerLimits, Outcome } from '../home-server/home-server.ts';
import { isMissing } from '../home-server/problem.ts';
import { type Calls, harmless } from './call.ts';
import { instanceSchema } from './entities.ts';

/** The home server's description: from API v2, with the stream of v1 if needed. */
export async function readInstance({
  read,
}: Pick<Calls, 'read'>): Promise<Outcome<v.InferOutput<typeof instanceSchema>>> {
  const second = harmless(await read(instanceSchema, (rest) => rest.v2.instance.fetch()));
  if (second.ok && second.value.configuration.urls.streaming !== null) return second;
  const first = harmless(await read(instanceSchema, (rest) => rest.v1.instance.fetch()));
  if (!second.ok || !first.ok) return second.ok ? second : first;
  return { ok: true, value: { ...second.value, urls: first.value.urls } };
}

export interface InstanceLimits extends HomeServerLimits {
  /** Whether the server takes what is posted for Markdown, whatever the client says. */
  readonly readsMarkdown: boolean;
}

/** Software that reads posts as Markdown, by the address of its source. */
const READS_MARKDOWN = /\/hollo(?:\.git)?\/?$/i;

/** The home server's limits; Mastodon's own where it tells none. `url`: its origin. */
export async function readLimits(calls: Pick<Calls, 'read'>, url: string): Promise<Outcome<InstanceLimits>> {
  const outcome = await readInstance(calls);
  if (!outcome.ok && !isMissing(outcome.problem)) return outcome;
  const told = outcome.ok ? outcome.value : null;
  const { statuses, mediaAttachments, urls } = told?.configuration ?? {};
  const streaming = urls?.streaming ?? told?.urls.streamingApi ?? null;
  return {
    ok: true,
    value: {
      maxCharacters: statuses?.maxCharacters ?? MASTODON_LIMITS.maxCharacters,
      charactersPerUrl: statuses?.charactersReservedPerUrl ?? MASTODON_LIMITS.charactersPerUrl,
      maxAltText: mediaAttachments?.descriptionLimit ?? MASTODON_LIMITS.maxAltText,
      streamingUrl: webSocketUrl(streaming, url),
      readsMarkdown: READS_MARKDOWN.test(told?.sourceUrl ?? ''),
    },
  };
}

/** The stream carries the token. If the home server is reached by TLS, the stream must be too. */
function webSocketUrl(told: string | null, home: string): string | null {
  if (told === null || !URL.canParse(told)) return null;
  const url = new URL(told);
  const secure = new URL(home).protocol === 'https:' || /^(wss|https):$/.test(url.protocol);
  if (!/^(wss?|https?):$/.test(url.protocol)) return null;
  return url.href.replace(/^[a-z]+:/, secure ? 'wss:' : 'ws:');
}
