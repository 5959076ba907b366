import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** Brotli's levels above cost far more time than they save on the wire. */
const BROTLI_QUALITY = 5;
/** Compressed files that are kept, octets. */
const CACHE_BYTES = 32_000_000;

/**
 * The best encoding that a client takes (RFC 9110, 12.5.3); null for none. A weight of 0 forbids, other
 * weights are not compared: clients that accept both are content with the smaller one.
 */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding | null {
  const accepted = new Map(
    (acceptEncoding ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      return [name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))] as const;
    }),
  );
  const takes = (name: string) => accepted.get(name) ?? accepted.get('*') ?? false;
  if (takes('br')) return 'br';
  return takes('gzip') ? 'gzip' : null;
}

export interface Compressor {
  /** @param key of exactly this content, so that it is compressed once */
  compress(key: string, content: Buffer, encoding: Encoding): Promise<Buffer>;
}

export function createCompressor(): Compressor {
  const cache = new Map<string, Promise<Buffer>>();
  const sizes = new Map<string, number>();
  let total = 0;
  const forget = (key: string) => {
    cache.delete(key);
    total -= sizes.get(key) ?? 0;
    sizes.delete(key);
  };
  return {
    compress(key, content, encoding) {
      const name = `${encoding} ${key}`;
      const known = cache.get(name);
      if (known !== undefined) return known;
      const made =
        encoding === 'br'
          ? brotli(content, {
              params: {
                [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
                [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
              },
            })
          : zip(content);
      cache.set(name, made);
      made.then(
        ({ length }) => {
          sizes.set(name, length);
          total += length;
          for (const oldest of sizes.keys()) {
            if (total <= CACHE_BYTES) break;
            forget(oldest);
          }
        },
        () => forget(name),
      );
      return made;
    },
  };
}
