import type { Readable } from 'node:stream';
import { atMost, decodeBody } from './body.ts';
import type { BodyStreamOptions, Headers } from './http.ts';

/** An error of the body's receiver, as opposed to a failure of the body itself. */
export class ReceiverError extends Error {}

/**
 * Gives a body to its receiver, within the limit. Rejects with the body's failure or with a {@link
 * ReceiverError}.
 */
export async function handOver<Taken>(
  body: Readable,
  headers: Headers,
  { take, maxBytes }: BodyStreamOptions<Taken>,
): Promise<Taken> {
  const limited = atMost(maxBytes, `body over ${maxBytes} bytes`)(decodeBody(body, headers, maxBytes));
  let broken: { readonly error: unknown } | null = null;
  async function* watched() {
    try {
      yield* limited;
    } catch (error) {
      broken = { error };
      throw error;
    }
  }
  try {
    return await take(watched(), headers);
  } catch (error) {
    throw broken === null
      ? new ReceiverError('receiver', { cause: error })
      : (broken as { error: unknown }).error;
  } finally {
    body.destroy();
  }
}
