import type { Outcome } from '../home-server/home-server.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Calls, harmless } from './call.ts';
import { mediaSchema } from './entities.ts';

export interface UploadOptions {
  /** Milliseconds that processing a picture may take. */
  readonly mediaTimeoutMs?: number;
  /** Milliseconds before the first check of a picture in process. Later waits grow to eight times this. */
  readonly mediaPollMs?: number;
}

interface UploadContext extends UploadOptions {
  readonly read: Calls['read'];
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Uploads a PNG, waits until it is processed, and returns its id. */
export async function uploadPicture(
  png: Uint8Array,
  alt: string,
  context: UploadContext,
): Promise<Outcome<string>> {
  // Some servers derive the type from the file's name.
  const file = new File([new Uint8Array(png)], 'chart.png', { type: 'image/png' });
  const uploaded = harmless(
    await context.read(
      mediaSchema,
      (rest) => rest.v2.media.create({ file, description: alt, skipPolling: true }),
      { costs: ['media'] },
    ),
  );
  if (!uploaded.ok) return uploaded;
  const { id, url } = uploaded.value;
  return url === null ? await processed(id, context) : { ok: true, value: id };
}

async function processed(
  id: string,
  { read, clock, signal, mediaTimeoutMs = 60_000, mediaPollMs: firstMs = 1000 }: UploadContext,
): Promise<Outcome<string>> {
  const deadline = clock.now() + mediaTimeoutMs;
  for (let waitMs = firstMs; clock.now() < deadline; waitMs = Math.min(waitMs * 2, firstMs * 8)) {
    await clock.sleep(waitMs, signal);
    if (signal.aborted) break;
    const media = await read(mediaSchema, (rest) => rest.v1.media.$select(id).fetch());
    if (media.ok && media.value.url !== null) return { ok: true, value: id };
    if (!media.ok && media.problem.kind !== 'ambiguous') return media;
  }
  return { ok: false, problem: { kind: 'unavailable', detail: 'the picture is still being processed' } };
}
