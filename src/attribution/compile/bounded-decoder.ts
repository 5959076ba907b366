import { createRequire } from 'node:module';

// The package is CommonJS, and loaders differ in what they call the default export of such a file.
const { default: Decoder } = createRequire(import.meta.url)(
  'mmdb-lib/lib/decoder.js',
) as typeof import('mmdb-lib/lib/decoder.js');

/** Values in one record; those of cities, with their names in eight languages, have about 200. */
const MOST_VALUES = 2_000;
/** Bytes of one value with all that is in it. */
const MOST_BYTES = 64 * 1024;

/** What the metadata of a MaxMind DB begins with (format 2.0, "Database Metadata"). */
const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/**
 * Decodes records of a MaxMind DB within a bound: a few hundred bytes of pointers to pointers can stand for
 * more values than a machine has memory for.
 */
export class BoundedDecoder extends Decoder {
  #left = 0;

  /** @throws Error where the record is larger than any true one, or broken */
  record(offset: number): unknown {
    this.#left = MOST_VALUES;
    return this.decodeFast(offset).value;
  }

  override decode(offset: number): ReturnType<InstanceType<typeof Decoder>['decode']> {
    this.#left -= 1;
    if (this.#left < 0) throw new Error('a record has more values than any place needs');
    const decoded = super.decode(offset);
    if (decoded.offset - offset > MOST_BYTES) throw new Error('a record is longer than any place needs');
    return decoded;
  }
}

/**
 * Refuses metadata that a reader without bounds could not end with.
 * @throws Error
 */
export function checkMetadata(file: Buffer): void {
  const start = file.lastIndexOf(METADATA_MARKER);
  if (start < 0) throw new Error('it is no MaxMind DB: it has no metadata');
  const offset = start + METADATA_MARKER.length;
  new BoundedDecoder(file, offset).record(offset);
}
